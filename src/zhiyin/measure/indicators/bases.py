"""The rows that indicators hang on, as Ibis expressions over guarded facts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import ibis
import ibis.expr.types as ir
from ibis import _

from zhiyin.measure.indicators.values import Base, Tables
from zhiyin.warehouse.engines import instant

PLACES = ("unit", "brand", "product", "touchpoint", "channel", "source")
VALENCE = "valence"
FIRST, LAST = "first_instant", "last_instant"
"""Bound to the ends of all that is asked for, so that what is costly need not be done for every row there is."""
REPEAT_DAYS = 30
"""A customer who orders again within a month has come back; an order is counted once its month has passed."""


ABOUT_DAYS = 3
"""An answer so soon after an order is about that order."""
CALM, ANGRY = 0.0, -0.6
"""Polarity from which words are no complaint any more, and up to which they are an angry one: of openings at or below
-0.6 in the sample company, 62 % are ones that were written as angry, and of those 94 % are found."""


@ibis.udf.scalar.builtin(name="epoch_us", signature=(("timestamp('UTC', 6)",), "int64"))  # type: ignore[untyped-decorator]  # ibis leaves it untyped
def _us(at: datetime) -> int:  # type: ignore[empty-body]  # DuckDB has the body
    """Microseconds of an instant. Adding days to it takes the calendar of a zone and 100 ms for 100,000 rows."""


def _punctuality(order: ir.Table) -> ir.Value:
    """late or on_time; null where nothing was promised or it never arrived."""
    known = order.promised_at.notnull() & order.delivered_at.notnull()
    return ibis.cases((~known, ibis.null("string")), (order.delivered_at > order.promised_at, "late"), else_="on_time")


def _answers(table_of: Tables) -> ir.Table:
    table = table_of("answer").filter(_.score.notnull())
    return table.mutate(
        w=_.weight.coalesce(1.0),
        position=(_.score - _.scale_min.coalesce(0.0)) / (_.scale_max - _.scale_min.coalesce(0.0)),
    )


def _after_orders(table_of: Tables) -> ir.Table:
    """Answers with what became of the order they are about: the same customer's last one before it."""
    answers, span = _answers(table_of), ibis.interval(days=ABOUT_DAYS)
    order = table_of("order").filter(_.customer.notnull() & (_.status.isnull() | (_.status != "cancelled")))
    order = order.select(
        who=order.customer, had_at=ibis.coalesce(order.delivered_at, order["at"]), had=_punctuality(order)
    ).filter((_.had_at >= instant(FIRST) - span) & (_.had_at < instant(LAST)))
    joined = answers.asof_join(order, on=answers["at"] >= order.had_at, predicates=answers.customer == order.who)
    return joined.mutate(punctuality=ibis.ifelse(_["at"] <= _.had_at + span, _.had, ibis.null("string")))


def _unweighted(rows: Callable[[Tables], ir.Table]) -> Callable[[Tables], ir.Table]:
    return lambda table_of: rows(table_of).mutate(w=ibis.literal(1.0))


_ASKED = (*PLACES, "survey", "question", "instrument", "choice")
_SCORED = ("instrument", "w", "score", "position")
ANSWERS = Base(
    "answers", "answer", _ASKED, _SCORED, _answers,
    wider=Base("answers_after_orders", "answer", (*_ASKED, "punctuality"), _SCORED, _after_orders),
)  # fmt: skip
UNWEIGHTED = Base(
    "answers_unweighted", "answer", _ASKED, _SCORED, _unweighted(_answers),
    wider=Base(
        "answers_after_orders_unweighted", "answer", (*_ASKED, "punctuality"), _SCORED, _unweighted(_after_orders)
    ),
)  # fmt: skip


def _opinions(table_of: Tables) -> ir.Table:
    return table_of("mention")


def _by_text(table: ir.Table, keys: list[str]) -> ir.Table:
    """Opinions in one text are alike, so the text is what counts as independent."""
    return table.group_by(["feedback", *keys]).agg(
        positive=(_.label == "positive").sum().cast("float64"),
        negative=(_.label == "negative").sum().cast("float64"),
        mentions=_.count().cast("float64"),
    )


def _in_scenes(rows: Callable[[Tables], ir.Table]) -> Callable[[Tables], ir.Table]:
    """What is told of no scene drops out; of several it counts once in each."""
    return lambda table_of: rows(table_of).mutate(scene=_.scenes.unnest())


_SAID = ("aspect", "intent", "emotion")
OPINIONS = Base(
    "opinions", "mention", (*PLACES, *_SAID), ("feedback", "label"), _opinions, within=_SAID, gather=_by_text,
    wider=Base(
        "opinions_in_scenes", "mention", (*PLACES, *_SAID, "scene"), ("feedback", "label"), _in_scenes(_opinions),
        within=(*_SAID, "scene"), gather=_by_text,
    ),
)  # fmt: skip


def _documents(table_of: Tables) -> ir.Table:
    return table_of("document")


_WHOLE = (*PLACES, "language", "emotion")
DOCUMENTS = Base(
    "documents", "document", _WHOLE, ("label",), _documents,
    wider=Base("documents_in_scenes", "document", (*_WHOLE, "scene"), ("label",), _in_scenes(_documents)),
)  # fmt: skip


