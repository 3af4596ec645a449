"""What must hold for any text whatever."""

import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.company.packs import load
from zhiyin.understand.text import clauses, shipped
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.codes import LIMIT, encode
from zhiyin.understand.text.lexicon import LADDER, Name
from zhiyin.understand.text.tables import DOCUMENTS, MENTIONS
from zhiyin.understand.text.traditional import PAIRS

CHINESE = ("好吃", "难吃", "味道", "服务", "太", "不", "很", "但是", "，", "。", "！", "？", "希望", "价格", "贵")
ODD = (
    "coffee",
    "was",
    "not",
    "good",
    "but",
    "slow!",
    "😀",
    "ＡＢＣ",
    "\n",
    "<b>",
    "https://x.cn/a",
    "@me",
    "哈哈哈哈哈",
    "^_^",
    "T_T",
    "[怒]",
    "(*^▽^*)",
    "灰常",
    "比",
    "你们",
    "青柳",
    "要是",
    "就好了",
    "呵呵",
    "“",
    "”",
    "真是",
    "昨天",
    "三次",
    "早知道",
    "than",
    "if",
    "\ud83d",
    "\ude00",
    "\U0010ffff",
)
WORDS = CHINESE + ODD
ANY = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.text(st.characters(categories=["L", "N", "P", "S", "Z", "Cs", "Co", "Cf"]), max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
)


@pytest.fixture(scope="module")
def restaurant() -> Understander:
    return Understander(load("restaurant"))


RESTAURANT = Understander(load("restaurant"), names=[Name("rival", "qingliu", "青柳"), Name("own", "us", "coffee")])


def said(text: str, spans: list[str]) -> list[str]:
    """What stands there; no span leads out of the text."""
    places = [tuple(map(int, span.split("-"))) for span in spans]
    assert all(0 <= start < end <= len(text) for start, end in places)
    return [sound(text[start:end]) for start, end in places]


def plain(text: str) -> str:
    batch = encode([text])
    return "".join(map(chr, batch.codes[batch.starts[0] : batch.ends[0]]))


def sound(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@settings(max_examples=80, deadline=None)
@given(st.lists(ANY, max_size=6))
def test_any_texts(texts: list[str | None]) -> None:
    found = RESTAURANT.annotate(texts)
    assert found.documents.schema == DOCUMENTS
    assert found.mentions.schema == MENTIONS
    documents = found.documents.to_pylist()
    assert [row["row"] for row in documents] == list(range(len(texts)))
    for row in documents:
        assert -1 <= row["polarity"] <= 1
        assert 0 < row["confidence"] <= 1
        assert row["label"] in ("negative", "neutral", "positive")
        assert row["language"] in ("zh", "en", "mixed", "other")
    counts = [0] * len(texts)
    for mention in found.mentions.to_pylist():
        text = texts[mention["row"]]
        assert text is not None
        assert 0 <= mention["start"] < mention["end"] <= len(text)
        assert sound(text[mention["start"] : mention["end"]]) == mention["clause"]
        assert all(word in sound(text) for word in mention["words"])
        assert 0 <= mention["intensity"] <= 1
        for span in mention["spans"]:
            start, end = map(int, span.split("-"))
            assert mention["start"] <= start < end <= mention["end"]
            assert sound(text[start:end]) in mention["words"]
        for place in (*mention["times"], *mention["places"]):
            assert place in sound(text)
        assert said(text, mention["aspect_spans"]) == mention["aspect_words"]
        assert said(text, mention["time_spans"]) == mention["times"]
        assert set(mention["places"]) <= set(said(text, mention["place_spans"]))
        assert (mention["aspect"] is not None) >= bool(mention["aspect_words"])
        named = {"qingliu": {"青柳"}, "us": {"coffee"}}
        words = {plain(word) for word in said(text, mention["brand_spans"])}
        assert words <= set().union(*(named[code] for code in mention["brands"]))
        assert bool(words) == bool(mention["brands"])
        assert mention["product_spans"] == mention["products"] == []
        for span in (*mention["aspect_spans"], *mention["brand_spans"]):
            start, end = map(int, span.split("-"))
            assert mention["start"] <= start < end <= mention["end"]
        assert mention["ladder"] in (None, *LADDER)
        assert mention["effort"] in (None, "high", "low")
        assert mention["need_kind"] in (None, "explicit", "implicit")
        assert (mention["need"] is not None) == (mention["need_kind"] == "explicit")
        counts[mention["row"]] += 1
    assert counts == [row["mentions"] for row in documents]


@settings(max_examples=25, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_batch_equals_single_in_any_order(texts: list[str | None], random: object) -> None:
    def plain(found: pa.Table, row: int) -> list[dict[str, object]]:
        return [{**one, "row": 0} for one in found.to_pylist() if one["row"] == row]

    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis types its Random as an object
    together = RESTAURANT.annotate([texts[n] for n in order])
    for row, n in enumerate(order):
        alone = RESTAURANT.annotate([texts[n]])
        assert plain(together.documents, row) == alone.documents.to_pylist()
        assert plain(together.mentions, row) == alone.mentions.to_pylist()


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_normalising_leads_back(text: str | None) -> None:
    batch = encode([text])
    codes = batch.codes[batch.starts[0] : batch.ends[0]]
    origin = batch.origin[batch.starts[0] : batch.ends[0]]
    assert (origin[1:] > origin[:-1]).all()
    assert len(codes) <= len(text or "")
    for code, place in zip(codes.tolist(), origin.tolist(), strict=True):
        sign = (text or "")[place]
        if "0" <= sign <= "9" or "a" <= sign <= "z":
            assert chr(code) in (sign, " ") or code >= 0x1F300, "only noise is blanked, only faces are folded"
    until = batch.until[batch.starts[0] : batch.ends[0]]
    assert (until > origin).all()
    assert (until[:-1] <= origin[1:]).all()


@settings(max_examples=80, deadline=None)
@given(ANY)
def test_clauses_lie_apart_and_in_order(text: str | None) -> None:
    batch = encode([text])
    cut = clauses.cut(batch, batch.starts[:0])
    assert (cut.starts < cut.ends).all()
    assert (cut.ends[:-1] <= cut.starts[1:]).all()
    assert (cut.sentence[:-1] <= cut.sentence[1:]).all()


def test_arrow_in_and_nothing_in(restaurant: Understander) -> None:
    assert restaurant.annotate(pa.chunked_array([["好吃"], [None, "难吃"]])).documents["label"].to_pylist() == [
        "positive",
        "neutral",
        "negative",
    ]
    assert restaurant.annotate([]).documents.num_rows == 0


def test_a_text_of_ten_megabytes(restaurant: Understander) -> None:
    found = restaurant.annotate(["味道很好，就是太贵了。" * 900_000, "好吃"])
    assert found.documents["label"][1].as_py() == "positive"
    assert max(found.mentions["end"].to_pylist()) <= LIMIT


@pytest.mark.parametrize("sign", ["^", "(", "[", ":(", "比", "“", "\ud800", "要是", "😀", "T_T", "木有", "<"])
def test_a_long_run_of_one_sign(sign: str) -> None:
    """No pattern may need more than a moment for it."""
    (document,) = RESTAURANT.annotate([sign * 20_000]).documents.to_pylist()
    assert document["label"] in ("negative", "neutral", "positive")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 16).flatmap(
        lambda plane: st.text(
            st.characters(min_codepoint=plane << 16, max_codepoint=(plane << 16) | 0xFFFF, exclude_categories=[]),
            max_size=20,
        )
    )
)
def test_every_plane(text: str) -> None:
    found = RESTAURANT.annotate([text, text + "好吃" + text])
    for mention in found.mentions.to_pylist():
        whole = (text, text + "好吃" + text)[mention["row"]]
        assert 0 <= mention["start"] < mention["end"] <= len(whole)


