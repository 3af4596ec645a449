"""What makes up the score, and who changed it?"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.kit.errors import NotFound, ZhiyinError
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.tree import actions, queries
from zhiyin.web.desk.tree.forms import rows_of, rows_posted, specs_of
from zhiyin.web.pages import Request, page, show, tell, whole


@page(scoped=False)
def tree(request: Request) -> HttpResponse:
    problem = ""
    newest = next(iter(queries.versions()), None)
    if request.method == "POST":
        rows = rows_posted(request.POST)
        try:
            based = whole(request.POST.get("based_on")) or 0
            note = request.POST.get("note", "")
            saved = actions.save_tree(request.actor, specs_of(rows), note=note, based_on=based)
        except ZhiyinError as error:
            problem = str(error)
        else:
            tell(request, _("Version %(n)s is saved; every page computes with it now.") % {"n": saved.number})
            return redirect("tree:tree")
    else:
        rows = rows_of(queries.specs(newest) if newest else [])
    return show(
        request,
        "desk/tree/page.html",
        {
            "title": _("What makes up the score?"),
            "rows": rows,
            "codes": [row["code"] for row in rows if row["code"]],
            "indicators": INDICATORS.values(),
            "based_on": request.POST.get("based_on") or (newest.number if newest else 0),
            "problem": problem,
            "versions": queries.versions(),
            "editable": allows(request.actor, Permission.EDIT_TREE),
        },
        status=422 if problem else 200,
    )


@require_POST
@page(Permission.EDIT_TREE, scoped=False)
def restore(request: Request, number: int) -> HttpResponse:
    if not any(one.number == number for one in queries.versions()):
        raise NotFound(_("There is no version {n} of the tree."), n=number)
    saved = actions.restore_tree(request.actor, number)
    tell(request, _("Version %(old)s is back, as version %(n)s.") % {"old": number, "n": saved.number})
    return redirect("tree:tree")
