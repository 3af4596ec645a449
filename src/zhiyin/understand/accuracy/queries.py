"""The gold set: texts that people judged, read again by the model alone."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from zhiyin.understand.accuracy.rules import verdicts
from zhiyin.understand.accuracy.values import Judgement
from zhiyin.understand.corrections.models import Correction
from zhiyin.understand.corrections.queries import steps
from zhiyin.understand.corrections.values import Opinion, Step
from zhiyin.understand.pipeline.queries import understander, version
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

MOST = 5_000
"""Texts of the gold set that are read, those judged last: reading them takes some seconds, once a version."""

_GOLD = """
    SELECT CAST(feedback.id AS VARCHAR) AS id, feedback.text, coalesce(document.language, '') AS language,
        coalesce(feedback.source, '') AS source
    FROM feedback LEFT JOIN document ON document.feedback = feedback.id
    WHERE feedback.id IN (SELECT CAST(unnest(?) AS UUID)) AND feedback.text IS NOT NULL ORDER BY feedback.id
"""


class Gold:
    """One judged text as this reader may see it."""

    def __init__(self, feedback: str, text: str, language: str, source: str, steps: Sequence[Step]) -> None:
        self.feedback, self.text, self.language, self.source = feedback, text, language, source
        self.steps = steps


def gold(reader: Reader) -> list[Gold]:
    """Texts that are still what was judged, and that this reader may see."""
    newest = Correction.objects.filter(undone_at=None).order_by("-id").values_list("text_id", flat=True)
    ids = list(dict.fromkeys(newest.iterator()))[:MOST]
    if not ids:
        return []
    rows = open_facts(reader).sql(_GOLD, [ids]).to_pylist()
    judged = steps([row["id"] for row in rows], [row["text"] for row in rows])
    return [
        Gold(row["id"], row["text"], row["language"], row["source"], judged[place])
        for place, row in enumerate(rows)
        if judged.get(place)
    ]


def judgements(reader: Reader) -> list[Judgement]:
    """Every judged opinion beside what the model of today says of it, by itself."""
    texts = gold(reader)
    found = read(version(), tuple(one.text for one in texts))
    return [
        Judgement(verdict, one.feedback, one.text, one.language, one.source)
        for one, said in zip(texts, found, strict=True)
        for verdict in verdicts(said, one.steps)
    ]


@lru_cache(maxsize=4)
def read(versions: str, texts: tuple[str, ...]) -> list[list[Opinion]]:
    """What the model finds; `versions` is there for the memory."""
    found: list[list[Opinion]] = [[] for _ in texts]
    rows = understander().annotate(texts).mentions.to_pylist()
    for row, some in groupby(rows, key=lambda one: one["row"]):
        found[row] = [Opinion.of(one) for one in some]
    return found


def people() -> dict[str, str]:
    """Who judged: what they are called."""
    rows = Correction.objects.values_list("actor_kind", "actor_id", "actor_name").order_by("id")
    return {f"{kind}:{ident}": name for kind, ident, name in rows}
