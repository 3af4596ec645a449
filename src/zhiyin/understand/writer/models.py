from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiyin.understand.writer.values import Outcome, Purpose


class WriterSettings(models.Model):
    """The one row; whoever reserves or changes locks it. The key stands in a file of the home, not here."""

    address = models.CharField(_("address"), max_length=300, blank=True, default="")
    model = models.CharField(_("model"), max_length=120, blank=True, default="")
    allow_open = models.BooleanField(_("send without encryption to another machine"), default=False)
    budget = models.PositiveBigIntegerField(
        _("tokens per month"), default=1_000_000, validators=[MaxValueValidator(10**12)]
    )
    seconds = models.PositiveIntegerField(
        _("seconds to wait for an answer"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    concurrent = models.PositiveIntegerField(
        _("questions at once"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    keep_days = models.PositiveIntegerField(
        _("days to keep what left"), default=180, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.model} {self.address}"


class Allowance(models.Model):
    """What one calendar month has cost so far, what is still being asked included."""

    month = models.CharField(max_length=7, primary_key=True)
    spent = models.PositiveBigIntegerField(default=0)
    requests = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month} {self.spent}"


class Letter(models.Model):
    """One question that left this machine, word for word as it left, and what came back."""

    PURPOSES = (
        (Purpose.TRIAL.value, pgettext_lazy("purpose", "trial")),
        (Purpose.SUMMARY.value, pgettext_lazy("purpose", "summary")),
        (Purpose.TOPICS.value, pgettext_lazy("purpose", "names of topics")),
        (Purpose.PLAN.value, pgettext_lazy("purpose", "draft of a plan")),
    )
    OUTCOMES = (
        (Outcome.WAITING.value, pgettext_lazy("outcome", "being asked")),
        (Outcome.ANSWERED.value, pgettext_lazy("outcome", "answered")),
        (Outcome.FAILED.value, pgettext_lazy("outcome", "failed")),
        (Outcome.STOPPED.value, pgettext_lazy("outcome", "stopped")),
        (Outcome.LOST.value, pgettext_lazy("outcome", "lost")),
    )

    at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()
    """After this nobody is waiting for the answer any more, whatever became of the process."""
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    origin = models.CharField(max_length=300)
    model = models.CharField(max_length=120)
    key = models.CharField(max_length=64, db_index=True)
    """Of model, instructions and material: the same question is not paid twice."""
    instructions = models.TextField()
    material = models.TextField()
    answer = models.TextField(default="")
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default=Outcome.WAITING.value)
    problem = models.CharField(max_length=40, default="")
    month = models.CharField(max_length=7)
    reserved = models.PositiveIntegerField()
    cost = models.PositiveIntegerField()
    """Tokens that count against the budget: the reservation until the answer is here."""
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    ms = models.PositiveIntegerField(null=True)
    reused = models.PositiveIntegerField(default=0)
    """How often the answer served again without asking."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"#{self.pk} {self.purpose} {self.outcome}"
