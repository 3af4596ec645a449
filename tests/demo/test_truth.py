"""Each planted truth is visible in the generated tables by plain counting, and absent elsewhere."""

from math import sqrt

import pytest
from tests.demo.conftest import Ask

from zhiyin.demo.truth import (
    ANGER_RECOVERED,
    DELIVERY_SHARE,
    HYGIENE_INCIDENT,
    LATE_COSTS,
    ORDER_AHEAD,
    PAYMENT_STEP,
    POUR_OVER,
    REFURBISHMENT,
    RIVAL_PRICES,
    SILENCES,
    SLOW_DELIVERY,
    TRUTHS,
    WINTER_SEASON,
)

NPS = "100 * (avg((score >= 9)::INT) - avg((score <= 6)::INT))"
LATE = "avg((delivered_at > promised_at)::INT)"
IN_CHENGDU = "unit = 'chengdu-delivery'"
SLOW = "month IN ('2026-06', '2026-07')"
PLAIN = "replace(text, '不贵', '实惠')"
PRICE_BAD = (
    f"regexp_matches({PLAIN}, '贵|涨价|性价比不高|性价比很低|性价比太低|肉疼|不值|抢钱|别家便宜|越来越少"
    "|不用券|不亲民|不友好|别家的了|太黑了|不如去别家|选择别的|少得可怜')"
)
PRICE_GOOD = (
    f"regexp_matches({PLAIN}, '实惠|亲民|性价比|划算|公道|合理|物有所值|没涨价|便宜|不坑|对得起这个价|良心"
    "|块值了|块不亏|可以接受|没得挑|品质，值')"
)
WAIT_BAD = (
    "regexp_matches(text, '等了|排队排|出杯太慢|出杯慢|出杯很慢|还要等|忙不过来|先来的没拿到|叫号乱|叫号听不清"
    "|堂食就|等到|等不到|慢得离谱|每次都要等|一等就是')"
)
SAFETY = (
    "regexp_matches(text, '飞虫|虫子|吃出头发|钢丝|塑料片|拉肚子|上吐下泻|肚子疼|蟑螂|老鼠|过期三天|没放冰箱|异物"
    "|黑色的东西|insect|a bug|a hair|got sick|food poisoning|cockroach|Saw a')"
)


def test_slow_delivery(ask: Ask) -> None:
    share = dict(ask(f"SELECT {SLOW}, {LATE} FROM orders WHERE {IN_CHENGDU} GROUP BY 1"))
    elsewhere = dict(
        ask(f"SELECT {SLOW}, {LATE} FROM orders WHERE channel = 'delivery' AND NOT {IN_CHENGDU} GROUP BY 1")
    )
    assert share[True] == pytest.approx(SLOW_DELIVERY.size["after"], abs=0.03)
    assert share[False] == pytest.approx(SLOW_DELIVERY.size["before"], abs=0.015)
    assert elsewhere[True] == pytest.approx(elsewhere[False], abs=0.01)
    months = dict(ask(f"SELECT month, {LATE} FROM orders WHERE {IN_CHENGDU} GROUP BY 1"))
    assert months["2026-08"] < 0.12 < 0.22 < min(months["2026-06"], months["2026-07"])


def test_slow_delivery_drags_nps(ask: Ask) -> None:
    rows = ask(
        f"SELECT {IN_CHENGDU} AS here, {SLOW} AS slow, {NPS}, count(*) FROM answer "
        "WHERE question = 'nps' AND channel = 'delivery' GROUP BY ALL"
    )
    nps = {(here, slow): value for here, slow, value, _ in rows}
    assert nps[True, False] - nps[True, True] > 15
    assert abs(nps[False, False] - nps[False, True]) < 8
    rating = dict(ask(f"SELECT {SLOW}, avg(rating) FROM feedback WHERE {IN_CHENGDU} AND kind = 'comment' GROUP BY 1"))
    assert rating[False] - rating[True] > 0.25


def test_chengdu_stores_stay(ask: Ask) -> None:
    csat = dict(
        ask(
            f"SELECT {SLOW}, avg(score) FROM answer JOIN places ON unit = code "
            "WHERE city = 'chengdu' AND question = 'csat' AND channel <> 'delivery' GROUP BY 1"
        )
    )
    assert csat[True] == pytest.approx(csat[False], abs=0.15)


