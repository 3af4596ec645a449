"""Records of this stage."""

from zhiyin.listen.imports.models import Import
from zhiyin.listen.inbox.models import Arrival, Replay

__all__ = ["Arrival", "Import", "Replay"]
