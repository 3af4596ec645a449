"""Learning from what was judged: start it, use what came out of a kind, go back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.measure.indicators.values import Figure
from zhiyin.understand.layers import actions, queries
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.layers.rules import unproven
from zhiyin.understand.layers.values import KINDS, POLARITY
from zhiyin.understand.pipeline.queries import Progress, progress
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job
from zhiyin.web.desk.labels import DIMENSIONS
from zhiyin.web.pages import Request, page, tell

SHOWN = 8
"""The newest layers, of all kinds together; those in use stand there too."""


@dataclass(frozen=True)
class Line:
    """One layer."""

    layer: LearnedLayer
    kind: str
    gain: Figure
    used: bool
    unproven: bool


@dataclass(frozen=True)
class Learning:
    lines: list[Line]
    job: Job | None
    refused: list[str]
    """Of which kinds nothing was learned last, and why."""
    progress: Progress


@require_POST
@page(Permission.RUN_UNDERSTANDING, scoped=False)
def learn(request: Request) -> HttpResponse:
    actions.begin(request.actor)
    tell(request, _("Learning has begun. What comes out stands here in a minute."))
    return redirect("accuracy:page")


@require_POST
@page(Permission.RUN_UNDERSTANDING, scoped=False)
def use(request: Request, number: int) -> HttpResponse:
    actions.use(request.actor, number)
    tell(request, _("In use. All voices are read again in the background; pages go on as they are until then."))
    return redirect("accuracy:page")


@require_POST
@page(Permission.RUN_UNDERSTANDING, scoped=False)
def leave(request: Request, number: int) -> HttpResponse:
    actions.leave(request.actor, number)
    tell(request, _("As the shipped model has it. All voices are read again in the background."))
    return redirect("accuracy:page")


def state() -> Learning:
    job = next(iter(jobs.recent("learn", limit=1)), None)
    used = {number for _kind, number in queries.active()}
    lines = [
        Line(one, _kind(one.kind), _gain(one), one.pk in used, unproven(one.gained, one.lost, one.p))
        for one in queries.layers(SHOWN)
    ]
    return Learning(lines, job, list(_refused(job)) if job else [], progress())


def _kind(kind: str) -> str:
    return str(DIMENSIONS["label" if kind == POLARITY else kind])


def _gain(layer: LearnedLayer) -> Figure:
    return Figure(layer.gain, layer.low_points, layer.high_points, layer.n)


def _refused(job: Job) -> Iterator[str]:
    kept = job.result.get("refused", {})
    for message, fields in (kept[kind] for kind in KINDS if kind in kept):
        yield _(message).format(**fields)
