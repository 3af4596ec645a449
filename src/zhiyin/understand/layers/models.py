from django.db import models

from zhiyin.understand.layers.values import POLARITY


class LearnedLayer(models.Model):
    """What was learned of one kind from people's judgements at one moment, and how it did on texts it had not seen."""

    kind = models.CharField(max_length=10, default=POLARITY)
    """One of `values.KINDS`; of each at most one is in use."""
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=80)
    until = models.PositiveBigIntegerField()
    """The last correction it learned from."""
    base = models.CharField(max_length=200)
    """Version of the shipped model it lies on; on another it is not used."""
    weights = models.BinaryField()
    n = models.PositiveIntegerField()
    right_before = models.PositiveIntegerField()
    gained = models.PositiveIntegerField()
    lost = models.PositiveIntegerField()
    low = models.FloatField()
    high = models.FloatField()
    p = models.FloatField()
    passed = models.BooleanField()
    active = models.BooleanField(default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("kind",), condition=models.Q(active=True), name="one_active_layer_a_kind"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.gained} − {self.lost} / {self.n}"

    @property
    def gain(self) -> float:
        """Points of accuracy."""
        return 100 * (self.gained - self.lost) / self.n if self.n else 0.0

    @property
    def low_points(self) -> float:
        return 100 * self.low

    @property
    def high_points(self) -> float:
        return 100 * self.high
