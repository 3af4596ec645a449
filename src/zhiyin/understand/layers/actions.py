"""Learning layers from what people judged, one of a kind, and putting them to use or out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.kit.errors import Conflict, Invalid, NotFound
from zhiyin.kit.time import now
from zhiyin.understand.accuracy.queries import Gold, gold
from zhiyin.understand.layers import evidence, queries, rules
from zhiyin.understand.layers.evidence import Mentions
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.layers.values import KINDS, POLARITY, Key
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.text import amending
from zhiyin.understand.text.layer import layered, pack
from zhiyin.understand.text.model import load
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.reader import Reader

READER = Reader.of_task("learn")

# A sentence for each: the worker keeps them as they are, whoever looks reads them in their own language.
_FEW = {
    POLARITY: _(
        "{n} judged opinions are too few to learn the valence from; {needed} are needed. Judge some more voices first."
    ),
    "aspect": _("{n} judged opinions are too few to learn aspects from; {needed} are needed."),
    "emotion": _("{n} judged opinions are too few to learn emotions from; {needed} are needed."),
    "intent": _("{n} judged opinions are too few to learn intents from; {needed} are needed."),
}
_RIGHT = {
    "aspect": _("Of {n} judged opinions nobody corrected the aspect: there is nothing to learn about aspects."),
    "emotion": _("Of {n} judged opinions nobody corrected the emotion: there is nothing to learn about emotions."),
    "intent": _("Of {n} judged opinions nobody corrected the intent: there is nothing to learn about intents."),
}


@dataclass(frozen=True)
class Outcome:
    """What was learned, and of which kinds nothing, for the reason given."""

    layers: tuple[LearnedLayer, ...]
    refused: Mapping[str, Invalid]


def begin(actor: Actor) -> UUID:
    """Have the worker learn; the job says when it is done."""
    # Imported here: tasks import actions.
    from zhiyin.understand.layers.tasks import run_job

    return pipeline.put(actor, "learn", run_job)


def run(ident: UUID | str) -> None:
    def work(job: Job) -> dict[str, object]:
        outcome = learn_all(replace(Actor.of_task("learn"), name=job.actor_name or "learn"))
        refused = {kind: jobs.untranslated(error) for kind, error in outcome.refused.items()}
        return {"layers": [made.pk for made in outcome.layers], "refused": refused}

    jobs.run(ident, work)


def learn_all(actor: Actor) -> Outcome:
    """Every kind by itself: that there is too little to learn of one keeps no other."""
    check(actor, Permission.RUN_UNDERSTANDING)
    texts, made, refused = gold(READER), [], {}
    for kind in KINDS:
        try:
            made.append(learn(actor, kind, texts))
        except Invalid as error:
            refused[kind] = error
    return Outcome(tuple(made), refused)


def learn(actor: Actor, kind: str = POLARITY, texts: list[Gold] | None = None) -> LearnedLayer:
    """Learn from all that was judged; the gate says whether the outcome may be used. Some seconds."""
    check(actor, Permission.RUN_UNDERSTANDING)
    texts = gold(READER) if texts is None else texts
    outcome, weights = _polarity(texts) if kind == POLARITY else _told(kind, texts)
    with transaction.atomic():
        made = LearnedLayer.objects.create(
            kind=kind,
            at=now(),
            actor_name=actor.name[:80],
            until=max(step.id for one in texts for step in one.steps),
            base=load().version,
            weights=weights,
            n=outcome.n,
            right_before=outcome.right_before,
            gained=outcome.gained,
            lost=outcome.lost,
            low=outcome.low,
            high=outcome.high,
            p=outcome.p,
            passed=outcome.passed,
        )
        counts = {"n": outcome.n, "gained": outcome.gained, "lost": outcome.lost}
        audit.record(actor, "learn", made, of=kind, passed=outcome.passed, **counts)
    return made


def use(actor: Actor, number: int) -> UUID:
    """Use this layer for its kind, or with 0 the shipped model alone. History is read again in the background: the job
    of that."""
    check(actor, Permission.RUN_UNDERSTANDING)
    with transaction.atomic():
        found = LearnedLayer.objects.select_for_update().filter(pk=number).first() if number else None
        if number and found is None:
            raise NotFound(_("There is no layer with the number {id}."), id=number)
        if found and not found.passed and rules.unproven(found.gained, found.lost, found.p):
            raise Conflict(
                _(
                    "This layer is better on what was wrong, but too few that were right were judged to know what it "
                    "breaks. Confirm some of those, then learn again."
                )
            )
        if found and not found.passed:
            raise Conflict(_("This layer did not get more right than what is in use, so it is not used."))
        if found and found.base != load().version:
            raise Conflict(_("This layer was learned over another version of the model. Learn again."))
        LearnedLayer.objects.filter(active=True, kind__in=[found.kind] if found else KINDS).update(active=False)
        if found:
            LearnedLayer.objects.filter(pk=number).update(active=True)
        audit.record(actor, "use", ("understand.learnedlayer", number or "–"))
        return pipeline.start(actor)


def leave(actor: Actor, number: int) -> UUID:
    """Put this layer out of use: its kind is as the shipped model has it. The job of reading history again."""
    check(actor, Permission.RUN_UNDERSTANDING)
    with transaction.atomic():
        if not LearnedLayer.objects.filter(pk=number, active=True).update(active=False):
            raise NotFound(_("The layer with the number {id} is not in use."), id=number)
        audit.record(actor, "leave", ("understand.learnedlayer", number))
        return pipeline.start(actor)


def _polarity(texts: list[Gold]) -> tuple[rules.Gate, bytes]:
    samples = evidence.samples(texts)
    if len(samples) < rules.FEWEST:
        raise Invalid(_FEW[POLARITY], n=len(samples), needed=rules.FEWEST)
    shipped = load()
    after: dict[Key, bool] = {}
    for fold in range(rules.FOLDS):
        apart = [one for one in texts if rules.fold(one.feedback) == fold]
        layer = rules.taught([one for one in samples if rules.fold(one.feedback) != fold], shipped)
        after |= evidence.rightness(apart, layered(shipped, layer))
    before = evidence.rightness(texts, shipped)
    if number := _in_use(POLARITY):
        before = _newer(before, evidence.rightness(texts, queries.model(((POLARITY, number),))), number)
    outcome, layer = rules.gate(before, after), rules.taught(samples, shipped)
    if not layer:
        raise Invalid(
            _("No language has {needed} judged opinions yet. Judge some more voices first."), needed=rules.FEWEST
        )
    return outcome, pack(layer)


def _told(kind: str, texts: list[Gold]) -> tuple[rules.Gate, bytes]:
    """Of aspect, emotion or intent."""
    mentions = Mentions(texts)
    told = mentions.told(kind)
    if len(told) < rules.FEWEST:
        raise Invalid(_FEW[kind], n=len(told), needed=rules.FEWEST)
    if all(one.said == one.truth for one in told):
        raise Invalid(_RIGHT[kind], n=len(told))
    after: dict[Key, bool] = {}
    for fold in range(rules.FOLDS):
        rest = [one for one in told if rules.fold(one.feedback) != fold]
        right = mentions.rightness(kind, [rules.amendment(kind, rest)] if rest else ())
        after |= {key: said for key, said in right.items() if rules.fold(key[0]) == fold}
    before = mentions.rightness(kind)
    if number := _in_use(kind):
        before = _newer(before, mentions.rightness(kind, [queries.amendment(number)]), number)
    return rules.gate(before, after), amending.pack(rules.amendment(kind, told))


def _in_use(kind: str) -> int:
    return dict(queries.active()).get(kind, 0)


def _newer(before: dict[Key, bool], used: Mapping[Key, bool], number: int) -> dict[Key, bool]:
    """On what the layer in use has learned from it looks better than it is: there the shipped model stands for it."""
    until = LearnedLayer.objects.values_list("until", flat=True).get(pk=number)
    return before | {key: right for key, right in used.items() if key[1] > until and key in before}
