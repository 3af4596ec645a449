"""Indicators asked of real facts give the published values."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.measure.world import ALL, JUNE, MAY, NOON, add, answers, later, nps

from zhiyin.company import actions as company
from zhiyin.kit.errors import Invalid, NotFound
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.queries import answer, answer_all
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.indicators.values import Figure
from zhiyin.stats.differences import Verdict
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.questions import Question
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db


def ask(slug: str, **more: object) -> Figure:
    return answer(Question.of(slug, JUNE, ALL, **more)).cells[0].figure  # type: ignore[arg-type]  # more is what Question.of takes


def test_nps_is_the_published_vector(lake: Lake) -> None:
    add("answer", nps(50, 30, 20))
    figure = ask("nps")
    assert figure.value == pytest.approx(30)
    assert figure.n == 100
    assert (figure.high or 0) - 30 == pytest.approx(15.31, abs=0.01)


def test_a_change_is_judged_by_the_published_z(lake: Lake) -> None:
    add("answer", nps(50, 30, 20))
    add("answer", nps(60, 25, 15), at=MAY.start)
    cell = answer(Question.of("nps", JUNE, ALL, against=MAY)).cells[0]
    assert cell.change is not None
    assert cell.change.value == pytest.approx(-15)
    assert cell.change.p == pytest.approx(0.1633, abs=0.0005)
    assert cell.change.verdict == Verdict.UNCLEAR


def test_several_surveys_pool_answers_not_scores(lake: Lake) -> None:
    add("answer", nps(90, 0, 0, survey="big"))
    add("answer", nps(0, 0, 10, survey="small"))
    assert ask("nps").value == pytest.approx(80)


def test_csat_counts_the_top_two_boxes_of_any_scale(lake: Lake) -> None:
    add("answer", answers("csat", [5] * 40 + [4] * 32 + [3] * 28, 1, 5))
    figure = ask("csat")
    assert (figure.value, figure.n) == (pytest.approx(72), 100)
    assert (figure.low, figure.high) == (pytest.approx(62.51, abs=0.01), pytest.approx(79.86, abs=0.01))


def test_weights_change_the_value_and_widen_the_interval(lake: Lake) -> None:
    add("answer", nps(30, 0, 0, weight=3.0))
    add("answer", nps(0, 0, 30, weight=1.0))
    figure = ask("nps")
    assert figure.value == pytest.approx(50)
    assert figure.n == 60
    plain_width = 2 * 1.96 * 100 * (0.75 / 60) ** 0.5
    assert (figure.high or 0) - (figure.low or 0) > plain_width


def test_net_sentiment_counts_texts_not_mentions(lake: Lake) -> None:
    """Ten opinions in one text are no ten independent voices: same value, wider interval."""
    ids = _texts(60)
    spread = [{"feedback": ids[n], "label": "positive" if n < 40 else "negative"} for n in range(60)]
    add("mention", spread)
    apart = ask("net_sentiment")
    add("mention", [{**row} for row in spread for _ in range(4)])
    together = ask("net_sentiment")
    assert apart.value == pytest.approx(100 * 20 / 60)
    assert together.value == pytest.approx(apart.value)
    assert together.n == apart.n == 60
    assert (together.high or 0) - (together.low or 0) >= 0.99 * ((apart.high or 0) - (apart.low or 0))


def test_shares_of_aspects_add_up(lake: Lake) -> None:
    ids = _texts(40)
    add("mention", [{"feedback": one, "aspect": "taste" if n % 4 else "price"} for n, one in enumerate(ids)])
    cells = answer(Question.of("mention_share", JUNE, ALL, by=["aspect"])).cells
    assert {cell.keys["aspect"]: cell.figure.value for cell in cells} == {"taste": 75.0, "price": 25.0}
    assert ask("mention_share", where={"aspect": "price"}).value == pytest.approx(25)


def test_units_roll_up_and_stand_for_what_is_below_them(lake: Lake, cast: object) -> None:
    system = _map()
    assert system
    add("answer", nps(20, 0, 0, unit="s1") + nps(0, 0, 20, unit="s2") + nps(30, 0, 10, unit="s3"))
    by_region = answer(Question.of("nps", JUNE, ALL, by=["unit:region"])).cells
    assert {cell.keys["unit:region"]: (cell.figure.value, cell.figure.n) for cell in by_region} == {
        "east": (0.0, 40),
        "west": (50.0, 40),
    }
    assert ask("nps", where={"unit": "east"}).n == 40


def test_many_questions_cost_one_query_a_base_and_answer_the_same(lake: Lake) -> None:
    add("answer", nps(30, 5, 5, touchpoint="delivery") + answers("csat", [5] * 30, 1, 5, touchpoint="store"))
    questions = [
        Question.of(slug, JUNE, ALL, where={"touchpoint": place})
        for slug in ("nps", "csat")
        for place in ("delivery", "store")
    ]
    together = [one.cells[0].figure for one in answer_all(questions)]
    apart = [answer(question).cells[0].figure for question in questions]
    assert together == apart


def test_months_are_those_of_the_company(lake: Lake) -> None:
    """23:30 on 31 May in London is June in Shanghai."""
    add("answer", nps(12, 0, 0), at=MAY.end.replace(hour=0) - (NOON - NOON.replace(hour=11, minute=30)))
    whole = Question.of("nps", MAY, ALL, by=["month"])
    assert [cell.keys["month"] for cell in answer(whole).cells] == ["2026-06-01"]


def test_repeat_purchase_waits_for_the_month_to_pass(lake: Lake) -> None:
    orders = [{"customer": f"c{n}", "status": "delivered"} for n in range(10)]
    add("order", orders, at=later(-14))
    add("order", orders[:4], at=later(0))
    add("order", [{"customer": "last", "status": "delivered"}], at=later(20))
    figure = ask("repeat_purchase")
    assert (figure.value, figure.n) == (pytest.approx(40), 10)


def test_first_response_is_the_persons_not_the_bots(lake: Lake) -> None:
    turns = [
        {"conversation": f"t{n}", "n": turn, "speaker": speaker, "at": later(n / 100 + seconds / 86400)}
        for n in range(11)
        for turn, (speaker, seconds) in enumerate([("customer", 0), ("bot", 1), ("agent", 60 + n)], start=1)
    ]
    add("turn", turns)
    figure = ask("first_response_time")
    assert figure.value == pytest.approx(65, abs=0.01)
    assert figure.n == 11


def test_anger_is_won_back_when_the_last_words_complain_no_more(lake: Lake) -> None:
    def talk(name: str, *said: str) -> list[dict[str, object]]:
        spoken = [("agent" if n % 2 else "customer", text) for n, text in enumerate(said)]
        return [
            {"conversation": name, "n": n, "speaker": speaker, "text": text, "queue": "q", "at": later(n / 1000)}
            for n, (speaker, text) in enumerate(spoken)
        ]

    angry, lost = "每次都迟到，垃圾服务，太差了！", "敷衍，太差劲了，再也不来了！"
    rows = [talk(f"won{n}", angry, "给您重做一份", "这个处理我很满意，服务很好") for n in range(6)]
    rows += [talk(f"lost{n}", angry, "请稍等", lost) for n in range(4)]
    rows += [talk("calm", "你好，谢谢你们，咖啡很好喝", "好的", "谢谢"), talk("alone", angry, "您好")]
    add("turn", [row for one in rows for row in one])
    figure = ask("recovery", by=["queue"])
    assert (figure.value, figure.n) == (pytest.approx(60), 10)


def test_an_answer_is_put_down_to_the_order_before_it(lake: Lake) -> None:
    promised = {"promised_at": later(0.5), "status": "delivered"}
    add("order", [{"customer": f"late{n}", "delivered_at": later(0.6), **promised} for n in range(12)], at=later(0))
    add("order", [{"customer": f"good{n}", "delivered_at": later(0.4), **promised} for n in range(12)], at=later(0))
    add("order", [{"customer": "late0", "status": "paid"}], at=later(0.8))
    for name, score in (("late", 1.0), ("good", 5.0)):
        asked = answers("csat", [score] * 12, 1, 5)
        add("answer", [{**row, "customer": f"{name}{n}"} for n, row in enumerate(asked)], at=later(1))
    add("answer", [{**row, "customer": "good1"} for row in answers("csat", [3.0], 1, 5)], at=later(9))
    cells = answer(Question.of("csat_mean", JUNE, ALL, by=["punctuality"])).cells
    got = {cell.keys["punctuality"]: (cell.figure.value, cell.figure.n) for cell in cells}
    assert got["on_time"] == (pytest.approx(5), 12)
    assert got["late"] == (pytest.approx(1), 11), "one went to the store since"
    assert got[None][1] == 2
    late = answer(Question.of("csat_mean", JUNE, ALL, where={"punctuality": "late"})).cells[0].figure
    assert late.n == 11
    assert answer(Question.of("csat_mean", JUNE, ALL)).cells[0].figure.n == 25


def test_a_reader_of_one_store_sees_one_store(lake: Lake) -> None:
    add("answer", nps(10, 0, 0, unit="s1", brand="ours") + nps(0, 0, 30, unit="s2", brand="ours"))
    reader = Reader("user:9", frozenset({"s1"}), own_brands=frozenset({"ours"}))
    assert answer(Question.of("nps", JUNE, reader)).cells[0].figure.n == 10
    assert answer(Question.of("nps", JUNE, ALL)).cells[0].figure.n == 40
    nobody = Reader("user:10", frozenset())
    assert answer(Question.of("nps", JUNE, nobody)).cells[0].figure.n == 0


def test_nothing_asked_of_an_empty_lake_is_nothing_found(lake: Lake) -> None:
    for slug in INDICATORS:
        figure = ask(slug)
        assert not figure.enough
        assert figure.n == 0


def test_a_wrong_question_is_answered_with_a_sentence(lake: Lake) -> None:
    with pytest.raises(NotFound, match="happiness"):
        ask("happiness")
    with pytest.raises(Invalid, match="aspect"):
        ask("nps", by=["aspect"])


def _texts(n: int) -> list[str]:
    add("feedback", [{"text": "好"}] * n)
    return [str(one) for one in open_facts(ALL).sql("SELECT id FROM feedback")["id"].to_pylist()]


def _map() -> bool:
    from tests.cast import SYSTEM

    for code, kind, parent in (
        ("east", "region", ""), ("west", "region", ""), ("s1", "store", "east"), ("s2", "store", "east"),
        ("s3", "store", "west"),
    ):  # fmt: skip
        company.create(SYSTEM, "unit", code=code, kind=kind, name_zh=code, **({"parent": parent} if parent else {}))
    return True


def test_overlapping_periods_are_each_counted_whole(lake: Lake) -> None:
    """Half of June inside June: pieces of one period must not stand in for the other's."""
    half = Period(JUNE.start, JUNE.start + timedelta(days=15))
    add("answer", nps(10, 0, 0), at=JUNE.start + timedelta(days=2))
    add("answer", nps(0, 0, 30), at=JUNE.start + timedelta(days=20))
    cell = answer(Question.of("nps", JUNE, ALL, against=half)).cells[0]
    assert (cell.figure.n, cell.before and cell.before.n) == (40, 10)