def test_payment_step(ask: Ask) -> None:
    sessions = (
        "SELECT session, json_extract_string(any_value(properties), '$.platform') AS platform, "
        "json_extract_string(any_value(properties), '$.app_version') AS version, "
        "max((name = 'pay_failed')::INT) AS failed, max((name = 'order_placed')::INT) AS placed "
        "FROM event WHERE name IN ('pay', 'pay_failed', 'order_placed') GROUP BY session"
    )
    rows = ask(f"SELECT platform, version, avg(failed), avg(placed), count(*) FROM ({sessions}) GROUP BY ALL")
    for platform, version, failed, placed, n in rows:
        broken = (platform, version) == ("android", "5.2.0")
        expected = PAYMENT_STEP.size["after"] if broken else PAYMENT_STEP.size["before"]
        assert failed == pytest.approx(expected, abs=4 * sqrt(expected / n) + 0.005), (platform, version)
        assert 1 - placed == pytest.approx(expected * PAYMENT_STEP.size["lost"], abs=4 * sqrt(expected / n) + 0.005)


def test_payment_complaints(ask: Ask) -> None:
    rows = dict(
        ask(
            "SELECT t::DATE BETWEEN ? AND ?, count(*) FROM feedback WHERE touchpoint = 'payment' "
            "AND kind IN ('complaint', 'comment') AND t::DATE BETWEEN ?::DATE - 42 AND ?::DATE + 42 GROUP BY 1",
            PAYMENT_STEP.first,
            PAYMENT_STEP.last,
            PAYMENT_STEP.first,
            PAYMENT_STEP.last,
        )
    )
    assert rows[True] / 3 > 2 * rows[False] / 12


def test_pour_over(ask: Ask) -> None:
    """Read from the texts themselves: a price word of praise or of blame, Chinese texts only."""
    rows = ask(
        f"SELECT brand, product, avg(good::INT) FROM (SELECT brand, product, {PRICE_GOOD} AND NOT {PRICE_BAD} AS good "
        f"FROM feedback WHERE language = 'zh' AND kind IN ('review', 'post') AND ({PRICE_GOOD} OR {PRICE_BAD})) "
        "GROUP BY ALL"
    )
    good = {(brand, product): share for brand, product, share in rows}
    planted = POUR_OVER.size["price_rival"] - POUR_OVER.size["price_ours"]
    assert good["qingliu", "pourover"] - good["shanfeng", "pourover"] == pytest.approx(planted, abs=0.15)
    for line in ("classic", "signature", "coldbrew", "tea", "bakery"):
        assert good["qingliu", line] == pytest.approx(good["shanfeng", line], abs=0.12)


def test_anger_recovered(ask: Ask) -> None:
    well = "last(text ORDER BY n) FILTER (speaker = 'customer')"
    ended = f"SELECT queue, conversation, first(text ORDER BY n) AS opening, {well} AS ending FROM turn GROUP BY ALL"
    lost = "regexp_matches(ending, '说了等于没说|没用|不会再|投诉|算了|无语|就这态度|敷衍|差评|一点用')"
    angry = "regexp_matches(opening, '！$')"
    share = dict(ask(f"SELECT queue, avg((NOT {lost})::INT) FROM ({ended}) WHERE {angry} GROUP BY 1"))
    assert share["queue-delivery"] == pytest.approx(ANGER_RECOVERED.size["recovered"], abs=0.05)
    assert share["queue-payment"] == pytest.approx(ANGER_RECOVERED.size["not_recovered"], abs=0.06)
    ces = dict(ask("SELECT unit, avg(score) FROM answer WHERE question = 'ces' GROUP BY 1"))
    assert ces["queue-delivery"] - ces["queue-payment"] > 0.9


def _ahead(ask: Ask, value: str, table: str, where: str) -> dict[tuple[bool, bool], float]:
    rows = ask(
        f"SELECT ahead, t::DATE >= ? AS after, avg({value}) FROM {table} JOIN places ON unit = code "
        f"WHERE {where} AND t::DATE >= DATE '2026-05-01' GROUP BY ALL",
        ORDER_AHEAD.first,
    )
    return {(ahead, after): mean for ahead, after, mean in rows}


def _effect(means: dict[tuple[bool, bool], float]) -> float:
    return (means[True, True] - means[True, False]) - (means[False, True] - means[False, False])


