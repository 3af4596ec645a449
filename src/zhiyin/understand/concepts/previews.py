"""What a draft would find, asked of the kernel itself on voices of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from zhiyin.company import packs
from zhiyin.company.concepts import rules as words
from zhiyin.company.concepts.queries import ideas
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs.values import OWN, Name
from zhiyin.company.queries import company, zone
from zhiyin.kit.time import Period
from zhiyin.stats.intervals import proportion
from zhiyin.understand.concepts import read, rules
from zhiyin.understand.concepts.values import Caught, Draft, Preview
from zhiyin.understand.likenesses.queries import drawn, likenesses
from zhiyin.understand.pipeline.queries import known_names
from zhiyin.understand.text import likeness, vectors
from zhiyin.understand.text.likeness import Likeness
from zhiyin.understand.topics.queries import conditions
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

LOOKED_AT, SHOWN, MISSED, NEAREST = 2_000, 12, 6, 200
DRAFT = f"{OWN}draft"

_COUNT = """SELECT count(*) AS n FROM feedback WHERE "at" >= $start AND "at" < $end AND text IS NOT NULL {where}"""
_TEXTS = """SELECT CAST(id AS VARCHAR) AS voice, left(text, 2000) AS text FROM feedback
    WHERE "at" >= $start AND "at" < $end AND text IS NOT NULL AND hash(id) % $part = 0 {where} ORDER BY "at" DESC, id"""


def preview(draft: Draft, code: str, period: Period, where: Mapping[str, Sequence[str]], reader: Reader) -> Preview:
    """`code`: the concept that is being changed, whose former words must not count; empty for a new one."""
    n, voices = _looked_at(period, where, reader)
    texts = tuple(str(row["text"]) for row in voices)
    idea, rest = _idea(draft), tuple(one for one in ideas() if one.code != code)
    pack = words.extended(packs.load(company().pack), (*rest, idea))
    learned = _learned(idea)
    said = read.clauses(company().pack, read.worded((*rest, idea)), known_names(), texts)
    caught, open_ = _parted(said, [str(row["voice"]) for row in voices], idea)
    heard = [one for one in likenesses(pack) if one.code != code]
    alike, missed = _liked(open_, heard, learned, idea) if learned else ([], [])
    caught += alike
    hit = {one.voice for one in caught}
    share = proportion([len(hit)], [max(1, len(texts))])
    aspect = next((one for one in pack.aspects if one.code == draft.extends), None)
    meant = (*idea.words, *(aspect.synonyms if aspect else ()))
    return Preview(
        len(texts), n, len(hit), len({one.voice for one in caught if one.by_words}),
        float(share.value[0]), float(share.low[0]), float(share.high[0]), _shown(caught), missed,
        rules.synonyms(
            meant, read.phrases(texts), words.owners(pack), vectors.load(), [name.word for name in known_names()],
            list({clause: None for _row, clause, _aspect in said}),
        ),
        learned is not None and idea.taught,
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


def _idea(draft: Draft) -> Idea:
    sound = tuple(word for word in words.tidy(draft.words) if not words.bad([word]))
    judged = [tuple(words.tidy(some)) for some in (draft.examples, draft.refused)]
    return Idea(DRAFT, Name("draft", "draft"), words=sound, examples=judged[0], refused=judged[1])


def _learned(idea: Idea) -> Likeness | None:
    """From two examples on there is a direction; heard is what lies in it from five on."""
    if len(idea.examples) < 2:
        return None
    usual = read.usual(company().pack, read.worded(ideas()), drawn())
    return likeness.learn(idea.code, idea.examples, usual, vectors.load(), idea.refused)


def _parted(said: Sequence[read.Said], voices: Sequence[str], idea: Idea) -> tuple[list[Caught], list[Caught]]:
    """Clauses that its words claim, and clauses that no word does."""
    folded = [words.folded(word) for word in idea.words]
    refused = {words.folded(one) for one in idea.refused}
    caught = [
        Caught(voices[row], clause, any(word in words.folded(clause) for word in folded))
        for row, clause, aspect in said
        if aspect == DRAFT and words.folded(clause) not in refused
    ]
    return caught, [Caught(voices[row], clause, False) for row, clause, aspect in said if not aspect]


def _liked(
    open_: Sequence[Caught], heard: Sequence[Likeness], learned: Likeness, idea: Idea
) -> tuple[list[Caught], list[Caught]]:
    """Those that are like its examples more than like any other concept's; and the nearest that are not, which nobody
    judged."""
    rows = read.places(tuple(one.clause for one in open_))
    if not len(rows):
        return [], []
    over = learned.over(rows)
    mine = likeness.likest([*heard, learned], rows) == len(heard) if idea.taught else np.zeros(len(rows), np.bool_)
    weighed = [replace(one, over=far) for one, far in zip(open_, over.tolist(), strict=True)]
    judged = {words.folded(one) for one in (*idea.examples, *idea.refused)}
    below = [place for place in np.argsort(-over, kind="stable").tolist() if not mine[place]]
    asked = [place for place in below[:NEAREST] if words.folded(weighed[place].clause) not in judged]
    return [weighed[place] for place in np.flatnonzero(mine).tolist()], [
        weighed[place] for place in likeness.distinct(rows, asked, MISSED)
    ]


def _shown(caught: Sequence[Caught]) -> list[Caught]:
    """Each clause once: by words the newest first; by examples what is least sure first, which teaches most."""
    once = list({one.clause: one for one in reversed(caught)}.values())[::-1]
    by_words = [one for one in once if one.by_words]
    alike = sorted((one for one in once if not one.by_words), key=lambda one: (one.over, one.clause))
    half = SHOWN // 2
    return [*alike[: max(half, SHOWN - len(by_words))], *by_words[: max(half, SHOWN - len(alike))]]
