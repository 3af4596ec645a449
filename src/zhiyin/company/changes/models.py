from django.db import models


class Change(models.Model):
    """One write on the company map, with the record before and after, so that it can be shown and taken back."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=80)
    kind = models.CharField(max_length=32)
    key = models.BigIntegerField()
    label = models.CharField(max_length=200)
    verb = models.CharField(max_length=16)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.label}"
