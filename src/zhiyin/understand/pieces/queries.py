"""Pieces as one reader may see them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import NotFound
from zhiyin.understand.pieces import rules
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.pieces.values import Heard
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader


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


def heard(ids: Sequence[str], reader: Reader) -> list[tuple[Heard, str]]:
    """Those of them that this reader may see, in this order, each with the code of its customer."""
    if not ids:
        return []
    query = """SELECT CAST(id AS VARCHAR) AS id, text, coalesce(customer, '') AS customer FROM feedback
        WHERE id IN (SELECT unnest($ids::UUID[])) AND text IS NOT NULL"""
    rows = {row["id"]: row for row in open_facts(reader).sql(query, {"ids": list(ids)}).to_pylist()}
    found = [rows[ident] for ident in ids if ident in rows]
    return [(Heard(row["id"], row["text"]), row["customer"]) for row in found]
