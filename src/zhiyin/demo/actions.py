"""Load the sample company, reset it, take it away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import perf_counter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.alerts.models import Firing
from zhiyin.act.alerts.tasks import evaluate
from zhiyin.act.cases.models import Case
from zhiyin.act.initiatives.models import Initiative
from zhiyin.company.models import Unit
from zhiyin.customers.identity.actions import forget
from zhiyin.customers.profiles.models import Customer
from zhiyin.demo import load as steps
from zhiyin.demo.company import company
from zhiyin.demo.generate import generate
from zhiyin.demo.generate.calendar import ZONE
from zhiyin.demo.generate.sample import SEED
from zhiyin.kit.errors import Conflict
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.loading import undo

Progress = Callable[[str, float], None]
"""Which step, and how far the whole is, 0 to 1."""
LOOKS = (date(2026, 4, 27), date(2026, 5, 18), date(2026, 6, 15), date(2026, 7, 13), date(2026, 8, 31))
"""When alerts were looked at in the sample's past; and once more at its end."""


@dataclass(frozen=True)
class Loaded:
    facts: int
    """New rows; 0 when all were there."""
    customers: int
    alerts: int
    seconds: float


def load(
    actor: Actor, *, seed: int = SEED, scale: float = 1.0, progress: Progress = lambda step, share: None
) -> Loaded:
    """In about a minute on two cores. Not one transaction: every step may be repeated, and a page sees it grow."""
    check(actor, Permission.MANAGE_DEMO)
    check_home()
    began = perf_counter()
    progress("generate", 0.0)
    sample = generate(seed, scale, lambda what, done, total: progress("generate", 0.16 * done / total))
    progress("map", 0.16)
    steps.draw_map(actor)
    progress("customers", 0.2)
    codes = steps.meet_customers(actor, sample, lambda share: progress("customers", 0.2 + 0.1 * share))
    progress("facts", 0.3)
    added = steps.append_facts(sample, codes)
    progress("rules", 0.42)
    steps.grow_tree(actor)
    steps.set_alerts(actor)
    steps.open_initiatives(actor)
    progress("understand", 0.45)
    annotate(lambda done, total: progress("understand", 0.45 + 0.45 * done / max(total, 1)))
    progress("alerts", 0.9)
    fired = sum(evaluate(now) for now in _looks())
    progress("verdicts", 0.98)
    steps.judge_initiatives(actor)
    with transaction.atomic():
        audit.record(actor, "load_demo", ("demo", steps.BATCH), seed=seed, facts=added)
    progress("done", 1.0)
    return Loaded(added, len(codes), fired, perf_counter() - began)


def reset(
    actor: Actor, *, seed: int = SEED, scale: float = 1.0, progress: Progress = lambda step, share: None
) -> Loaded:
    """As it was on the first day: whatever people did with it is gone; what they imported themselves stays."""
    clear(actor)
    return load(actor, seed=seed, scale=scale, progress=progress)


def clear(actor: Actor) -> None:
    """Facts, customers, cases and initiatives of the sample. The map stays: other facts may stand on it by now."""
    check(actor, Permission.MANAGE_DEMO)
    check_home()
    undo(steps.BATCH)
    with transaction.atomic():
        Firing.objects.all().delete()
        Case.objects.all().delete()
        Initiative.objects.all().delete()
        forget(steps.BATCH, ())
        audit.record(actor, "clear_demo", ("demo", steps.BATCH))


def request_reset(actor: Actor) -> Job:
    """In the background; the page follows the job."""
    check(actor, Permission.MANAGE_DEMO)
    check_home()
    # Imported here: tasks import actions.
    from zhiyin.demo.tasks import reset_demo

    job = jobs.create("demo", "reset", actor_id=actor.id, actor_name=actor.name)
    transaction.on_commit(lambda: reset_demo.enqueue(ident=str(job.pk)))
    return job


def check_home() -> None:
    """A company's own home is not for samples: their customers and indicators would mix for good."""
    ours = {unit.code for unit in company().units}
    strangers = Unit.objects.exclude(code__in=ours).values_list("code", flat=True)[:1]
    if strangers:
        raise Conflict(
            _(
                "This home already holds a company of its own (unit “{unit}”). Give the sample company another home: "
                "zhiyin init --home FOLDER"
            ),
            unit=strangers[0],
        )


def is_loaded() -> bool:
    return Customer.objects.filter(batch=steps.BATCH).exists()


def _looks() -> Iterator[datetime]:
    for day in LOOKS:
        yield datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).astimezone(UTC)
    yield steps.END
