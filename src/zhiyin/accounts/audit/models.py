from django.db import models


class AuditEntry(models.Model):
    """One write. Entries are never changed: each seals the one before it."""

    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("subject_type", "subject_id")), models.Index(fields=("actor_kind", "actor_id")))

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor_name} {self.verb} {self.subject_type} {self.subject_id}"


class AuditChain(models.Model):
    """The head: one row, locked while an entry is added, so that cutting entries off the end shows too."""

    length = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return str(self.length)
