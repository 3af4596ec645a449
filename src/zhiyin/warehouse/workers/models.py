from django.db import models


class Worker(models.Model):
    """A living worker process. Its row goes when it ends; one that stays behind silent belongs to a dead one."""

    id = models.CharField(primary_key=True, max_length=80)
    host = models.CharField(max_length=80)
    pid = models.BigIntegerField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id
