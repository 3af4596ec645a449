"""States and clocks of a case. Pure: instants and working hours come in as arguments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhiyin.act.cases.values import RUNNING, UNRESOLVED, Severity, State
from zhiyin.company.calendars.rules import Hours, after, working

MOVES: Mapping[str, tuple[tuple[State, ...], State]] = {
    "take": ((State.NEW, State.REOPENED), State.OPEN),
    "wait": (RUNNING, State.WAITING),
    "resume": ((State.WAITING,), State.OPEN),
    "resolve": (UNRESOLVED, State.RESOLVED),
    "close": ((State.RESOLVED,), State.CLOSED),
    "reopen": ((State.RESOLVED, State.CLOSED), State.REOPENED),
}
"""Verb → the states it starts from, and the one it ends in."""

RESPOND_IN: Mapping[str, timedelta] = {
    Severity.CRITICAL: timedelta(hours=1),
    Severity.HIGH: timedelta(hours=4),
    Severity.MEDIUM: timedelta(hours=9),
    Severity.LOW: timedelta(hours=18),
}
RESOLVE_IN: Mapping[str, timedelta] = {
    Severity.CRITICAL: timedelta(hours=9),
    Severity.HIGH: timedelta(hours=27),
    Severity.MEDIUM: timedelta(hours=45),
    Severity.LOW: timedelta(hours=90),
}
"""Working time; nine hours are a working day."""

SOON = 0.25
"""Less than this share of the time left counts as nearly due."""


@dataclass(frozen=True)
class Clock:
    first_response_due: datetime
    resolution_due: datetime


def allowed(verb: str, state: str) -> bool:
    return state in MOVES[verb][0]


def verbs(state: str) -> tuple[str, ...]:
    return tuple(verb for verb in MOVES if allowed(verb, state))


def start(hours: Hours, now: datetime, severity: str) -> Clock:
    return Clock(after(hours, now, RESPOND_IN[severity]), after(hours, now, RESOLVE_IN[severity]))


def left(hours: Hours, now: datetime, due: datetime) -> timedelta:
    """Working time to the deadline; negative by how much it was missed."""
    return working(hours, now, due) if due >= now else -working(hours, due, now)


def resumed(hours: Hours, now: datetime, remaining: timedelta, due: datetime) -> datetime:
    """The new deadline after a pause. One already missed stays where it was: waiting does not heal it."""
    return after(hours, now, remaining) if remaining > timedelta() else due


def standing(state: str, due: datetime, opened: datetime, now: datetime) -> str:
    """`stopped`, `late`, `soon` or `fine`."""
    if state not in RUNNING:
        return "stopped"
    if now > due:
        return "late"
    whole = (due - opened).total_seconds()
    return "soon" if whole > 0 and (due - now).total_seconds() < SOON * whole else "fine"
