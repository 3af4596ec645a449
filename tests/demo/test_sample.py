"""What was promised of the sample company, whatever was planted in it."""

import re
from collections import Counter
from datetime import UTC, datetime

import pyarrow.compute as pc
import pytest
from tests.demo.conftest import Ask

from zhiyin.demo.company import company
from zhiyin.demo.generate import Sample, generate
from zhiyin.demo.text.phrases import phrases
from zhiyin.warehouse.schema import FACTS


def test_counts(sample: Sample) -> None:
    assert len(sample.people.ids) >= 20_000
    assert len(sample.tables["order"]) >= 80_000
    assert len(sample.tables["event"]) >= 400_000
    assert len(sample.tables["feedback"]) >= 40_000
    assert len(sample.tables["answer"]) >= 25_000
    assert pc.count_distinct(sample.tables["answer"]["response"]).as_py() >= 12_000
    assert pc.count_distinct(sample.tables["turn"]["conversation"]).as_py() >= 6_000
    assert len([unit for unit in company().units if unit.kind == "store"]) == 40


def test_same_seed() -> None:
    assert generate(7, 0.04).digest() == generate(7, 0.04).digest()
    assert generate(7, 0.04).digest() != generate(8, 0.04).digest()


def test_declared_columns(sample: Sample) -> None:
    for name, table in sample.tables.items():
        assert set(table.column_names) <= set(FACTS[name].names) - {"id", "batch"}
        assert {"source", "external_id", "at"} <= set(table.column_names)
        keys = pc.binary_join_element_wise(table["source"].cast("string"), table["external_id"], "|")
        assert pc.count_distinct(keys).as_py() == len(table)


def test_twelve_months(sample: Sample) -> None:
    for name, table in sample.tables.items():
        assert pc.min(table["at"]).as_py() >= datetime(2025, 10, 31, 16, tzinfo=UTC), name
        assert pc.max(table["at"]).as_py() < datetime(2026, 10, 31, 16, tzinfo=UTC), name


@pytest.mark.parametrize("table", ["order", "event", "feedback", "answer", "turn"])
def test_codes_on_the_map(sample: Sample, table: str) -> None:
    known = {
        "unit": {unit.code for unit in company().units},
        "brand": {brand.code for brand in company().brands},
        "product": {line.code for line in company().lines},
        "touchpoint": {point.code for point in company().touchpoints},
        "channel": {channel.code for channel in company().channels},
        "customer": set(sample.people.ids),
    }
    for column, codes in known.items():
        if column in sample.tables[table].column_names:
            found = set(sample.tables[table][column].unique().to_pylist()) - {None}
            assert found <= codes, (table, column)


def test_opening_hours(ask: Ask) -> None:
    assert ask("SELECT count(*) FROM orders WHERE hour(t) NOT BETWEEN 7 AND 21") == [(0,)]
    assert ask("SELECT count(*) FROM orders WHERE hour(t) = 7 AND minute(t) < 30") == [(0,)]


def test_deliveries_are_promised(ask: Ask) -> None:
    assert ask("SELECT count(*) FROM orders WHERE (channel = 'delivery') <> (promised_at IS NOT NULL)") == [(0,)]
    assert ask('SELECT count(*) FROM orders WHERE delivered_at < "at"') == [(0,)]


def test_voices_join_orders(ask: Ask) -> None:
    """Every link names an order of the same customer, made before the voice."""
    linked = (
        "SELECT *, json_extract_string(attributes, '$.order') AS key FROM feedback "
        "WHERE json_extract_string(attributes, '$.order') IS NOT NULL"
    )
    ((total, wrong),) = ask(
        f"SELECT count(*), count(*) FILTER (o.external_id IS NULL OR o.customer <> v.customer OR o.t > v.t) "
        f"FROM ({linked}) v LEFT JOIN orders o ON o.external_id = v.key"
    )
    assert total > 15_000
    assert wrong == 0


def test_answers_point_at_texts(ask: Ask) -> None:
    """The id is the one loading computes: MD5 of table, source and key."""
    made = "CAST(md5('feedback' || chr(31) || source || chr(31) || external_id) AS UUID)"
    ((texts, joined),) = ask(
        "SELECT count(*), count(v.id) FROM answer LEFT JOIN "
        f"(SELECT {made} AS id FROM feedback WHERE kind = 'survey') v "
        "ON v.id = CAST(answer.feedback AS UUID) WHERE answer.feedback IS NOT NULL"
    )
    assert texts == joined > 2_000


def test_late_is_felt(ask: Ask) -> None:
    rows = ask(
        "SELECT o.delivered_at > o.promised_at AS late, avg(v.rating), count(*) FROM feedback v JOIN orders o "
        "ON o.external_id = json_extract_string(v.attributes, '$.order') "
        "WHERE v.kind = 'comment' AND o.channel = 'delivery' GROUP BY 1 ORDER BY 1"
    )
    assert rows[0][1] - rows[1][1] > 0.8


def test_texts_vary(sample: Sample) -> None:
    texts = sample.tables["feedback"]["text"].to_pylist()
    assert len(set(texts)) / len(texts) > 0.95
    assert max(Counter(texts).values()) < 60
    mean = sum(map(len, texts)) / len(texts)
    assert 25 < mean < 60


def test_english_share(sample: Sample) -> None:
    language = sample.tables["feedback"]["language"].to_pylist()
    assert 0.05 < language.count("en") / len(language) < 0.07


@pytest.mark.parametrize("table", ["feedback", "turn"])
def test_no_template_left(sample: Sample, table: str) -> None:
    for text in sample.tables[table]["text"].to_pylist():
        assert text.strip() == text
        assert not re.search(r"[{}|]|\[(?!赞\]|微笑\])|，，|，。|。，|，！|  |None|\bnan\b", text), text


def test_every_section_has_lines() -> None:
    for language in ("zh", "en"):
        for name, lines in phrases(language).items():
            assert len(lines) >= 1, (language, name)
            for line in lines:
                assert all(isinstance(part, str) or len(part) > 1 for part in line), (name, line)


def test_invented_people() -> None:
    from zhiyin.demo.generate.people import phone

    assert phone(1) == "12000000001"
    assert len(phone(21_999)) == 11