def test_a_year_by_quarter_is_the_sum_of_its_months(lake: Lake) -> None:
    add("answer", nps(10, 0, 0), at=JUNE.start)
    add("answer", nps(0, 0, 30), at=MAY.start)
    year = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    quarters = answer(Question.of("nps", year, ALL, by=["quarter"])).cells
    assert [(cell.keys["quarter"], cell.figure.n) for cell in quarters] == [("2026-04-01", 40)]
    assert sum(cell.figure.n for cell in answer(Question.of("nps", year, ALL, by=["week"])).cells) == 40


def test_a_lasting_thread_counts_once_whatever_else_is_asked(lake: Lake) -> None:
    """A conversation of two months belongs to the month it began in, asked alone or after the whole year."""
    days = {1: datetime(2026, 4, 2, 4, tzinfo=UTC), 2: datetime(2026, 6, 10, 4, tzinfo=UTC)}
    for n, at in days.items():
        add("turn", [{"conversation": "thread", "n": n, "speaker": "customer"}], at=at)
        add("turn", [{"conversation": "thread", "n": n + 10, "speaker": "agent"}], at=at + timedelta(minutes=1))
    assert ask("first_response_time").n == 0
    year = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert answer(Question.of("first_response_time", year, ALL)).cells[0].figure.n == 1


