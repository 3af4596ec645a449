from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.models import User
from zhiyin.act.initiatives.models import Initiative
from zhiyin.company import queries as company
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.web.desk.labels import names_of

PLACES = ("touchpoint", "product", "channel", "aspect")


class InitiativeForm(forms.ModelForm[Initiative]):
    indicator = forms.ChoiceField(
        label=_("Indicator that should move"),
        choices=[(slug, one.name) for slug, one in INDICATORS.items() if "unit" in one.base.dimensions],
    )
    treated_units = forms.MultipleChoiceField(
        label=_("Units that change"), help_text=_("A region or city stands for every store below it.")
    )
    untreated_units = forms.MultipleChoiceField(
        label=_("Units to compare with"), required=False, help_text=_("None chosen: all others of the same kind.")
    )
    touchpoint = forms.ChoiceField(label=_("Only this touchpoint"), required=False)
    product = forms.ChoiceField(label=_("Only this product"), required=False)
    channel = forms.ChoiceField(label=_("Only this channel"), required=False)
    aspect = forms.ChoiceField(label=_("Only this aspect"), required=False)

    tasks = forms.CharField(label=_("Steps, one a line"), required=False, max_length=4000, widget=forms.Textarea)

    class Meta:
        model = Initiative
        fields = (
            "title", "hypothesis", "indicator", "treated_units", "untreated_units", "starts_on", "weeks_before",
            "weeks_after", "expected_effect", "owner",
        )  # fmt: skip
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, with_steps: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_steps:
            del self.fields["tasks"]
        units = list(company.names("unit").items())
        for name in ("treated_units", "untreated_units"):
            self._choose(name, units)
        for name in PLACES:
            self._choose(name, [("", "–"), *names_of(name).items()])
            chosen = (self.instance.filters or {}).get(name)
            if chosen:
                self.fields[name].initial = chosen[0]
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = User._default_manager.filter(is_active=True)

    def values(self) -> dict[str, Any]:
        """What `initiatives.actions` takes; filters this form does not show stay as they are."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "tasks"}
        kept = {name: some for name, some in (self.instance.filters or {}).items() if name not in PLACES}
        filters = kept | {name: [given[name]] for name in PLACES if given.get(name)}
        return {name: value for name, value in given.items() if name not in PLACES} | {"filters": filters}

    @property
    def steps(self) -> list[dict[str, Any]]:
        """As `initiatives.actions.list_tasks` takes them."""
        return [{"text": line} for line in self.cleaned_data.get("tasks", "").splitlines() if line.strip()]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
