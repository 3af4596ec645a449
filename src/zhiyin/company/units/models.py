from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded, check_line


class Unit(Coded):
    """A part of the organisation. `path` is `/east/shanghai/sh01/`: everything below a unit shares its beginning."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        CITY = "city", _("City")
        STORE = "store", _("Store")
        DEPARTMENT = "department", _("Department")
        QUEUE = "queue", _("Service queue")
        TEAM = "team", _("Team")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.STORE)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    calendar = models.ForeignKey(
        "company.Calendar", verbose_name=_("working hours"), null=True, blank=True, on_delete=models.PROTECT
    )
    path = models.CharField(max_length=700, editable=False, db_index=True)

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("unit")
        ordering = ["path"]

    def clean(self) -> None:
        check_line(self)

    def settle(self) -> None:
        """Moving a unit moves everything below it."""
        old, new = self.path, f"{self.parent.path if self.parent else '/'}{self.code}/"
        if old == new:
            return
        below = Unit.objects.filter(path__startswith=old) if old else Unit.objects.none()
        for unit in below.exclude(pk=self.pk):
            Unit.objects.filter(pk=unit.pk).update(path=new + unit.path.removeprefix(old))
        Unit.objects.filter(pk=self.pk).update(path=new)
        self.path = new
