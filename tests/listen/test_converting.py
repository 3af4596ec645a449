"""Whole columns give what each row alone would give."""

import json
import re
from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.listen.imports.converting.attributes import objects
from zhiyin.listen.imports.converting.keys import Seen
from zhiyin.listen.imports.converting.language import language_of
from zhiyin.listen.imports.reading.objects import REST

CELL = st.none() | st.text(st.sampled_from('a好"\\\n\x01\x7f \u2028😀'), max_size=4)
ENGLISH = re.compile(
    r"\b(the|and|to|is|was|for|you|my|it|this|that|with|on|are|have|not|of|at|good|great|bad|very|thanks?|what|how|why"
    r"|we|your|just|can|from|be|but|been|will|when|they)\b",
    re.IGNORECASE | re.ASCII,
)


@given(st.lists(st.tuples(CELL, CELL, st.sampled_from([None, "", '{"b": "y"}', '{"z": 1}'])), min_size=1, max_size=20))
def test_attributes_are_the_json_of_what_is_there(rows: list[tuple[str | None, ...]]) -> None:
    names = ["城市", "b", REST]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    for row, found in zip(rows, objects(names, columns).to_pylist(), strict=True):
        wanted = {name: cell for name, cell in zip(names[:2], row, strict=False) if cell}
        wanted |= json.loads(row[2] or "{}")
        assert (json.loads(found) if found else {}) == wanted
        assert found != "{}"


@given(st.lists(st.lists(st.integers(0, 30), max_size=40), max_size=12))
def test_repeats_are_counted_over_the_whole_file(batches: list[list[int]]) -> None:
    seen, known = Seen(), Counter[int]()
    for batch in batches:
        found = seen.count(np.array(batch, np.uint64))
        for key, before in zip(batch, found.tolist(), strict=True):
            assert before == known[key]
            known[key] += 1


@given(st.lists(st.none() | st.lists(st.sampled_from(["好", "很快", "the ", "a", " X", "ok", "，", "1"])).map("".join)))
def test_languages_are_told_by_counts(texts: list[str | None]) -> None:
    for text, found in zip(texts, language_of(pa.array(texts, pa.string())).to_pylist(), strict=True):
        assert found == (None if text is None else _language(text))


def _language(text: str) -> str:
    chinese, latin = len(re.findall("[一-鿿]", text)), len(re.findall("[A-Za-z]{2,}", text))
    if chinese:
        return "mixed" if 3 * latin >= chinese else "zh"
    return "en" if ENGLISH.search(text) else "other"
