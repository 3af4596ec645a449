"""Pieces as one reader may see them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import NotFound
from zhiyin.understand.pieces import rules
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.pieces.values import Draft, Heard, Mark, Named
from zhiyin.understand.writer.values import Purpose
from zhiyin.warehouse import jobs
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.reader import Reader

TOPICS = "topics"
"""The place of their names: one for all periods and filters, so that a topic is called the same everywhere."""
NAMINGS = 20
"""Pieces that names are looked for in."""


def reach(reader: Reader) -> str:
    return rules.digest(*reader.restrictions)


def key(purpose: str, place: str, language: str, reader: Reader) -> str:
    return rules.digest(purpose, place, language, reach(reader))


def latest(purpose: str, place: str, language: str, reader: Reader) -> Piece | None:
    """The newest that anybody who sees the same asked for at this place."""
    return Piece.objects.select_related("letter").filter(key=key(purpose, place, language, reader)).first()


def piece(ident: UUID, reader: Reader) -> Piece:
    found = Piece.objects.select_related("letter").filter(pk=ident, reach=reach(reader)).first()
    if found is None:
        raise NotFound(_("What was written here is gone, or rests on voices that you may not see."))
    return found


def job_of(piece: Piece) -> Job | None:
    """None after some months: jobs are forgotten sooner than what came of them."""
    try:
        return jobs.job(piece.job)
    except NotFound:
        return None


def under_way(piece: Piece) -> bool:
    job = job_of(piece)
    return job is not None and not job.over


def names(language: str, reader: Reader) -> dict[str, Named]:
    """Of topics by their code, as far as somebody who sees the same has had them named; the newest name holds."""
    found: dict[str, Named] = {}
    known = Piece.objects.filter(key=key(Purpose.TOPICS, TOPICS, language, reader), letter__isnull=False)
    for piece in known.select_related("letter")[:NAMINGS]:
        for code, name in (piece.result or {}).get("names", {}).items():
            found.setdefault(code, Named(name, mark_of(piece)))
    return found


def drafted(ident: UUID, reader: Reader) -> Draft | None:
    found = piece(ident, reader)
    told = found.result
    if not told or "hypothesis" not in told:
        return None
    return Draft(told["title"], told["hypothesis"], tuple(told["steps"]), mark_of(found))


def mark_of(piece: Piece) -> Mark:
    """Of a piece that was written."""
    assert piece.letter is not None
    return Mark(piece.letter.model, piece.letter.at, piece.letter.pk)


def heard(ids: Sequence[str], reader: Reader) -> list[tuple[Heard, str]]:
    """Those of them that this reader may see, in this order, each with the code of its customer."""
    if not ids:
        return []
    query = """SELECT CAST(id AS VARCHAR) AS id, text, coalesce(customer, '') AS customer FROM feedback
        WHERE id IN (SELECT unnest($ids::UUID[])) AND text IS NOT NULL"""
    rows = {row["id"]: row for row in open_facts(reader).sql(query, {"ids": list(ids)}).to_pylist()}
    found = [rows[ident] for ident in ids if ident in rows]
    return [(Heard(row["id"], row["text"]), row["customer"]) for row in found]
