"""Who works on the queue right now."""

from zhiyin.warehouse.workers.actions import beat, enqueue, leave, recover

__all__ = ["beat", "enqueue", "leave", "recover"]
