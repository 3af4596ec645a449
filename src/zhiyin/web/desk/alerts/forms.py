from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.models import User
from zhiyin.act.alerts.models import AlertRule
from zhiyin.act.cases.values import INTENTS
from zhiyin.company import queries as company
from zhiyin.measure.indicators.registry import INDICATORS

PLACES = ("touchpoint", "unit", "product")


class RuleForm(forms.ModelForm[AlertRule]):
    """Checked here field by field; whether the fields fit each other is checked where the rule is written."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    intents = forms.MultipleChoiceField(
        label=_("Intents"), required=False, choices=list(INTENTS.items()), widget=forms.CheckboxSelectMultiple
    )
    touchpoint = forms.ChoiceField(label=_("Only this touchpoint"), required=False)
    unit = forms.ChoiceField(label=_("Only this unit and below"), required=False)
    product = forms.ChoiceField(label=_("Only this product"), required=False)

    class Meta:
        model = AlertRule
        fields = (
            "code", "name_zh", "name_en", "kind", "severity", "indicator", "direction", "limit", "scope", "fewest",
            "window_days", "intents", "value_from", "quiet_from", "quiet_to", "owner",
        )  # fmt: skip
        widgets = {name: forms.TimeInput(attrs={"type": "time"}) for name in ("quiet_from", "quiet_to")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("indicator", [(slug, one.name) for slug, one in INDICATORS.items()])
        for name in PLACES:
            self._choose(name, list(company.names(name).items()))
            chosen = (self.instance.filters or {}).get(name)
            self.fields[name].initial = chosen[0] if chosen else ""
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = User._default_manager.filter(is_active=True)
        if self.instance.pk:
            self.fields["code"].disabled = True

    def values(self) -> dict[str, Any]:
        """What `alerts.actions` takes."""
        given = dict(self.cleaned_data)
        filters = {name: [given.pop(name)] for name in PLACES if given.get(name)}
        return {name: value for name, value in given.items() if name not in PLACES} | {"filters": filters}

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *choices]
