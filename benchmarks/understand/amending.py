"""Aspect and emotion learned from judged mentions: `ZHIYIN_SHARED=… python -m benchmarks.understand.amending`.

Posts of a car forum with one subject, and posts of a social network with their emotion, in which the shipped models find
one mention: the label stands for what a person says of it. Some mentions from outside bucket 0 are learned from, drawn
as they come, or mistakes alone, as people who only correct what is wrong would leave them. Counted on bucket 0, over
five draws: how many mentions turn to what the label says, and how many away from it. Last the time that three layers
add to annotating.
"""

import json
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load as load_pack
from zhiyin.understand.text.amending import Amendment, learn
from zhiyin.understand.text.annotate import Understander

SUBJECTS = {"动力": "power", "价格": "price", "内饰": "interior", "配置": "equipment", "安全性": "safety",
            "外观": "exterior", "操控": "handling", "油耗": "fuel", "空间": "space", "舒适性": "comfort"}  # fmt: skip
EMOTIONS = {"happy": "joy", "angry": "anger", "sad": "sadness", "fear": "fear", "surprise": "surprise", "neutral": ""}
SIZES, DRAWS = (40, 100, 300), 5
Mention = tuple[str, str, str]
"""Its words, what was said of it, what the label says."""


def cars() -> list[tuple[str, str]]:
    subjects: dict[str, set[str]] = {}
    for row in corpora.rows("ccf-bdci-2018-car/train_2.csv.gz"):
        subjects.setdefault(row["content"], set()).add(row["subject"])
    return [(text, SUBJECTS[min(some)]) for text, some in subjects.items() if len(some) == 1]


def posts() -> list[tuple[str, str]]:
    with corpora.lines(corpora.shared() / "smp2020-ewect-emotion" / "virus_train.txt.gz") as stream:
        return list(dict((post["content"], EMOTIONS[post["label"]]) for post in json.load(stream)).items())


def single(texts: Sequence[tuple[str, str]], pack: str, kind: str) -> list[Mention]:
    """Of the texts in which one mention is found."""
    found = Understander(load_pack(pack)).annotate([text for text, _label in texts])
    rows = found.mentions.select(["row", "clause", kind]).to_pylist()
    ones = np.bincount([row["row"] for row in rows], minlength=len(texts)) == 1
    return [(row["clause"], row[kind] or "", texts[row["row"]][1]) for row in rows if ones[row["row"]]]


def drawn(some: Sequence[Mention], size: int, seed: int, *, mistakes: bool) -> list[Mention]:
    order = np.random.default_rng(seed).permutation(len(some))
    chosen = [some[place] for place in order if not mistakes or some[place][1] != some[place][2]]
    return chosen[:size]


def amendment(kind: str, mentions: Sequence[Mention]) -> Amendment:
    return learn(kind, *([one[column] for one in mentions] for column in range(3)))


def count(kind: str, texts: Sequence[tuple[str, str]], pack: str) -> None:
    apart = [one for one in texts if Example(one[0], 0, "").bucket == CHECKING]
    checked = single(apart, pack, kind)
    kept = {id(one) for one in apart}
    others = single([one for one in texts if id(one) not in kept], pack, kind)
    known = {one[2] for one in others}
    right = sum(said == truth for _words, said, truth in checked)
    print(f"\n{kind}: {len(others)} mentions to draw from, {len(checked)} checked, {right} of them right before")
    for mistakes in (False, True):
        for size in SIZES:
            better = worse = 0
            for seed in range(DRAWS):
                made = amendment(kind, drawn(others, size, seed, mistakes=mistakes))
                now = made.best([one[0] for one in checked], [one[1] for one in checked], known)
                for found, (_words, said, truth) in zip(now, checked, strict=True):
                    better += found == truth != said
                    worse += found != truth == said
            how = "mistakes alone" if mistakes else "as they come"
            print(f"{size} judged, {how}: {better} better, {worse} worse of {DRAWS} x {len(checked)}", flush=True)


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
    made = amendment("aspect", drawn(single(forum[:3_000], "auto", "aspect"), 300, 0, mistakes=False))
    times([text for text, _label in forum[:3_000]], [made] * 3)


if __name__ == "__main__":
    main()
