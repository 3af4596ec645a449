"""From texts to documents and mentions: the kernel of the stage, pure functions on arrays and tables."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhiyin.understand.text import (
    claims,
    clauses,
    denial,
    emotions,
    harm,
    hearing,
    second,
    shipped,
    tables,
    threats,
    vectors,
    whole,
)
from zhiyin.understand.text.amended import Aspects, amended
from zhiyin.understand.text.amending import Amendment, digest
from zhiyin.understand.text.codes import Batch, Flags, encode
from zhiyin.understand.text.context import Rows, Setting, around
from zhiyin.understand.text.grams import letters
from zhiyin.understand.text.joining import join
from zhiyin.understand.text.language import Languages
from zhiyin.understand.text.language import chinese as hanzi
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.lexicon import Graph, Lexicon, Name, compile_words
from zhiyin.understand.text.likeness import Likeness, likest
from zhiyin.understand.text.model import Judge, Model, Numbers, Verdicts, load
from zhiyin.understand.text.opinions import Hit, Reading, Span, read, share, spoken
from zhiyin.understand.text.phrases import Found, outermost
from zhiyin.understand.text.scenes import Finder
from zhiyin.understand.text.tables import Annotations
from zhiyin.understand.text.weighing import Carriers, Judged, Sides, sides, weigh

RULES = "14"
"""Raised whenever the rules change what comes out; the word lists speak for themselves."""

BATCH = 1_000
_NO_TURN = [ord(sign) for sign in "不非也这那比跟和与"]
ROOM = 2_000_000
"""Texts and characters taken at once: bounds memory, changes nothing else."""


@dataclass(frozen=True)
class Said:
    """One batch, with all that was found in it."""

    batch: Batch
    languages: list[str]
    readings: list[Reading]
    chinese: Flags
    verdicts: Verdicts
    judges: dict[str, Judge]
    documents: Verdicts

    @property
    def spans(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where each clause begins and ends."""
        starts = np.array([reading.start for reading in self.readings], dtype=np.int64)
        ends = np.array([reading.end for reading in self.readings], dtype=np.int64)
        return starts, ends


