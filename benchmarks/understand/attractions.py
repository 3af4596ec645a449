"""Do aspect scores from words follow the official scores of attractions? `python -m benchmarks.understand.attractions`
prints Spearman's rank correlation over A01-A25: the share of positive among clear mentions of an attraction, by aspect,
against service, location, facilities, hygiene and value as the competition published them.

Beside it what can be hoped for: how well two halves of the reviews agree on our score, stepped up to all of them
(Spearman 1910, Brown 1910), and how closely the official score follows the official score of the whole."""

from collections import defaultdict

import numpy as np
from scipy.stats import spearmanr

from benchmarks.understand.corpora import rows
from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

FOLDER = "tipdm2021-tourism-reviews"
ASPECTS = {
    "服务得分": {"staff", "refund", "guidance"},
    "位置得分": {"transport"},
    "设施得分": {"facilities", "rides"},
    "卫生得分": {"hygiene"},
    "性价比得分": {"price"},
}
LEAST = 10
"""Mentions an attraction needs to be ranked."""
KNOWN = {f"A{number:02}" for number in range(1, 26)}


Told = dict[str, dict[str, list[tuple[int, int]]]]


def shares() -> Told:
    """By attraction and aspect, and by "" for everything: number of the review, and 1 for a positive mention, 0 for a
    negative one."""
    listed = [row for row in rows(f"{FOLDER}/景区评论.csv.gz") if row["景区名称"] in KNOWN]
    found = Understander(load("tourism")).annotate([row["评论内容"] for row in listed]).mentions
    told: Told = defaultdict(lambda: defaultdict(list))
    columns = (found[name].to_pylist() for name in ("row", "aspect", "label"))
    for row, aspect, label in zip(*columns, strict=True):
        if label != "neutral":
            place = told[listed[row]["景区名称"]]
            place[""].append((row, int(label == "positive")))
            if aspect:
                place[aspect].append((row, int(label == "positive")))
    return told


def compare() -> None:
    told = shares()
    official = {row["景区名称"]: row for row in rows(f"{FOLDER}/景区评分.csv") if row["景区名称"] in KNOWN}
    for column, aspects in {**ASPECTS, "总得分": {""}}.items():
        signs = {place: [one for aspect in aspects for one in told[place][aspect]] for place in official}
        chosen = [place for place, row in official.items() if len(signs[place]) >= LEAST and row.get(column)]
        ours = [float(np.mean([sign for _row, sign in signs[place]])) for place in chosen]
        theirs, whole = ([float(official[place][name]) for place in chosen] for name in (column, "总得分"))
        sizes, rank = [len(signs[place]) for place in chosen], spearmanr(ours, theirs)
        print(
            f"{column:6} n={len(chosen):2} attractions, mentions {min(sizes)}-{max(sizes)}: "
            f"Spearman {rank.statistic:.2f} (p {rank.pvalue:.3f}); reliability of ours "
            f"{halves([signs[place] for place in chosen]):.2f}; official with the official whole "
            f"{spearmanr(theirs, whole).statistic:.2f}, {len(set(theirs))} different values"
        )


def halves(signs: list[list[tuple[int, int]]]) -> float:
    """Even and odd reviews give a score each: their rank correlation, stepped up."""
    parts = [
        [float(np.mean([sign for row, sign in some if row % 2 == half] or [0.5])) for some in signs] for half in (0, 1)
    ]
    between = float(spearmanr(*parts).statistic)
    return 2 * between / (1 + between)


if __name__ == "__main__":
    compare()
