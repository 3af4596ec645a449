"""The company map of the sample company, read once from `data/company.yaml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml


class Named(NamedTuple):
    code: str
    zh: str
    en: str


class Brand(NamedTuple):
    code: str
    zh: str
    en: str
    own: bool


class Unit(NamedTuple):
    code: str
    zh: str
    en: str
    kind: str
    """region, city, store, team (of delivery), department, queue: the kinds of the company map."""
    parent: str | None


class Item(NamedTuple):
    code: str
    zh: str
    en: str
    price: float
    line: str


class Touchpoint(NamedTuple):
    """A touchpoint of the restaurant pack, and who answers for it here."""

    code: str
    owner: str
    unit: str


class Person(NamedTuple):
    login: str
    zh: str
    en: str
    role: str
    unit: str


class Mark(NamedTuple):
    day: date
    kind: str
    zh: str
    en: str
    unit: str


@dataclass(frozen=True)
class Company:
    name: Named
    zone: str
    currency: str
    brands: tuple[Brand, ...]
    units: tuple[Unit, ...]
    lines: tuple[Named, ...]
    items: tuple[Item, ...]
    channels: tuple[Named, ...]
    touchpoints: tuple[Touchpoint, ...]
    staff: tuple[Person, ...]
    marks: tuple[Mark, ...]

    def of(self, kind: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.kind == kind)

    def under(self, parent: str, kind: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.parent == parent and unit.kind == kind)


@cache
def company() -> Company:
    raw = yaml.safe_load(files("zhiyin.demo").joinpath("data/company.yaml").read_text("utf-8"))
    return Company(
        name=Named("shanfeng", **raw["name"]),
        zone=raw["zone"],
        currency=raw["currency"],
        brands=tuple(Brand(**row) for row in raw["brands"]),
        units=tuple(_units(raw)),
        lines=tuple(Named(row["code"], row["zh"], row["en"]) for row in raw["lines"]),
        items=tuple(
            Item(code, zh, en, price, row["code"]) for row in raw["lines"] for code, zh, en, price in row["items"]
        ),
        channels=tuple(Named(**row) for row in raw["channels"]),
        touchpoints=tuple(Touchpoint(**row) for row in raw["touchpoints"]),
        staff=tuple(Person(**row) for row in raw["staff"]),
        marks=tuple(Mark(**row) for row in raw["marks"]),
    )


def _units(raw: dict[str, Any]) -> list[Unit]:
    """Parents before children."""
    units: list[Unit] = []
    for region in raw["regions"]:
        units.append(Unit(region["code"], region["zh"], region["en"], "region", None))
        for city in region["cities"]:
            units.append(Unit(city["code"], city["zh"], city["en"], "city", region["code"]))
            units += [
                Unit(code, city["zh"] + zh, city["en"] + " " + en, "store", city["code"])
                for code, zh, en in city["stores"]
            ]
            team = city["code"] + "-delivery"
            units.append(Unit(team, city["zh"] + "配送队", city["en"] + " delivery", "team", city["code"]))
    units += [Unit(row["code"], row["zh"], row["en"], "department", None) for row in raw["departments"]]
    units += [Unit(row["code"], row["zh"], row["en"], "queue", "callcentre") for row in raw["queues"]]
    return units
