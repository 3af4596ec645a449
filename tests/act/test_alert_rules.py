"""What an alert rule may say, and who may write one. No facts are needed for that."""

import pytest
from tests.act.cast import NOW
from tests.cast import SYSTEM, Cast

from zhiyin.act.alerts import actions
from zhiyin.act.alerts.models import AlertRule
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, ZhiyinError

pytestmark = pytest.mark.usefixtures("people")


def nps_rule() -> AlertRule:
    return actions.create(SYSTEM, code="nps", kind="threshold", indicator="nps", limit=30.0, scope="unit")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "voice", "intents": []},
        {"kind": "voice", "intents": ["murder"]},
        {"kind": "threshold", "indicator": "nps"},
        {"kind": "threshold", "indicator": "happiness", "limit": 3},
        {"kind": "threshold", "indicator": "nps", "limit": "high"},
        {"kind": "threshold", "indicator": "nps", "limit": 3, "filters": {"weather": ["rain"]}},
        {"kind": "change", "indicator": "nps", "window_days": 0},
        {"kind": "change", "indicator": "nps", "fewest": 2},
        {"kind": "change", "indicator": "nps", "colour": "red"},
        {"kind": "guess", "indicator": "nps"},
    ],
)
def test_a_wrong_rule_is_one_sentence(values: dict[str, object]) -> None:
    with pytest.raises(ZhiyinError) as problem:
        actions.create(SYSTEM, code="x", **values)
    assert "{" not in str(problem.value)
    assert not AlertRule.objects.exists()


def test_who_may_not_manage_rules_changes_none(people: Cast) -> None:
    nps_rule()
    for name in ("he", "chen"):
        actor = people.actor(name)
        for attempt in (
            lambda actor=actor: actions.create(actor, code="x", kind="voice", intents=["safety"]),
            lambda actor=actor: actions.change(actor, "nps", limit=0.0),
            lambda actor=actor: actions.pause(actor, "nps"),
        ):
            with pytest.raises(Forbidden):
                attempt()
    rule = AlertRule.objects.get()
    assert (rule.limit, rule.active, rule.version) == (30.0, True, 1)


def test_of_two_editors_one_is_told() -> None:
    rule = nps_rule()
    actions.change(SYSTEM, "nps", version=rule.version, limit=20.0)
    with pytest.raises(Conflict):
        actions.change(SYSTEM, "nps", version=1, limit=10.0)
    with pytest.raises(Invalid):
        actions.snooze(SYSTEM, "nps", NOW, now=NOW)
