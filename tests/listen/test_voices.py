"""Transcripts, chats, letters and interviews: from the file to what customers said."""
# ruff: noqa: E501  a file a line

import contextlib
import json
import mailbox
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.listen.listen_files import bring, convert, facts, found, table

from zhiyin.listen.imports.errors import BadFile, BadMapping
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.imports.reading.voices.letters import own_words, plain
from zhiyin.listen.imports.reading.voices.speakers import roles
from zhiyin.listen.speech import Heard
from zhiyin.listen.speech.choosing import NoSpeech
from zhiyin.warehouse.engines import Lake

VTT = """WEBVTT

NOTE recorded in the shop

1
00:00:01.000 --> 00:00:03.000
<v 客服小王>您好，很高兴为您服务</v>

2
00:00:03.500 --> 00:00:06.000 align:start
<v 李女士>我的外卖迟到了</v>

3
00:00:06.200 --> 00:00:08.000
<v 李女士>一个小时，电话13812345678</v>

4
broken --> time
<v 李女士>听不清</v>

5
00:01:10.250 --> 00:01:12.000
<v 客服小王>马上为您处理&amp;退款</v>
"""
SRT = "1\n00:00:01,000 --> 00:00:02,000\n客服：您好\n\n2\n00:00:02,500 --> 00:00:04,000\n客户：屏幕坏了\n3\n00:00:04,100 --> 00:00:05,000\n要退货\n"


