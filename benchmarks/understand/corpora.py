"""Labelled texts for training and checking polarity, read from the folder of public data sets (`ZHIYIN_SHARED`).

Every text falls into one of ten buckets by a hash of its letters, whatever set it stands in: bucket 0 is for checking,
bucket 1 for calibrating, the others for training. The same review in two sets therefore never stands on both sides.
"""

import csv
import gzip
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKING, CALIBRATING, BUCKETS = 0, 1, 10
SIGNS = {"positive": 1, "negative": -1, "neutral": 0, "1": 1, "0": 0, "-1": -1, "2": 1}


@dataclass(frozen=True)
class Example:
    text: str
    sign: int
    corpus: str

    @property
    def bucket(self) -> int:
        letters = re.sub(r"\W+", "", self.text.lower())
        digest = hashlib.blake2b(letters.encode(), digest_size=8, person=b"zhiyin").digest()
        return int.from_bytes(digest, "big") % BUCKETS


def shared() -> Path:
    return Path(os.environ.get("ZHIYIN_SHARED", Path(__file__).parents[3] / "shared")) / "data"


def lines(path: Path) -> io.StringIO:
    content = path.read_bytes()
    return io.StringIO((gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig"))


def rows(name: str) -> Iterator[dict[str, str]]:
    with lines(shared() / name) as stream:
        yield from csv.DictReader(stream)


def chinese() -> Iterator[Example]:
    for corpus, name in (
        ("shop", "online-shopping-10-cats/online_shopping_10_cats.csv.gz"),
        ("hotel", "chnsenticorp-hotel/ChnSentiCorp_htl_all.csv.gz"),
        ("takeaway", "waimai-10k/waimai_10k.csv"),
    ):
        for row in rows(name):
            if row["review"].strip():
                yield Example(row["review"], 1 if row["label"] == "1" else -1, corpus)
    for row in rows("ai-challenger-2018-fsauor/chinese_valid.csv.gz"):
        yield from _overall(row, "restaurant")
    yield from _cars()
    yield from _emotions()
    yield from _triples()
    for name in ("phone", "camera", "car", "notebook"):
        yield from _targets(f"absa-chinese-pyabsa/{name}.train.txt", "gadget", "")
    yield from _targets("absa-chinese-pyabsa/hair.train.txt.gz", "shampoo", "")
    yield from _targets("absa-chinese-pyabsa/mooc.train.txt", "course", "")
    yield from _dialogues()


def english() -> Iterator[Example]:
    for row in rows("twitter-us-airline-sentiment/Tweets.csv.gz"):
        yield Example(row["text"], SIGNS[row["airline_sentiment"]], "airline")
    for name in ("restaurant14", "restaurant15", "restaurant16", "laptop14"):
        for part in ("train", "test"):
            yield from _targets(f"absa-english-semeval/{name}.{part}.seg", name[:-2] + "-en", " ")
    for name in ("rest16", "laptop"):
        for part in ("train", "dev", "test"):
            yield from _quads(f"acos/{name}_quad_{part}.tsv")
    for name in ("lounge", "seat"):
        for row in rows(f"skytrax-reviews/{name}.csv.gz"):
            if row["overall_rating"]:
                rating = float(row["overall_rating"])
                yield Example(row["content"], 1 if rating >= 7 else -1 if rating <= 4 else 0, "skytrax")
    for part in ("valid", "test"):
        for row in rows(f"ai-challenger-2018-fsauor/english_{part}.csv.gz"):
            yield from _overall(row, "restaurant-long")
    with lines(shared() / "clinc150/data_full.json.gz") as stream:
        commands = json.load(stream)
    yield from (Example(text, 0, "command") for text, _ in commands["val"])


def _overall(row: dict[str, str], corpus: str) -> Iterator[Example]:
    sign = next((value for key, value in row.items() if "overall_experience" in key), "")
    if sign in ("-1", "0", "1"):
        yield Example(row["content"], int(sign), corpus)


def _cars() -> Iterator[Example]:
    signs: dict[str, set[int]] = {}
    for row in rows("ccf-bdci-2018-car/train_2.csv.gz"):
        signs.setdefault(row["content"], set()).add(int(row["sentiment_value"]))
    yield from (Example(text, found.pop(), "car-forum") for text, found in signs.items() if len(found) == 1)


def _emotions() -> Iterator[Example]:
    signs = {"angry": -1, "sad": -1, "fear": -1, "happy": 1, "neutral": 0}
    for name in ("usual_eval_labeled.txt", "virus_eval_labeled.txt", "virus_train.txt.gz"):
        with lines(shared() / "smp2020-ewect-emotion" / name) as stream:
            posts = json.load(stream)
        for post in posts:
            if post["label"] in signs:
                yield Example(post["content"], signs[post["label"]], "weibo")


def _triples() -> Iterator[Example]:
    """Sentences whose triples agree."""
    for name in ("train.txt.gz", "dev.txt"):
        with lines(shared() / "absa-chinese-zhang-restaurant" / name) as stream:
            for line in stream:
                text, _, found = line.partition("####")
                signs = {word[:3].upper() for word in re.findall(r"'(\w{3,})'", found)}
                if len(signs) == 1:
                    sign = {"POS": 1, "NEG": -1, "NEU": 0}[signs.pop()]
                    yield Example(text.replace(" ", "").strip(), sign, "dish")


def _targets(name: str, corpus: str, joint: str) -> Iterator[Example]:
    """Sentences whose targets agree: three lines a target (sentence with $T$, target, polarity)."""
    signs: dict[str, set[int]] = {}
    with lines(shared() / name) as stream:
        content = [line.strip() for line in stream]
    for sentence, target, sign in zip(content[::3], content[1::3], content[2::3], strict=False):
        text = sentence.replace("$T$", target)
        text = text if joint else text.replace(" ", "")
        if sign.lower() in SIGNS:
            signs.setdefault(text, set()).add(SIGNS[sign.lower()])
    yield from (Example(text, found.pop(), corpus) for text, found in signs.items() if len(found) == 1)


def _quads(name: str) -> Iterator[Example]:
    for line in (shared() / name).read_text(encoding="utf-8").splitlines():
        text, *found = line.split("\t")
        signs = {int(quad.split()[2]) - 1 for quad in found}
        if len(signs) == 1:
            yield Example(text, signs.pop(), "quad")


def _dialogues() -> Iterator[Example]:
    """Questions and commands: texts that take no stand."""
    with lines(shared() / "crosswoz/val.json.gz") as stream:
        dialogues = json.load(stream)
    for dialogue in dialogues.values():
        for message in dialogue["messages"]:
            if message["role"] == "usr":
                yield Example(message["content"], 0, "dialogue")
    commands = json.loads((shared() / "smp2019-nlu/train.json").read_text(encoding="utf-8"))
    yield from (Example(command["text"], 0, "dialogue") for command in commands)
