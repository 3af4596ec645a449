from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Kept


class Release(Kept):
    """Something that happened and may explain a change: a mark on every chart over its time."""

    class Kind(models.TextChoices):
        RELEASE = "release", _("Release")
        INCIDENT = "incident", _("Incident")
        PROMOTION = "promotion", _("Promotion")

    at = models.DateTimeField(_("when"), db_index=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.RELEASE)
    unit = models.ForeignKey("company.Unit", verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT)
    touchpoint = models.ForeignKey(
        "company.Touchpoint", verbose_name=_("touchpoint"), null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta(Kept.Meta):
        abstract = False
        verbose_name = _("release")
        ordering = ["at"]

    def __str__(self) -> str:
        return self.name