def test_order_ahead(ask: Ask) -> None:
    csat = _ahead(ask, "score", "answer", "question = 'csat'")
    assert _effect(csat) == pytest.approx(ORDER_AHEAD.size["csat"], abs=0.15)
    minutes = _ahead(ask, 'epoch(delivered_at) - epoch("at")', "orders", "channel <> 'delivery'")
    assert minutes[True, True] / minutes[True, False] == pytest.approx(ORDER_AHEAD.size["wait"], abs=0.03)
    assert minutes[False, True] / minutes[False, False] == pytest.approx(1, abs=0.03)
    waits = _ahead(ask, f"{WAIT_BAD}::INT", "feedback", "kind = 'review' AND language = 'zh'")
    assert _effect(waits) < -0.08
    assert waits[False, True] == pytest.approx(waits[False, False], abs=0.03)


def test_parallel_before(ask: Ask) -> None:
    rows = ask(
        "SELECT month, avg(score) FILTER (ahead) - avg(score) FILTER (NOT ahead), count(*) FILTER (ahead) FROM answer "
        "JOIN places ON unit = code WHERE question = 'csat' AND t::DATE < ? GROUP BY 1",
        ORDER_AHEAD.first,
    )
    assert len(rows) == 10
    for month, gap, n in rows:
        assert abs(gap) < 3.5 * 1.05 / sqrt(n), month
    assert abs(sum(gap for _, gap, _ in rows) / 10) < 0.06


def test_delivery_share(ask: Ask) -> None:
    share = dict(ask("SELECT month, avg((channel = 'delivery')::INT) FROM orders GROUP BY 1"))
    assert share["2025-11"] == pytest.approx(DELIVERY_SHARE.size["first"], abs=0.04)
    assert share["2026-10"] == pytest.approx(DELIVERY_SHARE.size["last"], abs=0.05)
    early, late = "t < TIMESTAMP '2026-02-01'", "t >= TIMESTAMP '2026-08-01'"
    query = f"SELECT {{}}, {NPS} FROM answer WHERE question = 'nps' AND ({early} OR {late}) GROUP BY ALL"
    whole = dict(ask(query.format(late)))
    assert -14 < whole[True] - whole[False] < -3
    parts = {(channel, when): nps for channel, when, nps in ask(query.format(f"channel = 'delivery', {late}"))}
    assert parts[False, True] - parts[False, False] > -3
    assert parts[True, True] - parts[True, False] > -7
    gap = parts[False, False] - parts[True, False]
    assert gap == pytest.approx(DELIVERY_SHARE.size["nps_gap"], abs=10)


def test_winter_season(ask: Ask) -> None:
    """Twice the volume of neither neighbour explains it; the experience stays."""
    for table in ("orders", "feedback"):
        per_day = {
            month: n / days
            for month, n, days in ask(f"SELECT month, count(*), count(DISTINCT t::DATE) FROM {table} GROUP BY 1")
        }
        more = per_day["2025-12"] / ((per_day["2025-11"] + per_day["2026-01"]) / 2)
        assert more == pytest.approx(WINTER_SEASON.size["more"], abs=0.12)
    csat = dict(ask("SELECT month = '2025-12', avg(score) FROM answer WHERE question = 'csat' "
                    "AND channel <> 'delivery' "
                    "AND month IN ('2025-11', '2025-12', '2026-01') GROUP BY 1"))  # fmt: skip
    assert csat[True] == pytest.approx(csat[False], abs=0.1)


def test_hygiene_incident(ask: Ask) -> None:
    rows = ask(f"SELECT unit, t::DATE, count(*) FROM feedback WHERE {SAFETY} GROUP BY ALL")
    assert {unit for unit, _, _ in rows} == set(HYGIENE_INCIDENT.units)
    assert {day for _, day, _ in rows} == {HYGIENE_INCIDENT.first, HYGIENE_INCIDENT.last}
    assert sum(n for _, _, n in rows) == HYGIENE_INCIDENT.size["voices"]


def test_refurbishment_does_nothing(ask: Ask) -> None:
    for table, value, where in (
        ("answer", "score", "question = 'csat'"),
        ("feedback", "rating", "kind = 'review'"),
    ):
        rows = ask(
            f"SELECT refurbished, t::DATE >= ? AS after, avg({value}) FROM {table} JOIN places ON unit = code "
            f"WHERE {where} AND NOT ahead AND t::DATE BETWEEN DATE '2026-03-01' AND ? GROUP BY ALL",
            REFURBISHMENT.first, REFURBISHMENT.last,
        )  # fmt: skip
        means = {(done, after): mean for done, after, mean in rows}
        assert abs(_effect(means)) < 0.15


