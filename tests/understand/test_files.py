"""`zhiyin understand FILE`: any table in, three kinds out, one clear sentence when something is wrong."""

import csv
import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from zhiyin.cli.understand import understand
from zhiyin.kit.errors import ZhiyinError
from zhiyin.understand.files import annotate_file

TEXTS = ["很好吃，就是太贵了", "", "=好吃", "Delivery was slow"]


def write(path: Path) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.table({"review": TEXTS}), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps({"review": text}, ensure_ascii=False) + "\n" for text in TEXTS), "utf-8")
    else:
        content = "\r\n".join(["review", *(f'"{text}"' for text in TEXTS), ""]).encode("gb18030")
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz", "in.jsonl", "in.parquet"])
def test_rows_keep_their_numbers(tmp_path: Path, name: str) -> None:
    out, documents = tmp_path / "m.parquet", tmp_path / "d.parquet"
    done = annotate_file(write(tmp_path / name), column="review", out=out, documents=documents, pack="restaurant")
    assert done.rows == 4
    assert pq.read_table(documents)["row"].to_pylist() == [0, 1, 2, 3]
    mentions = pq.read_table(out).to_pylist()
    assert [(row["row"], row["aspect"], row["label"]) for row in mentions] == [
        (0, "taste", "positive"),
        (0, "price", "negative"),
        (2, "taste", "positive"),
        (3, "delivery_speed", "negative"),
    ]
    assert not list(tmp_path.glob(".*.part"))


def test_a_broken_row_keeps_its_number(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("id,review\n1,好吃\n2,a,b,c,d\n3,难吃\n", "utf-8")
    annotate_file(file, column="review", out=tmp_path / "m.jsonl", documents=tmp_path / "d.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text("utf-8").splitlines()]
    assert [row["label"] for row in rows] == ["positive", "neutral", "negative"]


def test_csv_out_is_safe_for_spreadsheets(tmp_path: Path) -> None:
    annotate_file(write(tmp_path / "in.csv"), out=tmp_path / "m.csv", pack="restaurant")
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[2]["clause"] == "'=好吃"
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


FAULTS = [("stars", "m.csv", "review"), ("review", "m.docx", ".parquet"), ("review", "no/m.csv", "no")]


@pytest.mark.parametrize(("column", "out", "word"), FAULTS)
def test_faults_are_one_sentence(tmp_path: Path, column: str, out: str, word: str) -> None:
    with pytest.raises(ZhiyinError, match=word):
        annotate_file(write(tmp_path / "in.csv"), column=column, out=tmp_path / out)
    assert not (tmp_path / out).exists()


def test_a_failed_run_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "m.csv"
    old.write_text("old", "utf-8")

    def stop(_share: float, _rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate_file(write(tmp_path / "in.csv"), out=old, tell=stop)
    assert old.read_text("utf-8") == "old"
    assert not list(tmp_path.glob(".*.part"))


def test_all_cores_say_what_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiyin.understand.files.ROWS", 7)
    file = tmp_path / "in.parquet"
    pq.write_table(pa.table({"review": [f"{TEXTS[n % 2 * 3]}{n}" for n in range(50)]}), file)
    told: list[int] = []
    for workers in (1, 2):
        out, documents = tmp_path / f"m{workers}.parquet", tmp_path / f"d{workers}.parquet"
        annotate_file(
            file,
            out=out,
            documents=documents,
            pack="restaurant",
            workers=workers,
            tell=lambda _share, n: told.append(n),
        )
    assert told == [*range(7, 50, 7), 50] * 2
    for kind in ("m", "d"):
        assert pq.read_table(tmp_path / f"{kind}1.parquet").equals(pq.read_table(tmp_path / f"{kind}2.parquet"))


def test_one_text_as_json() -> None:
    result = CliRunner().invoke(understand, ["--text", "咖啡不好喝", "--pack", "restaurant"])
    assert result.exit_code == 0
    assert [row["label"] for row in json.loads(result.stdout)] == ["negative"]


def test_a_file_needs_somewhere_to_go(tmp_path: Path) -> None:
    result = CliRunner().invoke(understand, [str(write(tmp_path / "in.csv"))])
    assert result.exit_code == 2
    assert "--out" in result.output


def test_brands_named_on_the_command_line(tmp_path: Path) -> None:
    """星湖 is on nobody's list: only whoever says that it is a rival has it read as one."""
    text = "Xinghu is better than this place"
    said = ["--text", text, "--pack", "restaurant"]
    before, after = (
        CliRunner().invoke(understand, said),
        CliRunner().invoke(understand, [*said, "--rival", "星湖=Xinghu"]),
    )
    assert [row["label"] for row in json.loads(after.stdout)] == ["negative"]
    assert [row["against"] for row in json.loads(after.stdout)] == ["星湖"]
    assert before.stdout != after.stdout
    refused = CliRunner().invoke(understand, [*said, "--own", "星="])
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output
    file, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    file.write_text(f"review\n{text}\n", "utf-8")
    told = [str(file), "--out", str(out), "--pack", "restaurant", "--rival", "Xinghu"]
    assert CliRunner().invoke(understand, told).exit_code == 0
    assert json.loads(out.read_text("utf-8"))["against"] == "Xinghu"


def test_what_could_not_be_read_is_said(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    file.write_text("id,review\n1,好吃\n2,a,b,c,d\n", "utf-8")
    done = CliRunner().invoke(understand, [str(file), "--out", str(out)])
    assert done.exit_code == 0
    assert "line 3" in done.output.replace("第 3 行", "line 3")


def test_random_bytes_are_no_names(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(b"\x1b[31m,\x07bell,a\n1,2,3\n")
    with pytest.raises(ZhiyinError) as caught:
        annotate_file(file, column="review", out=tmp_path / "out.jsonl")
    assert str(caught.value).isprintable()