def test_normalised(restaurant: Understander) -> None:
    for text in (
        "服務態度很差",
        "服务态度很差",
        "服务态度　很差！！！！！！",
        "<p>服务态度很差</p>",
        "服务态度很差http://a.cn/good?x=1",
    ):
        (mention,) = restaurant.annotate([text]).mentions.to_pylist()
        assert (mention["aspect"], mention["label"]) == ("staff", "negative"), text


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("環境髒亂，態度惡劣，廁所臭，蝦子不新鮮", "环境脏乱，态度恶劣，厕所臭，虾子不新鲜"),
        ("餐具不乾淨，等著上菜，以後不會再來", "餐具不干净，等着上菜，以后不会再来"),
        ("麵條太鹹，飲料難喝，櫃檯擁擠", "面条太咸，饮料难喝，柜台拥挤"),
    ],
)
def test_traditional_reads_as_simplified(restaurant: Understander, traditional: str, simplified: str) -> None:
    found = restaurant.annotate([traditional, simplified]).mentions.to_pylist()
    one, other = (
        [(said["aspect"], said["label"], said["spans"]) for said in found if said["row"] == row] for row in (0, 1)
    )
    assert one == other
    assert one


@pytest.mark.parametrize("text", ["著名景点", "乾坤湾", "显著"])
def test_what_is_simplified_stays(text: str) -> None:
    batch = encode([text])
    assert "".join(map(chr, batch.codes[batch.starts[0] : batch.ends[0]])) == text


def test_traditional_becomes_simplified_at_once() -> None:
    """One to one, and never by way of a third."""
    traditional, simplified = PAIRS[::2], PAIRS[1::2]
    assert len(set(traditional)) == len(traditional) == len(simplified) > 2_000
    assert not set(traditional) & set(simplified)


def test_another_word_is_another_version(tmp_path: Path) -> None:
    """Nobody has to remember to say that a list was changed."""
    folder = tmp_path / "lists"
    shutil.copytree(shipped.HERE, folder, ignore=lambda _folder, names: [n for n in names if not n.endswith(".yaml")])
    assert shipped.version(folder) == shipped.version()
    assert shipped.version() in Understander(load("generic")).version
    said = (folder / "lexicon.yaml").read_text("utf-8")
    for name, written, same in (
        ("remark", f"# a remark\n{said}", True),
        ("word", said.replace("物美价廉", "物廉价美"), False),
    ):
        other = Path(shutil.copytree(folder, tmp_path / name))
        (other / "lexicon.yaml").write_text(written, "utf-8")
        assert (shipped.version(other) == shipped.version()) is same
