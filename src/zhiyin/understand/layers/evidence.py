"""What there is to learn from, and how right a model is about it."""

from collections.abc import Sequence
from itertools import groupby

from zhiyin.company.concepts.queries import pack
from zhiyin.understand.accuracy.queries import Gold
from zhiyin.understand.accuracy.rules import verdicts
from zhiyin.understand.accuracy.values import NONE
from zhiyin.understand.corrections.rules import whole
from zhiyin.understand.corrections.values import Opinion
from zhiyin.understand.layers.rules import Key, Sample
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.model import Model


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
    found: dict[int, list[Opinion]] = {
        row: [Opinion.of(one) for one in some]
        for row, some in groupby(said.mentions.to_pylist(), key=lambda one: one["row"])
    }
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
