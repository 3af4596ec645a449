"""Columns find their fields by name and contents, and can be told."""
# ruff: noqa: E501  a file a line

from pathlib import Path

import pytest
from tests.listen.listen_files import convert, found, lines, write

from zhiyin.kit.errors import ZhiyinError

CASES = [
    ("feedback", "评论日期,评论内容,酒店名称,入住房型", "2020-01-01,很适合家庭出行,H01,标准客房", {"at": "评论日期", "text": "评论内容", "brand": "酒店名称", "product": "入住房型"}),
    ("feedback", "row_id,airline,text,tweet_created,user_timezone", "1,Delta,late again and rude,2015-02-24 11:35:52 -0800,Eastern Time (US & Canada)", {"external_id": "row_id", "brand": "airline", "text": "text", "at": "tweet_created"}),
    ("feedback", "留言编号,留言用户,留言主题,留言时间,留言详情", "24,A00074011,占道施工,2020/1/6 12:09:38,未管所路口至加油站路段安全隐患大", {"external_id": "留言编号", "customer": "留言用户", "title": "留言主题", "at": "留言时间", "text": "留言详情"}),
    ("orders", "id,order_status,order_products_value,order_purchase_timestamp,order_estimated_delivery_date,order_delivered_customer_date", "1,delivered,89.99,2017-08-30 11:41:01,2017-09-21,2017-09-08 20:35:27", {"external_id": "id", "status": "order_status", "amount": "order_products_value", "at": "order_purchase_timestamp", "promised_at": "order_estimated_delivery_date", "delivered_at": "order_delivered_customer_date"}),
    ("orders", "订单号,会员编号,下单时间,实付金额,门店", "A1,M1,2026-05-01 09:30,38.5,S01", {"external_id": "订单号", "customer": "会员编号", "at": "下单时间", "amount": "实付金额", "unit": "门店"}),
    ("events", "event_time,event_type,user_id,user_session,price", "2019-10-01 00:00:00 UTC,view,541312140,72d76fde,35.79", {"at": "event_time", "name": "event_type", "customer": "user_id", "session": "user_session"}),
    ("customers", "会员编号,姓名,手机号,邮箱,城市,注册时间,会员等级", "M1,王芳,13800001234,w@x.com,杭州,2020-01-01,金卡", {"customer": "会员编号", "customer.name": "姓名", "customer.phone": "手机号", "customer.email": "邮箱", "customer.city": "城市", "joined_at": "注册时间", "tier": "会员等级"}),
    ("answers", "答卷编号,提交时间,题号,得分,权重", "1,2026-05-01,nps,9,1.2", {"response": "答卷编号", "at": "提交时间", "question": "题号", "score": "得分", "weight": "权重"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "head", "row", "expected"), CASES)
def test_columns_find_their_fields(tmp_path: Path, kind: str, head: str, row: str, expected: dict[str, str]) -> None:
    (tmp_path / "a.csv").write_text(f"{head}\n{row}\n", "utf-8")
    assert found(tmp_path / "a.csv", kind).plan.fields == expected


def test_names_that_say_nothing_are_found_by_contents(tmp_path: Path) -> None:
    rows = [
        ["x", "y", "z"],
        *([f"2026-05-{n:02}", f"第{n}次来，味道一如既往地好，服务也热情", n] for n in range(1, 20)),
    ]
    plan = found(write(tmp_path / "a.csv", rows), "feedback").plan
    assert plan.fields == {"at": "x", "text": "y"}


def test_telling_overrules_guessing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [["评论", "备注", "评分"], ["很好很好", "第二次来", "4"]])
    plan = found(path, "feedback", ["备注=text", "评论=attributes", "评分="], ["at=2026-05-01", "brand=ours"]).plan
    assert plan.fields == {"text": "备注"}
    assert plan.withheld == ("评分",)
    (fact,) = (
        convert(path, "feedback", ["备注=text", "评论=attributes"], ["at=2026-05-01", "brand=ours"])
        .tables["feedback"]
        .to_pylist()
    )
    assert (fact["text"], fact["brand"], fact["attributes"]) == ("第二次来", "ours", '{"评论":"很好很好"}')


