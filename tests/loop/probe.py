"""Questions put to the sample company, in a process whose home it is: prints the answers as JSON."""

import json
import sys
from datetime import date
from typing import Any

from zhiyin.cli.context import open_home


def main() -> None:
    open_home()
    json.dump({name: ask() for name, ask in ASKED.items()}, sys.stdout, default=str)


def _period(first: date, last: date) -> Any:
    from zhiyin.company.queries import zone
    from zhiyin.kit.time import Period

    return Period.of_days(first, last, zone())


MAY = (date(2026, 5, 1), date(2026, 5, 31))
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def _explain(slug: str, after: tuple[date, date], before: tuple[date, date], **where: str) -> dict[str, Any]:
    from zhiyin.explain.root_causes.queries import explain
    from zhiyin.warehouse.reader import Reader

    found = explain(slug, _period(*after), _period(*before), Reader.of_task("tests"), where=where or None)
    return {
        "change": found.change.value,
        "verdict": str(found.change.verdict),
        "sure": [[one.dimension, one.key, one.both.value, one.rate.value, one.mix.value] for one in found.top],
        "channel": {
            str(one.key): [one.rate.value, one.mix.value]
            for one in getattr(found.split("channel"), "contributions", [])
        },
    }


def _cells(slug: str, period: tuple[date, date], by: list[str], **where: str) -> list[dict[str, Any]]:
    from zhiyin.measure.indicators.queries import answer
    from zhiyin.warehouse.questions import Question
    from zhiyin.warehouse.reader import Reader

    found = answer(Question.of(slug, _period(*period), Reader.of_task("tests"), by=by, where=where))
    return [{**one.keys, "value": one.figure.value, "low": one.figure.low, "high": one.figure.high, "n": one.figure.n}
            for one in found.cells]  # fmt: skip


def _verdicts() -> list[dict[str, Any]]:
    from zhiyin.act.initiatives.models import Initiative
    from zhiyin.verify.verdicts.models import Verdict

    titles = dict(Initiative.objects.values_list("pk", "title"))
    return [{"title": titles.get(one.initiative_id), "code": str(one.code), "estimate": one.estimate,
             "low": one.low, "high": one.high} for one in Verdict.objects.all()]  # fmt: skip


def _cases() -> list[dict[str, Any]]:
    from zhiyin.act.cases.models import Case

    return list(Case.objects.values("unit", "touchpoint", "severity", "title_code", "state")[:2000])


def _curve() -> dict[str, Any]:
    from zhiyin.measure.journeys.queries import read_curve
    from zhiyin.warehouse.reader import Reader

    year = _period(date(2025, 11, 1), date(2026, 10, 31))
    curve = read_curve(year, Reader.of_task("tests"))
    return {"score": curve.score.value, "instances": curve.instances, "steps": len(curve.steps),
            "heard": sum(step.valence.n >= 10 for step in curve.steps)}  # fmt: skip


YEAR = (date(2025, 11, 1), date(2026, 10, 31))
ASKED = {
    "late": lambda: _explain("on_time_delivery", JUNE, MAY),
    "nps_chengdu": lambda: _explain(
        "nps", (date(2026, 6, 1), date(2026, 7, 31)), (date(2026, 4, 1), date(2026, 5, 31)), unit="chengdu-delivery"
    ),
    "payment": lambda: _explain(
        "net_sentiment", (date(2026, 4, 6), date(2026, 4, 26)), (date(2026, 3, 9), date(2026, 3, 29)),
        brand="shanfeng", touchpoint="payment",
    ),
    "taste": lambda: _cells("net_sentiment", YEAR, ["brand"], aspect="taste", product="pourover"),
    "price": lambda: _cells("net_sentiment", YEAR, ["brand"], aspect="price", product="pourover"),
    "rival_price": lambda: [
        _cells("net_sentiment", months, ["brand"], aspect="price")
        for months in ((date(2025, 11, 1), date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 10, 31)))
    ],
    "mix": lambda: _explain(
        "nps", (date(2026, 8, 1), date(2026, 10, 31)), (date(2025, 11, 1), date(2026, 1, 31)), brand="shanfeng"
    ),
    "silence": lambda: _explain(
        "csat", (date(2025, 12, 1), date(2025, 12, 31)), (date(2025, 11, 1), date(2025, 11, 30)), brand="shanfeng"
    ),
    "season": lambda: [
        _cells("voice_volume", months, [], brand="shanfeng")
        for months in ((date(2025, 11, 1), date(2025, 11, 30)), (date(2025, 12, 1), date(2025, 12, 31)))
    ],
    "hygiene": lambda: _cells("mention_volume", (date(2026, 5, 16), date(2026, 5, 18)), ["unit"], intent="safety"),
    "recovery": lambda: _cells("recovery", YEAR, ["queue"]),
    "members": lambda: [
        _cells("recovery", months, [], queue="queue-member")
        for months in ((date(2025, 11, 1), date(2026, 4, 30)), (date(2026, 5, 1), date(2026, 10, 31)))
    ],
    "late_csat": lambda: _cells("csat_mean", YEAR, ["punctuality"], channel="delivery"),
    "late_repeat": lambda: _cells("repeat_purchase", YEAR, ["punctuality"], channel="delivery"),
    "verdicts": _verdicts,
    "cases": _cases,
    "curve": _curve,
}  # fmt: skip

if __name__ == "__main__":
    main()
