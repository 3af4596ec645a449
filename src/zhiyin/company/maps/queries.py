from typing import Any

from zhiyin.company.base import Coded
from zhiyin.company.calendars.models import DAYS, Calendar
from zhiyin.company.maps.values import Document
from zhiyin.company.models import Brand, Concept, Product, Release, Unit
from zhiyin.company.queries import journey_map
from zhiyin.company.settings.queries import company

CONCEPT = ("extends", "parent", "touchpoint", "words", "examples", "refused")


def document() -> Document:
    """The whole map; `maps.actions.load` brings it back."""
    settings = company()
    return {
        "company": _lean(
            zh=settings.name_zh,
            en=settings.name_en,
            time_zone=settings.time_zone,
            pack=settings.pack,
            language=settings.language,
            journey_gap_days=settings.journey_gap_days,
            calendar=_code(settings.calendar),
        ),
        "calendars": [_calendar(row) for row in Calendar.objects.all()],
        "units": [
            _row(
                row,
                kind=row.kind,
                parent=_code(row.parent),
                opened_on=row.opened_on and row.opened_on.isoformat(),
                calendar=_code(row.calendar),
            )
            for row in Unit.objects.select_related("parent", "calendar")
        ],
        "brands": [_row(row, ours=row.ours or None) for row in Brand.objects.all()],
        "products": [
            _row(row, parent=_code(row.parent), brand=_code(row.brand))
            for row in Product.objects.select_related("parent", "brand")
        ],
        "stages": [
            {
                **_row(stage),
                "touchpoints": [
                    _row(
                        point,
                        channel=point.channel,
                        owner_unit=_code(point.owner_unit),
                        owner=point.owner and point.owner.username,
                        weight=point.weight,
                    )
                    for point in points
                ],
            }
            for stage, points in journey_map(retired=True).stages
        ],
        "releases": [
            _lean(
                at=row.at.isoformat(),
                name=row.name,
                kind=row.kind,
                unit=_code(row.unit),
                touchpoint=_code(row.touchpoint),
            )
            for row in Release.objects.filter(active=True).select_related("unit", "touchpoint")
        ],
        "concepts": [
            _row(row, **{name: getattr(row, name) for name in CONCEPT}, kind="" if row.extends else row.kind)
            for row in sorted(Concept.objects.all(), key=lambda one: one.active)
        ],
    }


def _calendar(row: Calendar) -> dict[str, Any]:
    week = {day: getattr(row, day) for day in DAYS}
    return _row(row, **week) | {"holidays": row.holidays} | _lean(days_off=row.days_off, days_worked=row.days_worked)


def _row(record: Coded, **more: Any) -> dict[str, Any]:
    own = _lean(code=record.code, zh=record.name_zh, en=record.name_en)
    return own | ({} if record.active else {"active": False}) | _lean(**more)


def _lean(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _code(record: Coded | None) -> str | None:
    return record.code if record else None
