"""Who may sign in, and what may they see?"""

from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiyin.accounts import actions, queries
from zhiyin.accounts.rules import GRANTS
from zhiyin.accounts.values import PERMISSIONS, ROLES, Permission, Role
from zhiyin.company.units.queries import tree
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.web.desk.settings.tabs import tabs
from zhiyin.web.pages import Request, page, show, tell

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


class UserForm(forms.Form):
    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    display_name = forms.CharField(label=gettext_lazy("Name on screen"), max_length=80, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(ROLES.items()))
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"),
        required=False,
        help_text=gettext_lazy("None: the whole company for roles of the company, nothing for viewers and owners."),
        widget=forms.SelectMultiple({"size": 8}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.MultipleChoiceField)
        units.choices = [(u.code, "　" * (u.path.count("/") - 2) + u.name) for u in tree()]
        if known:
            del self.fields["username"]


@page(Permission.MANAGE_USERS, scoped=False)
def users(request: Request) -> HttpResponseBase:
    form = UserForm(request.POST or None, initial={"role": Role.VIEWER, "language": "zh-hans"})
    given = None
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.create_user(request.actor, **form.cleaned_data)
            form = UserForm(initial={"role": Role.VIEWER, "language": "zh-hans"})
        except (Invalid, Conflict) as error:
            form.add_error("username", str(error))
    rights = [(name, [PERMISSIONS[p] for p in Permission if p in GRANTS[role]]) for role, name in ROLES.items()]
    return show(request, "desk/settings/users.html", {
        "title": _("Who may sign in, and what may they see?"), "tabs": tabs(request), "form": form, "given": given,
        "users": queries.users(active=False), "rights": rights, "units": {u.code: u.name for u in tree(retired=True)},
    }, status=422 if form.is_bound and form.errors else 200)  # fmt: skip


@page(Permission.MANAGE_USERS, scoped=False)
def one(request: Request, pk: int) -> HttpResponseBase:
    user = queries.user(pk)
    now = {name: getattr(user, name) for name in ("display_name", "role", "units", "language")}
    form = UserForm(request.POST or None, initial=now, known=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_user(request.actor, user, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            form.add_error("role", str(error))
        else:
            tell(request, _("%(name)s is changed.") % {"name": user})
            return redirect("/settings/users/")
    context = {"title": _("What may %(name)s see and do?") % {"name": user}, "person": user, "form": form}
    return show(request, "desk/settings/user.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@page(Permission.MANAGE_USERS, scoped=False)
def step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Deactivate, reactivate (each undoes the other), or a new password."""
    user = queries.user(pk)
    back = f"/settings/users/{user.pk}/"
    if step == "deactivate":
        actions.deactivate(request.actor, user)
        tell(request, _("%(name)s may no longer sign in.") % {"name": user}, undo=f"{back}reactivate/")
    elif step == "reactivate":
        actions.reactivate(request.actor, user)
        tell(request, _("%(name)s may sign in again.") % {"name": user}, undo=f"{back}deactivate/")
    elif step == "reset":
        password = actions.reset_password(request.actor, user)
        return show(request, "desk/settings/password.html", {
            "title": _("What is the new password of %(name)s?") % {"name": user}, "person": user, "password": password,
        })  # fmt: skip
    return redirect("/settings/users/")
