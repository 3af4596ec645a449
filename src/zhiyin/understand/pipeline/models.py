from django.db import models


class Pause(models.Model):
    """Somebody stopped the re-reading of history: while it stands, only what comes in is read. One row at the most."""

    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.by
