"""The tree adds up, is versioned, and says what it stands on."""

from dataclasses import replace

import pytest
from tests.cast import Cast
from tests.measure.world import ALL, JUNE, MAY, add, answers, nps

from zhiyin.kit.errors import Conflict, Forbidden, Invalid
from zhiyin.measure.tree.actions import restore_tree, save_tree
from zhiyin.measure.tree.models import TreeVersion
from zhiyin.measure.tree.queries import read_tree, specs, version
from zhiyin.measure.tree.values import Spec
from zhiyin.warehouse.engines import Lake

pytestmark = pytest.mark.django_db

TREE = [
    Spec("root", "总体验", "Experience"),
    Spec("loyalty", "忠诚", "Loyalty", "root", "nps", {}, 1.0, 40),
    Spec("satisfaction", "满意", "Satisfaction", "root", "csat", {"touchpoint": ("store",)}, 3.0),
    Spec("ease", "省力", "Ease", "root", "ces", {}, 4.0),
]


def test_a_score_is_the_weighted_mean_of_what_was_heard(lake: Lake, cast: Cast) -> None:
    save_tree(cast.actor("zhou"), TREE)
    add("answer", nps(60, 20, 20) + answers("csat", [5] * 80 + [1] * 20, 1, 5, touchpoint="store"))
    add("answer", answers("csat", [1] * 50, 1, 5, touchpoint="delivery"))
    root = read_tree(JUNE, ALL)
    loyalty, satisfaction, ease = root.children
    assert loyalty.score.value == pytest.approx(70)
    assert satisfaction.score.value == pytest.approx(80)
    assert ease.score.value is None
    assert root.score.value == pytest.approx((70 + 3 * 80) / 4)
    assert root.counted == pytest.approx(0.5)
    assert (root.score.low or 0) < (root.score.value or 0) < (root.score.high or 0)


def test_too_few_do_not_count(lake: Lake, cast: Cast) -> None:
    save_tree(cast.actor("zhou"), TREE)
    add("answer", nps(9, 0, 0))
    assert read_tree(JUNE, ALL).score.value is None


def test_changes_run_up_the_tree(lake: Lake, cast: Cast) -> None:
    save_tree(cast.actor("zhou"), TREE[:2])
    add("answer", nps(300, 0, 100))
    add("answer", nps(100, 0, 300), at=MAY.start)
    root = read_tree(JUNE, ALL, against=MAY)
    assert root.change is not None
    assert root.change.value == pytest.approx(50)
    assert root.change.verdict == "changed"


def test_a_part_that_was_not_heard_before_is_no_change(lake: Lake, cast: Cast) -> None:
    """Loyalty stays, satisfaction is asked for the first time: the score is made of more, nothing moved."""
    save_tree(cast.actor("zhou"), TREE[:3])
    add("answer", nps(60, 20, 20) + answers("csat", [1] * 100, 1, 5, touchpoint="store"))
    add("answer", nps(60, 20, 20), at=MAY.start)
    root = read_tree(JUNE, ALL, against=MAY)
    assert root.score.value == pytest.approx(70 / 4)
    assert root.score_before is not None
    assert root.score_before.value == pytest.approx(70)
    assert root.change is not None
    assert root.change.value == pytest.approx(0)
    assert root.change.verdict != "changed"


def test_an_edit_makes_a_version_and_undo_brings_the_old_one_back(cast: Cast) -> None:
    actor = cast.actor("zhou")
    save_tree(actor, TREE)
    save_tree(actor, [*TREE[:3], replace(TREE[3], weight=9.0)], based_on=1)
    restore_tree(actor, 1)
    assert [one.weight for one in specs(version())] == [one.weight for one in TREE]
    assert TreeVersion.objects.count() == 3


def test_two_editors_do_not_overwrite_each_other(cast: Cast) -> None:
    save_tree(cast.actor("zhou"), TREE)
    save_tree(cast.actor("lin"), TREE, based_on=1)
    with pytest.raises(Conflict, match="version 2"):
        save_tree(cast.actor("zhou"), TREE[:2], based_on=1)
    assert version().number == 2


@pytest.mark.parametrize("name", ["he", "wang", "zhao"])
def test_who_may_not_edit_the_tree_changes_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        save_tree(cast.actor(name), TREE)
    assert not TreeVersion.objects.exists()


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([], "root"),
        ([TREE[0]], "neither"),
        ([*TREE, TREE[1]], "Two nodes"),
        ([TREE[0], replace(TREE[1], parent="nowhere")], "nowhere"),
        ([TREE[0], replace(TREE[1], indicator="joy")], "joy"),
        ([TREE[0], replace(TREE[1], weight=0)], "weight"),
        ([*TREE[:2], Spec("a", "甲", "A", "b"), Spec("b", "乙", "B", "a")], "below itself"),
    ],
)
def test_a_tree_that_cannot_stand_is_refused_with_a_reason(cast: Cast, nodes: list[Spec], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        save_tree(cast.actor("zhou"), nodes)
