from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded, check_line


class Product(Coded):
    """A product, or a product line when others stand below it."""

    parent = models.ForeignKey(
        "self", verbose_name=_("product line"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    brand = models.ForeignKey("company.Brand", verbose_name=_("brand"), null=True, blank=True, on_delete=models.PROTECT)

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("product")
        ordering = ["code"]

    def clean(self) -> None:
        check_line(self)
