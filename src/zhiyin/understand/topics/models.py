from django.db import models


class KnownTopic(models.Model):
    """A topic as it was met before, so that it stays the same when people lead it with another phrase, and stays away
    when somebody said that it is none."""

    code = models.CharField(max_length=16, unique=True)
    phrases = models.JSONField(default=list)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(db_index=True)
    dismissed = models.BooleanField(default=False)
    dismissed_by = models.CharField(max_length=80, blank=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-last_seen", "code")

    def __str__(self) -> str:
        return " · ".join(self.phrases[:2])
