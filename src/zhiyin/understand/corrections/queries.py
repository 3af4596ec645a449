"""What people judged, and texts as one reader may see them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Forbidden, NotFound
from zhiyin.understand.corrections.models import Correction, JudgedText
from zhiyin.understand.corrections.rules import text_hash
from zhiyin.understand.corrections.values import MARK, Opinion, Said, Step
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.reader import Reader

_OPINIONS = """
    SELECT "start", "end", aspect, label, polarity, confidence, emotion, intent, need, intensity, words, step_versions
    FROM mention WHERE feedback = CAST(? AS UUID) ORDER BY "start", "end", aspect
"""
_TEXT = """
    SELECT CAST(id AS VARCHAR) AS id, text FROM feedback WHERE id = CAST(? AS UUID)
"""
_DOCUMENT = "SELECT label, polarity, step_versions FROM document WHERE feedback = CAST(? AS UUID)"


def revisions(ids: Sequence[str]) -> dict[str, int]:
    return dict(JudgedText.objects.filter(feedback__in=ids).values_list("feedback", "revision"))


def steps(ids: Sequence[str], texts: Sequence[str | None]) -> dict[int, list[Step]]:
    """By the place of the text. A step counts while the text is the one that was judged."""
    found: dict[str, list[Correction]] = {}
    for one in Correction.objects.filter(text__in=ids, undone_at=None):
        found.setdefault(one.text_id, []).append(one)
    standing: dict[int, list[Step]] = {}
    for place, (ident, text) in enumerate(zip(ids, texts, strict=True)):
        if ident in found and text:
            mine = text_hash(text)
            standing[place] = [one.step() for one in found[ident] if one.text_hash == mine]
    return standing


def behind() -> list[str]:
    """Texts whose last step is not in the facts yet: the process died in between."""
    return list(JudgedText.objects.exclude(applied=F("revision")).values_list("feedback", flat=True))


def revision(feedback: str) -> int:
    return JudgedText.objects.filter(pk=feedback).values_list("revision", flat=True).first() or 0


def last(feedback: str) -> Correction | None:
    """The step that can be undone."""
    return Correction.objects.filter(text=feedback, undone_at=None).last()


def said(feedback: str, reader: Reader) -> Said:
    """The text and what stands about it; raises when this reader may not see it, or no words of it."""
    facts = open_facts(reader)
    try:
        rows = facts.sql(_TEXT, [str(UUID(feedback))]).to_pylist()
    except ValueError:
        rows = []
    if not rows:
        raise NotFound(_("There is no such voice, or it belongs to a unit that you may not see."))
    ident, text = rows[0]["id"], rows[0]["text"]
    if not text:
        raise Forbidden(_("There are no words here that you could judge."))
    whole = facts.sql(_DOCUMENT, [ident]).to_pylist() or [{}]
    return Said(
        ident,
        text,
        whole[0].get("label") or "",
        whole[0].get("polarity") or 0.0,
        tuple(_opinions(facts, ident)),
        revision(ident),
        whole[0].get("step_versions") or "",
    )


def _opinions(facts: Facts, ident: str) -> list[Opinion]:
    return [opinion(row) for row in facts.sql(_OPINIONS, [ident]).to_pylist()]


def opinion(row: Mapping[str, Any]) -> Opinion:
    return Opinion.of({**row, "judged": author(row["step_versions"])})


def author(versions: str | None) -> int:
    """The correction a mention comes from; 0 when it is as the model says."""
    number = (versions or "").partition(MARK)[2]
    return int(number) if number.isdecimal() else 0
