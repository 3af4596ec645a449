from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Initiative(models.Model):
    """A change with a hypothesis. Once started, the measuring plan stands as it is."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("initiative", "Draft")
        RUNNING = "running", pgettext_lazy("initiative", "Running")
        MEASURING = "measuring", pgettext_lazy("initiative", "Being measured")
        JUDGED = "judged", pgettext_lazy("initiative", "Judged")
        STOPPED = "stopped", pgettext_lazy("initiative", "Stopped")

    title = models.CharField(_("title"), max_length=160)
    hypothesis = models.TextField(_("hypothesis"), max_length=4000)
    finding = models.JSONField(_("finding"), default=dict, blank=True)
    indicator = models.CharField(_("indicator"), max_length=64)
    filters = models.JSONField(_("only where"), default=dict, blank=True)
    treated_units = models.JSONField(_("units that change"), default=list)
    untreated_units = models.JSONField(_("units to compare with"), default=list, blank=True)
    """Empty: all others of the same kinds as the treated ones."""
    starts_on = models.DateField(_("starts on"))
    weeks_before = models.PositiveIntegerField(
        _("weeks measured before"), default=8, validators=[MinValueValidator(2), MaxValueValidator(104)]
    )
    weeks_after = models.PositiveIntegerField(
        _("weeks measured after"), default=8, validators=[MinValueValidator(2), MaxValueValidator(104)]
    )
    expected_effect = models.FloatField(_("expected effect"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL
    )
    tasks = models.JSONField(_("tasks"), default=list, blank=True)
    """`[{"text": …, "done": false}]`"""
    plan = models.JSONField(default=dict, editable=False)
    """What was frozen at the start: units resolved to lists, dates, weeks, indicator, filters."""
    created_at = models.DateTimeField(editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    stop_reason = models.TextField(_("why it was stopped"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("initiative")

    def __str__(self) -> str:
        return self.title


class InitiativeStep(models.Model):
    """What was done with an initiative, and what it changed, so that the newest can be taken back."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=16)
    before = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.initiative_id}"
