"""Coming in, going out, choosing a language and a password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhiyin.accounts import actions, queries
from zhiyin.kit.errors import ZhiyinError
from zhiyin.web.pages import Request, page, tell

YEAR_S = 365 * 24 * 3600


class SignIn(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class Password(forms.Form):
    old = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy("At least 8 characters, and not one that everybody uses."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def enter(request: HttpRequest) -> HttpResponse:
    target = _target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = actions.sign_in(
            form.cleaned_data["username"], form.cleaned_data["password"], request.META.get("REMOTE_ADDR", "")
        )
        if outcome.user is not None:
            login(request, queries.user(outcome.user), backend="django.contrib.auth.backends.ModelBackend")
            return redirect(target)
        form.add_error(None, _refusal(outcome.wait_seconds))
    context = {"form": form, "next": target, "next_name": REDIRECT_FIELD_NAME}
    return render(request, "sign/in.html", context, status=422 if form.errors and form.is_bound else 200)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGIN_URL)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Kept with the user, and in a cookie for the page before signing in."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        chosen = settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        actions.choose_language(queries.actor_of(request.user), chosen)
    translation.activate(chosen)
    response = redirect(_target(request))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_S, samesite="Lax")
    return response


@never_cache
@sensitive_post_parameters("old", "new")
@page(scoped=False)
def password(request: Request) -> HttpResponse:
    form = Password(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(request.actor, form.cleaned_data["old"], form.cleaned_data["new"])
        except ZhiyinError as error:
            field = str(error.fields.get("field", "")) or None
            form.add_error(field if field in form.fields else "new", str(error))
        else:
            update_session_auth_hash(request, queries.user(request.actor.id))
            tell(request, _("The password is changed."))
            return redirect("/")
    return render(request, "sign/password.html", {"form": form, "layout": "desk/base.html"}, status=_status(form))


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _refusal(wait: int) -> str:
    if wait:
        return _("Too many wrong attempts. Try again in %(seconds)s seconds.") % {"seconds": wait}
    return _("User name and password do not fit together. Check both; capital letters count in the password.")


def _target(request: Any) -> str:
    """Where to go next: only within this site."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or "/"
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else "/"
