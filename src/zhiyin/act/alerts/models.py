from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.act.alerts.values import Direction, Kind, Scope
from zhiyin.act.cases.values import Severity
from zhiyin.company.base import Coded


class AlertRule(Coded):
    """What must not go unnoticed. `active` is false while paused."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    indicator = models.CharField(_("indicator"), max_length=64, blank=True)
    filters = models.JSONField(_("only where"), default=dict, blank=True)
    scope = models.CharField(_("look at"), max_length=32, choices=Scope.choices, blank=True)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices, default=Direction.BELOW, blank=True
    )
    limit = models.FloatField(_("limit"), null=True, blank=True)
    fewest = models.PositiveIntegerField(_("fewest observations"), default=30, validators=[MinValueValidator(10)])
    window_days = models.PositiveIntegerField(
        _("days looked at"), default=7, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    intents = models.JSONField(_("intents"), default=list, blank=True)
    value_from = models.FloatField(
        _("or very dissatisfied, having spent this much in a year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    severity = models.CharField(_("severity"), max_length=16, choices=Severity.choices, default=Severity.MEDIUM)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet until"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL
    )
    evaluated_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    """Why the last evaluation could not be made."""

    class Meta(Coded.Meta):
        abstract = False
        verbose_name = _("alert rule")
        ordering = ["code"]


class Firing(models.Model):
    """Once a rule, group and period, however often one looks."""

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="firings")
    group = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    figures = models.JSONField(default=dict)
    case = models.ForeignKey("act.Case", null=True, on_delete=models.SET_NULL, related_name="firings")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["rule", "group", "period"], name="fires_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.group} {self.period}"
