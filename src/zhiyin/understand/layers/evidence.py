"""What there is to learn from, and how right a model is about it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from zhiyin.company.concepts.queries import pack
from zhiyin.understand.accuracy.queries import Gold
from zhiyin.understand.accuracy.rules import verdicts
from zhiyin.understand.accuracy.values import NONE, Verdict
from zhiyin.understand.corrections.rules import whole
from zhiyin.understand.corrections.values import Opinion
from zhiyin.understand.layers.values import Key, Sample, Told
from zhiyin.understand.pipeline.queries import unamended
from zhiyin.understand.text.amended import AGAINST
from zhiyin.understand.text.amending import Amendment
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import EMOTIONS
from zhiyin.understand.text.model import Model
from zhiyin.understand.text.tables import Annotations
from zhiyin.understand.text.weighing import INTENTS


def samples(texts: Sequence[Gold]) -> list[Sample]:
    """Stretches on whose label people are of one mind, and whole texts that they gave a label."""
    found = []
    for one in texts:
        spans: dict[tuple[int, int], set[str]] = {}
        for verdict in verdicts([], one.steps):
            if verdict.truth != NONE:
                spans.setdefault((verdict.opinion.start, verdict.opinion.end), set()).add(verdict.truth)
        found += [Sample(one.feedback, one.text[a:b], min(said)) for (a, b), said in spans.items() if len(said) == 1]
        if label := whole(one.steps):
            found.append(Sample(one.feedback, one.text, label))
    return found


def rightness(texts: Sequence[Gold], by: Model) -> dict[Key, bool]:
    """Whether this model calls each judged opinion, and each judged text, right."""
    if not texts:
        return {}
    said = Understander(pack(), by).annotate([one.text for one in texts])
    found = _opinions(said)
    labels = said.documents["label"].to_pylist()
    right: dict[Key, bool] = {}
    for row, one in enumerate(texts):
        for verdict in verdicts(found.get(row, []), one.steps):
            # What no model can get wrong by its label is not at stake here.
            if verdict.number and verdict.truth != NONE:
                right[one.feedback, verdict.number, verdict.opinion.start, verdict.opinion.aspect] = verdict.right
        if label := whole(one.steps):
            right[one.feedback, one.steps[-1].id, -1, ""] = labels[row] == label
    return right


class Mentions:
    """Judged texts as they are read without layers of aspect, emotion and intent, and what these would make of them."""

    def __init__(self, texts: Sequence[Gold]) -> None:
        self.texts = texts
        self._reader = unamended()
        self._found = self._reader.annotate([one.text for one in texts])

    def told(self, kind: str) -> list[Told]:
        """Of each judged mention that was found. Aspects that are gone cannot be learned; that praise was taken for
        complaint is its label's affair."""
        known = {"", *{"aspect": (one.code for one in pack().aspects), "emotion": EMOTIONS, "intent": INTENTS}[kind]}
        found = []
        for one, verdict in self._judged(self._found):
            truth, said = ("" if name == NONE else name for name in verdict.told(kind))
            if truth in known and not (kind == "intent" and AGAINST.get(truth) == verdict.said):
                stretch = one.text[verdict.opinion.start : verdict.opinion.end]
                found.append(Told(one.feedback, stretch, said, truth))
        return found

    def rightness(self, kind: str, amendments: Iterable[Amendment] = ()) -> dict[Key, bool]:
        """Whether aspect, emotion or intent of each judged mention that is found is what people say."""
        right: dict[Key, bool] = {}
        for one, verdict in self._judged(self._reader.amended(self._found, amendments)):
            truth, said = verdict.told(kind)
            right[one.feedback, verdict.number, verdict.opinion.start, verdict.opinion.aspect] = truth == said
        return right

    def _judged(self, said: Annotations) -> Iterator[tuple[Gold, Verdict]]:
        """What people judged and is found; of what is not, no layer can tell anything."""
        listed = _opinions(said)
        for row, one in enumerate(self.texts):
            for verdict in verdicts(listed.get(row, []), one.steps):
                if verdict.number and NONE not in (verdict.truth, verdict.said):
                    yield one, verdict


def _opinions(said: Annotations) -> dict[int, list[Opinion]]:
    """By the row of the text."""
    rows = groupby(said.mentions.to_pylist(), key=lambda one: one["row"])
    return {row: [Opinion.of(one) for one in some] for row, some in rows}
