"""Who works on the queue right now."""

from zhiyin.warehouse.workers.actions import beat, enqueue, follow, leave, recover

__all__ = ["beat", "enqueue", "follow", "leave", "recover"]
