from django.db import models

from zhiyin.understand.corrections.values import Opinion, Step, Verb


class JudgedText(models.Model):
    """A text that people corrected or confirmed. `revision` grows with each step; `applied` is in the facts."""

    feedback = models.CharField(max_length=36, primary_key=True)
    revision = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.feedback} {self.applied}/{self.revision}"


class Correction(models.Model):
    """One judgement about a text, never changed, only undone. The text itself stays in the facts: here is its hash."""

    text = models.ForeignKey(JudgedText, on_delete=models.CASCADE, related_name="corrections")
    text_hash = models.CharField(max_length=32, db_index=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    verb = models.CharField(max_length=10)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    before = models.JSONField(null=True)
    after = models.JSONField(default=list)
    beside = models.JSONField(default=list)
    versions = models.CharField(max_length=200, default="")
    """What had understood the text when it was judged."""
    drawn = models.CharField(max_length=10, default="", blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.verb} {self.text_id} {self.start}–{self.end}"

    @property
    def who(self) -> str:
        return f"{self.actor_kind}:{self.actor_id}"

    def step(self) -> Step:
        return Step(
            self.pk,
            Verb(self.verb),
            Opinion.of(self.before) if self.before else None,
            tuple(Opinion.of(one) for one in self.after),
            tuple(self.beside),
            self.drawn,
            self.who,
        )
