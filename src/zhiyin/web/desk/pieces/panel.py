"""A place on a page where something may be written, and how far that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.understand.pieces import queries
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.pieces.rules import digest
from zhiyin.understand.writer import queries as writer
from zhiyin.understand.writer.values import Purpose
from zhiyin.warehouse.jobs.models import Job
from zhiyin.web.pages import Request


@dataclass(frozen=True)
class Panel:
    purpose: str
    start: str
    """Where to ask for it; the address of the place travels with it."""
    piece: Piece | None = None
    job: Job | None = None
    sees_letter: bool = False

    @property
    def under_way(self) -> bool:
        return self.job is not None and not self.job.over

    @property
    def sentences(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Each with the numbers of the voices it cites, and where these are."""
        said: Sequence[tuple[str, list[int]]] = self.result.get("sentences", [])
        ids = self.piece.voices if self.piece else []
        return [(text, [(n, f"/listen/voices/{ids[n - 1]}/") for n in cites if n <= len(ids)]) for text, cites in said]

    @property
    def result(self) -> dict[str, Any]:
        return self.piece.result or {} if self.piece else {}

    @property
    def usable(self) -> str:
        """Where the draft of a plan stands in the form, for somebody to edit."""
        if not self.piece or "hypothesis" not in self.result:
            return ""
        page = str(self.piece.about.get("page", "/"))
        return f"{page}{'&' if '?' in page else '?'}draft={self.piece.pk}"


def language() -> str:
    return get_language() or "zh-hans"


def plan_place(request: Request) -> str:
    """A new initiative, as the finding that it starts from describes it."""
    return digest("plan", sorted((name, value) for name, value in request.GET.items() if name != "draft"))


def panel(request: Request, purpose: Purpose, place: str, start: str) -> Panel | None:
    """None where nothing can be written: then the page says nothing of it."""
    if not writer.is_on() or not allows(request.actor, Permission.READ_PERSONAL):
        return None
    found = queries.latest(purpose, place, language(), request.reader)
    return panel_of(request, found) if found else Panel(purpose, start)


def panel_of(request: Request, piece: Piece) -> Panel:
    start = str(piece.about.get("start", ""))
    sees = piece.letter is not None and writer.may_see(request.actor, piece.letter)
    return Panel(piece.purpose, start, piece, queries.job_of(piece), sees)
