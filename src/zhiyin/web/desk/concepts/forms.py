"""An aspect of one's own, as a form."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiyin.company.concepts.models import Concept
from zhiyin.company.concepts.queries import aspect_names
from zhiyin.company.packs.values import OWN, PART
from zhiyin.company.queries import journey_map
from zhiyin.understand.concepts.values import Draft

CUT = re.compile(r"[\n,，、;；]")


class Lines(forms.CharField):
    """Several texts: one a line, or (words) also separated by commas."""

    widget = forms.Textarea

    def __init__(self, *, cut: re.Pattern[str] = CUT, rows: int = 4, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)
        self.cut = cut

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        return [piece.strip() for piece in self.cut.split(str(value or "")) if piece.strip()]


class ConceptForm(forms.Form):
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    extends = forms.ChoiceField(
        label=_("Only more words for"), required=False, help_text=_("Nothing chosen: it becomes an aspect of its own.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=Concept.Kind.choices,
        help_text=_("A part can be pointed at: a thing, a place, a person, a service. An attribute is how something "
                    "is: taste, price, speed."),
    )  # fmt: skip
    parent = forms.ChoiceField(label=_("Belongs to"), required=False)
    touchpoint = forms.ChoiceField(label=_("Met at"), required=False)
    words = Lines(label=_("Words that customers use"), help_text=_("One a line, in Chinese and English."))
    examples = Lines(
        label=_("Examples"), cut=re.compile(r"\n"), rows=5,
        help_text=_("What customers say about it, one sentence a line. From five on, others that are like them are "
                    "found too, whatever words they use."),
    )  # fmt: skip
    refused = Lines(
        label=_("Not this"), cut=re.compile(r"\n"), rows=2,
        help_text=_("What sounds like it and is not, one sentence a line. It is not heard again, and the like of it "
                    "less."),
    )  # fmt: skip

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = aspect_names()
        aspects = [(code, name) for code, name in names.items() if code != own]
        self._choose("extends", [one for one in aspects if not one[0].startswith(OWN)])
        self._choose("parent", aspects)
        self._choose("touchpoint", [(point.code, point.name) for point in journey_map().touchpoints])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *choices]

    def draft(self) -> Draft:
        given = self.cleaned_data
        names = {name: given[name] for name in ("name_zh", "name_en", "extends", "parent", "touchpoint")}
        words, examples, refused = (tuple(given[name]) for name in ("words", "examples", "refused"))
        return Draft(**names, words=words, examples=examples, refused=refused, kind=given["kind"] or PART)
