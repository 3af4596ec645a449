from django.db import models


class TreeVersion(models.Model):
    """The whole tree as it was saved once. Never changed: an edit makes the next version, undo brings back an old one.

    Numbers asked for the past are computed with the tree of today unless a version is named.
    """

    number = models.PositiveIntegerField(unique=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"v{self.number}"


class TreeNode(models.Model):
    version = models.ForeignKey(TreeVersion, on_delete=models.CASCADE, related_name="nodes")
    code = models.CharField(max_length=64)
    parent = models.CharField(max_length=64, blank=True, help_text="code of the parent, empty at the root")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    indicator = models.CharField(max_length=40, blank=True, help_text="slug; empty where the children make the score")
    filters = models.JSONField(default=dict, blank=True)
    weight = models.FloatField(default=1.0)
    target = models.FloatField(null=True, blank=True, help_text="in the unit of the indicator; of a score 0-100")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_node_per_code_and_version")]

    def __str__(self) -> str:
        return self.code
