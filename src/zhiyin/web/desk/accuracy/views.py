"""How often is it right?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiyin.accounts.values import Permission
from zhiyin.measure.indicators.values import Figure
from zhiyin.stats.values import Estimate
from zhiyin.understand.accuracy import queries, rules
from zhiyin.understand.accuracy.values import KINDS, NONE, Judgement, Report, Scores
from zhiyin.understand.corrections.values import Drawn
from zhiyin.understand.pipeline.queries import version
from zhiyin.web.components.words import Marked
from zhiyin.web.desk.accuracy.learning import state
from zhiyin.web.desk.codes import LABELS
from zhiyin.web.desk.help.pages import card
from zhiyin.web.desk.labels import DIMENSIONS, names_of, say_code
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

ENOUGH_DRAWN = 30
"""From so many opinions drawn at random on, the figures rest on these alone."""
SOURCES, EXAMPLES = 8, 20


@dataclass(frozen=True)
class Line:
    """One class of one group."""

    group: str
    name: str
    precision: Figure
    recall: Figure
    f1: Figure
    truths: int
    saids: int
    first: bool
    """Whether the group's name stands here."""


@dataclass(frozen=True)
class Wrong:
    """An example of what it gets wrong."""

    judgement: Judgement
    marks: tuple[Marked, ...]
    truth: str
    said: str


@page(Permission.READ_PERSONAL, scoped=False)
def accuracy(request: Request) -> HttpResponseBase:
    every = queries.judgements(request.reader)
    drawn = [one for one in every if one.verdict.drawn == Drawn.RANDOM]
    random = request.GET.get("basis", "") != "all" and len(drawn) >= ENOUGH_DRAWN
    some = drawn if random else every
    if form := form_asked(request):
        return download(form, _("judged opinions"), _head(), _rows(some))
    overall, pairs = rules.agreement(every)
    names = queries.people()
    report = rules.report(some)
    return show(request, "desk/accuracy/page.html", {
        "title": _("How often is it right?"), "n": len(some), "every": len(every), "drawn": len(drawn),
        "random": random, "needed": ENOUGH_DRAWN, "texts": len({one.feedback for one in some}), "version": version(),
        "right": _figure(report.right), "aspects": _figure(report.aspects), "lines": list(_lines(some)),
        "told": list(_told(some)),
        "columns": [_class(name) for name in rules.COLUMNS], "table": _table(report),
        "kappa": _figure(overall, 1), "pairs": [(names.get(p.one, p.one), names.get(p.other, p.other),
                                                 _figure(p.kappa, 1)) for p in pairs],
        "wrong": _wrong(some), "card": card("polarity"), "learning": state(),
    })  # fmt: skip


def _figure(some: Estimate, factor: float = 100.0) -> Figure:
    """The only group of an estimate, on the scale that is shown."""
    value, low, high = (
        None if not np.isfinite(each[0]) else factor * float(each[0]) for each in (some.value, some.low, some.high)
    )
    return Figure(value, low, high, int(some.n[0]))


def _class(name: str) -> str:
    return pgettext("class", "nothing") if name == NONE else str(LABELS[name])


def _lines(some: Sequence[Judgement]) -> Iterator[Line]:
    yield from _group(_("all"), some)
    yield from _groups(some, lambda one: say_code("language", one.language), SOURCES)
    yield from _groups(some, lambda one: say_code("source", one.source), SOURCES)


def _groups(some: Sequence[Judgement], key: Callable[[Judgement], str], most: int) -> Iterator[Line]:
    groups: dict[str, list[Judgement]] = {}
    for one in some:
        groups.setdefault(key(one) or "–", []).append(one)
    for name in sorted(groups, key=lambda name: -len(groups[name]))[:most]:
        yield from _group(name, groups[name])


def _group(group: str, some: Sequence[Judgement]) -> Iterator[Line]:
    for n, one in enumerate(rules.report(some).scores):
        yield _line(group, _class(one.name), one, first=n == 0)


def _told(some: Sequence[Judgement]) -> Iterator[Line]:
    for kind in KINDS:
        names = names_of(kind)
        for n, one in enumerate(rules.told(some, kind)):
            yield _line(str(DIMENSIONS[kind]), names.get(one.name, one.name), one, first=n == 0)


def _line(group: str, name: str, one: Scores, *, first: bool) -> Line:
    figures = (_figure(one.precision), _figure(one.recall), _figure(one.f1))
    return Line(group, name, *figures, one.truths, one.saids, first)


def _table(report: Report) -> list[tuple[str, list[tuple[int, bool]]]]:
    """What people say, down; what the model says, across; and whether the cell is where both agree."""
    return [
        (_class(truth), [(n, truth == said) for said, n in zip(rules.COLUMNS, row, strict=True)])
        for truth, row in report.table
    ]


def _wrong(some: Sequence[Judgement]) -> list[Wrong]:
    """The surest mistakes first: these mislead most."""
    wrong = [
        one for one in some if not one.verdict.right or (one.verdict.truth != NONE and not one.verdict.aspect_right)
    ]
    wrong.sort(key=lambda one: -one.verdict.sure)
    aspects = names_of("aspect")
    return [
        Wrong(
            one,
            (Marked(one.verdict.opinion.start, one.verdict.opinion.end, one.verdict.truth),),
            _said(one.verdict.truth, one.verdict.opinion.aspect, aspects),
            _said(one.verdict.said, one.verdict.aspect_said, aspects),
        )
        for one in wrong[:EXAMPLES]
    ]


def _said(label: str, aspect: str, aspects: dict[str, str]) -> str:
    return _class(label) if label == NONE else f"{aspects.get(aspect, aspect) or '–'} · {_class(label)}"


def _head() -> list[str]:
    return [_("text"), _("start"), _("end"), _("aspect"), _("people say"), _("the model says"), _("its aspect"),
            _("language"), _("source"), _("drawn"), _("voice"), _("emotion"), _("its emotion"), _("intent"),
            _("its intent")]  # fmt: skip


def _rows(some: Iterable[Judgement]) -> Iterator[Row]:
    for one in some:
        v = one.verdict
        yield (one.text, v.opinion.start, v.opinion.end, v.opinion.aspect, v.truth, v.said, v.aspect_said, one.language,
               one.source, v.drawn, one.feedback, v.opinion.emotion, v.emotion_said, v.opinion.intent,
               v.intent_said)  # fmt: skip
