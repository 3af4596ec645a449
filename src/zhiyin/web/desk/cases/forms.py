from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.act.cases.values import Severity
from zhiyin.company import queries as company


class CaseForm(forms.Form):
    """A case by hand; what comes from a voice is filled in."""

    title = forms.CharField(label=_("What is to be solved?"), max_length=200)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.MEDIUM)
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False, help_text=_("Its owner receives the case."))
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    customer = forms.CharField(label=_("Customer"), max_length=64, required=False)
    feedback = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("touchpoint", "unit"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "–"), *company.names(name).items()]
