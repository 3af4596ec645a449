"""Survey files: one row an answer, or one row a response with a column for each question."""

from hashlib import md5
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.listen.imports.converting import cells
from zhiyin.listen.imports.converting.language import language_of
from zhiyin.listen.imports.mapping.spec import SCALES
from zhiyin.listen.imports.values import Fault, Question

if TYPE_CHECKING:
    from zhiyin.listen.imports.converting.rows import Rows

PLACES = ("unit", "brand", "product", "touchpoint", "channel")


def answer_rows(rows: "Rows", response: pa.Array, at: pa.Array, customer: pa.Array) -> dict[str, pa.Table]:
    common = {
        "source": pa.array([rows.plan.source] * rows.size),
        "at": at,
        "customer": customer,
        **{place: rows.code(place) for place in PLACES},
        "response": response,
        "survey": rows.code("survey"),
        "version": rows.code("version"),
        "weight": pc.fill_null(rows.number("weight"), 1.0),
    }
    if rows.plan.questions:
        return _wide(rows, common)
    return _long(rows, common)


def _long(rows: "Rows", common: dict[str, pa.Array]) -> dict[str, pa.Table]:
    question = rows.code("question")
    rows.need(question, "question")
    instrument = pc.utf8_lower(rows.code("instrument"))
    instrument = pc.coalesce(
        instrument, pc.if_else(pc.is_in(pc.utf8_lower(question), pa.array(list(SCALES))), pc.utf8_lower(question), None)
    )
    score, choice, text = rows.number("score"), rows.label("choice"), rows.words("text")
    empty = pc.and_(pc.and_(pc.is_null(score), pc.is_null(choice)), pc.is_null(text))
    rows.flag(np.asarray(empty), "missing", rows.plan.fields.get("score", "score"))
    low = pc.coalesce(rows.number("scale_min"), _usual(instrument, 0))
    high = pc.coalesce(rows.number("scale_max"), _usual(instrument, 1))
    outside = pc.or_(pc.less(score, low), pc.greater(score, high))
    rows.flag(np.asarray(pc.fill_null(outside, False)), "scale", rows.plan.fields.get("score", "score"))
    own = {
        "external_id": _joined(common["response"], question),
        "question": question,
        "instrument": instrument,
        "score": score,
        "scale_min": low,
        "scale_max": high,
        "choice": choice,
        "text": text,
    }
    return _split(pa.table(common | own).filter(pa.array(rows.good)))


def _wide(rows: "Rows", common: dict[str, pa.Array]) -> dict[str, pa.Table]:
    """A bad cell costs its answer, not the other answers of the same person."""
    parts = [_asked(rows, common, question) for question in rows.plan.questions]
    return _split(pa.concat_tables(parts))


def _asked(rows: "Rows", common: dict[str, pa.Array], question: Question) -> pa.Table:
    filled = cells.clear(rows.batch.table[question.column].combine_chunks())
    if question.blanks:
        # A blank code 0 is written 0, 0.0 or 00 by different programs.
        plain = pc.replace_substring_regex(filled, r"^0+(\d)|\.0+$", r"\1")
        filled = pc.if_else(pc.is_in(plain, pa.array(question.blanks)), None, filled)
    score, choice, text = rows.nothing(pa.float64()), rows.nothing(), rows.nothing()
    keep = np.asarray(pc.is_valid(filled)) & rows.good
    if question.instrument == "text":
        text = rows.veil(filled)
    elif question.low is None and cells.numbers(filled, rows.plan.decimal).null_count > filled.null_count:
        choice = rows.veil(filled)
    else:
        score = cells.numbers(filled, rows.plan.decimal)
        keep &= _judge(rows, question, filled, score, keep)
    own = {
        "external_id": pc.binary_join_element_wise(common["response"], question.code, ":"),
        "question": pa.array([question.code] * rows.size),
        "instrument": pa.array(
            [question.instrument if question.instrument != "text" else None] * rows.size, pa.string()
        ),
        "score": score,
        "scale_min": pa.array([question.low] * rows.size, pa.float64()),
        "scale_max": pa.array([question.high] * rows.size, pa.float64()),
        "choice": choice,
        "text": text,
    }
    if question.touchpoint:
        own["touchpoint"] = pa.array([question.touchpoint] * rows.size)
    return pa.table(common | own).filter(pa.array(keep))


def _judge(rows: "Rows", question: Question, filled: pa.Array, score: pa.Array, keep: np.ndarray) -> np.ndarray:
    """Which scores are numbers on the scale; the others are put aside one by one."""
    wrong = np.asarray(pc.and_(pc.is_valid(filled), pc.is_null(score)))
    low, high = question.low, question.high
    off = np.zeros(rows.size, bool)
    if low is not None and high is not None:
        off = np.asarray(pc.fill_null(pc.or_(pc.less(score, low), pc.greater(score, high)), False))
    for bad, reason in ((wrong, "number"), (off, "scale")):
        for n in np.flatnonzero(bad & keep).tolist():
            cells_of = tuple(column[n].as_py() or "" for column in rows.batch.table.columns)
            rows.faults.append(
                Fault(int(rows.batch.lines[n]), reason, question.column, str(filled[n].as_py())[:200], cells_of)
            )
    return ~(wrong | off)


def _usual(instrument: pa.Array, end: int) -> pa.Array:
    return pa.array([SCALES[name][end] if name in SCALES else None for name in instrument.to_pylist()], pa.float64())


def _joined(left: pa.Array, right: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(left, right, ":")


def _split(table: pa.Table) -> dict[str, pa.Table]:
    """Answers, and what was written in them as feedback of its own, tied together by id."""
    text = table["text"].combine_chunks()
    written = pc.is_valid(text)
    links = [
        feedback_id(source, key) if has else None
        for source, key, has in zip(
            table["source"].to_pylist(), table["external_id"].to_pylist(), written.to_pylist(), strict=True
        )
    ]
    answers = table.drop_columns(["text"]).append_column("feedback", pa.array(links, pa.string()))
    said = table.filter(written)
    if not said.num_rows:
        return {"answer": answers}
    feedback = said.select(["source", "external_id", "at", "customer", *PLACES, "text"])
    words = said["text"].combine_chunks()
    scored = pc.and_(pc.is_valid(said["score"]), pc.is_valid(said["scale_max"]))
    feedback = (
        feedback.append_column("kind", pa.array(["survey"] * said.num_rows))
        .append_column("language", language_of(words))
        .append_column("rating", pc.if_else(scored, said["score"], None))
        .append_column("rating_scale", pc.if_else(scored, said["scale_max"], None))
    )
    return {"answer": answers, "feedback": feedback}


def feedback_id(source: str, external_id: str) -> str:
    """As `warehouse.loading` makes it: the link is written before the feedback is."""
    return str(UUID(md5(f"feedback\x1f{source}\x1f{external_id}".encode(), usedforsecurity=False).hexdigest()))
