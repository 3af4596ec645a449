"""The rows that indicators hang on, as Ibis expressions over guarded facts."""

from dataclasses import replace

import ibis
import ibis.expr.types as ir
from ibis import _

from zhiyin.measure.indicators.values import Base, Tables
from zhiyin.warehouse.engines import instant

PLACES = ("unit", "brand", "product", "touchpoint", "channel", "source")
FIRST, LAST = "first_instant", "last_instant"
"""Bound to the ends of all that is asked for, so that what is costly need not be done for every row there is."""
REPEAT_DAYS = 30
"""A customer who orders again within a month has come back; an order is counted once its month has passed."""


def _answers(table_of: Tables) -> ir.Table:
    table = table_of("answer").filter(_.score.notnull())
    return table.mutate(
        w=_.weight.coalesce(1.0),
        position=(_.score - _.scale_min.coalesce(0.0)) / (_.scale_max - _.scale_min.coalesce(0.0)),
    )


ANSWERS = Base(
    "answers", "answer", (*PLACES, "survey", "question", "instrument", "choice"), ("w", "score", "position"), _answers
)


UNWEIGHTED = replace(
    ANSWERS, name="answers_unweighted", rows=lambda table_of: _answers(table_of).mutate(w=ibis.literal(1.0))
)


def _opinions(table_of: Tables) -> ir.Table:
    return table_of("mention")


def _by_text(table: ir.Table, keys: list[str]) -> ir.Table:
    """Opinions in one text are alike, so the text is what counts as independent."""
    return table.group_by(["feedback", *keys]).agg(
        positive=(_.label == "positive").sum().cast("float64"),
        negative=(_.label == "negative").sum().cast("float64"),
        mentions=_.count().cast("float64"),
    )


OPINIONS = Base(
    "opinions", "mention", (*PLACES, "aspect", "intent", "emotion"), ("feedback", "label"), _opinions, _by_text
)


def _documents(table_of: Tables) -> ir.Table:
    return table_of("document")


DOCUMENTS = Base("documents", "document", (*PLACES, "language", "emotion"), ("label",), _documents)


def _voices(table_of: Tables) -> ir.Table:
    """What is written in a survey carries its answer's score along: that is no rating, and may begin at 0."""
    rated = (_.rating_scale > 1) & (_.kind.fill_null("") != "survey")
    return table_of("feedback").mutate(
        stars=ibis.ifelse(rated, 1 + 4 * (_.rating - 1) / (_.rating_scale - 1), ibis.null("float64"))
    )


VOICES = Base("voices", "feedback", (*PLACES, "kind", "language"), ("stars",), _voices)


def _orders(table_of: Tables) -> ir.Table:
    """Sorting orders by customer is the costly part, so only those that can follow one asked for are sorted."""
    known = table_of("order").filter(_.status.isnull() | (_.status != "cancelled"))
    after = ibis.interval(days=REPEAT_DAYS)
    last_at = known["at"].max().as_scalar()
    table = known.filter((_["at"] >= instant(FIRST)) & (_["at"] <= instant(LAST) + after))
    by_customer = ibis.window(group_by="customer", order_by="at")
    return table.mutate(next_at=_["at"].lead().over(by_customer)).mutate(
        ripe=_.customer.notnull() & (_["at"] + after <= last_at),
        followed=(_.next_at <= _["at"] + after).fill_null(False),
        late_days=(_.delivered_at.epoch_seconds() - _.promised_at.epoch_seconds()) / 86400.0,
    )


ORDERS = Base("orders", "order", (*PLACES, "status"), ("ripe", "followed", "late_days"), _orders)


def _conversations(table_of: Tables) -> ir.Table:
    """One row a conversation: when the customer first wrote, and how long until a person answered."""
    turns = table_of("turn")
    asked = turns.group_by("conversation").agg(
        asked_at=_["at"].min(where=_.speaker == "customer"),
        **{name: _[name].arbitrary() for name in PLACES},
        queue=_.queue.arbitrary(),
    )
    answered = turns.filter(_.speaker == "agent").select(talk=_.conversation, answered_at=_["at"])
    joined = asked.left_join(answered, (asked.conversation == answered.talk) & (answered.answered_at >= asked.asked_at))
    return (
        joined.group_by(["conversation", "asked_at", *PLACES, "queue"])
        .agg(answered_at=_.answered_at.min())
        .mutate(at=_.asked_at, wait=(_.answered_at.epoch_seconds() - _.asked_at.epoch_seconds()).cast("float64"))
    )


CONVERSATIONS = Base("conversations", "turn", (*PLACES, "queue"), ("wait",), _conversations)

_BASES = (ANSWERS, UNWEIGHTED, OPINIONS, DOCUMENTS, VOICES, ORDERS, CONVERSATIONS)


def _tagged(base: Base, feedback: str) -> Base:
    """An observation counts once for each aspect that its words mention; `feedback` is the column that names them."""

    def rows(table_of: Tables) -> ir.Table:
        tags = table_of("mention").filter(_.aspect.notnull()).select(said="feedback", aspect="aspect").distinct()
        table = base.rows(table_of)
        return table.inner_join(tags, table[feedback] == tags.said)

    return replace(base, name=f"{base.name}_by_aspect", dimensions=(*base.dimensions, "aspect"), rows=rows)


TAGGED = {
    base.name: _tagged(base, feedback)
    for base, feedback in ((ANSWERS, "feedback"), (VOICES, "id"), (DOCUMENTS, "feedback"))
}
"""Bases of observations that come with words, by the name of the plain base."""

BASES = {base.name: base for base in (*_BASES, *TAGGED.values())}
