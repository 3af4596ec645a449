"""From people's steps and a model's answer to verdicts, and from verdicts to figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from zhiyin.stats.agreement import cohen, f_score, fleiss
from zhiyin.stats.intervals import proportion
from zhiyin.stats.values import Estimate
from zhiyin.understand.accuracy.values import CLASSES, NONE, Judgement, Report, Scores, Verdict
from zhiyin.understand.corrections.rules import same, together
from zhiyin.understand.corrections.values import Drawn, Opinion, Step, Verb

COLUMNS = (*CLASSES, NONE)


@dataclass
class _Item:
    """An opinion through the hands of its judges; `standing` is None once it was deleted."""

    seen: Opinion
    standing: Opinion | None
    drawn: str
    number: int
    votes: dict[str, str] = field(default_factory=dict)

    def vote(self, step: Step, standing: Opinion | None) -> None:
        if step.drawn == Drawn.RANDOM:
            self.drawn = step.drawn
        self.standing = standing
        self.votes[step.who] = standing.label if standing else NONE


def verdicts(found: Sequence[Opinion], steps: Sequence[Step]) -> list[Verdict]:
    """What people judged in one text, beside what the model (without them) finds in it."""
    items: list[_Item] = []
    for step in steps:
        if step.verb is Verb.WHOLE:
            continue
        if step.verb is Verb.COMPLETE:
            for one in step.after:
                _item(items, one, step).vote(step, one)
            continue
        if step.before is None:
            items += [_Item(one, one, step.drawn, step.id, {step.who: one.label}) for one in step.after]
            continue
        _item(items, step.before, step).vote(step, step.after[0] if step.after else None)
        items += [_Item(one, one, step.drawn, step.id, {step.who: one.label}) for one in step.after[1:]]
    complete = any(step.verb is Verb.COMPLETE for step in steps)
    return _matched(found, items, complete)


def _item(items: list[_Item], before: Opinion, step: Step) -> _Item:
    for item in items:
        if same(item.standing or item.seen, before):
            return item
    made = _Item(before, before, step.drawn, step.id)
    items.append(made)
    return made


def _matched(found: Sequence[Opinion], items: Sequence[_Item], complete: bool) -> list[Verdict]:
    left = list(found)
    matched: list[Opinion | None] = []
    # The same aspect first; what is left may be the same words under another aspect.
    for item in items:
        hit = next((one for one in left if same(one, item.standing or item.seen)), None)
        if hit:
            left.remove(hit)
        matched.append(hit)
    made = []
    for item, exact in zip(items, matched, strict=True):
        # Of a deleted opinion only the same one counts against the model.
        loose = None if exact or not item.standing else next((o for o in left if together(o, item.standing)), None)
        if loose:
            left.remove(loose)
        hit = exact or loose
        truth = item.standing.label if item.standing else NONE
        if truth == NONE and hit is None:
            continue
        aspect = hit.aspect if hit else ""
        made.append(
            Verdict(
                item.standing or item.seen,
                truth,
                hit.label if hit else NONE,
                aspect,
                item.drawn,
                dict(item.votes),
                item.number,
                hit.confidence if hit else 0.0,
                hit.emotion if hit else "",
                hit.intent if hit else "",
            )
        )
    if complete:
        made += [
            Verdict(one, NONE, one.label, one.aspect, "", {}, 0, one.confidence, one.emotion, one.intent)
            for one in left
        ]
    return made


def report(some: Sequence[Judgement]) -> Report:
    counts = Counter((one.verdict.truth, one.verdict.said) for one in some)
    table = [[counts[truth, said] for said in COLUMNS] for truth in COLUMNS]
    there = [one for one in some if NONE not in (one.verdict.truth, one.verdict.said)]
    return Report(
        len(some),
        proportion(sum(one.verdict.right for one in some), len(some)),
        proportion(sum(one.verdict.aspect_right for one in there), len(there)),
        _scores([(one.verdict.truth, one.verdict.said) for one in some], CLASSES),
        tuple((truth, tuple(row)) for truth, row in zip(COLUMNS, table, strict=True)),
    )


def told(some: Sequence[Judgement], kind: str) -> tuple[Scores, ...]:
    """Of every class of one of `KINDS` that people or the model name, the most frequent first."""
    pairs = [one.verdict.told(kind) for one in some]
    named = Counter(name for pair in pairs for name in pair if name != NONE)
    return _scores(pairs, sorted(named, key=lambda name: (-named[name], name)))


def _scores(pairs: Sequence[tuple[str, str]], names: Iterable[str]) -> tuple[Scores, ...]:
    """From what people and the model say, of each class."""
    truths, saids = Counter(truth for truth, _said in pairs), Counter(said for _truth, said in pairs)
    hits = Counter(truth for truth, said in pairs if truth == said)
    return tuple(
        Scores(
            name,
            proportion(hits[name], saids[name]),
            proportion(hits[name], truths[name]),
            f_score(hits[name], saids[name] - hits[name], truths[name] - hits[name]),
            truths[name],
            saids[name],
        )
        for name in names
    )


@dataclass(frozen=True)
class Pair:
    """Two people, and how well they agree about what both judged."""

    one: str
    other: str
    kappa: Estimate


def agreement(some: Sequence[Judgement]) -> tuple[Estimate, list[Pair]]:
    """κ over all who judged the same opinion, and of every two of them."""
    votes = [one.verdict.votes for one in some if len(one.verdict.votes) > 1]
    overall = fleiss([[list(given.values()).count(name) for name in COLUMNS] for given in votes] or np.zeros((0, 4)))
    tables: dict[tuple[str, str], list[list[int]]] = {}
    for given in votes:
        for one, other in combinations(sorted(given), 2):
            table = tables.setdefault((one, other), [[0] * len(COLUMNS) for _ in COLUMNS])
            table[COLUMNS.index(given[one])][COLUMNS.index(given[other])] += 1
    return overall, [Pair(one, other, cohen(table)) for (one, other), table in sorted(tables.items())]
