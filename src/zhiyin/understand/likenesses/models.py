from django.db import models


class LearnedLikeness(models.Model):
    """Kept by its examples: an aspect that is taken back to them hears again what it heard then, whatever the company's
    other voices have become."""

    key = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    weights = models.BinaryField()

    def __str__(self) -> str:
        return self.key
