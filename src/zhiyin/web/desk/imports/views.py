"""How do the data get in?"""

from pathlib import Path
from typing import cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Permission
from zhiyin.kit.errors import Invalid, NotFound, ZhiyinError
from zhiyin.listen.imports import actions, queries
from zhiyin.listen.imports.errors import REASONS
from zhiyin.listen.imports.models import Import, State
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.imports.values import Found
from zhiyin.listen.inbox import actions as intake
from zhiyin.listen.inbox import queries as inbox
from zhiyin.web.desk.imports import forms
from zhiyin.web.desk.imports.labels import KINDS
from zhiyin.web.pages import Request, page, show, tell

importer = page(Permission.IMPORT_DATA, scoped=False)


@require_GET
@importer
def overview(request: Request) -> HttpResponse:
    context = {
        "title": _("How do the data get in?"),
        "imports": queries.imports(request.actor),
        "refused": inbox.refused(request.actor)[:100],
        "kinds": KINDS,
        "kind": request.GET.get("kind", "feedback"),
    }
    return show(request, "imports/list.html", context)


@require_POST
@importer
def upload(request: Request) -> HttpResponse:
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if file is None:
        raise Invalid(_("Choose a file first."))
    if kind not in KINDS:
        raise Invalid(_("Say what the file holds."))
    record = actions.upload(request.actor, file.name or "file", file.chunks())
    actions.describe(request.actor, record, kind)
    return redirect("imports:one", ident=record.pk)


@require_GET
@importer
def one(request: Request, ident: UUID) -> HttpResponse:
    record = queries.one(request.actor, ident)
    if record.state == State.UPLOADED:
        return _look(request, record, forms.Wishes("", {}, {}))
    job = queries.job_of(record)
    reasons = [(REASONS.get(code, code), n) for code, n in sorted(record.reasons.items(), key=lambda item: -item[1])]
    context = {
        "title": record.file_name,
        "import": record,
        "job": job,
        "reasons": reasons,
        "kind": KINDS[record.kind][0],
    }
    return show(request, "imports/result.html", context)


@require_POST
@importer
def plan(request: Request, ident: UUID) -> HttpResponse:
    """Look again with what was corrected, or begin."""
    record = queries.one(request.actor, ident)
    kind = request.POST.get("kind", record.kind)
    wanted = forms.wishes(request.POST.dict())
    if kind != record.kind:
        if kind not in KINDS:
            raise Invalid(_("Say what the file holds."))
        actions.describe(request.actor, record, kind)
        wanted = forms.Wishes(wanted.source, {}, wanted.settings)
    if request.POST.get("do") != "import":
        return _look(request, record, wanted)
    try:
        found = _found(record, wanted)
    except ZhiyinError:
        return _look(request, record, wanted)
    actions.start(request.actor, record, found.plan)
    return redirect("imports:one", ident=record.pk)


@require_GET
@importer
def progress(request: Request, ident: UUID) -> HttpResponse:
    record = queries.one(request.actor, ident)
    if record.over:
        response = HttpResponse(status=204)
        response.headers["HX-Refresh"] = "true"
        return response
    source = request.path
    return render(request, "desk/part/progress.html", {"job": queries.job_of(record), "source": source})


@require_GET
@importer
def rejects(request: Request, ident: UUID) -> HttpResponse:
    """The rows as they came, so only for those who may see personal data."""
    check(request.actor, Permission.READ_PERSONAL)
    record = queries.one(request.actor, ident)
    file = Path(record.rejects)
    if not file.exists():
        raise NotFound(_("No row of this import was put aside."))
    name = f"{actions.source_of(record.file_name)}-rejects.csv"
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="text/csv")
    return cast(HttpResponse, answer)


@require_POST
@importer
def stop(request: Request, ident: UUID) -> HttpResponse:
    actions.stop(request.actor, queries.one(request.actor, ident))
    return redirect("imports:one", ident=ident)


@require_POST
@page(Permission.UNDO_IMPORT, scoped=False)
def undo(request: Request, ident: UUID) -> HttpResponse:
    record = queries.one(request.actor, ident)
    gone = actions.undo(request.actor, record)
    tell(request, _("Taken back: {n} rows of {file}.").format(n=sum(gone.values()), file=record.file_name))
    return redirect("imports:one", ident=ident)


@require_POST
@importer
def retry(request: Request) -> HttpResponse:
    """Arrivals that stand aside, once more."""
    tell(request, _("{n} arrivals are tried again.").format(n=intake.retry(request.actor)))
    return redirect("imports:list")


@require_POST
@page(Permission.UNDO_IMPORT, scoped=False)
def drop(request: Request, number: int) -> HttpResponse:
    intake.drop(request.actor, number)
    tell(request, _("Dropped. The program may send it anew."))
    return redirect("imports:list")


def _found(record: Import, wanted: forms.Wishes) -> Found:
    return actions.find_out(Path(record.path), record.kind, wanted.source, maps=wanted.maps, settings=wanted.settings)


def _look(request: Request, record: Import, wanted: forms.Wishes) -> HttpResponse:
    context: dict[str, object] = {
        "title": _("What is in {file}?").format(file=record.file_name),
        "import": record,
        "kinds": KINDS,
        "choices": forms.choices(record.kind),
        "source": wanted.source or actions.source_of(record.file_name),
        "settings": "\n".join(f"{name}={value}" for name, value in wanted.settings.items()),
    }
    try:
        found = _found(record, wanted)
        seen = actions.preview(request.actor, Path(record.path), found)
        context |= {
            "found": found,
            "columns": forms.columns(found),
            "preview": seen,
            "facts": _table(seen),
            "faults": [(fault, REASONS[fault.reason]) for fault in seen.faults],
        }
    except ZhiyinError as error:
        context |= {"error": str(error), "columns": _bare(record, wanted)}
    return show(request, "imports/look.html", context)


def _bare(record: Import, wanted: forms.Wishes) -> list[forms.Column]:
    try:
        names = open_file(Path(record.path), wanted.settings).layout.columns
    except ZhiyinError:
        return []
    return forms.bare(names, wanted.maps)


def _table(seen: actions.Preview) -> tuple[list[str], list[list[object]]]:
    """The first facts, without the columns that are empty in all of them."""
    names = [name for name in dict.fromkeys(name for fact in seen.facts for name in fact) if name != "source"]
    filled = [name for name in names if any(fact.get(name) not in (None, "") for fact in seen.facts)]
    return filled, [[fact.get(name) for name in filled] for fact in seen.facts]
