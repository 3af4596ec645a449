"""Frozen chart specifications. Each knows the table that stands behind it, for screen readers and for copying."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from zhiyin.web.components.numbers import plain, say, say_change, say_few

Row = tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """One estimate. `few` marks too few observations: hatched where it stands, said instead of a number."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    href: str = ""
    few: bool = False
    key: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """Something that happened: a release, an incident, a promotion, the start of an initiative."""

    label: str
    name: str
    kind: str = "release"


@dataclass(frozen=True)
class Chart:
    kind: ClassVar[str] = ""
    title: str
    unit: str = ""
    note: str = ""
    height: str = ""
    """"", low, high, higher"""

    def rows(self) -> list[Row]:
        """The head first."""
        raise NotImplementedError

    def spec(self) -> dict[str, Any]:
        body = asdict(self) | {"kind": self.kind}
        for name in ("points", "lines", "steps", "series"):
            for item in body.get(name, ()):
                _say(item, self.unit)
        return body


def _say(item: dict[str, Any], unit: str) -> None:
    """Numbers are formatted here, once, so that a chart and the table behind it say the same."""
    if "value" in item:
        few = item.get("few", False) and item["value"] is not None
        item["text"] = say_few(item.get("n", 0)) if few else str(say(item["value"], unit))
        if item.get("low") is not None and not few:
            item["range"] = f"{say(item['low'], unit)} … {say(item['high'], unit)}"
        item["count"] = plain(item.get("n", 0))
    for point in item.get("points", ()):
        _say(point, unit)


def _row(point: Point, unit: str, *first: str) -> Row:
    if point.few and point.value is not None:
        return (*first, point.label, say_few(point.n), "", "", plain(point.n))
    low, high = (str(say(end, unit)) for end in (point.low, point.high))
    return (*first, point.label, str(say(point.value, unit)), low, high, plain(point.n))


def _head(*first: str) -> Row:
    return (*first, _("value"), _("low"), _("high"), "n")


@dataclass(frozen=True)
class Line:
    """One line of a trend: ours in the accent, others in grey with the name at its end."""

    name: str
    points: tuple[Point, ...]
    own: bool = True


@dataclass(frozen=True)
class Trend(Chart):
    """Values over time with their interval band, releases marked, the target as a thin line."""

    kind: ClassVar[str] = "trend"
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    target: float | None = None

    def rows(self) -> list[Row]:
        many = len(self.lines) > 1
        rows = [_head(*([_("series")] if many else []), _("period"))]
        rows += [_row(point, self.unit, *([line.name] if many else [])) for line in self.lines for point in line.points]
        return rows


@dataclass(frozen=True)
class Bars(Chart):
    """One estimate for each group, as a dot on its interval, sorted by whoever asks."""

    kind: ClassVar[str] = "bars"
    points: tuple[Point, ...] = ()
    zero: float | None = None
    """Where a reference line stands: zero, or the whole company's value."""
    zero_name: str = ""
    valence: bool = False
    """Whether sign means liked or disliked, so that it may carry colour."""

    def rows(self) -> list[Row]:
        return [_head(_("group")), *(_row(point, self.unit) for point in self.points)]


@dataclass(frozen=True)
class Curve(Chart):
    """The emotion curve: valence at each touchpoint of the journey, its peak and its end marked."""

    kind: ClassVar[str] = "curve"
    points: tuple[Point, ...] = ()
    stages: tuple[tuple[str, int], ...] = ()
    """Name of each stage and how many touchpoints it holds."""
    peak: str = ""
    valley: str = ""
    before: tuple[Point, ...] = ()
    """The same in the period compared with, drawn in grey."""
    before_name: str = ""

    def rows(self) -> list[Row]:
        return [_head(_("touchpoint")), *(_row(point, self.unit) for point in self.points)]


@dataclass(frozen=True)
class Step:
    """How much of a change one group accounts for: by being more or fewer, and by having become better or worse."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    href: str = ""
    kind: str = ""
    """rate, mix or rest"""
    sure: bool = True
    """Larger than chance, having looked at all groups; drawn pale when not."""


@dataclass(frozen=True)
class Waterfall(Chart):
    """From the value before to the value now, step by step."""

    kind: ClassVar[str] = "waterfall"
    start: float = 0.0
    start_name: str = ""
    end: float = 0.0
    end_name: str = ""
    steps: tuple[Step, ...] = ()
    better: int = 1

    def spec(self) -> dict[str, Any]:
        body = super().spec()
        body["start_text"], body["end_text"] = str(say(self.start, self.unit)), str(say(self.end, self.unit))
        for item, step in zip(body["steps"], self.steps, strict=True):
            item["text"] = say_change(step.value, self.unit)
        return body

    def rows(self) -> list[Row]:
        head: Row = (_("step"), _("contribution"), _("low"), _("high"))
        first: Row = (self.start_name, str(say(self.start, self.unit)), "", "")
        last: Row = (self.end_name, str(say(self.end, self.unit)), "", "")
        steps = [
            (s.label, *(say_change(v, self.unit) if v is not None else "" for v in (s.value, s.low, s.high)))
            for s in self.steps
        ]
        return [head, first, *steps, last]


@dataclass(frozen=True)
class Dots(Chart):
    """Ours beside the rivals' in each group: one row a group, one dot a brand."""

    kind: ClassVar[str] = "dots"
    series: tuple[Line, ...] = ()
    zero: float | None = None

    def rows(self) -> list[Row]:
        rows = [_head(_("brand"), _("group"))]
        rows += [_row(point, self.unit, line.name) for line in self.series for point in line.points]
        return rows


@dataclass(frozen=True)
class Steps(Chart):
    """Flows from one step to the next, as a Sankey diagram."""

    kind: ClassVar[str] = "sankey"
    nodes: Sequence[str] = field(default=())
    links: tuple[tuple[str, str, int], ...] = ()

    def rows(self) -> list[Row]:
        return [(_("from"), _("to"), "n"), *((a, b, plain(n)) for a, b, n in self.links)]