def put(path: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def turns(path: Path, settings: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    made = convert(path, "conversations", settings=settings).tables["turn"].to_pylist()
    return [(turn["speaker"], turn["text"]) for turn in made]


@pytest.mark.django_db
def test_a_call_is_one_conversation_and_only_the_customer_has_opinions(tmp_path: Path, lake: Lake) -> None:
    path = put(tmp_path / "call-7.vtt", VTT)
    record = bring(path, "conversations", settings=["at=2026-05-01 10:00:00"], source="hotline")
    assert (record.added, record.rejected, record.reasons) == (3, 1, {"caption": 1})
    said = facts("turn", 'conversation, n, speaker, "at", text')
    assert [(one["conversation"], one["n"], one["speaker"], one["text"]) for one in said] == [
        ("call-7", 1, "agent", "您好，很高兴为您服务"),
        ("call-7", 2, "customer", "我的外卖迟到了一个小时，电话138****5678"),
        ("call-7", 3, "agent", "马上为您处理&退款"),
    ]
    assert said[2]["at"] == datetime(2026, 5, 1, 2, 1, 10, 250_000, UTC)
    assert [(one["kind"], one["text"]) for one in facts("feedback")] == [("call", said[1]["text"])]
    assert bring(path, "conversations", source="hotline").added == 0


def test_subtitles_in_gbk_with_names_before_a_colon(tmp_path: Path) -> None:
    path = put(tmp_path / "a.srt", SRT, "gbk")
    assert turns(path) == [("agent", "您好"), ("customer", "屏幕坏了要退货")]


def iflytek(*sentences: tuple[str, int, *tuple[str, ...]]) -> str:
    """As iFlytek (讯飞) returns a long recording: JSON as a string, and in it every sentence as a string once more. What
    it made smooth stands in `lattice`; `lattice2` holds the hemming too, not as strings."""
    smooth, rough = [], []
    for who, begin, *words in sentences:
        rt = [{"ws": [{"cw": [{"w": word, "wp": "n", "wc": "0.0000"}], "wb": 1, "we": 84} for word in words]}]
        best = {"st": {"sc": "0.84", "pa": "0", "rt": rt, "bg": str(begin), "rl": who, "ed": str(begin + 900)}}
        smooth.append({"json_1best": json.dumps(best)})
        rough.append({"lid": "0", "begin": str(begin), "end": str(begin + 900), "json_1best": best, "spk": "段落-0"})
    return json.dumps({"lattice2": rough, "lattice": smooth, "label": {"rl_track": []}})


SHAPES = {
    "segments": {"call_id": "c9", "segments": [{"speaker": "agent", "start": 0.0, "end": 1.5, "text": "您好"}, {"speaker": "customer", "start": 2, "end": 3, "text": "太慢了"}]},
    "amazon": {"results": {"transcripts": [{"transcript": "x"}], "speaker_labels": {"segments": [{"speaker_label": "agent", "items": [{"start_time": "0.1", "speaker_label": "agent"}]}, {"speaker_label": "customer", "items": [{"start_time": "0.9", "speaker_label": "customer"}, {"start_time": "1.2", "speaker_label": "customer"}]}]}, "items": [
        {"type": "pronunciation", "start_time": "0.1", "end_time": "0.4", "alternatives": [{"content": "您好"}]}, {"type": "pronunciation", "start_time": "0.9", "end_time": "1.1", "alternatives": [{"content": "太慢"}]}, {"type": "pronunciation", "start_time": "1.2", "end_time": "1.3", "alternatives": [{"content": "了"}]}]}},
    "chat": [{"role": "assistant", "content": "您好", "time": "2026-05-01 10:00:00"}, {"role": "user", "content": "太慢了", "time": "2026-05-01 10:00:05"}],
    "utterances": {"status": "ok", "result": {"utterances": [{"speaker": "agent", "start": 100, "end": 900, "text": "您好"}, {"speaker": "customer", "start": 93000, "end": 95000, "text": "太慢了"}]}},
    "sentences": {"Result": {"Sentences": [{"Role": "坐席", "BeginTime": 0, "EndTime": 900, "Text": "您好"}, {"Role": "客户", "BeginTime": 93000, "EndTime": 95000, "Text": "太慢了"}]}},
    "elements": {"monologues": [{"speaker": "agent", "elements": [{"type": "text", "value": "您好", "ts": 0.5}]}, {"speaker": "customer", "elements": [{"type": "text", "value": "太慢", "ts": 1.5}, {"type": "text", "value": "了", "ts": 2.5}]}]},
    "nbest": {"recognizedPhrases": [{"channel": "agent", "offsetInTicks": 1e7, "nBest": [{"display": "您好"}]}, {"channel": "customer", "offsetInTicks": 9e7, "nBest": [{"display": "太慢了"}]}]},
    "azure": {"combinedRecognizedPhrases": [{"channel": 0, "display": "您好太慢了"}], "recognizedPhrases": [
        {"recognitionStatus": "Success", "channel": 0, "speaker": "agent", "offset": "PT1.5S", "duration": "PT0.9S", "offsetInTicks": 15000000.0, "durationInTicks": 9000000.0, "nBest": [{"confidence": 0.9, "lexical": "您好", "display": "您好"}]},
        {"recognitionStatus": "Success", "channel": 0, "speaker": "customer", "offset": "PT1M4.25S", "duration": "PT1S", "offsetInTicks": 642500000.0, "durationInTicks": 10000000.0, "nBest": [{"confidence": 0.8, "lexical": "太慢了", "display": "太慢了"}]}]},
    "azure without ticks": {"phrases": [{"speaker": "agent", "offset": "PT1.5S", "text": "您好"}, {"speaker": "customer", "offset": "PT1H0M4.25S", "text": "太慢了"}]},
    "azure fast": {"phrases": [{"channel": 0, "speaker": "agent", "offsetMilliseconds": 960, "durationMilliseconds": 640, "text": "您好"}, {"channel": 0, "speaker": "customer", "offsetMilliseconds": 1960, "durationMilliseconds": 640, "text": "太慢了"}]},
    "teams": {"$schema": "http://stream.office.com/schemas/transcript.json", "version": "1.0.0", "type": "Transcript", "entries": [{"id": "1", "text": "您好", "speakerId": None, "speakerDisplayName": "agent", "startOffset": "00:00:08.8273871", "endOffset": "00:00:09.2673871", "roomId": None}, {"id": "2", "text": "太慢了", "speakerId": None, "speakerDisplayName": "customer", "startOffset": "00:00:10.0773871", "endOffset": "00:00:12.0773871", "roomId": None}]},
    "volcengine": {"audio_info": {"duration": 3696}, "result": {"text": "您好太慢了", "utterances": [
        {"additions": {"speaker": "agent"}, "definite": True, "start_time": 0, "end_time": 700, "text": "您好", "words": [{"blank_duration": 0, "start_time": 140, "end_time": 360, "text": "您好"}]}, {"additions": {"speaker": "customer"}, "definite": True, "start_time": 2110, "end_time": 3696, "text": "太慢了", "words": [{"blank_duration": 0, "start_time": 2110, "end_time": 3696, "text": "太慢了"}]}]}},
    "iflytek": {"code": "000000", "descInfo": "success", "content": {"orderInfo": {"orderId": "DKHJQ2023", "status": 4}, "orderResult": iflytek(("agent", 50, "您", "好"), ("customer", 93050, "太", "慢", "了"))}},
    "iflytek alone": json.loads(iflytek(("agent", 50, "您", "好"), ("customer", 1050, "太", "慢", "了"))),
    "iflytek once": {"ok": 0, "err_no": 0, "failed": None, "data": json.dumps([{"bg": "0", "ed": "990", "onebest": "您好", "speaker": "agent"}, {"bg": "1000", "ed": "2000", "onebest": "太慢了", "speaker": "customer"}])},
}  # fmt: skip

APART = {
    "segments": 2, "amazon": 0.8, "chat": 5, "utterances": 92.9, "sentences": 93, "elements": 1, "nbest": 8,
    "azure": 62.75, "azure without ticks": 3602.75, "azure fast": 1, "teams": 1.25, "volcengine": 2.11,
    "iflytek": 93, "iflytek alone": 1, "iflytek once": 1,
}  # fmt: skip
"""Seconds between the two who speak."""


@pytest.mark.parametrize("shape", SHAPES)
def test_json_in_the_shapes_that_vendors_write(tmp_path: Path, shape: str) -> None:
    path = put(tmp_path / "c1.json", json.dumps(SHAPES[shape], ensure_ascii=False, indent=1))
    made = convert(path, "conversations").tables["turn"].to_pylist()
    assert [(one["speaker"], one["text"], one["n"]) for one in made] == [
        ("agent", "您好", 1),
        ("customer", "太慢了", 2),
    ]
    assert {one["conversation"] for one in made} == {"c9" if shape == "segments" else "c1"}
    apart = (made[1]["at"] - made[0]["at"]).total_seconds()
    assert apart == pytest.approx(APART[shape])


def test_words_of_iflytek_that_are_no_chinese_stand_apart(tmp_path: Path) -> None:
    said = iflytek(("agent", 50, "How", "can", "I", "help", "?"), ("customer", 9050, "太慢", "", "。"))
    path = put(tmp_path / "a.json", json.dumps({"orderResult": said}))
    assert turns(path) == [("agent", "How can I help?"), ("customer", "太慢。")]


def test_strings_that_look_like_iflytek_and_are_not(tmp_path: Path) -> None:
    odd = [{"json_1best": text} for text in ('{"st": 1}', '{"st": {"rt": [{"ws": 3}]}}', "[]", "no", None, 7)]
    said = [{"role": "user", "content": "太慢", "data": '{"broken'}, {"role": "agent", "content": "您好", "data": "5"}]
    path = put(tmp_path / "a.json", json.dumps({"messages": said, "lattice": odd, "data": None}))
    assert turns(path) == [("customer", "太慢"), ("agent", "您好")]


def test_many_conversations_in_one_object_stay_apart(tmp_path: Path) -> None:
    said = {f"d{n}": {"goal": [{"id": 1}], "messages": [{"role": "usr", "content": f"太慢{n}"}, {"role": "sys", "content": "您好"}]} for n in range(60)}  # fmt: skip
    made = convert(put(tmp_path / "a.json", json.dumps(said)), "conversations").tables["turn"].to_pylist()
    assert len(made) == 120
    assert [(one["conversation"], one["text"]) for one in made][2:4] == [("a:2", "太慢1"), ("a:2", "您好")]


def test_json_that_is_a_table_stays_one(tmp_path: Path) -> None:
    path = put(tmp_path / "a.json", json.dumps([{"text": "很好", "rating": 5, "time": "2026-05-01"}]))
    assert open_file(path).layout.format == "jsonl"


def test_chats_as_they_are_exported(tmp_path: Path) -> None:
    wechat = put(
        tmp_path / "w.txt", "客服小美 2026-05-01 10:00:00\n亲，您好\n\n阿花 2026-05-01 10:01:30\n杯子碎了\n怎么办\n"
    )
    assert turns(wechat) == [("agent", "亲，您好"), ("customer", "杯子碎了\n怎么办")]
    whatsapp = put(
        tmp_path / "a.txt",
        "[2026/5/1, 10:00:00] Support: How can I help?\n[2026/5/1, 10:00:09] Ann Lee: It broke\nagain\n",
    )
    assert turns(whatsapp) == [("agent", "How can I help?"), ("customer", "It broke\nagain")]
    labelled = put(
        tmp_path / "q.txt", "采访者：您觉得怎么样？\n受访者：不错，\n就是贵。\n采访者：还会来吗\n受访者：会\n"
    )
    assert turns(labelled)[1] == ("customer", "不错，就是贵。")
    listed = put(tmp_path / "t.txt", "评论\t时间\n很好\t2026-05-01 10:00\n一般\t2026-05-02 10:00\n")
    assert open_file(listed).layout.format != "transcript"


def test_who_speaks_is_told_or_found() -> None:
    found, guessed = roles([("S1", "您好，有什么可以帮您"), ("S2", "退款")], {})
    assert (found, guessed) == ({"s1": "agent", "s2": "customer"}, ("s1", "s2"))
    assert roles([("S1", "喂"), ("S2", "退款")], {})[0] == {}
    assert roles([("S1", "喂"), ("S2", "退款")], {"S2": "customer"})[0] == {"s2": "customer", "s1": "agent"}


def test_names_nobody_knows_are_put_aside_until_told(tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.vtt", VTT.replace("客服小王", "S1").replace("您好，很高兴为您服务", "喂").replace("李女士", "S2")
    )
    assert {fault.reason for fault in convert(path, "conversations").faults} == {"caption", "speaker"}
    assert [speaker for speaker, _text in turns(path, ("speaker.customer=S2",))] == ["agent", "customer", "agent"]
    with pytest.raises(BadMapping, match=r"speaker\.customer"):
        turns(path, ("speaker.boss=S2",))


def letter(sender: str, subject: str, text: str, **more: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "care@shop.cn", subject
    made["Date"] = "Fri, 01 May 2026 10:00:00 +0800"
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


@pytest.mark.django_db
def test_a_mailbox_gives_what_customers_wrote_and_not_what_they_quote(tmp_path: Path, lake: Lake) -> None:
    box = mailbox.mbox(tmp_path / "care.mbox")
    box.add(letter("王芳 <fang@qq.com>", "物流慢", "等了三天\n\n发自我的iPhone", Message_ID="<1@qq>"))
    box.add(letter("care@shop.cn", "Re: 物流慢", "抱歉", Message_ID="<2@shop>", References="<1@qq>"))
    box.add(
        letter(
            "fang@qq.com",
            "回复：物流慢",
            "还是没到\n\n在 2026年5月1日，care@shop.cn 写道：\n> 抱歉",
            Message_ID="<3@qq>",
            References="<1@qq> <2@shop>",
        )
    )
    box.close()
    path = tmp_path / "care.mbox"
    record = bring(path, "feedback", settings=["own=shop.cn"], source="mail")
    assert (record.added, record.reasons) == (2, {"ours": 1})
    assert {(one["text"], one["title"], one["kind"]) for one in facts("feedback")} == {
        ("等了三天", "物流慢", "mail"),
        ("还是没到", "物流慢", "mail"),
    }
    assert "qq.com" not in str(
        [{**one, "external_id": ""} for one in facts("feedback", "text, title, attributes, external_id")]
    ).replace("@qq.com", "@")
    threads = convert(path, "conversations", settings=["own=shop.cn"]).tables["turn"].to_pylist()
    assert [(one["conversation"], one["speaker"]) for one in threads] == [
        ("1@qq", "customer"),
        ("1@qq", "agent"),
        ("1@qq", "customer"),
    ]


def test_letters_lose_quotes_signatures_and_html() -> None:
    assert own_words("Too slow.\n\nBest regards,\nAnn\nACME Ltd") == "Too slow."
    assert own_words("不满意\n\n-----原始邮件-----\n发件人: a\n内容") == "不满意"
    assert own_words("不行\n发件人: 客服\n发送时间: 2026\n收件人: 我\n您好") == "不行"
    assert own_words("> Was it good?\nNo.\n> Why?\nCold.") == "No.\nCold."
    assert own_words("Bad\nOn Fri, 1 May 2026 at 10:00, Shop <a@b.cn>\nwrote:\n> hi") == "Bad"
    assert own_words("谢谢\n但是太慢") == "谢谢\n但是太慢"
    assert (
        plain(
            "<html><head><style>p{}</style></head><body><p>太<b>慢</b>了</p><div class='gmail_quote'>old<br>old</div><p>退款&amp;</p></body>"
        )
        == "太慢了\n\n退款&"
    )


def test_a_letter_in_gbk_and_html_alone(tmp_path: Path) -> None:
    raw = b"From: a@b.cn\r\nSubject: =?gb2312?B?zO/BpA==?=\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>\xcc\xab\xc2\xfd\xc1\xcb</p>"
    assert table(put(tmp_path / "a.eml", raw))["text"].to_pylist() == ["太慢了"]


def word(path: Path, *paragraphs: str) -> Path:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )
    return path


def test_word_interviews_are_conversations_and_other_papers_paragraphs(tmp_path: Path) -> None:
    spoken = word(tmp_path / "i.docx", "访谈记录", "问：房间怎么样？", "答：太吵。", "问：早餐呢？", "答：很好。")
    assert turns(spoken) == [
        ("agent", "房间怎么样？"),
        ("customer", "太吵。"),
        ("agent", "早餐呢？"),
        ("customer", "很好。"),
    ]
    with pytest.raises(BadMapping, match="conversations"):
        found(spoken, "feedback")
    told = convert(word(tmp_path / "p.docx", "房间太吵。", "", "早餐很好。"), "feedback").tables["feedback"].to_pylist()
    assert [one["text"] for one in told] == ["房间太吵。", "早餐很好。"]


def test_a_text_box_is_read_once_and_behind_the_paragraph_it_hangs_on(tmp_path: Path) -> None:
    """Word keeps a box twice, as a drawing and for programs that know no such drawing, both inside the paragraph."""
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    held = "<w:txbxContent><w:p><w:r><w:t>早餐很好。</w:t></w:r></w:p><w:p><w:r><w:t>咖啡太淡。</w:t></w:r></w:p></w:txbxContent>"
    either = f'<mc:AlternateContent {spaces}><mc:Choice Requires="wps"><w:drawing><wps:txbx>{held}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{held}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>'
    path = word(tmp_path / "p.docx", f"房间</w:t></w:r><w:r>{either}</w:r><w:r><w:t>太吵。", "不会再来。")
    told = convert(path, "feedback").tables["feedback"].to_pylist()
    assert [one["text"] for one in told] == ["房间太吵。", "早餐很好。", "咖啡太淡。", "不会再来。"]


def pdf(path: Path, *pages: str) -> Path:
    """As small as a PDF can be."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    for n, page in enumerate(pages):
        lines = " T* ".join(f"({line}) Tj" for line in page.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 50 700 Td {lines} ET"
        font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {font} /Contents {4 + 2 * n} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{one}\nendobj\n".encode()
    table_ = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table_}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    return put(path, out)


def test_pdf_gives_paragraphs_with_pages_or_a_conversation(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    told = (
        convert(
            pdf(tmp_path / "a.pdf", "The room was far\ntoo loud.\nBreakfast was good.\n1", "Never again."), "feedback"
        )
        .tables["feedback"]
        .to_pylist()
    )
    assert [(one["text"], json.loads(one["attributes"])["page"]) for one in told] == [
        ("The room was far too loud.", "1"),
        ("Breakfast was good.", "1"),
        ("Never again.", "2"),
    ]
    assert turns(pdf(tmp_path / "b.pdf", "Q: How was it?\nA: Loud.\nQ: And?\nA: Cold\nand wet."))[3] == (
        "customer",
        "Cold and wet.",
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.vtt", b"WEBVTT\n\nhello", "no captions"), ("a.srt", b"\xff\xfe\x00", "no captions"), ("a.docx", b"PK\x03\x04 no", "Word"),
        ("b.docx", b"plain", "Word"), ("a.pdf", b"%PDF-1.4 broken", "PDF"), ("a.eml", b"\n\n", "no letter"), ("a.mbox", b"From x\n", "no letter"), ("a.doc", b"x", "no kind"),
    ],
)  # fmt: skip
def test_broken_files_say_so_in_a_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf")
    with translation.override("en"), pytest.raises(BadFile, match=said):
        open_file(put(tmp_path / name, content))


class Parrot:
    """A speech recognition that reads its lines from the recording."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hear(self, file: Path, language: str) -> Iterator[Heard]:
        if not file.read_text("utf-8").strip():
            raise ValueError("silence")
        for n, row in enumerate(file.read_text("utf-8").splitlines()):
            speaker, _colon, text = row.rpartition(":")
            yield Heard(text, n * 10.0, n * 10 + 2.0, speaker)


def test_recordings_are_heard_by_the_plug_in_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIYIN_SPEECH", f"{__name__}:Parrot")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Parrot.__module__])
    assert turns(put(tmp_path / "a.wav", "agent:您好\ncustomer:太慢了，我叫王小明")) == [
        ("agent", "您好"),
        ("customer", "太慢了，我叫**"),
    ]
    alone = put(tmp_path / "b.mp3", "太慢了")
    assert turns(alone, ("speaker=customer",)) == [("customer", "太慢了")]
    with pytest.raises(BadMapping, match="speaker=customer"):
        turns(alone)
    with pytest.raises(BadFile, match="silence"):
        open_file(put(tmp_path / "c.wav", "\n"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "pip install faster-whisper"),
        ({"ZHIYIN_SPEECH_MODEL": "/not/there"}, "/not/there"),
        ({"ZHIYIN_SPEECH": "no.such:Thing"}, "no.such:Thing"),
    ],
)
def test_without_a_speech_recognition_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with translation.override("en"), pytest.raises(NoSpeech, match=said):
        open_file(put(tmp_path / "a.wav", "x"))


@given(
    st.binary(max_size=300) | st.text(st.sampled_from('01:,.->\n <v客服：a{}[]"textspeaker张 ')).map(str.encode),
    st.sampled_from([".vtt", ".srt", ".json", ".txt", ".eml", ".mbox", ".docx"]),
)
@hypothesis.settings(deadline=None, max_examples=150)
def test_no_bytes_break_a_reader(data: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        path = put(Path(folder) / f"a{ending}", data)
        with contextlib.suppress(BadFile):
            reading = open_file(path)
            assert sum(batch.table.num_rows for batch in reading.batches()) >= 0
