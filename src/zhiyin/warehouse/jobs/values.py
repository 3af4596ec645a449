import os
import socket
from enum import StrEnum


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Stopped(Exception):
    """Raised at the next `advance` after somebody pressed stop."""


def this_worker() -> str:
    """The worker we run in, or the process of a command."""
    return os.environ.get("ZHIYIN_WORKER_ID") or f"process:{socket.gethostname()}:{os.getpid()}"
