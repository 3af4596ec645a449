from django.db import models


class Arrival(models.Model):
    """One thing that a client handed over. Once loaded, its payload is emptied and the row only keeps its id taken."""

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=120)
    external_id = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    key_id = models.CharField(max_length=80, default="")
    within = models.JSONField(null=True)
    """Units of whoever handed it over; null: the whole company."""
    loaded_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, default="")
    """Why it could not be loaded; it waits aside until somebody tries it again or drops it."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "source", "external_id"), name="one_arrival_an_id"),)
        indexes = (models.Index(fields=("id",), condition=models.Q(loaded_at=None), name="arrivals_to_load"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.source} {self.external_id}"


class Replay(models.Model):
    """The answer to a request with an Idempotency-Key, to be given again."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "key"), name="one_answer_a_key"),)

    def __str__(self) -> str:
        return self.key
