import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    UPLOADED = "uploaded", _("not started")
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")
    UNDONE = "undone", _("undone")


class Import(models.Model):
    """One file on its way into the facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=1000)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=20, default="")
    source = models.CharField(max_length=120, default="")
    plan = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    rows = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    actor_id = models.CharField(max_length=80, default="")
    actor_name = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def batch(self) -> str:
        return f"import:{self.pk}"

    @property
    def staging(self) -> str:
        return str(settings.HOME.folder("staging") / str(self.pk))

    @property
    def rejects(self) -> str:
        """The file of rows that were put aside; it exists when `rejected` is not 0."""
        return str(settings.HOME.folder("rejects") / f"{self.pk}.csv")

    @property
    def over(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.STOPPED, State.UNDONE)

    @property
    def undoable(self) -> bool:
        return self.state == State.DONE
