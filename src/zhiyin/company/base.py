"""What all things on the company map share: a code that facts carry, and names in two languages."""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# A slash separates codes in a unit's path, a comma separates them in an address.
_NOT_A_CODE = re.compile(r"[/,\x00-\x1f\x7f]|^\s|\s$")


def check_code(code: str) -> None:
    if _NOT_A_CODE.search(code):
        raise ValidationError(
            _("A code has no slash, no comma and no space at its ends: “%(code)s” cannot be used."),
            params={"code": code},
        )


class Kept(models.Model):
    """Written through `company.actions` only, which counts versions and keeps every change."""

    lasting: ClassVar[bool] = False
    """Facts carry its code soon after it was made: taking that back retires it, so that its name stays readable."""

    version = models.PositiveIntegerField(default=1, editable=False)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True

    def settle(self) -> None:
        """Bring what is derived from this record up to date; called after every write."""


class Coded(Kept):
    code = models.CharField(_("code"), max_length=64, unique=True, validators=[check_code])
    name_zh = models.CharField(_("Chinese name"), max_length=120, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.code, self.name_zh, self.name_en)


def check_line(record: Coded) -> None:
    """A thing that belongs to itself over any number of steps has no place in a tree."""
    seen, above = {record.pk}, getattr(record, "parent", None)
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("It cannot stand below itself.")})
        seen.add(above.pk)
        above = above.parent


def spoken(code: str, zh: str, en: str) -> str:
    """The name in the reader's language; another language's name is better than the bare code."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    return (zh or en or code) if chinese else (en or zh or code)
