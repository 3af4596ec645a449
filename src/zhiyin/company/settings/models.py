from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone; write it like Asia/Shanghai."), params={"name": name})


class Company(Coded):
    """The one row of company-wide settings."""

    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai", validators=[check_zone])
    pack = models.CharField(_("industry pack"), max_length=64, default="generic")
    language = models.CharField(_("default language"), max_length=8, choices=LANGUAGES, default="zh-hans")
    journey_gap_days = models.PositiveIntegerField(
        _("a journey ends after this many silent days"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    calendar = models.ForeignKey(
        "company.Calendar", verbose_name=_("working hours"), null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("company settings")
