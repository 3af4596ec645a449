"""In which situation a text was lived: 带孩子来过生日, on a business trip.

The words have a list of their own, so that a scene changes nothing of how a text is judged: in the list of the aspects
a longer word takes the place of shorter ones. Of two that overlap the one that begins first stands, the longer of
those that begin together; so 男朋友来 is no 朋友来, and an `unlike` word (孩子气) keeps the shorter one out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from zhiyin.understand.text import clauses
from zhiyin.understand.text.codes import Batch, Places
from zhiyin.understand.text.lexicon import forms
from zhiyin.understand.text.opinions import Reading
from zhiyin.understand.text.phrases import Phrases

Lists = list[list[str]]
_NOTHING: list[str] = []
_UNTOLD: Lists = [_NOTHING, _NOTHING]
MOST = 20
"""Words of one sentence whose places are told: each of its opinions tells all of them."""


@dataclass(frozen=True)
class Told:
    """One word that tells a scene: code, the sentence it stands in, and where in the batch."""

    scene: str
    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Scenes:
    """What a batch tells, by the number of the text, in the order of the text."""

    told: dict[int, list[Told]]
    sentences: Places
    """Of every place in the batch the number of its sentence, where anything is told."""

    def of_documents(self, size: int) -> dict[str, Lists]:
        """Of each text all that it names."""
        return {"scenes": [_codes(self.told.get(number, ())) for number in range(size)]}

    def of_mentions(self, readings: Sequence[Reading], origin: list[int], until: list[int]) -> dict[str, Lists]:
        """Codes, and where the words stand in the text, which may be outside the clause.

        An opinion has the scenes of its own sentence; where that names none, those of the last sentence before it that
        does; before the first of them, the first one's. People tell once with whom and what for they came, often not in
        the first sentence, and mean all of it until they tell of another time (上次和朋友来… 这次带孩子来…).
        """
        told = {text: _by_sentence(some, origin, until) for text, some in self.told.items()}
        held = [
            _nearest(told[reading.text], int(self.sentences[reading.start])) if reading.text in told else _UNTOLD
            for reading in readings
        ]
        return {"scenes": [codes for codes, _spans in held], "scene_spans": [spans for _codes, spans in held]}


def _by_sentence(told: Iterable[Told], origin: list[int], until: list[int]) -> tuple[list[int], list[Lists]]:
    """The sentences that tell anything, and the codes and spans of each, which all its opinions share."""
    numbers, held = [], []
    for number, some in groupby(told, attrgetter("sentence")):
        words = list(some)
        numbers.append(number)
        held.append([_codes(words), [f"{origin[one.start]}-{until[one.end - 1]}" for one in words[:MOST]]])
    return numbers, held


def _nearest(told: tuple[list[int], list[Lists]], sentence: int) -> Lists:
    numbers, held = told
    return held[max(0, bisect_right(numbers, sentence) - 1)]


def _codes(told: Iterable[Told]) -> list[str]:
    return list(dict.fromkeys(one.scene for one in told)) if told else _NOTHING


def _forms(word: str) -> list[str]:
    """In English also in the plural and with what is theirs: kids, my daughter's."""
    known = forms(word)
    return [*known, f"{known[0]}'s"] if len(known) > 1 else known


class Finder:
    """The scenes of a pack (`company.packs.values.Scene`), compiled."""

    def __init__(self, scenes: Iterable[Any]) -> None:
        owner: dict[str, str] = {}
        for scene in scenes:
            owner |= {form: scene.code for word in scene.synonyms for form in _forms(word)}
            owner |= {form: "" for word in scene.unlike for form in _forms(word)}
        self._phrases, self._owners = Phrases(owner), list(owner.values())

    def find(self, batch: Batch) -> Scenes:
        found = self._phrases.find(batch)
        told: dict[int, list[Told]] = {}
        if not len(found.word):
            return Scenes(told, found.starts)
        sentences = clauses.sentences(batch)
        texts = batch.starts.searchsorted(found.starts, side="right") - 1
        columns = (found.starts, found.ends, found.word, sentences[found.starts], texts)
        until = 0
        for start, end, word, sentence, text in zip(*(column.tolist() for column in columns), strict=True):
            if start < until:
                continue
            until = end
            if code := self._owners[word]:
                told.setdefault(text, []).append(Told(code, sentence, start, end))
        return Scenes(told, sentences)
