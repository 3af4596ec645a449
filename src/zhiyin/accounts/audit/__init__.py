"""Who wrote what, when: every action calls `record`."""

from zhiyin.accounts.audit.actions import record

__all__ = ["record"]