@pytest.mark.parametrize(
    ("maps", "settings"),
    [(["nothing=text"], []), (["text=nothing"], []), ([], ["nothing=1"]), ([], ["zone=Mars"]), ([], ["at.form=abc"]), (["text"], []), ([], ["encoding=klingon"])],
)  # fmt: skip
def test_a_wrong_mapping_is_one_sentence(tmp_path: Path, maps: list[str], settings: list[str]) -> None:
    path = write(tmp_path / "a.csv", [["text", "at"], ["很好很好", "2026-05-01"]])
    with pytest.raises(ZhiyinError) as caught:
        found(path, "feedback", maps, settings)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["orders", "events", "conversations", "customers", "answers"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "a.csv", [["评论内容"], ["味道很好，下次还来"]])
    with pytest.raises(ZhiyinError):
        found(path, kind)


def test_a_file_with_nothing_but_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ZhiyinError):
        found(write(tmp_path / "a.csv", [["text", "at"]]), "feedback")


def test_bad_cells_put_their_row_aside_with_line_column_and_value(tmp_path: Path) -> None:
    rows = [
        ["id", "at", "text", "rating"],
        ["1", "2026-05-01", "好", "5"],
        ["2", "0000-01-01", "好", "5"],
        ["3", "9999-12-31", "好", "5"],
        ["4", "2026-08-01", "好", "5"],
        ["5", "1969-05-01", "好", "5"],
        ["6", "2026-05-01", "好", "7"],
        ["7", "2026-05-01", "好", "Blank"],
        ["8", "2026-05-01", "好", "很多"],
        ["1", "2026-05-01", "好", "5"],
        ["9", "2026-05-01", "", ""],
        ["10", "", "好", "5"],
    ]
    result = convert(write(tmp_path / "a.csv", rows), "feedback", ["id=external_id", "at=at"], ["rating_scale=5"])
    assert result.tables["feedback"]["external_id"].to_pylist() == ["1", "7"]
    assert sorted((fault.line, fault.reason, fault.value) for fault in result.faults) == [
        (3, "date", "0000-01-01"),
        (4, "late", "9999-12-31"),
        (5, "future", "2026-08-01"),
        (6, "early", "1969-05-01"),
        (7, "scale", "7"),
        (9, "number", "很多"),
        (10, "repeated", "1"),
        (11, "missing", ""),
        (12, "missing", ""),
    ]


def test_personal_data_stay_out_of_facts(tmp_path: Path) -> None:
    rows = [
        ["评论", "姓名", "手机", "联系", "备注"],
        *(["好吃好吃", "王芳", "13800001234", f"1390000{n:04}", "打13700001111"] for n in range(9)),
    ]
    path = write(tmp_path / "a.csv", rows)
    plan = found(path, "feedback").plan
    assert plan.fields["customer.phone"] == "手机"
    assert plan.withheld == ("联系",)
    text = str(convert(path, "feedback").tables["feedback"].to_pylist())
    assert not any(secret in text for secret in ("王芳", "13800001234", "1390000", "13700001111"))


def test_no_phone_stays_in_an_object_of_a_row(tmp_path: Path) -> None:
    items = [{"text": f"好吃好吃{n}"} for n in range(300)]
    items += [{"text": "好", "late": {"phone": 13812345678, "id": "110101199003071234"}}]
    made = convert(lines(tmp_path / "a.jsonl", items), "feedback").tables["feedback"].to_pylist()
    assert "138****5678" in str(made)
    assert not any(secret in str(made) for secret in ("13812345678", "110101199003071234"))


def test_choices_events_and_items_hold_no_phone(tmp_path: Path) -> None:
    rows = [["response", "question", "choice", "at"], ["r1", "how", "打13812345678", "2026-05-01"]]
    assert "13812345678" not in str(convert(write(tmp_path / "a.csv", rows), "answers").tables["answer"].to_pylist())
    rows = [["name", "at", "session", "anonymous"], ["call 13812345678", "2026-05-01", "13812345678", "w@x.com"]]
    event = str(convert(write(tmp_path / "e.csv", rows), "events").tables["event"].to_pylist())
    assert "13812345678" not in event
    assert "w@x.com" not in event


