"""Do opinions land on a sensible aspect? `python -m benchmarks.understand.packs draw hotel --seed 7` prints one opinion
of each of a hundred reviews with the aspect found, to be judged by hand; `gaps hotel` counts what clauses without an
aspect are made of; `count` adds up the judgements in `judged/` (row and verdict, no text).

Draws are from bucket 0 of `corpora.py`; `gaps` reads the other buckets, so that no word is written from a drawn text.
"""

import argparse
import csv
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.understand.accuracy import interval
from benchmarks.understand.corpora import CHECKING, Example, lines, rows, shared
from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

JUDGED = Path(__file__).parent / "judged"
VERDICTS = ("sensible", "wrong", "missed", "bare", "none")
"""`wrong`: another aspect would have been right. `missed`: the clause says what it is about, no aspect was found.
`bare`: it says nothing of that and has no aspect. `none`: it is no opinion at all, a fact or a piece of a story."""
SIZE = 100
MOST = 4_000
"""Texts read of one source."""
DESK = "helpdesk"

Source = Callable[[], Iterable[str]]


def table(name: str, *columns: str, where: Callable[[dict[str, str]], bool] = lambda row: True) -> Source:
    return lambda: ("\n".join(row[column] or "" for column in columns) for row in rows(name) if where(row))


def targets(name: str, joint: str = "") -> Source:
    def read() -> Iterator[str]:
        with lines(shared() / name) as stream:
            content = [line.strip() for line in stream]
        pairs = zip(content[::3], content[1::3], strict=False)
        return iter(dict.fromkeys(text.replace("$T$", target).replace(" ", joint) for text, target in pairs))

    return read


def sentences(name: str) -> Source:
    return lambda: re.findall(r"<text>(.*?)</text>", lines(shared() / name).read())


def helpdesk(*names: str, part: str = "train", later: int = 0) -> Source:
    """What customers first wrote to help desks that are spoken to by one of these names; or, where `later` is given,
    what they answered after that in so many characters or more, unless what they first wrote is kept apart."""

    def read() -> Iterator[str]:
        with lines(shared() / f"ntcir-stc3-helpdesk/{part}_data_cn.json.gz") as stream:
            dialogues = json.load(stream)
        for dialogue in dialogues:
            turns = [turn for turn in dialogue["turns"] if turn["sender"] != DESK]
            said = ["\n".join(turn["utterances"]) for turn in turns]
            if any(name in said[0] for name in names):
                first, *others = (re.sub(r"@\S+\s?|[#＃].*?[#＃]", "", text) for text in said)
                if not later:
                    yield first
                elif Example(first.strip(), 0, "").bucket != CHECKING:
                    yield from (text for text in others if len(text) >= later)

    return read


HOTEL = "chnsenticorp-hotel/ChnSentiCorp_htl_all.csv.gz"
SHOP = "online-shopping-10-cats/online_shopping_10_cats.csv.gz"
GOODS = table(SHOP, "review", where=lambda row: row["cat"] != "酒店")
STAYS = table("tipdm2021-tourism-reviews/酒店评论.csv.gz", "评论内容")
SIGHTS = table("tipdm2021-tourism-reviews/景区评论.csv.gz", "评论内容")
CARS = table("ccf-bdci-2018-car/train_2.csv.gz", "content")
DINERS = table("ai-challenger-2018-fsauor/chinese_valid.csv.gz", "content")
TAKEAWAY = table("waimai-10k/waimai_10k.csv", "review")
TWEETS = table("twitter-us-airline-sentiment/Tweets.csv.gz", "text")
SEATS = table("skytrax-reviews/seat.csv.gz", "content")
BANKING = table("banking77/train.csv", "text")
CITIZENS = table("tipdm2020-gov-complaints/附件3_留言.csv.gz", "留言主题", "留言详情")
BANKS = helpdesk("银行", "招行", "工行", "建行", "农行", "信用卡")
OPERATORS = ("移动", "联通", "电信", "流量", "宽带", "话费")
CARRIERS = helpdesk(*OPERATORS)
SOURCES: dict[str, tuple[Source, ...]] = {
    "hotel": (table(HOTEL, "review"), STAYS),
    "auto": (CARS, targets("absa-chinese-pyabsa/car.train.txt")),
    "tourism": (SIGHTS,),
    "bank": (BANKING, BANKS),
    "telecom": (CARRIERS,),
    "government": (CITIZENS, table("tipdm2020-gov-complaints/附件4_留言与答复.csv.gz", "留言主题", "留言详情")),
    "restaurant": (
        DINERS,
        table("asap-dianping-sample/dev_sample.csv", "reviewbody"),
        TAKEAWAY,
        sentences("mams/MAMS-ACSA/train.xml.gz"),
        targets("absa-english-semeval/restaurant14.train.seg", " "),
    ),
    "ecommerce": (
        GOODS,
        table("jd-phone-reviews/jd_phone_reviews.csv.gz", "评论内容"),
        table("jd-cosmetics-reviews/jd_cosmetics_reviews.csv.gz", "content"),
    ),
    "airline": (TWEETS, SEATS, table("skytrax-reviews/lounge.csv.gz", "content")),
    "generic": (GOODS, TAKEAWAY, STAYS, SIGHTS, CARS, DINERS, TWEETS, BANKING, CARRIERS, CITIZENS),
}
KEPT: dict[str, tuple[Source, ...]] = {"telecom": (helpdesk(*OPERATORS, part="test"),)}
"""Wholly kept apart, for draws alone: of `CARRIERS` there are 194 such texts only."""
TAUGHT: dict[str, tuple[Source, ...]] = {"telecom": (helpdesk(*OPERATORS, later=45),)}
"""For teaching alone."""


