"""Which programs may call us?"""

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiyin.accounts.keys import actions, queries
from zhiyin.accounts.values import PERMISSIONS, Permission, Role
from zhiyin.kit.errors import Invalid
from zhiyin.web.desk.settings.tabs import tabs
from zhiyin.web.pages import Request, page, show, tell

OFFERED = (
    Permission.READ_FACTS,
    Permission.READ_PERSONAL,
    Permission.EXPORT_DATA,
    Permission.IMPORT_DATA,
    Permission.EDIT_CUSTOMERS,
    Permission.WORK_CASES,
)


class KeyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Who uses it"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=[(scope.value, PERMISSIONS[scope]) for scope in OFFERED],
        widget=forms.CheckboxSelectMultiple,
    )


@page(Permission.MANAGE_KEYS, scoped=False)
def keys(request: Request) -> HttpResponseBase:
    form = KeyForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = actions.create_key(
                request.actor, form.cleaned_data["name"], scopes=form.cleaned_data["scopes"], role=Role.ADMINISTRATOR
            )
            form = KeyForm()
        except Invalid as error:
            form.add_error("name", str(error))
    return show(request, "desk/settings/keys.html", {
        "title": _("Which programs may call us?"), "tabs": tabs(request), "keys": queries.keys(request.actor),
        "form": form, "secret": secret, "permissions": {p.value: name for p, name in PERMISSIONS.items()},
    }, status=422 if form.is_bound and form.errors else 200)  # fmt: skip


@require_POST
@page(Permission.MANAGE_KEYS, scoped=False)
def revoke(request: Request, pk: int) -> HttpResponseBase:
    key = queries.key(request.actor, pk)
    actions.revoke_key(request.actor, key)
    tell(request, _("The key “%(name)s” no longer opens anything.") % {"name": key})
    return redirect("/settings/keys/")
