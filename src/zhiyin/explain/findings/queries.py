"""What to look at first."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhiyin.company import queries as company
from zhiyin.company.concepts import queries as concepts
from zhiyin.explain.findings import rules
from zhiyin.explain.findings.values import IMPORTANT, Finding
from zhiyin.explain.kept import keep
from zhiyin.explain.root_causes.queries import expanded, explain_all
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.queries import answer_all
from zhiyin.measure.indicators.registry import INDICATORS, indicator
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import Question, as_filters
from zhiyin.warehouse.reader import Reader

Where = Mapping[str, str | Iterable[str]]
POINTS, PLACES = "net_sentiment", ("touchpoint", "aspect")
"""What pain points and delight points are points of, and where they lie."""


def scan(
    period: Period,
    against: Period,
    reader: Reader,
    *,
    where: Where | None = None,
    indicators: Sequence[str] = IMPORTANT,
    limit: int = 20,
    facts: Facts | None = None,
) -> tuple[Finding, ...]:
    """Real changes of the important indicators, and the aspects at touchpoints that hurt or please most.

    About our own brands unless `where` says otherwise: a rival's bad month is no finding of ours. The largest of each
    kind come first, then the second of each: how far a level stands out is always more than how far a month moved, so
    one order by impact would show no change at all.
    """
    facts = facts or open_facts(reader, zone=company.zone().key)
    chosen = ours(where)
    given = as_filters(chosen)
    asked = ("scan", period, against, given, expanded(given), tuple(indicators))
    found = keep(facts, asked, lambda: _scan(period, against, reader, chosen, indicators, facts))
    return found[:limit]


def _scan(
    period: Period, against: Period, reader: Reader, chosen: Where, indicators: Sequence[str], facts: Facts
) -> tuple[Finding, ...]:
    known = [slug for slug in indicators if set(chosen) <= set(INDICATORS[slug].base.dimensions)]
    movable = [slug for slug in known if INDICATORS[slug].moments is not None]
    beside = _groups(POINTS, period, reader, across=PLACES, against=against, where=chosen)
    moved = explain_all(movable, period, against, reader, where=chosen, facts=facts, beside=beside)
    spoken = [one for one in moved if one.before.n or one.after.n]
    found = rules.changes(spoken, INDICATORS) + points(period, reader, against=against, where=chosen, facts=facts)
    return tuple(rules.alternated(found))


def points(
    period: Period,
    reader: Reader,
    *,
    against: Period | None = None,
    where: Where | None = None,
    limit: int = 20,
    facts: Facts | None = None,
) -> list[Finding]:
    """Pain points and delight points: where customers speak worse, or better, than they do on the whole."""
    return gaps(POINTS, period, reader, across=PLACES, against=against, where=ours(where), limit=limit, facts=facts)


def gaps(
    slug: str,
    period: Period,
    reader: Reader,
    *,
    across: Sequence[str],
    against: Period | None = None,
    where: Where | None = None,
    limit: int = 20,
    facts: Facts | None = None,
) -> list[Finding]:
    """Groups that score worse, or better, than everything on the whole: what to look at within one period."""
    kind = indicator(slug)
    if kind.moments is None:
        raise Invalid(_("{name} is no mean, so no group stands out from the whole by it."), name=kind.name)
    cells, whole = answer_all(_groups(slug, period, reader, across=across, against=against, where=where), facts)
    if not whole.cells:
        return []
    return rules.points(cells.cells, whole.cells[0].figure, kind, period, concepts.pack().whole)[:limit]


def _groups(
    slug: str,
    period: Period,
    reader: Reader,
    *,
    across: Sequence[str],
    against: Period | None,
    where: Where | None,
) -> list[Question]:
    """The groups, and the whole they stand out from."""
    return [Question.of(slug, period, reader, by=by, where=where, against=against) for by in (across, ())]


def ours(where: Where | None) -> dict[str, str | Iterable[str]]:
    return {"brand": company.ours(), **(where or {})}
