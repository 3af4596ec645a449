"""Findings and the parts of a change as tables to take away."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from zhiyin.explain.root_causes.values import Split
from zhiyin.web.desk.findings.sentences import Told
from zhiyin.web.desk.labels import nothing, say_dimension
from zhiyin.web.exports import Row


def told_table(findings: Sequence[Told]) -> tuple[list[str], Iterator[Row]]:
    head = [_("finding"), _("details"), _("indicator"), _("where"), _("value"), _("low"), _("high"), _("before"),
            _("part in the whole"), _("low"), _("high"), "n", _("also"), _("in customers' words")]  # fmt: skip
    return head, _told(findings)


def split_table(split: Split | None, names: Mapping[str, str]) -> tuple[list[str], Iterator[Row]]:
    head = [_("code"), say_dimension(split.dimension) if split else _("group"), _("before"), _("n before"), _("now"),
            _("n now"), _("share before"), _("share now"), _("scores differently"), _("low"), _("high"),
            _("more or fewer"), _("low"), _("high"), _("both"), _("low"), _("high")]  # fmt: skip
    return head, _groups(split, names)


def _told(findings: Sequence[Told]) -> Iterator[Row]:
    for told in findings:
        one, f = told.finding, told.finding.figure
        yield (
            told.sentence, told.detail, str(told.indicator.name), told.where, f.value, f.low, f.high,
            one.before.value if one.before else None, one.part, one.low, one.high, one.n, told.also, told.example,
        )  # fmt: skip


def _groups(split: Split | None, names: Mapping[str, str]) -> Iterator[Row]:
    for one in split.contributions if split else ():
        parts = (end for part in (one.rate, one.mix, one.both) for end in (part.value, part.low, part.high))
        yield (
            one.key, names.get(one.key, one.key) if one.key else nothing(), one.before.value, one.before.n,
            one.after.value, one.after.n, one.share_before, one.share_after, *parts,
        )  # fmt: skip
