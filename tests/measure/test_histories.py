"""Sparklines: every node of the tree over time."""

from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.values import Cell, Figure
from zhiyin.measure.tree.rules import histories
from zhiyin.measure.tree.values import Node

NONE = Figure(None, None, None, 0)
MONTHS = ("2026-01-01", "2026-02-01", "2026-03-01")


def node(code: str, slug: str = "", *children: Node, weight: float = 1.0) -> Node:
    kind = indicator(slug) if slug else None
    return Node(code, code, kind, {}, weight, None, NONE, None, None, NONE, None, children, 1.0)


def said(slug: str, *values: float | None, n: int = 50) -> list[Cell]:
    return [
        Cell(slug, {"month": month}, Figure(value, value, value, n, 1.0))
        for month, value in zip(MONTHS, values, strict=True)
        if value is not None
    ]


TREE = node("all", "", node("nps", "nps", weight=3.0), node("ease", "ces", weight=1.0))


def test_a_branch_is_drawn_as_the_score_of_its_parts() -> None:
    found = histories(TREE, {"nps": said("nps", 0.0, 20.0, 40.0), "ease": said("ces", 4.0, 4.0, 7.0)}, "month")
    assert found["nps"] == (0.0, 20.0, 40.0), "a leaf in its own unit"
    assert found["all"] == (50.0, (3 * 60 + 50) / 4, (3 * 70 + 100) / 4), "NPS −100…100 and CES 1…7 on 0…100"


def test_a_branch_made_of_other_parts_before_is_a_gap() -> None:
    found = histories(TREE, {"nps": said("nps", 0.0, 20.0, 40.0), "ease": said("ces", None, 4.0, 7.0)}, "month")
    assert found["ease"] == (None, 4.0, 7.0)
    assert found["all"][0] is None, "what was not heard yet would pass for a change"
    assert None not in found["all"][1:]


def test_too_few_are_a_gap() -> None:
    found = histories(TREE, {"nps": said("nps", 0.0, 20.0, 40.0, n=9), "ease": said("ces", 4.0, 4.0, 4.0)}, "month")
    assert found["nps"] == (None, None, None)
    assert found["all"] == (50.0, 50.0, 50.0), "the score of what is heard often enough"
