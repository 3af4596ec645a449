"""Learning from what was judged: start it, use what came out, go back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.measure.indicators.values import Figure
from zhiyin.understand.layers import actions, queries
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.pipeline.queries import Progress, progress
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job
from zhiyin.web.pages import Request, page, tell


@dataclass(frozen=True)
class Learning:
    layers: list[LearnedLayer]
    active: int
    job: Job | None
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


def state() -> Learning:
    recent = jobs.recent("learn", limit=1)
    return Learning(queries.layers(5), queries.active(), recent[0] if recent else None, progress())


def gain(layer: LearnedLayer) -> Figure:
    return Figure(layer.gain, layer.low_points, layer.high_points, layer.n)
