"""Annotating what is due. May be stopped, killed and run twice: a stretch is committed whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pyarrow.compute as pc
from django.db import transaction
from django_tasks.base import Task

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.understand.corrections import queries as corrections
from zhiyin.understand.corrections.actions import settle
from zhiyin.understand.corrections.rules import overlay
from zhiyin.understand.likenesses.actions import settle as learn_examples
from zhiyin.understand.pipeline import queries, rules
from zhiyin.understand.pipeline.models import Pause
from zhiyin.understand.text.annotate import Understander
from zhiyin.warehouse import jobs
from zhiyin.warehouse.loading import Part, append_all

STRETCH = 4_000
"""Feedback annotated between two commits: some seconds of work, at most that is lost."""

KIND = "understand"

Tell = Callable[[int, int], None]
"""Hears how many are done, of how many."""


def start(actor: Actor) -> UUID:
    """Have the worker annotate what is due; the job says how far it is. A re-reading that was stopped goes on."""
    resume(actor)
    # Imported here: tasks import actions.
    from zhiyin.understand.pipeline.tasks import run_job

    return put(actor, KIND, run_job)


@transaction.atomic
def stop(actor: Actor, *, now: datetime) -> None:
    """Stop reading history again: what is read stays, the rest keeps its former reading, and what comes in is read."""
    check(actor, Permission.RUN_UNDERSTANDING)
    if not queries.progress().due:
        return
    _paused, first = Pause.objects.get_or_create(pk=1, defaults={"by": actor.name[:80], "at": now})
    for job in jobs.unfinished(KIND):
        jobs.request_stop(job.pk)
    if first:
        audit.record(actor, "stop", ("understand.reading", 1))


def resume(actor: Actor) -> None:
    """What was stopped is due again; whoever works next takes it up."""
    check(actor, Permission.RUN_UNDERSTANDING)
    if Pause.objects.all().delete()[0]:
        audit.record(actor, "resume", ("understand.reading", 1))


def put(actor: Actor, kind: str, task: Task[..., None]) -> UUID:
    """Leave work to the worker: a job of this kind, in the audit trail, done by `task`."""
    check(actor, Permission.RUN_UNDERSTANDING)
    job = jobs.create(kind, actor_id=actor.id, actor_name=actor.name)
    audit.record(actor, "start", ("understand.job", str(job.pk)))
    transaction.on_commit(lambda: task.enqueue(ident=str(job.pk)))
    ident: UUID = job.pk
    return ident


def run(ident: UUID | str) -> None:
    """Do the work of a job, unless somebody else is at it."""

    def work(_job: object) -> dict[str, object]:
        return {"annotated": annotate(lambda done, total: jobs.advance(ident, done, total))}

    jobs.run(ident, work)


def annotate(tell: Tell | None = None) -> int:
    """Annotate what is due, here and now; how many it was. Once somebody stopped it, what is new alone."""
    learn_examples()
    refresh(corrections.behind())
    version, paused = queries.version(), queries.pause()
    due = queries.due(version)
    if paused and due.num_rows:
        due = due.filter(pc.invert(due["stale"]))
    elif paused:
        Pause.objects.filter(pk=paused.pk).delete()
    total: int = due.num_rows
    if tell:
        tell(0, total)
    if not total:
        return 0
    understander = queries.understander()
    for first in range(0, total, STRETCH):
        part = due.slice(first, STRETCH)
        _stretch(understander, part["id"].to_pylist(), any(part["stale"].to_pylist()), version)
        done = min(first + STRETCH, total)
        if tell:
            tell(done, total)
        # Words or models changed meanwhile, or somebody stopped it: from here on as it is now.
        if done < total and (queries.version() != version or (queries.pause() and not paused)):
            return done + annotate(tell)
    return total


def refresh(ids: list[str]) -> None:
    """Annotate these again at once: somebody judged them."""
    if ids:
        _stretch(queries.understander(), ids, True, queries.version())


def _stretch(understander: Understander, ids: list[str], stale: bool, version: str) -> None:
    # Before the steps themselves: one that comes in between is read again, never lost.
    revisions = corrections.revisions(ids)
    feedback = queries.texts(ids)
    texts = feedback["text"].to_pylist()
    steps = corrections.steps(feedback["id"].to_pylist(), texts) if revisions else {}
    found = overlay(understander.annotate(texts), texts, steps, queries.touchpoints(), understander.naming)
    # Older rows go and newer ones come in one transaction; without older ones nothing need be searched.
    replacing = "feedback" if stale else ""
    append_all(
        [
            Part("document", rules.documents(feedback, found, version), replacing=replacing),
            Part("mention", rules.mentions(feedback, found, version), replacing=replacing),
        ],
        batch="understand",
    )
    # Who judged a text while it was being read finds the older answer in the facts: read it once more.
    if late := settle(ids, revisions):
        _stretch(understander, late, True, version)
