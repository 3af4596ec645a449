from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiyin.act.cases.values import UNRESOLVED, Severity, State, entitle


class Case(models.Model):
    """One customer's problem, or one indicator's, with an owner and a clock. Its number is its key."""

    title = models.CharField(_("title"), max_length=200, blank=True)
    title_code = models.CharField(max_length=32, blank=True)
    title_fields = models.JSONField(default=dict, blank=True)
    severity = models.CharField(
        _("severity"), max_length=16, choices=Severity.choices, default=Severity.MEDIUM, db_index=True
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.NEW, db_index=True)
    touchpoint = models.CharField(_("touchpoint"), max_length=64, blank=True, db_index=True)
    unit = models.CharField(_("unit"), max_length=64, blank=True, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL
    )
    owner_unit = models.CharField(_("owning unit"), max_length=64, blank=True, db_index=True)
    customer = models.CharField(_("customer"), max_length=64, blank=True, db_index=True)
    feedback = models.CharField(max_length=36, blank=True, db_index=True)
    rule = models.ForeignKey("act.AlertRule", null=True, blank=True, on_delete=models.SET_NULL, related_name="cases")
    group = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(db_index=True)
    opened_by = models.CharField(max_length=80)
    first_response_due = models.DateTimeField()
    resolution_due = models.DateTimeField(db_index=True)
    responded_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    seconds_left = models.FloatField(null=True)
    """Working time that was left when the clock stopped."""
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    cause = models.TextField(_("cause"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "group"],
                condition=Q(state__in=[state.value for state in UNRESOLVED]),
                name="one_open_case_a_group",
            ),
            models.UniqueConstraint(
                fields=["feedback"],
                condition=Q(state__in=[state.value for state in UNRESOLVED]) & ~Q(feedback=""),
                name="one_open_case_a_voice",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def name(self) -> str:
        return self.title or entitle(self.title_code, self.title_fields)

    def told(self, *, personal: bool) -> str:
        """The name, for whoever reads no personal data too: what a person typed often quotes the customer."""
        return self.name if personal or not self.title else gettext("Case #%(number)s") % {"number": self.pk}


class CaseEvent(models.Model):
    """The timeline. `data.before` of a step holds what it changed, so that it can be taken back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.verb} #{self.case_id}"
