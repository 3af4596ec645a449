"""What a draft would find, asked of the kernel itself on voices of a period."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from zhiyin.company import packs
from zhiyin.company.concepts import rules as words
from zhiyin.company.concepts.queries import ideas
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs.values import OWN, Name
from zhiyin.company.queries import company, zone
from zhiyin.kit.time import Period
from zhiyin.stats.intervals import proportion
from zhiyin.understand.concepts import rules
from zhiyin.understand.concepts.values import Caught, Draft, Preview
from zhiyin.understand.likenesses.queries import likenesses, others
from zhiyin.understand.pipeline.queries import known_names, understander, version
from zhiyin.understand.text import likeness, vectors
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.topics.queries import conditions
from zhiyin.understand.topics.rules import spoken
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

LOOKED_AT, SHOWN = 2_000, 12
DRAFT = f"{OWN}draft"

_COUNT = """SELECT count(*) AS n FROM feedback WHERE "at" >= $start AND "at" < $end AND text IS NOT NULL {where}"""
_TEXTS = """SELECT CAST(id AS VARCHAR) AS voice, left(text, 2000) AS text FROM feedback
    WHERE "at" >= $start AND "at" < $end AND text IS NOT NULL AND hash(id) % $part = 0 {where} ORDER BY "at" DESC, id"""


def preview(draft: Draft, code: str, period: Period, where: Mapping[str, Sequence[str]], reader: Reader) -> Preview:
    """`code`: the concept that is being changed, whose former words must not count; empty for a new one."""
    n, voices = _looked_at(period, where, reader)
    texts = [str(row["text"]) for row in voices]
    idea = Idea(
        DRAFT, Name("draft", "draft"), words=tuple(word for word in words.tidy(draft.words) if not words.bad([word])),
        examples=tuple(words.tidy(draft.examples)),
    )  # fmt: skip
    rest = tuple(one for one in ideas() if one.code != code)
    pack = words.extended(packs.load(company().pack), (*rest, idea))
    learned = _learned(idea) if idea.taught else None
    heard = [one for one in likenesses(pack) if one.code != code]
    reading = Understander(pack, names=known_names(), likenesses=[*heard, *([learned] if learned else [])])
    folded = [words.folded(word) for word in idea.words]
    caught = [
        Caught(str(voices[row]["voice"]), clause, any(word in words.folded(clause) for word in folded))
        for row, clause, aspect in reading.subjects(texts)
        if aspect == DRAFT
    ]
    hit = {one.voice for one in caught}
    share = proportion([len(hit)], [max(1, len(texts))])
    uses = {phrase: len(found) for phrase, found in spoken(texts, vectors.load()).items()}
    aspect = next((one for one in pack.aspects if one.code == draft.extends), None)
    meant = (*idea.words, *(aspect.synonyms if aspect else ()))
    return Preview(
        len(texts), n, len(hit), len({one.voice for one in caught if one.by_words}),
        float(share.value[0]), float(share.low[0]), float(share.high[0]), _shown(caught),
        rules.synonyms(meant, uses, words.owners(pack), vectors.load()), learned is not None,
    )  # fmt: skip


def _looked_at(
    period: Period, where: Mapping[str, Sequence[str]], reader: Reader
) -> tuple[int, list[dict[str, object]]]:
    facts = open_facts(reader, zone=zone().key)
    tests, values = conditions(where)
    values |= {"start": period.start, "end": period.end}
    n: int = facts.sql(_COUNT.format(where=tests), values).to_pylist()[0]["n"]
    values["part"] = max(1, -(-n // LOOKED_AT))
    return n, facts.sql(_TEXTS.format(where=tests), values).to_pylist()


def _learned(idea: Idea) -> likeness.Likeness | None:
    return likeness.learn(idea.code, idea.examples, _usual(version()), vectors.load())


@lru_cache(maxsize=1)
def _usual(_version: str) -> Sequence[str]:
    """Kept while the words stay the same: whoever tries examples asks again and again."""
    return others(understander())


def _shown(caught: Sequence[Caught]) -> list[Caught]:
    """Newest first, each clause once; of either kind some, so that both can be judged."""
    once = list({one.clause: one for one in caught}.values())
    kinds = [[one for one in once if one.by_words is kind] for kind in (True, False)]
    half = SHOWN // 2
    return [*kinds[0][: max(half, SHOWN - len(kinds[1]))], *kinds[1][: max(half, SHOWN - len(kinds[0]))]]
