"""The one door through which facts come in and are taken back."""

from zhiyin.warehouse.loading.append import Appended, Part, Rows, append, append_all
from zhiyin.warehouse.loading.compact import Compacted, compact
from zhiyin.warehouse.loading.remove import undo

__all__ = ["Appended", "Compacted", "Part", "Rows", "append", "append_all", "compact", "undo"]