def test_rival_prices(ask: Ask) -> None:
    rows = ask(
        f"SELECT brand, t::DATE >= ? AS after, avg(good::INT) FROM (SELECT *, {PRICE_GOOD} AND NOT {PRICE_BAD} AS good "
        f"FROM feedback WHERE language = 'zh' AND kind IN ('review', 'post') AND product <> 'pourover' "
        f"AND ({PRICE_GOOD} OR {PRICE_BAD})) GROUP BY ALL",
        RIVAL_PRICES.first,
    )
    good = {(brand, after): share for brand, after, share in rows}
    planted = RIVAL_PRICES.size["after"] - RIVAL_PRICES.size["before"]
    assert good["daxi", True] - good["daxi", False] == pytest.approx(planted, abs=0.1)
    for brand in ("shanfeng", "qingliu"):
        assert good[brand, True] == pytest.approx(good[brand, False], abs=0.05)


def test_late_costs_orders(ask: Ask) -> None:
    """Those whose first delivery was late against those whose first was on time: orders afterwards."""
    rows = ask(
        "WITH first AS (SELECT customer, min(t) AS t0, first(delivered_at > promised_at ORDER BY t) AS late "
        "FROM orders WHERE channel = 'delivery' AND unit <> 'chengdu-delivery' GROUP BY 1) "
        "SELECT late, count(o.t) / count(DISTINCT f.customer) FROM first f LEFT JOIN orders o "
        "ON o.customer = f.customer AND o.t > f.t0 WHERE month(t0) NOT IN (9, 10) GROUP BY 1"
    )
    after = dict(rows)
    assert after[True] / after[False] == pytest.approx(LATE_COSTS.size["orders"], abs=0.1)


def test_late_costs_csat(ask: Ask) -> None:
    csat = dict(
        ask(
            "SELECT delivered_at > promised_at, avg(score) FROM answer JOIN orders o "
            "ON response = 'after-order:' || o.external_id WHERE question = 'csat' AND o.channel = 'delivery' "
            "GROUP BY 1"
        )
    )
    assert csat[False] - csat[True] == pytest.approx(LATE_COSTS.size["csat"], abs=0.15)


def test_other_cities_are_silent(ask: Ask) -> None:
    rows = ask(
        f"SELECT unit, quarter(t), {LATE}, count(*) FROM orders WHERE channel = 'delivery' "
        f"AND NOT {IN_CHENGDU} GROUP BY ALL"
    )
    assert {unit for unit, *_ in rows} == set(SILENCES[0].units)
    for unit, quarter, late, n in rows:
        assert late == pytest.approx(0.08, abs=4 * sqrt(0.08 * 0.92 / n)), (unit, quarter)


def test_weekdays_are_silent(ask: Ask) -> None:
    rows = ask(
        "SELECT dayofweek(t), avg(score), count(*) FROM answer WHERE question = 'csat' "
        "AND channel <> 'delivery' GROUP BY 1"
    )
    mean = sum(score * n for _, score, n in rows) / sum(n for *_, n in rows)
    for day, score, n in rows:
        assert score == pytest.approx(mean, abs=4 * 1.05 / sqrt(n)), day


def test_member_queue_is_silent(ask: Ask) -> None:
    rows = ask(
        "SELECT quarter(t), avg(score), count(*) FROM answer WHERE unit = 'queue-member' "
        "AND question = 'ces' GROUP BY 1"
    )
    mean = sum(score * n for _, score, n in rows) / sum(n for *_, n in rows)
    for quarter, score, n in rows:
        assert score == pytest.approx(mean, abs=4 * 2.0 / sqrt(n)), quarter


def test_every_truth_is_tested() -> None:
    tested = (
        ANGER_RECOVERED, DELIVERY_SHARE, HYGIENE_INCIDENT, LATE_COSTS, ORDER_AHEAD, PAYMENT_STEP, POUR_OVER,
        REFURBISHMENT, RIVAL_PRICES, SLOW_DELIVERY, WINTER_SEASON,
    )  # fmt: skip
    assert {truth.code for truth in TRUTHS} == {truth.code for truth in tested}
