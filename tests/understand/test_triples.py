"""Who is praised or blamed for what: spans are the customer's own words, alone as together, of any text."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiyin.cli.triples import triples as command
from zhiyin.kit.errors import ZhiyinError
from zhiyin.understand.files import judge_file
from zhiyin.understand.text import triples

TEXTS = [
    "味道很不错，服务员态度也很好。",
    "",
    None,
    "环境太吵了！菜的味道一般，價格偏貴。",
    "The food was great.",
    "今天🍜好吃！！！！！服务态度很差<br>环境不错",
    "好",
]


def told(text: str) -> set[tuple[str, str, str]]:
    return {(row["aspect"], row["opinion"], row["label"]) for row in triples.load().judge([text]).to_pylist()}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("味道很不错。", ("味道", "很不错", "positive")),
        ("服务员的态度很差。", ("服务员", "态度很差", "negative")),
        ("这家店的环境不错，菜太咸了。", ("环境", "不错", "positive")),
        ("味道一般。", ("味道", "一般", "neutral")),
    ],
)
def test_what_is_praised_or_blamed_with_which_words(text: str, triple: tuple[str, str, str]) -> None:
    assert triple in told(text)


@pytest.mark.parametrize("text", ["", "   \n ", "😀", "！！！", "The food was great but the waiter was rude.", "12345"])
def test_who_says_nothing_in_chinese_names_nothing(text: str) -> None:
    assert told(text) == set()


def test_spans_are_places_in_the_customers_own_text() -> None:
    text = "看 https://a.cn/b 服务态度很好！<br>環境   不错，ＶＩＰ包间也很大。"
    found = triples.load().judge([text]).to_pylist()
    assert {"服务态度", "環境"} <= {row["aspect"] for row in found}
    for row in found:
        assert text[row["aspect_start"] : row["aspect_end"]] == row["aspect"]
        assert text[row["opinion_start"] : row["opinion_end"]] == row["opinion"]


def test_alone_or_together_in_any_order_is_the_same() -> None:
    labeller = triples.load()
    many = TEXTS * 40
    together = labeller.judge(many).to_pylist()
    turned = labeller.judge(many[::-1]).to_pylist()
    for row, text in enumerate(many[: len(TEXTS)]):
        alone = labeller.judge([text]).to_pylist()
        assert [one | {"row": 0} for one in together if one["row"] == row] == alone
        assert [one | {"row": 0} for one in turned if one["row"] == len(many) - 1 - row] == alone


def test_parts_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = triples.load().judge(TEXTS * 5)
    monkeypatch.setattr(triples, "PART", 16)
    monkeypatch.setattr(triples, "TEXTS", 3)
    assert triples.load().judge(TEXTS * 5).equals(whole)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.none() | st.text(max_size=60) | st.text("味道很好服务差，。！ \n\ta😀\ud800", max_size=80), max_size=5)
)
@example(["很好\ud800味道很好", "\ud83d味道很好"])
@example(["味道很好\r\n\r\n 服务很差\u2028环境好"])
def test_any_text(texts: list[str | None]) -> None:
    for row in triples.load().judge(texts).to_pylist():
        text = texts[row["row"]] or ""
        for name in ("aspect", "opinion"):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            assert 0 <= start < end <= len(text)
            assert text[start:end].encode("utf-8", "replace").decode() == row[name]
        assert row["label"] in triples.LABELS
        assert triples.load().limit - 1e-4 <= row["confidence"] <= 1


@pytest.mark.parametrize("text", ["味道很好" * 3_000, "味道很好，" * 3_000, "很" * 20_000, "，。" * 100_000])
def test_a_text_without_end_is_read_in_pieces(text: str) -> None:
    found = triples.load().judge([text])
    assert found.num_rows < len(text)


def test_a_file_keeps_its_rows_and_says_what_is_wrong(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_bytes('评论\n味道很不错。\n""\n服务员态度很差。\n'.encode("gb18030"))
    done = judge_file(file, triples.load().judge, triples.TABLE, out=out)
    found = pq.read_table(out).to_pylist()
    assert (done.rows, done.mentions) == (3, len(found))
    assert ("味道", 0) in {(row["aspect"], row["row"]) for row in found}
    assert 2 in {row["row"] for row in found if row["label"] == "negative"}
    with pytest.raises(ZhiyinError, match="评论"):
        judge_file(file, triples.load().judge, triples.TABLE, column="text", out=out)


def test_the_command_writes_triples_and_says_which_rows_could_not_be_read(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_bytes("id,评价\n1,味道很不错。\n2,a,b,c,d\n3,服务员的态度很差。\n".encode("gbk"))
    done = CliRunner().invoke(command, [str(file), "--column", "评价", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "3" in done.output.splitlines()[-1]
    head, *rows = out.read_text("utf-8").splitlines()
    assert head == ",".join(triples.TABLE.names)
    assert {line.split(",")[0] for line in rows} == {"0", "2"}
    assert CliRunner().invoke(command, [str(file)]).exit_code == 2
