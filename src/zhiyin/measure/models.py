"""Records of the stage."""

from zhiyin.measure.tree.models import TreeNode, TreeVersion

__all__ = ["TreeNode", "TreeVersion"]
