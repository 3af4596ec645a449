from django.db import models
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """`code` is what facts carry; everything that names the person is here and nowhere else."""

    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(_("name"), max_length=120, default="", blank=True)
    phone = models.CharField(_("phone"), max_length=40, default="", blank=True)
    email = models.CharField(_("e-mail"), max_length=254, default="", blank=True)
    address = models.CharField(_("address"), max_length=300, default="", blank=True)
    city = models.CharField(_("city"), max_length=80, default="", blank=True)
    joined_at = models.DateTimeField(_("customer since"), null=True, blank=True)
    tier = models.CharField(_("tier"), max_length=60, default="", blank=True)
    attributes = models.JSONField(_("further attributes"), default=dict, blank=True)
    batch = models.CharField(max_length=80, default="")
    """What brought it."""
    changed_by = models.CharField(max_length=80, default="")
    """What wrote it last: an undo takes back only what nobody has touched since."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code
