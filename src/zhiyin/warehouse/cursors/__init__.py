"""How far each stage has read. A stage that dies between `start` and `finish` finds its own half-done stretch again."""

from zhiyin.warehouse.cursors.actions import finish, reset, start
from zhiyin.warehouse.cursors.queries import read
from zhiyin.warehouse.cursors.values import Place

__all__ = ["Place", "finish", "read", "reset", "start"]
