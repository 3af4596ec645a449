"""Long work that people wait for: how far it is, what came out, and how to stop it."""

from zhiyin.warehouse.jobs.actions import advance, claim, create, fail, finish, request_stop, run, untranslated
from zhiyin.warehouse.jobs.queries import job, recent, unfinished
from zhiyin.warehouse.jobs.values import State, Stopped

__all__ = [
    "State",
    "Stopped",
    "advance",
    "claim",
    "create",
    "fail",
    "finish",
    "job",
    "recent",
    "request_stop",
    "run",
    "unfinished",
    "untranslated",
]
