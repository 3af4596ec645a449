"""Aspect and emotion learned from judged mentions: `ZHIYIN_SHARED=… python -m benchmarks.understand.amending`.

Posts of a car forum with one subject, and posts of a social network with their emotion, in which the shipped models
find one mention: the label stands for what a person says of it. Learned from mentions outside bucket 0: as they come,
or many mistakes beside few that are right, as people leave them who rather correct than confirm. The gate judges them
by themselves, five folds; bucket 0 shows what the layer would do at large: how many mentions turn to what the label
says, how many away from it. Last the time that three layers add to annotating.
"""

import json
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load as load_pack
from zhiyin.understand.layers.rules import FOLDS, Gate, gate
from zhiyin.understand.layers.values import Key
from zhiyin.understand.text.amending import Amendment, learn
from zhiyin.understand.text.annotate import Understander

SUBJECTS = {"动力": "power", "价格": "price", "内饰": "interior", "配置": "equipment", "安全性": "safety",
            "外观": "exterior", "操控": "handling", "油耗": "fuel", "空间": "space", "舒适性": "comfort"}  # fmt: skip
EMOTIONS = {"happy": "joy", "angry": "anger", "sad": "sadness", "fear": "fear", "surprise": "surprise", "neutral": ""}
JUDGED = ((100, None), (300, None), (1_000, None), (100, 30), (300, 30), (300, 100))
"""How many; None: as they come, else so many mistakes beside as many that are right."""
DRAWS = 5
Mention = tuple[str, str, str]
"""Its words, what was said of it, what the label says."""


def cars() -> list[tuple[str, str]]:
    subjects: dict[str, set[str]] = {}
    for row in corpora.rows("ccf-bdci-2018-car/train_2.csv.gz"):
        subjects.setdefault(row["content"], set()).add(row["subject"])
    return [(text, SUBJECTS[min(some)]) for text, some in subjects.items() if len(some) == 1]


def posts() -> list[tuple[str, str]]:
    with corpora.lines(corpora.shared() / "smp2020-ewect-emotion" / "virus_train.txt.gz") as stream:
        return list({post["content"]: EMOTIONS[post["label"]] for post in json.load(stream)}.items())


def single(texts: Sequence[tuple[str, str]], pack: str, kind: str) -> list[Mention]:
    """Of the texts in which one mention is found."""
    found = Understander(load_pack(pack)).annotate([text for text, _label in texts])
    rows = found.mentions.select(["row", "clause", kind]).to_pylist()
    ones = np.bincount([row["row"] for row in rows], minlength=len(texts)) == 1
    return [(row["clause"], row[kind] or "", texts[row["row"]][1]) for row in rows if ones[row["row"]]]


def drawn(some: Sequence[Mention], size: int, right: int | None, seed: int) -> list[Mention]:
    mixed = [some[place] for place in np.random.default_rng(seed).permutation(len(some))]
    if right is None:
        return mixed[:size]
    wrong = [one for one in mixed if one[1] != one[2]]
    return wrong[:size] + [one for one in mixed if one[1] == one[2]][:right]


def amendment(kind: str, mentions: Sequence[Mention]) -> Amendment:
    return learn(kind, *([one[column] for one in mentions] for column in range(3)))


def now_right(made: Amendment, mentions: Sequence[Mention], known: set[str]) -> list[bool]:
    now = made.best([one[0] for one in mentions], [one[1] for one in mentions], known)
    return [found == one[2] for found, one in zip(now, mentions, strict=True)]


def gated(kind: str, judged: Sequence[Mention], known: set[str]) -> Gate:
    before: dict[Key, bool] = {("", place, 0, ""): one[1] == one[2] for place, one in enumerate(judged)}
    after: dict[Key, bool] = {}
    for fold in range(FOLDS):
        made = amendment(kind, [one for place, one in enumerate(judged) if place % FOLDS != fold])
        apart = now_right(made, judged[fold::FOLDS], known)
        after |= {("", fold + FOLDS * place, 0, ""): right for place, right in enumerate(apart)}
    return gate(before, after)


def count(kind: str, texts: Sequence[tuple[str, str]], pack: str) -> None:
    apart = [one for one in texts if Example(one[0], 0, "").bucket == CHECKING]
    checked, kept = single(apart, pack, kind), set(apart)
    others = single([one for one in texts if one not in kept], pack, kind)
    known, right = {one[2] for one in others}, [one[1] == one[2] for one in checked]
    print(f"\n{kind}: {len(others)} mentions to draw from, {len(checked)} checked, {sum(right)} of them right before")
    for size, few in JUDGED:
        better = worse = passed = harmful = 0
        for seed in range(DRAWS):
            judged = drawn(others, size, few, seed)
            now = now_right(amendment(kind, judged), checked, known)
            gained = sum(after and not before for before, after in zip(right, now, strict=True))
            lost = sum(before and not after for before, after in zip(right, now, strict=True))
            ready = gated(kind, judged, known).passed
            better, worse, passed = better + gained, worse + lost, passed + ready
            harmful += ready and lost >= gained
        how = f"{size} as they come" if few is None else f"{size} mistakes, {few} right"
        print(f"{how}: {better} better, {worse} worse of {DRAWS} x {len(checked)}; "
              f"{passed} pass the gate, {harmful} of them in vain", flush=True)  # fmt: skip


def times(texts: Sequence[str], amendments: Sequence[Amendment]) -> None:
    for some in ((), amendments):
        reader = Understander(load_pack("auto"), amendments=some)
        reader.annotate(texts[:200])
        took = []
        for _ in range(3):
            began = time.process_time()
            reader.annotate(texts)
            took.append(time.process_time() - began)
        print(f"{len(some)} layers: {len(texts) / min(took):,.0f} texts/s")


def main() -> None:
    forum, network = cars(), posts()
    count("aspect", forum, "auto")
    count("emotion", network, "generic")
    made = amendment("aspect", drawn(single(forum[:3_000], "auto", "aspect"), 300, None, 0))
    times([text for text, _label in forum[:3_000]], [made] * 3)


if __name__ == "__main__":
    main()
