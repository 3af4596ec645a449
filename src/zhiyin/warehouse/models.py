"""Records of the warehouse app."""

from zhiyin.warehouse.cursors.models import Cursor
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.workers.models import Worker

__all__ = ["Cursor", "Job", "Worker"]
