from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded
from zhiyin.company.calendars.rules import parse_spans

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def check_spans(text: str) -> None:
    try:
        parse_spans(text)
    except ValueError as problem:
        raise ValidationError(
            _("“%(piece)s” is not a working time; write 09:00-12:00, 13:00-18:00 in order of the day."),
            params={"piece": str(problem)},
        ) from None


def check_days(days: object) -> None:
    for day in days if isinstance(days, list) else [days]:
        try:
            date.fromisoformat(str(day))
        except ValueError:
            raise ValidationError(_("“%(day)s” is not a day; write it like 2026-10-01."), params={"day": day}) from None


class Calendar(Coded):
    """Working hours of a week; an empty day is a day off, `00:00-24:00` is round the clock."""

    monday = models.CharField(_("Monday"), max_length=100, blank=True, validators=[check_spans])
    tuesday = models.CharField(_("Tuesday"), max_length=100, blank=True, validators=[check_spans])
    wednesday = models.CharField(_("Wednesday"), max_length=100, blank=True, validators=[check_spans])
    thursday = models.CharField(_("Thursday"), max_length=100, blank=True, validators=[check_spans])
    friday = models.CharField(_("Friday"), max_length=100, blank=True, validators=[check_spans])
    saturday = models.CharField(_("Saturday"), max_length=100, blank=True, validators=[check_spans])
    sunday = models.CharField(_("Sunday"), max_length=100, blank=True, validators=[check_spans])
    holidays = models.BooleanField(_("closed on Chinese public holidays"), default=True)
    days_off = models.JSONField(_("further days off"), default=list, blank=True, validators=[check_days])
    days_worked = models.JSONField(_("further days worked"), default=list, blank=True, validators=[check_days])

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("calendar")
        ordering = ["code"]
