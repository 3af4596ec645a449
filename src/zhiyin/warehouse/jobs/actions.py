"""A job changes hands by conditional updates: whoever changed exactly one row has it."""

import logging
import uuid
from collections.abc import Callable, Mapping

from django.utils import translation
from django.utils.translation import gettext_noop

from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.time import now
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.jobs.values import State, Stopped, this_worker

logger = logging.getLogger(__name__)
Ident = uuid.UUID | str


def create(kind: str, subject: str = "", *, actor_id: str = "", actor_name: str = "") -> Job:
    return Job.objects.create(kind=kind, subject=subject[:200], actor_id=actor_id[:80], actor_name=actor_name[:80])


def claim(ident: Ident) -> Job | None:
    """The job, if it was waiting and is ours now."""
    moment = now()
    mine = Job.objects.filter(pk=ident, state=State.QUEUED).update(
        state=State.RUNNING, worker=this_worker(), heartbeat=moment, started_at=moment
    )
    return Job.objects.get(pk=ident) if mine else None


def advance(ident: Ident, done: int, total: int | None = None, note: str | None = None) -> None:
    """Call it outside a transaction, so that the page sees it at once. Raises `Stopped` when asked to stop."""
    change: dict[str, object] = {"done": done, "heartbeat": now()}
    if total is not None:
        change["total"] = total
    if note is not None:
        change["note"] = note[:200]
    if Job.objects.filter(pk=ident, state=State.RUNNING, stop_requested=False, worker=this_worker()).update(**change):
        return
    raise Stopped


def finish(ident: Ident, result: Mapping[str, object] | None = None) -> None:
    _close(ident, State.DONE, result=dict(result or {}))


def fail(ident: Ident, error: BaseException) -> None:
    """What a user can act on is kept as it is; anything else is a bug and goes to the log."""
    if isinstance(error, ZhiyinError):
        code, (message, fields) = error.code, untranslated(error)
    else:
        logger.error("job %s failed", ident, exc_info=error)
        code, fields = "bug", {"kind": type(error).__name__}
        message = gettext_noop("Something went wrong that should not have ({kind}). The server's log says more.")
    _close(ident, State.FAILED, error_code=code, error_message=message, error_fields=fields)


def untranslated(error: ZhiyinError) -> tuple[str, dict[str, str]]:
    """Its sentence and what fills it, to be kept: whoever looks reads it in their own language."""
    with translation.override("en"):
        return str(error.message), {name: str(value) for name, value in error.fields.items()}


def request_stop(ident: Ident) -> None:
    """A waiting job stops now, a running one at its next step."""
    moment = now()
    waiting = Job.objects.filter(pk=ident, state=State.QUEUED)
    if not waiting.update(state=State.STOPPED, stop_requested=True, finished_at=moment):
        Job.objects.filter(pk=ident, state=State.RUNNING).update(stop_requested=True)


def run(ident: Ident, work: Callable[[Job], Mapping[str, object] | None]) -> None:
    """Claim, work, close; does nothing when somebody else has the job or it is over."""
    job = claim(ident)
    if job is None:
        return
    try:
        result = work(job)
    except Stopped:
        _close(ident, State.STOPPED)
    except ZhiyinError as error:
        fail(ident, error)
    except Exception as error:
        fail(ident, error)
        raise
    else:
        finish(ident, result)


def _close(ident: Ident, state: State, **change: object) -> None:
    Job.objects.filter(pk=ident, state=State.RUNNING, worker=this_worker()).update(
        state=state, finished_at=now(), **change
    )
