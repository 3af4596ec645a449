"""What a text speaks of in a fixed scheme: alone as together, any text is taken, rows keep their numbers."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.cli.categories import categories as command
from zhiyin.kit.errors import ZhiyinError
from zhiyin.understand.schemes import categorise_file
from zhiyin.understand.text import categories

TEXTS = ["味道很好，就是等位等了一个小时", "", None, "环境太吵了，服务员态度也差", "😀"]


def told(scheme: str, text: str) -> dict[str, str]:
    return {row["category"]: row["label"] for row in categories.load(scheme).judge([text]).to_pylist()}


def test_what_is_spoken_of_and_how() -> None:
    found = told("restaurants-zh", TEXTS[0] or "")
    assert found["dish_taste"] == "positive"
    assert found["service_wait_time"] == "negative"
    assert told("cars-zh", "油耗太高了，市区十五个油")["油耗"] == "negative"
    english = told("restaurants-en", "The food was delicious but our waiter was rude.")
    assert (english["food"], english["staff"]) == ("positive", "negative")


@pytest.mark.parametrize("text", ["", "😀", "！！！"])
@pytest.mark.parametrize("name", categories.SCHEMES)
def test_who_says_nothing_speaks_of_nothing(name: str, text: str) -> None:
    assert told(name, text) == {}


@pytest.mark.parametrize("name", categories.SCHEMES)
def test_alone_or_together_is_the_same(name: str) -> None:
    scheme = categories.load(name)
    together = scheme.judge(TEXTS * 3)
    for row, text in enumerate(TEXTS):
        own = [one for one in together.to_pylist() if one["row"] == row]
        assert [one | {"row": 0} for one in own] == scheme.judge([text]).to_pylist()


@settings(deadline=None)
@given(st.lists(st.none() | st.text(max_size=60), max_size=5))
def test_any_text(texts: list[str | None]) -> None:
    found = categories.load("restaurants-zh").judge(texts)
    rows = found.column("row").to_numpy()
    assert np.isin(rows, np.arange(len(texts))).all()
    assert set(found.column("label").to_pylist()) <= set(categories.LABELS)


def test_a_file_keeps_its_rows_and_says_what_is_wrong(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_bytes('评论\n味道很好\n""\n服务员态度恶劣\n'.encode("gb18030"))
    done = categorise_file(file, scheme="restaurants-zh", out=out)
    found = pq.read_table(out).to_pylist()
    assert (done.rows, done.mentions) == (3, len(found))
    assert ("dish_taste", 0) in {(row["category"], row["row"]) for row in found}
    assert ("service_waiters_attitude", 2) in {(row["category"], row["row"]) for row in found}
    with pytest.raises(ZhiyinError, match="cars-zh"):
        categorise_file(file, scheme="trains-zh", out=out)


def test_the_command_lists_schemes_and_asks_for_what_it_needs(tmp_path: Path) -> None:
    listed = CliRunner().invoke(command)
    assert "油耗" in listed.output
    assert "restaurants-en: " in listed.output
    file = tmp_path / "in.csv"
    file.write_text("review\nThe food was great\n", "utf-8")
    assert CliRunner().invoke(command, [str(file), "--scheme", "restaurants-en"]).exit_code == 2
    out = tmp_path / "out.csv"
    done = CliRunner().invoke(command, [str(file), "--scheme", "restaurants-en", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").splitlines()[:2][1].startswith("0,food,")


def test_rows_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("id,review\n1,味道很好\n2,a,b,c,d\n3,服务员态度恶劣\n", "utf-8")
    done = CliRunner().invoke(
        command, [str(file), "--scheme", "restaurants-zh", "--column", "review", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    assert "3" in done.output.splitlines()[-1]
    assert len(done.output.strip().splitlines()) == 2
    assert {line.split(",")[0] for line in out.read_text("utf-8").splitlines()[1:]} == {"0", "2"}