def test_who_reads_no_words_still_sees_how_often_anger_was_won_back(lake: Lake) -> None:
    add("turn", [
        {"conversation": f"t{n}", "n": turn, "speaker": "customer", "text": text, "at": later(n / 100 + turn / 1000)}
        for n in range(12)
        for turn, text in enumerate(["太差了，气死我了，再也不来了", "谢谢，你们处理得很好，非常满意"], start=1)
    ])  # fmt: skip
    figures = Reader("viewer", None, frozenset({"text", "clause", "agent"}))
    seen, all_of_it = (answer(Question.of("recovery", JUNE, who)).cells[0].figure for who in (figures, ALL))
    assert (seen.n, seen.value) == (all_of_it.n, all_of_it.value)
    assert seen.n == 12


def test_a_node_about_one_aspect_leaves_the_others_texts_whole(lake: Lake) -> None:
    ids = _texts(20)
    add("mention", [
        {"feedback": one, "aspect": aspect, "label": "positive"} for one in ids for aspect in ("taste", "price", "wait")
    ])  # fmt: skip
    whole, about = answer_all([
        Question.of("net_sentiment", JUNE, ALL), Question.of("net_sentiment", JUNE, ALL, where={"aspect": "taste"}),
    ])  # fmt: skip
    assert (whole.cells[0].figure.n, about.cells[0].figure.n) == (20, 20)


def test_of_two_orders_at_the_same_moment_one_follows_the_other(lake: Lake) -> None:
    add("order", [{"customer": f"c{n}"} for n in range(10) for _ in range(2)], at=later(-14))
    add("order", [{"customer": "last"}], at=later(20))
    figure = ask("repeat_purchase")
    assert (figure.value, figure.n) == (pytest.approx(50), 20)
