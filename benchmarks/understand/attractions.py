"""Do aspect scores from words follow the official scores of attractions? `python -m benchmarks.understand.attractions`
prints Spearman's rank correlation over A01-A25: the share of positive among clear mentions of an attraction, by aspect,
against service, location, facilities, hygiene and value as the competition published them."""

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


def shares() -> dict[str, dict[str, list[int]]]:
    """By attraction and aspect, and by "" for everything: 1 for a positive mention, 0 for a negative one."""
    listed = [row for row in rows(f"{FOLDER}/景区评论.csv.gz") if row["景区名称"] in KNOWN]
    found = Understander(load("tourism")).annotate([row["评论内容"] for row in listed]).mentions
    told: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    columns = (found[name].to_pylist() for name in ("row", "aspect", "label"))
    for row, aspect, label in zip(*columns, strict=True):
        if label != "neutral":
            place = told[listed[row]["景区名称"]]
            place[""].append(int(label == "positive"))
            if aspect:
                place[aspect].append(int(label == "positive"))
    return told


def compare() -> None:
    told = shares()
    official = {row["景区名称"]: row for row in rows(f"{FOLDER}/景区评分.csv") if row["景区名称"] in KNOWN}
    for column, aspects in {**ASPECTS, "总得分": {""}}.items():
        pairs = []
        for place, row in official.items():
            signs = [sign for aspect in aspects for sign in told[place][aspect]]
            if len(signs) >= LEAST and row.get(column):
                pairs.append((np.mean(signs), float(row[column]), len(signs)))
        ours, theirs, sizes = zip(*pairs, strict=True)
        rank = spearmanr(ours, theirs)
        print(f"{column:6} n={len(pairs):2} attractions, mentions {min(sizes)}-{max(sizes)}: ", end="")
        print(f"Spearman {rank.statistic:.2f} (p {rank.pvalue:.3f})")


if __name__ == "__main__":
    compare()
