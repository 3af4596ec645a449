import uuid

from django.db import models
from django.utils.translation import gettext

from zhiyin.warehouse.jobs.values import State


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=10, default=State.QUEUED, db_index=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, default="")
    error_code = models.CharField(max_length=40, default="")
    error_message = models.TextField(default="")
    error_fields = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    worker = models.CharField(max_length=80, default="")
    heartbeat = models.DateTimeField(null=True)
    stop_requested = models.BooleanField(default=False)
    actor_id = models.CharField(max_length=80, default="")
    actor_name = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"

    @property
    def error(self) -> str:
        """The sentence, in the language of whoever looks."""
        return gettext(self.error_message).format(**self.error_fields) if self.error_message else ""

    @property
    def share(self) -> float | None:
        """How far, 0..1."""
        return min(self.done / self.total, 1.0) if self.total else None

    @property
    def over(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.STOPPED)
