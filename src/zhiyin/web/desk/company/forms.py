"""One form a kind of record, made from the record's own fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.models import User
from zhiyin.company.actions import KINDS
from zhiyin.company.base import Kept
from zhiyin.company.calendars.models import DAYS
from zhiyin.company.calendars.queries import known_years
from zhiyin.web.pages import Request

FIELDS: dict[str, tuple[str, ...]] = {
    "unit": ("name_zh", "name_en", "code", "kind", "parent", "opened_on", "calendar"),
    "brand": ("name_zh", "name_en", "code", "ours"),
    "product": ("name_zh", "name_en", "code", "parent", "brand"),
    "stage": ("name_zh", "name_en", "code", "position"),
    "touchpoint": (
        "name_zh", "name_en", "code", "stage", "position", "channel", "owner_unit", "owner", "weight",
    ),
    "release": ("name", "kind", "at", "unit", "touchpoint"),
    "calendar": ("name_zh", "name_en", "code", *DAYS, "holidays", "days_off", "days_worked"),
    "company": ("name_zh", "name_en", "time_zone", "language", "journey_gap_days", "calendar"),
}  # fmt: skip
PLURALS = {
    "unit": _("Units"),
    "brand": _("Brands"),
    "product": _("Products"),
    "stage": _("Stages"),
    "touchpoint": _("Touchpoints"),
    "release": _("Releases and incidents"),
    "calendar": _("Working hours"),
}
TABS = ("unit", "brand", "product", "release", "calendar")


class _Days(forms.CharField):
    """A list of days, one a line or separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [piece for piece in str(value or "").replace(",", "\n").replace("，", "\n").split() if piece]


class RecordForm(forms.ModelForm[Kept]):
    """What is wrong with the record itself is said beside its field; the rest by `company.actions`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                model = field.queryset.model if field.queryset is not None else User
                active = {"is_active": True} if model is User else {"active": True}
                field.queryset = model._default_manager.filter(**active)
            if name in ("days_off", "days_worked"):
                self.fields[name] = _Days(label=field.label, required=False, widget=forms.Textarea)
            if name == "holidays":
                field.help_text = say_holidays()
            if name == "code":
                field.disabled = bool(self.instance.pk)
                field.help_text = _("What files and facts call it; it stays as it is.")


def say_holidays() -> str:
    sentence = _(
        "Public holidays and the weekend days worked in exchange are known for %(years)s. In other years no public "
        "holiday stops the clock: name them as further days off and worked."
    )
    return str(sentence % {"years": ", ".join(map(str, known_years()))})


def form_for(kind: str, request: Request, record: Kept, initial: dict[str, str]) -> RecordForm:
    widgets: dict[str, type[forms.Widget] | forms.Widget] = {
        "opened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        "at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    }
    made = forms.modelform_factory(KINDS[kind], form=RecordForm, fields=FIELDS[kind], widgets=widgets)
    form = made(request.POST or None, instance=record, initial=initial)
    assert isinstance(form, RecordForm)
    return form
