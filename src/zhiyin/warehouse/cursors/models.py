from django.db import models


class Cursor(models.Model):
    stage = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    position = models.TextField(default="")
    until = models.TextField(default="")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("stage", "name"), name="cursor_once"),)

    def __str__(self) -> str:
        return f"{self.stage}/{self.name}: {self.position}"
