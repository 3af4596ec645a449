from django.db import models
from django.utils.translation import pgettext_lazy


class Verdict(models.Model):
    """What came of an initiative, as the facts stood at one snapshot. Never changed; new facts bring a new one."""

    class Code(models.TextChoices):
        HELPED = "helped", pgettext_lazy("verdict", "Helped")
        HURT = "hurt", pgettext_lazy("verdict", "Hurt")
        NO_EVIDENCE = "no_evidence", pgettext_lazy("verdict", "No evidence of an effect")
        TOO_FEW = "too_few", pgettext_lazy("verdict", "Too few units or observations")
        PRE_TREND_DIFFERS = "pre_trend_differs", pgettext_lazy("verdict", "Units were drifting apart before")

    initiative = models.ForeignKey("act.Initiative", on_delete=models.CASCADE, related_name="verdicts")
    snapshot = models.BigIntegerField()
    computed_at = models.DateTimeField()
    judged_by = models.CharField(max_length=80)
    indicator = models.CharField(max_length=64)
    code = models.CharField(max_length=20, choices=Code.choices)
    estimate = models.FloatField(null=True)
    low = models.FloatField(null=True)
    """Null with an estimate: there are too few units to bound it on this side."""
    high = models.FloatField(null=True)
    p = models.FloatField(null=True)
    pre_trend_p = models.FloatField(null=True)
    treated = models.PositiveIntegerField()
    untreated = models.PositiveIntegerField()
    observations = models.BigIntegerField()
    evidence = models.JSONField()
    """Plan, weekly path, units used and left out, method, drift before, smallest detectable effect."""

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "snapshot"], name="one_verdict_a_snapshot")]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.code}"
