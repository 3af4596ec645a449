import uuid

from django.db import models

from zhiyin.understand.writer.models import Letter


class Piece(models.Model):
    """What was asked for at one place of the product, and what is left of the answer after checking it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, db_index=True)
    """Of purpose, place, language and reach: who sees the same there sees the same piece."""
    reach = models.CharField(max_length=64)
    """Of what makes two readers see different things."""
    purpose = models.CharField(max_length=10)
    language = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    job = models.UUIDField()
    voices = models.JSONField(default=list)
    """Ids, in the order of their numbers."""
    total = models.PositiveIntegerField(default=0)
    """Voices that they were chosen from."""
    about = models.JSONField(default=dict)
    """What else the question holds."""
    result = models.JSONField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.CASCADE)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%F %T}"