class Understander:
    """`Understander(pack).annotate(texts)`. Keeps nothing between calls; the order of texts changes nothing."""

    def __init__(
        self,
        pack: Graph,
        model: Model | None = None,
        names: Iterable[Name] = (),
        likenesses: Iterable[Likeness] = (),
        barred: Iterable[tuple[str, str]] = (),
        amendments: Iterable[Amendment] = (),
    ) -> None:
        """`names` are words for the company's own brands and products, its rivals, its places; `likenesses` give
        clauses that no word claims to an aspect that they are like; `barred` are clauses that are not about an
        aspect, whatever words they hold; `amendments` are what people's judgements change of mentions."""
        self.pack = pack
        self.model = model or load()
        self._lexicon: Lexicon = compile_words(pack, names)
        self._scenes = Finder(pack.scenes)
        self._languages = Languages()
        places = {concept.code: number for number, concept in enumerate(pack.aspects)}
        self._codes = [*places]
        self._own = np.array([concept.own for concept in pack.aspects], dtype=np.bool_)
        self._parents = np.array([places.get(concept.parent, -1) for concept in pack.aspects], dtype=np.int64)
        self._whole = places.get(pack.whole) if pack.whole else None
        self._likenesses = [one for one in likenesses if one.code in places]
        self._liked = [places[one.code] for one in self._likenesses]
        self._barred = claims.barring(barred, places)
        self._amendments = tuple(amendments)
        self._judging = np.array([meaning.judging for meaning in self._lexicon.meanings])
        self._shy = np.array(
            [
                meaning.shy and (meaning.negates or len(word) == 1 or word.isascii())
                for word, meaning in zip(self._lexicon.phrases.words, self._lexicon.meanings, strict=True)
            ]
        )
        self._contrast = np.array([meaning.contrast for meaning in self._lexicon.meanings])
        self._excepting, self._rest = (
            np.array([cue in meaning.cues for meaning in self._lexicon.meanings]) for cue in ("excepting", "wholly")
        )
        # anything but friendly is one thing
        self._shy |= self._contrast

    @property
    def version(self) -> str:
        models = f"{self.model.version} second-{second.version()} {emotions.version()} hearing-{hearing.load().version}"
        said = f"rules-{RULES} words-{shipped.version()} {models} pack-{self.pack.code}"
        return f"{said} amended-{digest(self._amendments)}" if self._amendments else said

    def annotate(self, texts: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> Annotations:
        """Row numbers count from 0 in the order given."""
        listed = texts.to_pylist() if isinstance(texts, pa.Array | pa.ChunkedArray) else list(texts)
        with _unsearched():
            parts = [self._part(part, first) for first, part in _portions(listed)]
        return tables.join(parts)

    def polarity(self, texts: Sequence[str | None]) -> Numbers:
        """Polarity of whole texts only, without clauses and aspects."""
        batch = encode(texts)
        languages = self._languages.tell(batch)
        verdicts = self._documents(batch, languages, self._judges(batch))
        return tables.probabilities(verdicts).polarity

    def unnamed(self, texts: Sequence[str | None]) -> list[str]:
        """The clauses, normalised, that no word of any aspect claims."""
        batch = encode(texts)
        readings, _chinese = self._readings(batch, self._found(batch))
        return [said for _number, said in claims.unclaimed(batch, readings)]

    def subjects(self, texts: Sequence[str | None]) -> list[tuple[int, str, str]]:
        """What is spoken of, without how: number of the text, clause as it was written, aspect; no aspect for a clause
        that could be asked what it is like. A third of the time."""
        batch = encode(texts)
        readings, _chinese = self._readings(batch, self._found(batch))
        self._liken(batch, readings)
        found = []
        for reading in readings:
            first, last = batch.span(reading.start, reading.end)
            named = spoken(reading, share(reading), self._lexicon)
            clause = batch.texts[reading.text][first:last]
            found += [(reading.text, clause, self.pack.aspects[aspect].code) for aspect in named]
            if claims.open_(reading):
                found.append((reading.text, clause, ""))
        return found

    def _liken(self, batch: Batch, readings: Sequence[Reading]) -> None:
        """Words stay master: only clauses without an aspect are asked what they are like."""
        claims.bar(batch, readings, self._barred)
        open_ = claims.unclaimed(batch, readings) if self._likenesses else []
        if not open_:
            return
        best = likest(self._likenesses, vectors.load().placed(vectors.cut(text) for _number, text in open_))
        for place in np.flatnonzero(best >= 0).tolist():
            reading = readings[open_[place][0]]
            reading.aspects[self._liked[best[place]]] = [(reading.start, reading.end)]
            reading.likened = True

    def _part(self, texts: list[str | None], first: int) -> Annotations:
        said = self.read(encode(texts))
        self._liken(said.batch, said.readings)
        judged = self._hear(said)
        claims.bar(said.batch, said.readings, self._barred)
        mentions = weigh(said.readings, judged, self._lexicon, _carriers(said))
        scenes = self._scenes.find(said.batch)
        built = tables.build(
            said.batch, said.documents, said.languages, said.readings, mentions, self._lexicon, first, scenes
        )
        told = emotions.felt(built, said.batch, said.judges["zh"].families, said.readings, mentions)
        return self.amended(told, self._amendments) if self._amendments else told

    def amended(self, found: Annotations, amendments: Iterable[Amendment]) -> Annotations:
        """What was found, with amendments laid over it."""
        return amended(found, amendments, Aspects.of(self._lexicon, self._barred), self.naming)

    def naming(self, clauses: Sequence[tuple[str, str]]) -> list[list[Span]]:
        """Where the words of each clause name the aspect of this code."""
        batch = encode([clause for clause, _code in clauses])
        found = self._found(batch)
        places: list[list[Span]] = [[] for _ in clauses]
        owners = np.searchsorted(batch.starts, found.starts, side="right") - 1
        told = zip(*(one.tolist() for one in (owners, found.starts, found.ends, found.word)), strict=True)
        for owner, first, last, word in told:
            aspect = self._lexicon.meanings[word].aspect
            if aspect >= 0 and self._codes[aspect] == clauses[owner][1]:
                places[owner].append(batch.span(first, last))
        return places

    def read(self, batch: Batch) -> Said:
        languages = self._languages.tell(batch)
        found = self._found(batch)
        readings, chinese = self._readings(batch, found)
        judges = self._judges(batch)
        starts = np.array([reading.start for reading in readings], dtype=np.int64)
        ends = np.array([reading.end for reading in readings], dtype=np.int64)
        verdicts = _mixed(judges, starts, ends, chinese.astype(np.float64))
        foreign = [row for row, reading in enumerate(readings) if languages[reading.text] == "other"]
        for row in foreign:
            claims.hush(readings[row])
            verdicts.polar[row], verdicts.stand[row] = 0.0, 0.0 if readings[row].emoji else tables.UNTOLD
        documents = self._documents(batch, languages, judges)
        return Said(batch, languages, readings, chinese, verdicts, judges, documents)

    def setting(self, said: Said) -> Setting:
        return around(said.batch, said.readings, said.verdicts, said.documents, len(self.pack.aspects))

    def sides(self, said: Said) -> Sides:
        """What rules and the polarity model make of each clause, before `hearing` has its say."""
        judged = Judged.plain(said.verdicts.polar, said.verdicts.stand)
        return sides(said.readings, range(len(said.readings)), judged, self._lexicon)

    def ties(self, setting: Setting) -> list[Rows]:
        return setting.ties(self._parents, self._whole)

    def _hear(self, said: Said) -> Judged:
        """How each clause is judged in its text; clauses that no word claims are given the aspect they are about."""
        verdicts = said.verdicts
        if not said.readings:
            return Judged.plain(verdicts.polar, verdicts.stand)
        setting, model = self.setting(said), hearing.load()
        families = {code: judge.families for code, judge in said.judges.items()}
        shifts = model.shifts(said.batch, said.spans, said.chinese, setting, families)
        (take, lean), (more, towards) = model.scales.tolist(), shifts.T
        judged = Judged(verdicts.polar, verdicts.stand, (lean, towards), (take, more))
        counts = hearing.listened(said.readings, judged)
        rows = np.flatnonzero(counts)
        chances = np.zeros((len(counts), len(self._codes) + 1))
        chances[:, -1] = 1.0
        chances[rows] = softmax(model.scores(self.pack.code, self._codes, setting, self.ties(setting), rows))
        for row, reading in enumerate(said.readings):
            if reading.extras.apart:
                chances[row, list(reading.extras.apart)] = 0.0
        if self._whole is not None:
            plain = claims.plain(said.batch)
            for row in hearing.loose(chances, counts, setting, self._whole).tolist():
                reading = said.readings[row]
                # 酸梅汁还不错 is not about the hotel
                if reading.opinions and whole.subject(plain[reading.start : reading.end]):
                    chances[row, self._whole] = 0.0
        limits = model.limits(self.pack.code)
        own = self._own | model.unread(self.pack.code, self._codes)
        hearing.give(said.readings, counts, chances, setting, own, self._whole, self._parents, limits)
        return judged

    def _found(self, batch: Batch) -> Found:
        """Judging words give way to longer judging words, negators and cues to any longer word (非 in 非常)."""
        found = self._lexicon.phrases.find(batch)
        if not len(found.word):
            return found
        judging = self._judging[found.word]
        keep = ~judging
        keep[np.flatnonzero(judging)[outermost(found.chosen(judging))]] = True
        return found.chosen(keep & (outermost(found) | ~self._shy[found.word]))

    def _readings(self, batch: Batch, found: Found) -> tuple[list[Reading], Flags]:
        turns = found.starts[self._contrast[found.word]] if len(found.word) else found.starts
        # 不但 … is no contrast, nor is 这就是 …
        turns = turns[(turns == 0) | ~np.isin(batch.codes[turns - 1], _NO_TURN)]
        if len(found.word):
            excepting, rest = self._excepting[found.word], self._rest[found.word]
            turns = np.append(turns, clauses.rests(batch, found.ends[excepting], found.starts[rest], turns))
            turns = np.append(turns, clauses.resumed(batch, np.unique(found.starts[excepting])))
        cut = clauses.cut(batch, turns)
        if not len(cut.starts):
            return [], np.zeros(0, dtype=np.bool_)
        sums = np.concatenate([[0], np.cumsum(hanzi(batch.codes))])
        chinese = sums[cut.ends] > sums[cut.starts]
        hits = self._hits(cut, found)
        columns = (cut.starts, cut.ends, cut.text, cut.asks, chinese)
        told = zip(*(one.tolist() for one in columns), hits, strict=True)
        readings = [read(start, end, text, asks, found, han) for start, end, text, asks, han, found in told]
        plain = claims.plain(batch)
        for reading, some, han in zip(readings, hits, chinese.tolist(), strict=True):
            if reading.emotions:
                emotions.deny(reading, some, han)
            if "safety" in reading.intents:
                harm.spare(plain, reading, some)
            if reading.intents or reading.extras.cues:
                threats.weigh(plain, reading, some)
            if not denial.CUES.isdisjoint(reading.extras.cues):
                denial.turn(plain, reading)
        return join(batch, readings, cut.sentence, chinese)

    def _hits(self, cut: clauses.Clauses, found: Found) -> list[list[Hit]]:
        """Of each clause, in the order of the text, as they were found."""
        place = np.searchsorted(cut.starts, found.starts, side="right") - 1
        inside = (place >= 0) & (found.ends <= cut.ends[place])
        meanings = self._lexicon.meanings
        words = [meanings[word] for word in found.word[inside].tolist()]
        hits = list(zip(found.starts[inside].tolist(), found.ends[inside].tolist(), words, strict=True))
        borders = np.searchsorted(place[inside], np.arange(len(cut.starts) + 1)).tolist()
        return [hits[first:last] for first, last in pairwise(borders)]

    def _judges(self, batch: Batch) -> dict[str, Judge]:
        """Of both languages, whatever the batch holds: what a text is found to be must not depend on the others."""
        return {code: Judge(batch, weights) for code, weights in self.model.languages.items()}

    @staticmethod
    def _documents(batch: Batch, languages: list[str], judges: dict[str, Judge]) -> Verdicts:
        han = np.concatenate([[0], np.cumsum(hanzi(batch.codes))])
        latin = np.concatenate([[0], np.cumsum(letters(batch.codes))])
        signs = (han[batch.ends] - han[batch.starts]) * 2.5
        total = signs + (latin[batch.ends] - latin[batch.starts])
        share = np.divide(signs, total, out=np.zeros(len(signs)), where=total > 0)
        told = np.array(languages, dtype=object)
        share[told == "zh"], share[told == "en"] = 1.0, 0.0
        verdicts = _mixed(judges, batch.starts, batch.ends, share)
        doubtful = np.flatnonzero((told == "zh") & (np.abs(verdicts.polar) < second.DOUBT))
        if len(doubtful):
            verdicts.polar[doubtful] = second.load().judge(batch, doubtful, verdicts.polar[doubtful])
        verdicts.polar[told == "other"] = 0.0
        verdicts.stand[told == "other"] = tables.UNTOLD
        return verdicts


def _mixed(
    judges: dict[str, Judge], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], share: Numbers
) -> Verdicts:
    """Both languages' judgements, weighted by the share of Chinese."""
    polar, stand = np.zeros(len(starts)), np.zeros(len(starts))
    for code, part in (("zh", share), ("en", 1.0 - share)):
        verdicts = judges[code].judge(starts, ends)
        polar += part * verdicts.polar
        stand += part * verdicts.stand
    return Verdicts(polar, stand)


@contextmanager
def _unsearched() -> Iterator[None]:
    """Without Python's search for cycles of objects: readings hold none, and it took a quarter of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _portions(texts: list[str | None]) -> Iterable[tuple[int, list[str | None]]]:
    first, size = 0, 0
    for place, text in enumerate(texts):
        size += len(text or "") + 1
        if place + 1 - first >= BATCH or size >= ROOM:
            yield first, texts[first : place + 1]
            first, size = place + 1, 0
    if first < len(texts):
        yield first, texts[first:]


def _carriers(said: Said) -> Carriers:
    """Which words of a clause weigh most; asked of those that no judging word explains."""
    starts, ends = said.spans
    held = {code: judge.ranges(starts, ends) for code, judge in said.judges.items()}
    languages = ["zh" if han else "en" for han in said.chinese.tolist()]

    def of(row: int, sign: int) -> list[Span]:
        code = languages[row]
        ranges = [(family, low[row], high[row]) for family, low, high in held.get(code, ())]
        return said.judges[code].carriers(ranges, sign) if ranges else []

    return of
