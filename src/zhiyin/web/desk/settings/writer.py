"""May a language model write here, and which?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.time import now
from zhiyin.understand.writer import actions, queries
from zhiyin.understand.writer.letters.actions import ask
from zhiyin.understand.writer.models import WriterSettings
from zhiyin.understand.writer.prompts import prompt
from zhiyin.understand.writer.values import Purpose
from zhiyin.web.desk.settings.tabs import tabs
from zhiyin.web.pages import Request, page, show, tell, whole


class WriterForm(forms.ModelForm[WriterSettings]):
    key = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Kept in a file of the home that only its owner may read; never shown again."),
    )
    forget_key = forms.BooleanField(label=gettext_lazy("Forget the key"), required=False)

    field_order = ("address", "allow_open", "model", "key", "forget_key")

    class Meta:
        model = WriterSettings
        fields = ("address", "allow_open", "model", "budget", "seconds", "concurrent", "keep_days")
        help_texts = {
            "address": gettext_lazy("What stands before /chat/completions, such as http://localhost:11434/v1"),
            "model": gettext_lazy("As the server calls it, such as qwen3:8b"),
            "budget": gettext_lazy("A summary of 40 short voices sets 3,000 to 4,000 aside."),
        }

    def __init__(self, *args: Any, fixed: bool, has_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            for name in ("address", "allow_open", "model", "key", "forget_key"):
                del self.fields[name]
        elif has_key:
            self.fields["key"].widget.attrs["placeholder"] = _("a key is kept; leave empty to go on with it")
        else:
            del self.fields["forget_key"]

    @property
    def new_key(self) -> str | None:
        if entered := self.cleaned_data.pop("key", ""):
            return str(entered)
        return "" if self.cleaned_data.get("forget_key") else None


@page(Permission.MANAGE_SETTINGS, scoped=False)
def writer(request: Request) -> HttpResponseBase:
    row, setup = queries.kept(), queries.setup()
    version = row.version
    form = WriterForm(request.POST or None, instance=row, fixed=setup.fixed, has_key=bool(setup.endpoint.key))
    if request.method == "POST" and form.is_valid():
        key = form.new_key
        values = {name: value for name, value in form.cleaned_data.items() if name != "forget_key"}
        seen = whole(request.POST.get("version"))
        try:
            actions.configure(request.actor, key=key, version=version if seen is None else seen, **values)
        except ZhiyinError as error:
            place = str(error.fields.get("field", ""))
            form.add_error(place if place in form.fields else None, str(error))
        else:
            tell(request, _("Saved."))
            return redirect("settings:writer")
    return _show(request, form, status=422 if form.is_bound and form.errors else 200)


@transaction.non_atomic_requests
@require_POST
@page(Permission.MANAGE_SETTINGS, scoped=False)
def trial(request: Request) -> HttpResponse:
    """A harmless sentence, sent now."""
    language = get_language() or "zh-hans"
    outcome: dict[str, object] = {}
    try:
        outcome["trial"] = ask(
            Purpose.TRIAL, prompt("trial", language), prompt("trial_material", language),
            actor=request.actor, most=200, fresh=True,
        )  # fmt: skip
    except ZhiyinError as error:
        outcome["trial_problem"] = str(error)
    setup = queries.setup()
    form = WriterForm(instance=queries.kept(), fixed=setup.fixed, has_key=bool(setup.endpoint.key))
    return _show(request, form, outcome)


def _show(
    request: Request, form: WriterForm, more: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("May a language model write here?"),
        "tabs": tabs(request),
        "form": form,
        "setup": queries.setup(),
        "version": queries.kept().version,
        "allowance": queries.allowance(now()),
    }
    return show(request, "desk/settings/writer.html", context | dict(more or {}), status=status)
