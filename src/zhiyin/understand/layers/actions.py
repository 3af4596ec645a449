"""Learning a layer from what people judged, and putting it to use or out of it."""

from dataclasses import replace
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
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.text.layer import layered, pack
from zhiyin.understand.text.model import load
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.reader import Reader

READER = Reader.of_task("learn")


def begin(actor: Actor) -> UUID:
    """Have the worker learn; the job says when it is done."""
    # Imported here: tasks import actions.
    from zhiyin.understand.layers.tasks import run_job

    return pipeline.put(actor, "learn", run_job)


def run(ident: UUID | str) -> None:
    def work(job: Job) -> dict[str, object]:
        made = learn(replace(Actor.of_task("learn"), name=job.actor_name or "learn"))
        return {"layer": made.pk, "passed": made.passed}

    jobs.run(ident, work)


def learn(actor: Actor) -> LearnedLayer:
    """Learn from all that was judged; the gate says whether the outcome may be used. Some seconds."""
    check(actor, Permission.RUN_UNDERSTANDING)
    texts = gold(READER)
    samples = evidence.samples(texts)
    if len(samples) < rules.FEWEST:
        raise Invalid(
            _("{n} judged opinions are too few to learn from; {needed} are needed. Judge some more voices first."),
            n=len(samples),
            needed=rules.FEWEST,
        )
    outcome = _judged(texts, samples)
    layer = rules.taught(samples, load())
    if not layer:
        raise Invalid(
            _("No language has {needed} judged opinions yet. Judge some more voices first."), needed=rules.FEWEST
        )
    with transaction.atomic():
        made = LearnedLayer.objects.create(
            at=now(),
            actor_name=actor.name[:80],
            until=max(step.id for one in texts for step in one.steps),
            base=load().version,
            weights=pack(layer),
            n=outcome.n,
            right_before=outcome.right_before,
            gained=outcome.gained,
            lost=outcome.lost,
            low=outcome.low,
            high=outcome.high,
            p=outcome.p,
            passed=outcome.passed,
        )
        audit.record(actor, "learn", made, n=outcome.n, gained=outcome.gained, lost=outcome.lost, passed=outcome.passed)
    return made


def use(actor: Actor, number: int) -> UUID:
    """Use this layer, or with 0 the shipped model alone. History is read again in the background: the job of that."""
    check(actor, Permission.RUN_UNDERSTANDING)
    with transaction.atomic():
        found = LearnedLayer.objects.select_for_update().filter(pk=number).first() if number else None
        if number and found is None:
            raise NotFound(_("There is no layer with the number {id}."), id=number)
        if found and not found.passed:
            raise Conflict(_("This layer did not get more right than what is in use, so it is not used."))
        if found and found.base != load().version:
            raise Conflict(_("This layer was learned over another version of the model. Learn again."))
        LearnedLayer.objects.filter(active=True).update(active=False)
        if found:
            LearnedLayer.objects.filter(pk=number).update(active=True)
        audit.record(actor, "use", ("understand.learnedlayer", number or "–"))
        return pipeline.start(actor)


def _judged(texts: list[Gold], samples: list[rules.Sample]) -> rules.Gate:
    """Cross-validated: each fold is judged by a layer learned from the others."""
    shipped = load()
    before = evidence.rightness(texts, shipped)
    if number := queries.active():
        # On what the layer in use has learned from it looks better than it is: there the shipped model stands for it.
        until = LearnedLayer.objects.values_list("until", flat=True).get(pk=number)
        newer = evidence.rightness(texts, queries.model(number))
        before |= {key: right for key, right in newer.items() if key[1] > until and key in before}
    after: dict[rules.Key, bool] = {}
    for fold in range(rules.FOLDS):
        apart = [one for one in texts if rules.fold(one.feedback) == fold]
        layer = rules.taught([one for one in samples if rules.fold(one.feedback) != fold], shipped)
        after |= evidence.rightness(apart, layered(shipped, layer))
    return rules.gate(before, after)
