"""Who works on the queue right now."""

from zhiyin.warehouse.workers.actions import beat, leave, recover

__all__ = ["beat", "leave", "recover"]
