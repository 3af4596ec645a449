"""Word files as Word and other programs write them, and such as are made to do harm."""
# ruff: noqa: E501  XML as it stands in a file

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.utils import translation
from docx import Document
from tests.listen.listen_files import convert

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.opening import open_file

MAIN = "word/document.xml"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def package(path: Path, body: str = "", **parts: bytes | None) -> Path:
    """What python-docx writes, with another body; `parts` replace others, or take them away."""
    document, empty = Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.save(empty)
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == MAIN:
                data = data.replace(b"<w:body>", b"<w:body>" + body.encode())
            if name not in parts:
                new.writestr(name, data)
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return path


def main(body: str) -> bytes:
    return f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'.encode()


def texts(path: Path) -> list[str]:
    return [one["text"] for one in convert(path, "feedback").tables["feedback"].to_pylist()]


def test_paragraphs_and_tables_come_in_their_order_and_headers_not_at_all(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("房间太吵。")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("早餐", "很好。", "泳池", "太小。"), strict=True):
        cell.text = text
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "水太冷。"
    table.cell(0, 0).merge(table.cell(0, 1))
    document.add_paragraph("不会再来。")
    document.save(str(tmp_path / "a.docx"))
    assert texts(tmp_path / "a.docx") == ["房间太吵。", "早餐", "很好。", "泳池", "太小。", "水太冷。", "不会再来。"]


def test_words_are_read_wherever_word_puts_them(tmp_path: Path) -> None:
    body = [
        paragraph("<w:hyperlink>", run("房间"), "</w:hyperlink>", run("太吵。")),
        "<w:sdt><w:sdtContent>" + paragraph(run("早餐很好。")) + "</w:sdtContent></w:sdt>",
        paragraph("<w:sdt><w:sdtContent>", run("泳池太小。"), "</w:sdtContent></w:sdt>"),
        paragraph('<w:smartTag w:uri="u" w:element="e">', run("北京店"), "</w:smartTag>", run("太远。")),
        paragraph("<w:r><w:instrText>PAGE</w:instrText></w:r>", '<w:fldSimple w:instr="DATE">', run("五月"), "</w:fldSimple>", run("再来。")),
    ]  # fmt: skip
    found = texts(package(tmp_path / "a.docx", "".join(body)))
    assert found == ["房间太吵。", "早餐很好。", "泳池太小。", "北京店太远。", "五月再来。"]


def test_tracked_changes_are_read_as_the_text_stands_now(tmp_path: Path) -> None:
    mark = 'w:id="1" w:author="x"'
    body = [
        paragraph(run("早餐"), f"<w:ins {mark}>", run("很"), "</w:ins>", f"<w:del {mark}><w:r><w:delText>不</w:delText><w:br/></w:r></w:del>", run("好。")),
        paragraph(f"<w:moveFrom {mark}>", run("太吵。"), "</w:moveFrom>"),
        paragraph(run("不会再来。")),
        paragraph(f"<w:moveTo {mark}>", run("太吵。"), "</w:moveTo>"),
    ]  # fmt: skip
    assert texts(package(tmp_path / "a.docx", "".join(body))) == ["早餐很好。", "不会再来。", "太吵。"]


def test_breaks_part_words_and_stops_of_the_ruler_say_nothing(tmp_path: Path) -> None:
    said = '<w:r><w:t>Too</w:t><w:tab/><w:t>loud.</w:t><w:br/><w:t>Wi</w:t><w:noBreakHyphen/><w:t>Fi slow.</w:t><w:br w:type="page"/><w:t>Dear.</w:t><w:cr/><w:t>Bye.</w:t></w:r>'
    body = paragraph('<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>', said)
    assert texts(package(tmp_path / "a.docx", body)) == ["Too loud.", "Wi-Fi slow.", "Dear.", "Bye."]


def test_files_that_only_word_itself_forgives_are_read(tmp_path: Path) -> None:
    """A picture that is gone, a template, and the main part under another name, as Word on the web writes it."""
    body, picture = paragraph(run("房间太吵。")), "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    gone = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{picture}/image" Target="../NULL"/></Relationships>'
    assert texts(package(tmp_path / "a.docx", body, **{"word/_rels/document.xml.rels": gone.encode()})) == [
        "房间太吵。"
    ]
    named = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{picture}/officeDocument" Target="/word/document2.xml"/></Relationships>'
    other = {MAIN: None, "word/document2.xml": main(body), "_rels/.rels": named.encode()}
    assert texts(package(tmp_path / "b.docx", **other)) == ["房间太吵。"]