def _voices(table_of: Tables) -> ir.Table:
    """What is written in a survey carries its answer's score along: that is no rating, and may begin at 0."""
    rated = (_.rating_scale > 1) & (_.kind.fill_null("") != "survey")
    return table_of("feedback").mutate(
        stars=ibis.ifelse(rated, 1 + 4 * (_.rating - 1) / (_.rating_scale - 1), ibis.null("float64"))
    )


VOICES = Base("voices", "feedback", (*PLACES, "kind", "language"), ("stars",), _voices)


def _orders(table_of: Tables) -> ir.Table:
    """Orders that another of the same customer follows are found by a join: sorting 100,000 of them by customer, with
    the columns they are split by, took four times as long."""
    orders, kept = table_of("order"), _.status.isnull() | (_.status != "cancelled")
    after = REPEAT_DAYS * 86_400_000_000
    asked = orders.filter(kept & (_["at"] >= instant(FIRST)) & (_["at"] < instant(LAST))).mutate(us=_us(_["at"]))
    later = orders.filter(kept & (_["at"] >= instant(FIRST)) & (_us(_["at"]) <= _us(instant(LAST)) + after))
    later = later.select(who="customer", later_us=_us(_["at"]), later_id="id")
    # Of two at the same moment (a file with days only) one follows the other.
    after_it = (later.later_us > asked.us) | ((later.later_us == asked.us) & (later.later_id > asked.id))
    again = asked.inner_join(
        later, [asked.customer == later.who, later.later_us >= asked.us, later.later_us <= asked.us + after, after_it]
    )
    again = again.select(followed_id="id").distinct()
    table = asked.left_join(again, asked.id == again.followed_id)
    return table.mutate(
        punctuality=_punctuality(table),
        ripe=_.customer.notnull() & (_.us + after <= orders.filter(kept).select(us=_us(_["at"])).us.max().as_scalar()),
        followed=_.followed_id.notnull(),
        late_days=(_us(_.delivered_at) - _us(_.promised_at)) / 86_400_000_000,
    )


ORDERS = Base("orders", "order", (*PLACES, "status", "punctuality"), ("ripe", "followed", "late_days"), _orders)


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
        .mutate(at=_.asked_at, wait=((_us(_.answered_at) - _us(_.asked_at)) / 1_000_000).cast("float64"))
    )


CONVERSATIONS = Base("conversations", "turn", (*PLACES, "queue"), ("wait",), _conversations)


@ibis.udf.scalar.builtin(name=VALENCE, signature=(("string",), "float64"))  # type: ignore[untyped-decorator]  # ibis leaves it untyped
def valence(text: str) -> float:  # type: ignore[empty-body]  # DuckDB runs it
    """Polarity of a text, -1..1, by the model: `understand` teaches it to the lake (see `measure.apps`)."""


def _recoveries(table_of: Tables) -> ir.Table:
    """One row a conversation in which the customer spoke more than once: how it began, and how it ended."""
    said = table_of("turn").filter((_.speaker == "customer") & _.text.notnull())
    talks = said.group_by("conversation").agg(
        asked_at=_["at"].min(),
        opening=_.text.argmin(_.n),
        ending=_.text.argmax(_.n),
        spoken=_.count(),
        **{name: _[name].arbitrary() for name in PLACES},
        queue=_.queue.arbitrary(),
    )
    return talks.filter(_.spoken > 1).mutate(
        at=_.asked_at, angry=valence(_.opening) <= ANGRY, calmed=valence(_.ending) >= CALM
    )


RECOVERIES = Base("recoveries", "turn", (*PLACES, "queue"), ("angry", "calmed"), _recoveries)

_BASES = (ANSWERS, UNWEIGHTED, OPINIONS, DOCUMENTS, VOICES, ORDERS, CONVERSATIONS, RECOVERIES)


def _tagged(base: Base, feedback: str) -> Base:
    """An observation counts once for each aspect that its words mention; `feedback` is the column that names them.
    An answer and the words it came with are of one day."""
    day = ibis.interval(days=1)

    def rows(table_of: Tables) -> ir.Table:
        near = (_["at"] >= instant(FIRST) - day) & (_["at"] < instant(LAST) + day)
        tags = table_of("mention").filter(_.aspect.notnull() & near)
        tags = tags.select(said="feedback", aspect="aspect").distinct()
        table = base.rows(table_of)
        return table.inner_join(tags, table[feedback] == tags.said)

    dimensions = (*base.dimensions, "aspect")
    return replace(base, name=f"{base.name}_by_aspect", dimensions=dimensions, rows=rows, wider=None)


TAGGED = {
    base.name: _tagged(base, feedback)
    for base, feedback in ((ANSWERS, "feedback"), (VOICES, "id"), (DOCUMENTS, "feedback"))
}
"""Bases of observations that come with words, by the name of the plain base."""

BASES = {base.name: base for base in (*_BASES, *TAGGED.values(), *(base.wider for base in _BASES if base.wider))}
