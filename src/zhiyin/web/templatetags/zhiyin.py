"""Filters and tags for every template; they are builtins, nothing needs loading."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhiyin.measure.indicators.values import ENOUGH
from zhiyin.stats.differences import Verdict
from zhiyin.web.charts import Chart
from zhiyin.web.components import numbers, svg, words
from zhiyin.web.desk.help import pages as help_pages
from zhiyin.web.desk.labels import say_code
from zhiyin.web.desk.scope import Scope, Span

register = template.Library()


@register.filter
def number(value: Any, unit: str = "") -> SafeString:
    """{{ figure.value|number:"share" }}; Django hands over "" for what is not there."""
    if value == "":
        value = None
    said = numbers.say(value, str(unit))
    return format_html('<span class="num">{}<i class="unit">{}</i></span>', said.number, said.unit)


@register.filter
def plain(value: float | None, places: int | None = None) -> str:
    return numbers.plain(value, places)


@register.filter
def percent(value: float | None) -> str:
    """Of a fraction 0..1."""
    return str(numbers.say(None if value is None else 100 * value, "share"))


@register.filter
def day(value: date | datetime | None) -> str:
    return numbers.day(value)


@register.filter
def when(value: datetime | None) -> SafeString:
    """Date and time, with the exact instant behind it."""
    if value is None:
        return SafeString(numbers.NOTHING)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), numbers.moment(value))


@register.filter
def says(span: Span) -> str:
    return numbers.span(span.first, span.last)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.filter
def label(code: str | None, kind: str) -> str:
    """{{ order.status|label:"status" }}: what people call it."""
    return say_code(kind, code)


@register.filter
def tone(label: str | None) -> str:
    return words.TONES.get(label or "", "neu")


@register.filter
def tone_of(value: float | None, neutral: float = 0.05) -> str:
    """Between −`neutral` and `neutral` it is neither."""
    return "neu" if value is None or abs(value) < neutral else "pos" if value > 0 else "neg"


@register.simple_tag
def figure(figure: Any, unit: str = "", *, href: str = "", huge: bool = False) -> SafeString:
    """A measured number; a link to the records behind it. What rests on too few is said and not shown as a number;
    a count is what it is, however small."""
    if not figure or figure.value is None:
        return format_html('<span class="num few">{}</span>', numbers.NOTHING)
    tag = "a" if href else "span"
    link = format_html(' href="{}"', href) if href else ""
    if not figure.enough and str(unit) != "count":
        why = _("fewer than %(needed)s say nothing about the others") % {"needed": ENOUGH}
        return format_html('<{} class="num few"{} title="{}">{}</{}>', tag, link, why, numbers.say_few(figure.n), tag)
    said = numbers.say(figure.value, str(unit))
    kind = "num huge" if huge else "num"
    low, high = (numbers.say(end, str(unit)) for end in (figure.low, figure.high))
    title = _("95%% interval %(low)s to %(high)s") % {"low": low, "high": high}
    return format_html(
        '<{} class="{}"{} title="{}">{}<i class="unit">{}</i></{}>', tag, kind, link, title, said.number, said.unit, tag
    )


@register.simple_tag
def count(n: int, href: str = "") -> SafeString:
    text = f"n {numbers.plain(n)}"
    if not href:
        return format_html('<span class="n">{}</span>', text)
    return format_html('<a class="n" href="{}" title="{}">{}</a>', href, _("Open the records behind it"), text)


@register.simple_tag
def change(change: Any, unit: str = "", better: int = 1) -> SafeString:
    """Coloured only when the change is real: an arrow and its interval; grey when it may be chance; none when one of
    the two sides rests on too few."""
    if not change or change.value is None:
        return format_html('<span class="change">{}</span>', numbers.NOTHING)
    if change.verdict == Verdict.TOO_FEW and str(unit) != "count":
        return format_html('<span class="change" title="{}">{}</span>', _("too few to judge"), numbers.NOTHING)
    real = change.verdict == Verdict.CHANGED
    kind = "" if not real or not better else "better" if (change.value > 0) == (better > 0) else "worse"
    arrow = "M4 0 8 7H0Z" if change.value > 0 else "M4 8 0 1h8Z"
    mark = format_html('<svg viewBox="0 0 8 8" aria-hidden="true"><path d="{}"/></svg>', arrow) if real else ""
    interval = _("95%% interval %(low)s to %(high)s") % {
        "low": numbers.say_change(change.low, str(unit)),
        "high": numbers.say_change(change.high, str(unit)),
    }
    title = interval if real else _("may be chance") + " · " + interval
    return format_html(
        '<span class="change {}" title="{}">{}{}</span>', kind, title, mark, numbers.say_change(change.value, str(unit))
    )


@register.simple_tag
def interval(figure: Any, lowest: float, highest: float, mark: float | None = None, tone: str = "") -> SafeString:
    if not figure or not figure.enough:
        return SafeString("")
    return svg.interval(figure.value, figure.low, figure.high, (lowest, highest), mark=mark, tone=tone)


@register.simple_tag
def spark(values: Sequence[float | None]) -> SafeString:
    return svg.spark(values)


@register.simple_tag
def shares(negative: int, neutral: int, positive: int) -> SafeString:
    return svg.shares(negative, neutral, positive)


@register.simple_tag
def share_bar(share: float | None, own: bool = False) -> SafeString:
    return svg.bar(share or 0.0, own=own)


@register.simple_tag
def highlight(
    text: str | None, marks: Sequence[words.Marked] = (), search: str = "", told: Sequence[words.Word] = ()
) -> SafeString:
    return words.highlight(text or "", marks, search, told)


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', asset("icons.svg"), name)


@register.simple_tag
def asset(name: str) -> str:
    """A file of ours with its version, so that browsers may keep it and still see the next one."""
    return f"{static(name)}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    for folder in settings.STATICFILES_DIRS:
        file = Path(folder).joinpath(*name.split("/"))  # a SafeString as it is would be refused by pathlib
        if file.exists():
            return f"{file.stat().st_mtime_ns // 1_000_000:x}"
    return "0"


@register.simple_tag(takes_context=True)
def scope_link(context: dict[str, Any], path: str, **changes: object) -> str:
    """{% scope_link "/listen/voices/" touchpoint="delivery" %} keeps period and filters."""
    scope: Scope | None = context.get("scope")
    return scope.link(path, **changes) if scope else path


@register.inclusion_tag("desk/part/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    rows = chart.rows()
    return {"chart": chart, "spec": chart.spec(), "head": rows[0], "rows": rows[1:]}


@register.inclusion_tag("desk/part/field.html")
def field(field: Any) -> dict[str, Any]:
    return {"field": field}


@register.simple_tag
def voice_text(voice: Any, search: str = "") -> SafeString:
    """The text of a voice with its opinions marked; `.mentions` carry start, end and label."""
    marks = [words.Marked(m.start, m.end, m.label) for m in voice.mentions]
    return words.highlight(voice.text, marks, search)


@register.filter
def listed(some: Iterable[Any]) -> str:
    """One after the other, as the language separates them."""
    return _(", ").join(str(one) for one in some)


@register.filter
def details(some: Mapping[str, Any]) -> str:
    """What an entry of the audit trail says besides; empty values say nothing."""
    said = {name: value for name, value in some.items() if value not in ("", None, {}, [])}
    return " · ".join(f"{name} {_inner(value)}" for name, value in said.items())


def _inner(value: Any) -> str:
    return f"({details(value)})" if isinstance(value, dict) else cell(value)


@register.filter
def times(value: float | None, factor: float) -> float:
    return (value or 0.0) * factor


@register.filter
def unlocalize(value: Any) -> str:
    """For scripts: a plain number whatever the language."""
    return "" if value in (None, "") else repr(float(value))


@register.filter
def cell(value: Any) -> str:
    """Whatever a fact holds, as a table shows it."""
    if value is None:
        return numbers.NOTHING
    if isinstance(value, datetime):
        return numbers.moment(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return numbers.plain(value) if isinstance(value, int | float) else str(value)


@register.filter
def signed(value: float | None, unit: str = "") -> str:
    return numbers.say_change(value, str(unit))


@register.filter
def chance(p: float | None) -> str:
    """A p value: three places, never a bare zero."""
    return numbers.NOTHING if p is None else "< 0.001" if p < 0.001 else numbers.plain(p, 3)


@register.simple_tag
def formula(name: str) -> SafeString:
    """{% formula "nps" %}: the page that says exactly how the number is made."""
    title = _("Formula: %(page)s") % {"page": help_pages.read(name).title}
    return format_html('<a class="link" href="{}">{}</a>', help_pages.address(name), title)
