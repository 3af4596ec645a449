"""From annotations to fact rows: an opinion happened where, when and about what its feedback did."""

import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.understand.corrections.values import MARK
from zhiyin.understand.text.tables import Annotations

CARRIED = ("at", "received_at", "source", "customer", "unit", "brand", "product", "channel")
_DOCUMENT = (
    "language",
    "polarity",
    "label",
    "confidence",
    "emotion",
    "intents",
    "mentions",
    "brands",
    "ladder",
    "effort",
    "scenes",
)
_MENTION = (
    "clause",
    "start",
    "end",
    "aspect",
    "polarity",
    "label",
    "confidence",
    "emotion",
    "intensity",
    "need",
    "intent",
    "words",
    "spans",
    "aspect_words",
    "aspect_spans",
    "figures",
    "ladder",
    "effort",
    "need_kind",
    "want",
    "dimension",
    "experience",
    "brands",
    "brand_spans",
    "products",
    "product_spans",
    "places",
    "place_spans",
    "times",
    "time_spans",
    "against",
    "favours",
    "scenes",
    "scene_spans",
)


def documents(feedback: pa.Table, found: Annotations, version: str) -> pa.Table:
    rows = found.documents
    columns = {name: feedback[name] for name in (*CARRIED, "touchpoint")}
    columns |= {name: rows[name] for name in _DOCUMENT}
    columns |= {"external_id": feedback["id"], "feedback": feedback["id"]}
    columns["step_versions"] = pa.array([version] * feedback.num_rows, pa.string())
    return pa.table(columns)


def mentions(feedback: pa.Table, found: Annotations, version: str) -> pa.Table:
    """The aspect says at which touchpoint it happened; where it does not, the feedback does."""
    rows = found.mentions
    parent = feedback.take(rows["row"])
    columns = {name: parent[name] for name in CARRIED} | {name: rows[name] for name in _MENTION}
    columns["touchpoint"] = pc.coalesce(rows["touchpoint"], parent["touchpoint"])
    columns["feedback"] = parent["id"]
    columns["external_id"] = pa.array(_numbered(rows["row"].to_pylist(), parent["id"].to_pylist()), pa.string())
    # Whoever reads a mention sees whether a person stands behind it, and which correction.
    judged = rows["judged"].to_pylist()
    columns["step_versions"] = pa.array([f"{version}{MARK}{one}" if one else version for one in judged], pa.string())
    return pa.table(columns)


def _numbered(rows: list[int], ids: list[str]) -> list[str]:
    numbered, before, n = [], -1, 0
    for row, ident in zip(rows, ids, strict=True):
        n = n + 1 if row == before else 1
        before = row
        numbered.append(f"{ident}:{n}")
    return numbered
