"""Asking. The record and its part of the budget stand in the database before the first byte leaves; whatever happens
then, the record tells what left, and what may be on the bill stays counted."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company.queries import zone
from zhiyin.connectors.chat import Reply, chat
from zhiyin.connectors.chat.errors import NoAnswer
from zhiyin.connectors.chat.rules import origin
from zhiyin.kit.errors import Conflict, ZhiyinError
from zhiyin.kit.time import now
from zhiyin.understand.writer import queries, rules
from zhiyin.understand.writer.actions import locked
from zhiyin.understand.writer.models import Allowance, Letter
from zhiyin.understand.writer.values import Outcome, Purpose, Setup, Written

MOST = 800
"""Tokens an answer may have."""
PAUSE_S = 0.5
SLACK = timedelta(seconds=30)
"""Between the last moment an answer counts and the moment its process is taken for dead."""


class BudgetGone(Conflict):
    code = "budget_gone"


class Busy(ZhiyinError):
    code = "busy"
    status = 503


@dataclass(frozen=True)
class Question:
    purpose: Purpose
    instructions: str
    material: str
    most: int
    key: str
    cost: int


def ask(
    purpose: Purpose,
    instructions: str,
    material: str,
    *,
    actor: Actor,
    hidden: Iterable[str] = (),
    tick: Callable[[], None] | None = None,
    most: int = MOST,
    fresh: bool = False,
) -> Written | None:
    """What the model writes about the material; None where no model is set up. Nothing leaves unmasked; `hidden` are
    further words that name somebody. The same question is answered from what was written before, unless `fresh`.
    Call it outside a transaction; `tick` is called twice a second and ends it by raising."""
    check(actor, Permission.READ_PERSONAL)
    setup = queries.setup()
    if not setup.on:
        return None
    words = frozenset(hidden)
    said, told = rules.masked(instructions, words), rules.masked(material, words)
    key = rules.key(setup.endpoint.model, said, told, most)
    question = Question(purpose, said, told, most, key, rules.cost(said, told, most))
    until = time.monotonic() + setup.seconds + SLACK.total_seconds()
    while True:
        found = _reserve(question, setup, actor, fresh)
        if isinstance(found, Written):
            return found
        if found is not None:
            return _send(found, question, setup, tick)
        # Somebody asks the very same at this moment, or as many as may are asking.
        if time.monotonic() >= until:
            raise Busy(_("Too many questions are being asked at once. Try again in a minute."))
        time.sleep(PAUSE_S)
        if tick:
            tick()


@transaction.atomic(durable=True)
def _reserve(question: Question, setup: Setup, actor: Actor, fresh: bool) -> Letter | Written | None:
    """A record to ask under, what was written before, or None: wait."""
    locked()
    moment = now()
    waiting = Letter.objects.filter(outcome=Outcome.WAITING)
    waiting.filter(until__lt=moment).update(outcome=Outcome.LOST)
    # In this order: who settles between the two looks is waited for once more, and not paid twice.
    asked = waiting.filter(key=question.key).exists()
    if not asked and not fresh and (known := _known(question.key)):
        Letter.objects.filter(pk=known.letter).update(reused=F("reused") + 1)
        return known
    if asked or waiting.count() >= setup.concurrent:
        return None
    month = rules.month(moment, zone())
    Allowance.objects.get_or_create(month=month)
    affordable = Allowance.objects.filter(month=month, spent__lte=setup.budget - question.cost)
    if not affordable.update(spent=F("spent") + question.cost, requests=F("requests") + 1):
        spent = Allowance.objects.get(month=month).spent
        raise BudgetGone(
            _("This month's budget of {budget} tokens does not suffice: {spent} are spent, and this question may take "
              "{cost}. An administrator can raise it in the settings."),
            budget=setup.budget,
            spent=spent,
            cost=question.cost,
        )  # fmt: skip
    return Letter.objects.create(
        at=moment, until=moment + timedelta(seconds=setup.seconds) + SLACK, actor_kind=actor.kind,
        actor_id=actor.id[:80], actor_name=actor.name[:80], purpose=question.purpose,
        origin=origin(setup.endpoint.address), model=setup.endpoint.model, key=question.key,
        instructions=question.instructions, material=question.material, month=month, reserved=question.cost,
        cost=question.cost,
    )  # fmt: skip


def _known(key: str) -> Written | None:
    found = Letter.objects.filter(key=key, outcome=Outcome.ANSWERED).first()
    return Written(found.answer, found.model, found.at, found.pk, cached=True) if found else None


def _send(letter: Letter, question: Question, setup: Setup, tick: Callable[[], None] | None) -> Written:
    started = time.monotonic()

    def ms() -> int:
        return round(1000 * (time.monotonic() - started))

    try:
        reply = chat(
            setup.endpoint, question.instructions, question.material,
            most=question.most, seconds=setup.seconds, tick=tick,
        )  # fmt: skip
    except NoAnswer as error:
        cost = question.cost if error.billed else 0
        _settle(letter, cost, outcome=Outcome.FAILED, problem=error.code, ms=ms())
        raise
    except BaseException:
        # Stopped by whoever waited: the other side may go on writing, and on counting.
        _settle(letter, question.cost, outcome=Outcome.STOPPED, ms=ms())
        raise
    cost = _spent(reply, question.cost)
    _settle(
        letter, cost, outcome=Outcome.ANSWERED, answer=reply.text, tokens_in=reply.tokens_in,
        tokens_out=reply.tokens_out, ms=ms(),
    )  # fmt: skip
    return Written(reply.text, letter.model, letter.at, letter.pk)


def _spent(reply: Reply, reserved: int) -> int:
    """As the server counted; where it does not, as much as was set aside."""
    if reply.tokens_in is None or reply.tokens_out is None:
        return reserved
    return reply.tokens_in + reply.tokens_out


@transaction.atomic(durable=True)
def _settle(letter: Letter, cost: int, **told: object) -> None:
    """The part of the reservation that was not used is free again."""
    Letter.objects.filter(pk=letter.pk).update(cost=cost, **told)
    Allowance.objects.filter(month=letter.month).update(spent=F("spent") - letter.reserved + cost)


@transaction.atomic
def forget(actor: Actor, number: int | None = None) -> int:
    """Delete one record of what left, or all of them; what was answered serves nobody any more after that."""
    check(actor, Permission.MANAGE_SETTINGS)
    # What is being asked at this moment must find its record again.
    found = Letter.objects.exclude(outcome=Outcome.WAITING)
    n = _delete(found.filter(pk=number) if number else found)
    audit.record(actor, "delete", ("understand.letter", number or "–"), n=n)
    return n


def prune() -> int:
    """By the clock: what is older than it is to be kept."""
    return _delete(Letter.objects.filter(at__lt=now() - timedelta(days=queries.setup().keep_days)))


def _delete(letters: QuerySet[Letter]) -> int:
    """With what stands on pages because of them."""
    _all, each = letters.delete()
    return each.get(Letter._meta.label, 0)
