from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.values import ROLES, Role


class ApiKey(models.Model):
    """A program that may call us. The key itself is shown once; only its hash stays."""

    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    role = models.CharField(_("role"), max_length=20, choices=list(ROLES.items()), default=Role.VIEWER)
    scopes = models.JSONField(_("scopes"), default=list)
    units = models.JSONField(_("organisation units"), default=list, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
