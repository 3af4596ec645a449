"""The whole map as one file, out and in."""

import json

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.act.alerts.actions import adopt
from zhiyin.company import packs, queries
from zhiyin.company.maps import actions, values
from zhiyin.company.maps.queries import document as written
from zhiyin.company.settings.actions import apply_pack
from zhiyin.kit.errors import Invalid, NotFound, ZhiyinError
from zhiyin.measure.tree.actions import plant
from zhiyin.web.desk.company.views import tabbed
from zhiyin.web.pages import Request, page, show, tell

TYPES = {"yaml": "application/yaml; charset=utf-8", "json": "application/json; charset=utf-8"}


@page(scoped=False)
def document(request: Request) -> HttpResponse:
    problem, text = "", ""
    if request.method == "POST":
        try:
            text = _given(request)
            n = actions.load(request.actor, values.parse(text))
        except ZhiyinError as error:
            problem = str(error)
        else:
            tell(request, ngettext("%(n)s entry was read.", "%(n)s entries were read.", n) % {"n": n})
            return redirect("company:history")
    language = get_language() or "zh-hans"
    context = {
        "title": _("The company map as a file"),
        "text": text or values.write(written()),
        "problem": problem,
        "packs": [(pack.code, pack.name.say(language), pack.about.say(language)) for pack in packs.shipped()],
        "pack": queries.company().pack,
    }
    return show(request, "company/document.html", tabbed(context, "document"), status=422 if problem else 200)


@page(scoped=False)
def download(request: Request, form: str) -> HttpResponse:
    if form not in TYPES:
        raise NotFound(_("The map comes as yaml or json, not as “{form}”."), form=form[:20])
    found = written()
    text = values.write(found) if form == "yaml" else json.dumps(found, ensure_ascii=False, indent=2)
    return HttpResponse(
        text, content_type=TYPES[form], headers={"Content-Disposition": f'attachment; filename="company.{form}"'}
    )


@require_POST
@page(Permission.EDIT_COMPANY, scoped=False)
def pack(request: Request) -> HttpResponse:
    name = request.POST.get("pack", "")
    with transaction.atomic():
        n = apply_pack(request.actor, name)
        if request.POST.get("tree"):
            plant(request.actor, packs.load(name))
        if request.POST.get("alerts"):
            adopt(request.actor, name)
    tell(request, ngettext("%(n)s entry was read.", "%(n)s entries were read.", n) % {"n": n})
    return redirect("company:journey")


def _given(request: Request) -> str:
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if (file.size or 0) > 4 * values.LARGEST:
        raise Invalid(_("This document is larger than {n} characters; split it."), n=values.LARGEST)
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("“{name}” is not a UTF-8 text; save it as UTF-8."), name=file.name) from None
