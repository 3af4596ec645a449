"""Having something written: asked for at a page, written by the worker, checked before anybody sees it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.customers.profiles.queries import naming
from zhiyin.kit.errors import Conflict, Forbidden, Invalid
from zhiyin.kit.time import now
from zhiyin.understand.pieces import queries, rules
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.writer import queries as writer
from zhiyin.understand.writer.letters import actions as letters
from zhiyin.understand.writer.prompts import prompt
from zhiyin.understand.writer.values import Purpose
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job

OFF = _("No language model is set up. An administrator can name one in the settings.")
UNKEPT = {
    Purpose.SUMMARY: _(
        "{model} wrote nothing that could be kept: no sentence cites voices that are there and says only what they "
        "say. Try again, or another model."
    ),
    Purpose.TOPICS: _("{model} named none of the topics in the form it was asked for. Try again, or another model."),
    Purpose.PLAN: _("{model} wrote no plan in the form it was asked for. Try again, or another model."),
}
FEWEST = 3
"""Voices worth a summary."""


def begin(
    actor: Actor,
    purpose: Purpose,
    place: str,
    voices: Sequence[str],
    *,
    language: str,
    total: int = 0,
    about: Mapping[str, object] | None = None,
) -> Piece:
    """Have the worker write about these voices. Who asks at the same place while it is being written waits for the
    same piece."""
    check(actor, Permission.READ_PERSONAL)
    if not writer.is_on():
        raise Conflict(OFF)
    reader = accounts.reader_of(actor)
    before = queries.latest(purpose, place, language, reader)
    if before and queries.under_way(before):
        return before
    if purpose == Purpose.SUMMARY and len(voices) < FEWEST:
        raise Invalid(_("Fewer than {n} voices fit here: read them instead."), n=FEWEST)
    # Imported here: tasks import actions.
    from zhiyin.understand.pieces.tasks import run_job

    job = jobs.create("write", purpose, actor_id=actor.id, actor_name=actor.name)
    made = Piece.objects.create(
        key=queries.key(purpose, place, language, reader), reach=queries.reach(reader), purpose=purpose,
        language=language, actor_id=actor.id[:80], actor_name=actor.name[:80], at=now(), job=job.pk,
        voices=list(voices), total=total or len(voices), about=dict(about or {}),
    )  # fmt: skip
    transaction.on_commit(partial(run_job.enqueue, ident=str(made.pk)))
    return made


def stop(actor: Actor, ident: UUID) -> None:
    found = queries.piece(ident, accounts.reader_of(actor))
    if found.actor_id != actor.id:
        check(actor, Permission.MANAGE_SETTINGS)
    jobs.request_stop(found.job)


def prune() -> None:
    letters.prune()
    kept_since = now() - timedelta(days=writer.setup().keep_days)
    # What was written goes with its letter; this is what never got one.
    Piece.objects.filter(letter__isnull=True, at__lt=kept_since).delete()


def run(ident: UUID | str) -> None:
    """What the worker does. Whatever is thrown stands at the job, as a sentence."""
    found = Piece.objects.filter(pk=ident).first()
    if found is not None:
        jobs.run(found.job, partial(_write, found))


def _write(piece: Piece, job: Job) -> dict[str, object]:
    actor = accounts.actor_of(accounts.user(piece.actor_id))
    reader = accounts.reader_of(actor)
    if queries.reach(reader) != piece.reach:
        raise Forbidden(_("What you may see has changed since you asked. Ask again."))
    said = queries.heard(piece.voices, reader)
    voices = [voice for voice, _customer in said]
    purpose = Purpose(piece.purpose)
    told, material = prompt(purpose, piece.language), rules.shown_to(purpose, voices, piece.about)
    question = partial(
        letters.ask, purpose, told, material, actor=actor,
        hidden=naming({customer for _voice, customer in said if customer}), tick=partial(jobs.advance, job.pk, 0),
    )  # fmt: skip
    written, result = question(), {}
    if written:
        result = rules.checked(purpose, written.text, voices, piece.about)
    if written and written.cached and not result and (written := question(fresh=True)):
        # What could not be kept last time is not asked for in vain: the model is given another chance.
        result = rules.checked(purpose, written.text, voices, piece.about)
    if written is None:
        raise Conflict(OFF)
    if not result:
        raise Invalid(
            UNKEPT[purpose],
            model=written.model,
        )
    kept = [voice.id for voice in voices]
    Piece.objects.filter(pk=piece.pk).update(result=result, letter=written.letter, voices=kept)
    return {}