def test_ids_that_excel_has_rounded_are_not_used(tmp_path: Path) -> None:
    rows = [["用户ID", "评论内容"], *([f"1.0000{n}E+11", "很好，下次还来"] for n in range(9))]
    seen = found(write(tmp_path / "a.csv", rows), "feedback")
    assert "customer" not in seen.plan.fields
    assert any("用户ID" in note for note in seen.notes)


def test_lines_of_orders_are_recognised(tmp_path: Path) -> None:
    rows = [["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"], ["1", "A", "cup", "2", "2010-12-01", "2.5", "17850.0"], ["1", "B", "pot", "1", "2010-12-01", "9", "17850.0"]]  # fmt: skip
    result = convert(write(tmp_path / "a.csv", rows), "orders").tables["order"]
    assert result["amount"].to_pylist() == [5.0, 9.0]
    assert set(result["customer"].to_pylist()) == {"17850"}


def test_a_wide_survey_becomes_answers(tmp_path: Path) -> None:
    rows = [
        ["RESPNUM", "NETPRO", "Q7ALL", "Q9FOOD", "WHY", "WEIGHT"],
        [1, 9, 5, 4, "staff", 0.5],
        [2, 11, 0, 6, "", 1],
        [3, 12, "Blank", "x", "", 2],
    ]
    maps = ["NETPRO=nps", "Q7ALL=csat", "Q9FOOD=answer:food:csat:1-5:blank=6,0:touchpoint=dining", "WHY=text"]
    result = convert(
        write(tmp_path / "a.csv", rows), "answers", maps, ["nps.blank=11", "csat.blank=0,6", "at=2026-05-01"]
    )
    answers = [
        (a["response"], a["question"], a["instrument"], a["score"], a["weight"])
        for a in result.tables["answer"].to_pylist()
    ]
    assert answers == [
        ("1", "netpro", "nps", 9.0, 0.5),
        ("1", "q7all", "csat", 5.0, 0.5),
        ("1", "food", "csat", 4.0, 0.5),
        ("1", "why", None, None, 0.5),
    ]
    assert [a["touchpoint"] for a in result.tables["answer"].to_pylist()] == [None, None, "dining", None]
    assert [said["text"] for said in result.tables["feedback"].to_pylist()] == ["staff"]
    assert [(fault.line, fault.column, fault.reason) for fault in result.faults] == [
        (4, "NETPRO", "scale"),
        (4, "Q9FOOD", "number"),
    ]


def test_questions_of_a_wide_survey_are_guessed(tmp_path: Path) -> None:
    rows = [["序号", "您有多大可能推荐我们(NPS)", "总体满意度"], ["1", "9", "5"], ["2", "3", "2"]]
    questions = found(write(tmp_path / "a.csv", rows), "answers", [], ["at=2026-05-01"]).plan.questions
    assert [(q.column, q.instrument) for q in questions] == [
        ("您有多大可能推荐我们(NPS)", "nps"),
        ("总体满意度", "csat"),
    ]


def test_conversations_kept_as_objects(tmp_path: Path) -> None:
    item = {"id": "c1", "turns": [{"sender": "customer", "utterances": ["在吗", "没收到货"]}, {"sender": "helpdesk", "utterances": ["您好"]}, {"sender": "鬼", "utterances": ["?"]}]}  # fmt: skip
    result = convert(lines(tmp_path / "a.jsonl", [item]), "conversations")
    turns = [(t["conversation"], t["n"], t["speaker"], t["text"]) for t in result.tables["turn"].to_pylist()]
    assert turns == [("c1", 1, "customer", "在吗\n没收到货"), ("c1", 2, "agent", "您好")]
    assert [fault.reason for fault in result.faults] == ["speaker"]