ENTITIES = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>' + main(paragraph(run("&y;")))
FAR = b"<!-- " + b"x" * 5000 + b" -->" + ENTITIES
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + main(paragraph(run("&x;")))
SIXTEEN = ENTITIES.decode().encode("utf-16")
DEEP = main("<w:tbl><w:tr><w:tc>" * 200 + paragraph(run("x")) + "</w:tc></w:tr></w:tbl>" * 200)
SEVEN = b'<?xml version="1.0" encoding="UTF-7"?>' + main(paragraph(run("x"))).replace(b"<w:p>", b"+ADw-w:p+AD4-")
HOSTILE = [
    (ENTITIES, "no Word"), (FAR, "no Word"), (OUTSIDE, "no Word"), (SIXTEEN, "no Word"), (DEEP, "no Word"), (b"", "no Word"), (b"<", "no Word"),
    (b"\xff\xfe\x00", "no Word"), (b"<html><p>hello</p></html>", "holds no text"), (main(""), "holds no text"), (b" " * (17 * 1024 * 1024), "unpacks to far more"),
    (main("<w:p/>" * 500_000), "more than 500000 elements"), (main("<w:p " + " ".join(f'a{n}=""' for n in range(500_000)) + "/>"), "more than 500000 elements"),
    (SEVEN, "no Word"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_file_made_to_do_harm_gives_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with translation.override("en"), pytest.raises(BadFile, match=said):
        open_file(package(tmp_path / "a.docx", **{MAIN: data}))


def test_a_comment_among_the_relations_is_passed_over(tmp_path: Path) -> None:
    document = package(tmp_path / "a.docx", paragraph(run("房间太吵。")))
    with zipfile.ZipFile(document) as archive:
        relations = archive.read("_rels/.rels")
    start = relations.index(b"<Relationship ")
    noted = relations[:start] + b"<!-- ours --><?ours?>" + relations[start:]
    said = paragraph(run("房间太吵。"))
    assert texts(package(tmp_path / "b.docx", said, **{"_rels/.rels": noted})) == ["房间太吵。"]


STRICT = "http://purl.oclc.org/ooxml/"


def test_a_strict_document_is_read(tmp_path: Path) -> None:
    """As Word saves it under *Strict Open XML Document*."""
    named = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{STRICT}officeDocument/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    said = "<w:r><w:t>Too</w:t><w:tab/><w:t>loud.</w:t><w:br/><w:t>Dear.</w:t></w:r>"
    body = main(paragraph(said)).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/", f"{STRICT}wordprocessingml/".encode()
    )
    assert texts(package(tmp_path / "a.docx", **{MAIN: body, "_rels/.rels": named.encode()})) == ["Too loud.", "Dear."]


def test_utf_16_is_read_and_ends_of_lines_in_the_xml_are_blanks(tmp_path: Path) -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?>' + main(paragraph(run("Too\nloud."), run(" 太吵。"))).decode()
    assert texts(package(tmp_path / "a.docx", **{MAIN: body.encode("utf-16")})) == ["Too loud. 太吵。"]


def test_an_interview_of_a_hundred_pages_is_read(tmp_path: Path) -> None:
    look = '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
    said = "".join(
        f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:pStyle w:val="a"/>{look}</w:pPr><w:r w:rsidRPr="00A77B3E">{look}<w:t xml:space="preserve">第{n}次来，房间太吵。</w:t></w:r></w:p>'
        for n in range(6_000)
    )
    assert len(said.encode()) > 2_000_000
    assert len(texts(package(tmp_path / "a.docx", said))) == 6_000


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_data_gives_one_sentence(tmp_path: Path, way: int) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", way) as new:
        new.writestr(MAIN, main(paragraph(*(run(f"房间太吵 {n * n}。") for n in range(2_000)))))
        start, size = 30 + len(MAIN), new.getinfo(MAIN).compress_size
    whole = (tmp_path / "a.docx").read_bytes()
    for at in (start, start + 9, start + 20, start + size // 2):
        harmed = whole[:at] + bytes(255 - one for one in whole[at : at + 8]) + whole[at + 8 :]
        (tmp_path / "a.docx").write_bytes(harmed)
        with translation.override("en"), pytest.raises(BadFile, match="no Word document"):
            open_file(tmp_path / "a.docx")


def test_a_part_that_tells_a_smaller_size_is_not_unpacked(tmp_path: Path) -> None:
    """A hundred megabytes that say they are a thousand bytes."""
    document = package(tmp_path / "a.docx", **{MAIN: b" " * 100_000_000})
    data = document.read_bytes()
    document.write_bytes(data.replace((100_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    tracemalloc.start()
    with translation.override("en"), pytest.raises(BadFile, match="no Word document"):
        open_file(document)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 60_000_000


def test_a_package_of_too_many_parts_gives_one_sentence(tmp_path: Path) -> None:
    document = package(tmp_path / "a.docx", paragraph(run("房间太吵。")))
    with zipfile.ZipFile(document, "a") as more:
        for n in range(20_000):
            more.writestr(str(n), b"")
    with translation.override("en"), pytest.raises(BadFile, match="no Word document"):
        open_file(document)


def test_what_is_no_word_file_gives_one_sentence(tmp_path: Path) -> None:
    document = package(tmp_path / "a.docx", paragraph(run("房间太吵。")))
    (tmp_path / "cut.docx").write_bytes(document.read_bytes()[:-200])
    (tmp_path / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    package(tmp_path / "sheet.docx", **{MAIN: None, "xl/workbook.xml": b"<workbook/>"})
    for name in ("cut", "locked", "sheet"):
        with translation.override("en"), pytest.raises(BadFile, match="no Word document"):
            open_file(tmp_path / f"{name}.docx")
