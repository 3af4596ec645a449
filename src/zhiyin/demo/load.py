"""Puts the sample company in place through the same doors that people use; running it again changes nothing.

Each step may be run again after a crash: records are found by their codes, facts by their keys.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from zhiyin.accounts import actions as accounts
from zhiyin.accounts import queries as users
from zhiyin.accounts.values import Actor
from zhiyin.act.alerts import actions as alerts
from zhiyin.act.initiatives import actions as initiatives
from zhiyin.act.initiatives.models import Initiative
from zhiyin.company import packs
from zhiyin.company.maps import actions as maps
from zhiyin.company.settings.actions import apply_pack
from zhiyin.customers.identity.actions import Resolver
from zhiyin.demo.company import Company, company
from zhiyin.demo.generate import Sample
from zhiyin.demo.generate.calendar import ZONE
from zhiyin.demo.generate.people import TIERS, names, phone
from zhiyin.demo.generate.tables import compact
from zhiyin.demo.generate.world import stream
from zhiyin.demo.truth import FIRST_DAY, LAST_DAY, ORDER_AHEAD, REFURBISHMENT, Truth
from zhiyin.measure.tree import actions as tree
from zhiyin.measure.tree.queries import untouched
from zhiyin.verify.verdicts.actions import judge
from zhiyin.warehouse.loading import Part, append_all

BATCH = "demo:shanfeng"
PACK = "restaurant"
PASSWORD = "shanfeng-2026"  # noqa: S105  printed by the command; everybody of the sample company has it
END = datetime.combine(LAST_DAY + timedelta(days=1), datetime.min.time(), ZONE).astimezone(UTC)
"""The sample company's present: its twelve months end here."""
PEOPLE_AT_ONCE = 4_000
Tell = Callable[[float], None]
"""How far a step is, 0 to 1."""


@transaction.atomic
def draw_map(actor: Actor) -> None:
    """Pack first, then units, then the people who own touchpoints, then what they own."""
    mine = company()
    apply_pack(actor, PACK)
    maps.load(actor, _ground(mine))
    for person in mine.staff:
        _hire(actor, person.login, person.zh, person.role, [person.unit] if person.unit else [])
    maps.load(actor, {"stages": _owned(mine), "releases": _marks(mine)})


def _ground(mine: Company) -> dict[str, Any]:
    return {
        "company": {"zh": mine.name.zh, "en": mine.name.en, "time_zone": mine.zone},
        "units": [
            {"code": unit.code, "zh": unit.zh, "en": unit.en, "kind": unit.kind}
            | ({"parent": unit.parent} if unit.parent else {})
            for unit in mine.units
        ],
        "brands": [{"code": row.code, "zh": row.zh, "en": row.en, "ours": row.own} for row in mine.brands],
        "products": [{"code": line.code, "zh": line.zh, "en": line.en, "brand": "shanfeng"} for line in mine.lines]
        + [{"code": item.code, "zh": item.zh, "en": item.en, "parent": item.line} for item in mine.items],
    }


def _hire(actor: Actor, login: str, name: str, role: str, units: list[str]) -> None:
    known = users.named(login)
    if known is None:
        accounts.create_user(actor, login, display_name=name, role=role, units=units, password=PASSWORD)


def _owned(mine: Company) -> list[dict[str, Any]]:
    """The pack's stages again, this time with who answers for each touchpoint."""
    pack, owners = packs.load(PACK), {point.code: point for point in mine.touchpoints}
    stages = []
    for stage in pack.stages:
        points = []
        for point in pack.touchpoints:
            if point.stage == stage.code:
                whose = owners[point.code]
                points.append({"code": point.code, "owner": whose.owner, "owner_unit": whose.unit or None})
        stages.append({"code": stage.code, "touchpoints": points})
    return stages


def _marks(mine: Company) -> list[dict[str, Any]]:
    return [
        {"at": mark.day.isoformat(), "name": mark.zh, "kind": mark.kind} | ({"unit": mark.unit} if mark.unit else {})
        for mark in mine.marks
    ]


