"""Records of the accounts app."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.audit.models import AuditChain, AuditEntry
from zhiyin.accounts.keys.models import ApiKey
from zhiyin.accounts.values import ROLES, Role

__all__ = ["ApiKey", "Attempts", "AuditChain", "AuditEntry", "User"]


class User(AbstractUser):
    """Somebody of the company who signs in."""

    display_name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=20, choices=list(ROLES.items()), default=Role.VIEWER)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    units = models.JSONField(_("organisation units"), default=list, blank=True)
    must_change_password = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name or self.username


class Attempts(models.Model):
    """Failed sign-ins in a row, by name and by address."""

    key = models.CharField(max_length=200, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