def texts(source: Source, checking: bool) -> list[str]:
    """Distinct, in an order that a seed of their own decides."""
    found = [text for text in dict.fromkeys(map(str.strip, source())) if text]
    apart = any(source in some for some in KEPT.values())
    kept = [text for text in found if (apart or Example(text, 0, "").bucket == CHECKING) == checking]
    random.Random(1).shuffle(kept)
    return kept[:MOST]


def draw(pack: str, seed: int) -> None:
    """One opinion of one review each, of every source as many, and more where another has too few: number, code of
    the aspect, label, clause, text."""
    chance, understander = random.Random(f"{pack} {seed}"), Understander(load(pack))
    found = [opinions(source, understander, chance) for source in (*SOURCES[pack], *KEPT.get(pack, ()))]
    # the poorest first: what it lacks, the others give
    drawn = [0] * len(found)
    for left, place in enumerate(sorted(range(len(found)), key=lambda place: len(found[place]))):
        drawn[place] = min(len(found[place]), (SIZE - sum(drawn)) // (len(found) - left))
    together = [one for listed, many in zip(found, drawn, strict=True) for one in listed[:many]]
    for number, line in enumerate(together, 1):
        print(f"{number}\t{line}")


def opinions(source: Source, understander: Understander, chance: random.Random) -> list[str]:
    """One of each of the texts kept apart, in an order of chance, as many as are needed at the most."""
    listed = texts(source, checking=True)
    chance.shuffle(listed)
    held: dict[int, list[dict[str, object]]] = {}
    for mention in understander.annotate(listed[: 6 * SIZE]).mentions.to_pylist():
        if mention["label"] != "neutral" or mention["need"]:
            held.setdefault(mention["row"], []).append(mention)
    lines = []
    for row, found in list(held.items())[:SIZE]:
        one, text = chance.choice(found), listed[row]
        start = max(0, int(str(one["start"])) - 40)
        around = " ".join(text[start : int(str(one["end"])) + 25].split())
        lines.append(f"{one['aspect']}\t{one['label']}\t{one['clause']}\t… {around}")
    return lines


def gaps(pack: str) -> None:
    """What stands in clauses that judge without an aspect, and in texts of which nothing was understood."""
    understander = Understander(load(pack))
    bare: list[str] = []
    known = total = silent = 0
    for source in SOURCES[pack]:
        listed = texts(source, checking=False)
        mentions = understander.annotate(listed).mentions.to_pylist()
        silent += len(listed) - len({mention["row"] for mention in mentions})
        total += len(mentions)
        known += sum(mention["aspect"] is not None for mention in mentions)
        bare += [mention["clause"].lower() for mention in mentions if mention["aspect"] is None]
        spans = {(mention["row"], mention["clause"]) for mention in mentions}
        bare += unheard(listed, spans)
    print(f"{pack}: {total} mentions, {known / max(total, 1):.3f} with an aspect; {silent} texts without any")
    print(" ".join(f"{word}:{n}" for word, n in frequent(bare)))


def unheard(listed: list[str], spans: set[tuple[int, str]]) -> list[str]:
    said: dict[int, str] = {}
    for row, clause in spans:
        said[row] = said.get(row, "") + "\n" + clause
    pieces = ((row, piece) for row, text in enumerate(listed) for piece in re.split(r"[，。！？；,.!?;\s]{1,}", text))
    return [piece.lower() for row, piece in pieces if 3 < len(piece) < 30 and piece not in said.get(row, "")]


def frequent(clauses: list[str], most: int = 400) -> list[tuple[str, int]]:
    """Stretches of two to four Chinese characters, English words and pairs of them; the shorter only where it stands
    outside the longer often enough."""
    counts: Counter[str] = Counter()
    for clause in clauses:
        for run in re.findall(r"[\u4e00-\u9fff]+", clause):
            counts.update(run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1))
        words = re.findall(r"[a-z']+", clause)
        counts.update(words)
        counts.update(f"{left} {right}" for left, right in pairwise(words))
    listed = counts.most_common(most * 3)
    longer = [(word, n) for word, n in listed if len(word) > 2]
    kept = [
        (word, n)
        for word, n in listed
        if not any(word in other and word != other and m > 0.6 * n for other, m in longer)
    ]
    return kept[:most]


def count() -> None:
    for file in sorted(JUDGED.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            verdicts = Counter(row["verdict"] for row in csv.DictReader(stream))
        n = sum(verdicts.values())
        parts = ", ".join(f"{verdict} {verdicts[verdict]}" for verdict in VERDICTS)
        opinions = n - verdicts["none"]
        every, drawn = (portion(verdicts["sensible"], of) for of in (opinions, n))
        print(f"{file.stem:12} n={n} ({parts}); of the opinions {every}, of all drawn {drawn}")


def portion(sensible: int, n: int) -> str:
    low, high = interval(sensible / n, n)
    return f"{sensible / n:.2f} [{low:.2f}, {high:.2f}]"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["draw", "gaps", "count"])
    parser.add_argument("pack", nargs="?", choices=sorted(SOURCES))
    parser.add_argument("--seed", type=int, default=2021)
    given = parser.parse_args()
    if given.work == "count":
        count()
    elif given.work == "draw":
        draw(given.pack, given.seed)
    else:
        gaps(given.pack)