def meet_customers(actor: Actor, sample: Sample, tell: Tell) -> Mapping[str, str]:
    """Customer numbers of the generator → codes that facts carry."""
    meet, people = Resolver(actor, batch=BATCH), profiles(sample)
    codes: list[str | None] = []
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        codes += meet(people.slice(start, PEOPLE_AT_ONCE)).to_pylist()
        tell(len(codes) / len(people))
    return {number: code for number, code in zip(sample.people.ids, codes, strict=True) if code}


def profiles(sample: Sample) -> pa.Table:
    """Invented, and marked so; nobody can be reached under these numbers and addresses."""
    people, n = sample.people, len(sample.people.ids)
    cities = [unit.zh for unit in company().of("city")]
    first = datetime.combine(FIRST_DAY, datetime.min.time(), ZONE)
    mark = compact({"sample": True})
    return pa.table(
        {
            "key": people.ids,
            "name": names(stream(sample.seed, "names"), n),
            "phone": [phone(number) for number in range(1, n + 1)],
            "email": [f"{number.lower()}@example.com" for number in people.ids],
            "city": [cities[city] for city in people.city.tolist()],
            "joined_at": [first + timedelta(days=day) for day in people.joined.tolist()],
            "tier": [TIERS[tier] for tier in people.tier.tolist()],
            "attributes": [mark] * n,
        }
    )


def append_facts(sample: Sample, codes: Mapping[str, str]) -> int:
    """All tables in one transaction; how many rows are new."""
    numbers, known = pa.array(list(codes)), pa.array(list(codes.values()))
    parts = []
    for name, table in sample.tables.items():
        place = table.column_names.index("customer")
        found = pc.index_in(table["customer"], value_set=numbers)
        parts.append(Part(name, table.set_column(place, "customer", known.take(found.combine_chunks()))))
    return sum(done.added for done in append_all(parts, batch=BATCH))


@transaction.atomic
def grow_tree(actor: Actor) -> None:
    if untouched():
        tree.plant(actor, packs.load(PACK))


@transaction.atomic
def set_alerts(actor: Actor) -> None:
    """The pack's rules; lateness is looked at delivery team by delivery team."""
    alerts.adopt(actor, PACK)
    alerts.change(actor, "late_delivery", scope="unit", limit=85.0)


@transaction.atomic
def open_initiatives(actor: Actor) -> None:
    """The September fix, and the refurbishment that does nothing."""
    stores = {unit.code for unit in company().of("store")}
    _open(
        actor, ORDER_AHEAD, "预约取餐新流程", "高峰期分开制作预约单与现场单，等候会缩短，满意度会提高。",
        sorted(stores - set(ORDER_AHEAD.units)), ORDER_AHEAD.size["csat"], "linlan",
    )  # fmt: skip
    _open(
        actor, REFURBISHMENT, "门店翻新", "更新座椅与灯光，顾客会更满意。",
        sorted(stores - set(ORDER_AHEAD.units) - set(REFURBISHMENT.units)), 0.2, "zhaomin",
    )  # fmt: skip


def _open(
    actor: Actor, truth: Truth, title: str, hypothesis: str, untreated: list[str], expected: float, owner: str
) -> None:
    if Initiative.objects.filter(title=title).exists():
        return
    opened = initiatives.open_from_finding(
        actor,
        {"kind": "sample", "truth": truth.code},
        now=_morning(truth.first - timedelta(days=14)),
        title=title,
        hypothesis=hypothesis,
        indicator="csat_mean",
        treated_units=sorted(truth.units),
        untreated_units=untreated,
        starts_on=truth.first,
        weeks_before=12,
        weeks_after=8,
        expected_effect=expected,
        owner=users.named(owner),
    )
    initiatives.start(actor, opened.pk, now=_morning(truth.first))


def judge_initiatives(actor: Actor) -> None:
    """By their frozen plans, as it would have been done at the end of the twelve months."""
    for initiative in Initiative.objects.filter(finding__kind="sample", state="running"):
        judge(actor, initiative.pk, now=END)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).astimezone(UTC)
