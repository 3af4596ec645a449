"""Judging what was understood. A step is recorded first; the facts follow as soon as it is kept."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.queries import reader_of
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company.concepts.queries import pack
from zhiyin.kit.errors import Conflict, Invalid, NotFound
from zhiyin.kit.time import now
from zhiyin.understand.corrections import queries, rules
from zhiyin.understand.corrections.gaps import places
from zhiyin.understand.corrections.models import Correction, JudgedText
from zhiyin.understand.corrections.splitting import halves, parts
from zhiyin.understand.corrections.values import Change, Drawn, Opinion, Said, Target, Verb

MOST = 60
"""Opinions of one text; more is no judgement."""


def confirm(
    actor: Actor, feedback: str, target: Target, *, revision: int | None = None, drawn: str = Drawn.READING
) -> Correction:
    """It is right as it stands."""
    said, before = _find(actor, feedback, target)
    after = rules.changed(before, Change(), said.text)
    return _write(actor, said, Verb.CONFIRM, before, [after], revision, drawn)


def change(
    actor: Actor,
    feedback: str,
    target: Target,
    wanted: Change,
    *,
    revision: int | None = None,
    drawn: str = Drawn.READING,
) -> Correction:
    said, before = _find(actor, feedback, target)
    after = rules.changed(before, wanted, said.text)
    return _write(actor, said, Verb.CHANGE, before, [after], revision, drawn)


def split(
    actor: Actor, feedback: str, target: Target, wanted: Iterable[Change], *, revision: int | None = None
) -> Correction:
    """One clause says several things."""
    said, before = _find(actor, feedback, target)
    after = [rules.changed(before, one, said.text) for one in wanted]
    if len({(one.aspect, one.start, one.end) for one in after}) != len(after) or len(after) < 2:
        raise Invalid(
            _("The parts of a split opinion differ in their aspect or in their words. Choose another aspect.")
        )
    return _write(actor, said, Verb.SPLIT, before, after, revision, Drawn.READING)


def part(actor: Actor, feedback: str, target: Target, *, revision: int | None = None) -> Correction | None:
    """Split it where the words themselves tell two things; None where they do not."""
    said, before = _find(actor, feedback, target)
    wanted = parts(before, said)
    return split(actor, feedback, target, wanted, revision=revision) if wanted else None


def found(actor: Actor, feedback: str, target: Target) -> bool:
    """Whether the words themselves tell two things."""
    said, before = _find(actor, feedback, target)
    return bool(parts(before, said))


def cut(actor: Actor, feedback: str, target: Target, at: int, *, revision: int | None = None) -> Correction:
    """Split it between two words that a person chose; `at` is a character of the text."""
    said, before = _find(actor, feedback, target)
    if at not in places(said.text, before.start, before.end):
        raise Invalid(_("It cannot be cut there. Choose a gap between two of its words."))
    return split(actor, feedback, target, halves(before, said, at), revision=revision)


def delete(
    actor: Actor, feedback: str, target: Target, *, revision: int | None = None, drawn: str = Drawn.READING
) -> Correction:
    """Nothing of this kind is said there."""
    said, before = _find(actor, feedback, target)
    return _write(actor, said, Verb.DELETE, before, [], revision, drawn)


def add(actor: Actor, feedback: str, wanted: Change, *, revision: int | None = None) -> Correction:
    """Something is said there that was not found."""
    said = _said(actor, feedback)
    blank = Opinion(wanted.start or 0, wanted.end or 0, wanted.aspect or "", "", 0.0, intensity=0.4)
    after = rules.changed(blank, wanted, said.text)
    if any(rules.same(one, after) for one in said.opinions):
        raise Conflict(_("This opinion stands there already. Correct it instead of adding it again."))
    return _write(actor, said, Verb.ADD, None, [after], revision, Drawn.READING)


def judge_whole(
    actor: Actor, feedback: str, label: str, *, revision: int | None = None, drawn: str = Drawn.READING
) -> Correction:
    """The label of the whole text."""
    said = _said(actor, feedback)
    if label not in rules.SIGNS:
        raise Invalid(
            _("“{value}” is no {name} that we know. Choose one from the list."), value=label[:40], name=_("valence")
        )
    before = Opinion(0, len(said.text), "", said.label or "neutral", said.polarity)
    after = Opinion(0, len(said.text), "", label, rules.SIGNS[label])
    return _write(actor, said, Verb.WHOLE, before, [after], revision, drawn)


def complete(actor: Actor, feedback: str, *, revision: int | None = None) -> Correction:
    """All that was found is right, and nothing is missing."""
    said = _said(actor, feedback)
    after = [rules.changed(one, Change(), said.text) for one in said.opinions]
    return _write(actor, said, Verb.COMPLETE, None, after, revision, Drawn.READING)


@transaction.atomic
def undo(actor: Actor, number: int) -> Correction:
    """Take a step back, the last one of its text first."""
    check(actor, Permission.CORRECT_UNDERSTANDING)
    found = Correction.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no correction with the number {id}."), id=number)
    _said(actor, found.text_id)
    JudgedText.objects.select_for_update().get(pk=found.text_id)
    latest = queries.last(found.text_id)
    if latest is None or latest.pk != found.pk:
        raise Conflict(_("This step was undone already, or another one followed it. Undo that one first."))
    Correction.objects.filter(pk=number).update(undone_at=now(), undone_by=actor.name[:80])
    _follow(found.text_id)
    audit.record(actor, "undo", found, feedback=found.text_id, step=found.verb)
    return found


def settle(ids: Iterable[str], revisions: Mapping[str, int]) -> list[str]:
    """Note what the facts hold now; which texts somebody judged meanwhile."""
    late = []
    for text in JudgedText.objects.filter(feedback__in=list(ids)):
        if text.revision != revisions.get(text.pk, 0):
            late.append(text.pk)
        elif text.applied != text.revision:
            JudgedText.objects.filter(pk=text.pk, revision=text.revision).update(applied=text.revision)
    return late


def _said(actor: Actor, feedback: str) -> Said:
    check(actor, Permission.CORRECT_UNDERSTANDING)
    check(actor, Permission.READ_PERSONAL)
    return queries.said(feedback, reader_of(actor))


def _find(actor: Actor, feedback: str, target: Target) -> tuple[Said, Opinion]:
    said = _said(actor, feedback)
    for one in said.opinions:
        if (one.start, one.end, one.aspect) == (target.start, target.end, target.aspect):
            return said, one
    raise Conflict(_("This opinion is no longer there. Look at the text again, then judge it."))


@transaction.atomic
def _write(
    actor: Actor,
    said: Said,
    verb: Verb,
    before: Opinion | None,
    after: list[Opinion],
    revision: int | None,
    drawn: str,
) -> Correction:
    _check(verb, said, after)
    text, _new = JudgedText.objects.get_or_create(pk=said.feedback)
    text = JudgedText.objects.select_for_update().get(pk=text.pk)
    # What was read before the lock may be older than what stands now.
    if text.revision != (said.revision if revision is None else revision) or text.revision != said.revision:
        raise Conflict(_("Somebody has judged this text meanwhile. Look at it again, then judge it."))
    judged = [*((before,) if before else ()), *after]
    made = Correction.objects.create(
        text=text,
        text_hash=rules.text_hash(said.text),
        at=now(),
        actor_kind=actor.kind,
        actor_id=actor.id[:80],
        actor_name=actor.name[:80],
        verb=verb.value,
        start=min((one.start for one in judged), default=0),
        end=max((one.end for one in judged), default=0),
        before=before.plain() if before else None,
        after=[one.plain() for one in after],
        versions=said.versions[:200],
        beside=[] if verb in (Verb.WHOLE, Verb.COMPLETE) else rules.beside(said.opinions, judged),
        drawn=drawn if drawn in set(Drawn) else Drawn.READING,
    )
    _follow(said.feedback)
    audit.record(
        actor, verb.value, made, feedback=said.feedback, before=_brief([before] if before else []), after=_brief(after)
    )
    return made


def _check(verb: Verb, said: Said, after: list[Opinion]) -> None:
    if verb is Verb.WHOLE:
        return
    if len(after) + len(said.opinions) > MOST:
        raise Invalid(_("A text holds at most {most} opinions."), most=MOST)
    aspects = {aspect.code: aspect for aspect in pack().aspects}
    # What the facts hold already may be of an older pack; only what somebody chose must be of this one.
    known = aspects | {one.aspect: one for one in said.opinions}
    for one in after:
        rules.check_opinion(one, said.text, known)


def _follow(feedback: str) -> None:
    """The facts follow once the step is kept."""
    # Imported here: the pipeline lays corrections over what it annotates.
    from zhiyin.understand.pipeline.actions import refresh

    JudgedText.objects.filter(pk=feedback).update(revision=F("revision") + 1)
    transaction.on_commit(lambda: refresh([feedback]), robust=True)


def _brief(some: list[Opinion]) -> str:
    """For the audit trail: no words of the customer's."""
    return " · ".join(f"{one.start}–{one.end} {one.aspect or '–'} {one.label}" for one in some)
