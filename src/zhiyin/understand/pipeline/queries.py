"""What is still to be annotated. The documents are the cursor: feedback without one of this version is due."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

import pyarrow as pa

from zhiyin.company.concepts.queries import ideas, pack, with_ideas
from zhiyin.company.concepts.rules import barred
from zhiyin.company.concepts.values import Idea
from zhiyin.company.models import Brand, Product
from zhiyin.company.queries import company
from zhiyin.kit.memory import remembered
from zhiyin.understand.layers.queries import Active, active, amendments, model
from zhiyin.understand.layers.values import POLARITY
from zhiyin.understand.likenesses.queries import likenesses, taught
from zhiyin.understand.pipeline.models import Pause
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

READER = Reader.of_task("understand")
Learned = tuple[tuple[str, str], ...]

# The newest first: people look at this week while the years before are still being read.
_DUE = """
    SELECT CAST(feedback.id AS VARCHAR) AS id, document.feedback IS NOT NULL AS stale
    FROM feedback LEFT JOIN document ON document.feedback = feedback.id
    WHERE document.feedback IS NULL OR document.step_versions IS DISTINCT FROM ?
    ORDER BY feedback."at" DESC, feedback.id
"""
_COUNT = """
    SELECT count(*) AS total, count(*) FILTER (WHERE document.step_versions IS NOT DISTINCT FROM ?
        AND document.feedback IS NOT NULL) AS done,
        max(feedback."at") FILTER (WHERE document.step_versions IS DISTINCT FROM ?
            AND document.feedback IS NOT NULL) AS older
    FROM feedback LEFT JOIN document ON document.feedback = feedback.id
"""
_TEXTS = """
    SELECT CAST(id AS VARCHAR) AS id, "at", received_at, source, customer, unit, brand, product, touchpoint,
        channel, text
    FROM feedback WHERE id IN (SELECT CAST(unnest(?) AS UUID)) ORDER BY id
"""


@dataclass(frozen=True)
class Progress:
    """Of all voices. `older`: the newest of those that carry a former reading."""

    done: int
    total: int
    older: datetime | None = None
    pause: Pause | None = None

    @property
    def due(self) -> int:
        return self.total - self.done


@lru_cache(maxsize=4)
def _understander(
    name: str, some: tuple[Idea, ...], layers: Active, names: tuple[Name, ...], learned: Learned
) -> Understander:
    extended = with_ideas(name, some)
    refused = barred(some, extended)
    return Understander(extended, model(layers), names, likenesses(extended), refused, amendments(layers))


def understander() -> Understander:
    """With the pack of the company, the names on its map, and what it learned from people's judgements."""
    return _understander(company().pack, ideas(), active(), known_names(), taught())


def unamended() -> Understander:
    """As `understander`, but that aspect, emotion and intent are as they are without layers."""
    polarity = tuple(one for one in active() if one[0] == POLARITY)
    return _understander(company().pack, ideas(), polarity, known_names(), taught())


@remembered
def known_names() -> tuple[Name, ...]:
    """Brands and product lines, in both languages. Single products come and go too often: each change of a name has the
    whole history read again."""
    found = [
        Name("own" if brand.ours else "rival", brand.code, word)
        for brand in Brand.objects.filter(active=True)
        for word in (brand.name_zh, brand.name_en)
    ]
    found += [
        Name("product", line.code, word)
        for line in Product.objects.filter(active=True, parent=None)
        for word in (line.name_zh, line.name_en)
    ]
    return tuple(sorted({name for name in found if name.word}, key=lambda name: (name.kind, name.code, name.word)))


@lru_cache(maxsize=4)
def _digest(name: str, some: tuple[Idea, ...], names: tuple[Name, ...], learned: Learned) -> str:
    extended = with_ideas(name, some)
    # What is not there is not said: a version stays what it was before there was such a thing.
    heard = tuple(one.digest for one in likenesses(extended))
    more = [one for one in (heard, barred(some, extended)) if one]
    said = repr((extended, names, *more))
    return blake2b(said.encode(), digest_size=4).hexdigest()


def version() -> str:
    """What an annotation must carry to be up to date: rules, models, pack and its content, names on the
    map."""
    return f"{understander().version}-{_digest(company().pack, ideas(), known_names(), taught())}"


def touchpoints() -> dict[str, str]:
    """Aspect → where it is met, by the pack of the company."""
    return {aspect.code: aspect.touchpoint for aspect in pack().aspects if aspect.touchpoint}


def progress() -> Progress:
    wanted = version()
    row = open_facts(READER).sql(_COUNT, [wanted, wanted]).to_pylist()[0]
    return Progress(row["done"], row["total"], row["older"], pause())


def pause() -> Pause | None:
    """Who stopped the re-reading of history, and when."""
    return Pause.objects.first()


def due(step_versions: str) -> pa.Table:
    """`id` of the feedback to annotate, newest first; `stale`: it has annotations of another version."""
    return open_facts(READER).sql(_DUE, [step_versions])


def texts(ids: list[str]) -> pa.Table:
    return open_facts(READER).sql(_TEXTS, [ids])
