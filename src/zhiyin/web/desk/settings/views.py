"""What does this installation run on?"""

import uuid
from platform import python_version

import duckdb
from django.conf import settings as django_settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin import __version__
from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.company.queries import company
from zhiyin.demo import actions as demo
from zhiyin.kit.errors import ZhiyinError
from zhiyin.warehouse.jobs.queries import job, recent
from zhiyin.web.desk.settings.tabs import tabs
from zhiyin.web.pages import Request, page, show


@page(scoped=False)
def settings(request: Request) -> HttpResponse:
    jobs = recent("demo", limit=1)
    return show(request, "desk/settings/page.html", {
        "title": _("What does this installation run on?"), "tabs": tabs(request), "version": __version__,
        "python": python_version(), "database": connection.vendor, "duckdb": duckdb.__version__, "company": company(),
        "home_path": str(django_settings.HOME.path) if allows(request.actor, Permission.MANAGE_SETTINGS) else "",
        "sample_loaded": demo.is_loaded(), "sample_possible": _possible(),
        "job": jobs[0] if jobs and not jobs[0].over else None,
    })  # fmt: skip


@require_POST
@page(Permission.MANAGE_DEMO, scoped=False)
def sample(request: Request) -> HttpResponse:
    demo.request_reset(request.actor)
    return redirect("/settings/")


@page(Permission.MANAGE_DEMO, scoped=False)
def progress(request: Request, ident: uuid.UUID) -> HttpResponse:
    found = job(ident)
    response = render(request, "desk/part/progress.html", {"job": found, "source": request.path})
    if found.over and not found.error:
        response.headers["HX-Redirect"] = "/"
    return response


def _possible() -> bool:
    try:
        demo.check_home()
    except ZhiyinError:
        return False
    return True
