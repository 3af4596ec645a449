"""The one door through which facts come in and are taken back."""

from zhiyin.warehouse.loading.append import Appended, Part, Rows, append, append_all
from zhiyin.warehouse.loading.remove import undo

__all__ = ["Appended", "Part", "Rows", "append", "append_all", "undo"]
