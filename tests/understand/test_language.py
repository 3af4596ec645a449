"""Which language a short text is in, and that what is in another is not judged."""

from pathlib import Path

import pytest
import yaml

from zhiyin.company.packs import load
from zhiyin.understand.text import shipped
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.language import Languages

REVIEWS = {code: text.splitlines() for code, text in shipped.words(Path(__file__).parent / "languages.yaml").items()}
DOUBTFUL = {"Super ambiance", "ありがとう老板，下次再来吃"}
"""English as well; as much Japanese as Chinese."""


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"))


def told(*texts: str) -> list[str]:
    return Languages().tell(encode(texts))


@pytest.mark.parametrize("code", REVIEWS)
def test_short_reviews(code: str) -> None:
    wanted = {"en": {"en"}, "zh": {"zh", "mixed"}, "mixed": {"zh", "mixed"}}.get(code, {"other"})
    texts = REVIEWS[code]
    wrong = {text for text, found in zip(texts, told(*texts), strict=True) if found not in wanted}
    assert wrong <= DOUBTFUL


@pytest.mark.parametrize(
    "text",
    ["merci beaucoup", "muchas gracias, todo perfecto", "sehr gut", "ottimo servizio", "terima kasih, enak sekali",
     "çok güzel", "muito bom", "obrigado", "bardzo dobre", "tack så mycket", "ngon quá", "料理が美味しい", "最高です",
     "接客が悪い", "とても良かった店員さん", "対応が遅い", "サービス最悪", "service terrible, trop cher",
     "Terrible experiencia, no vuelvo", "L'hôtel était horrible", "Wxyzplugh"],
)  # fmt: skip
def test_what_is_in_another_language_is_not_judged(cafe: Understander, text: str) -> None:
    found = cafe.annotate([text])
    (document,) = found.documents.to_pylist()
    assert document["language"] == "other"
    assert (document["label"], document["polarity"], document["emotion"]) == ("neutral", 0.0, None)
    assert not document["intents"]
    for mention in found.mentions.to_pylist():
        assert (mention["label"], mention["intent"], mention["words"]) == ("neutral", None, [])


@pytest.mark.parametrize(
    ("text", "label", "emotion"),
    [
        ("merci beaucoup 😍", "positive", "joy"),
        ("料理が美味しい 😡", "negative", "anger"),
        ("sehr gut 👎", "negative", "anger"),
    ],
)
def test_emoji_speak_every_language(cafe: Understander, text: str, label: str, emotion: str) -> None:
    (document,) = cafe.annotate([text]).documents.to_pylist()
    assert (document["language"], document["label"], document["emotion"]) == ("other", label, emotion)


def test_danger_is_heard_in_any_language(cafe: Understander) -> None:
    (document,) = cafe.annotate(["minha esposa foi parar no hospital"]).documents.to_pylist()
    assert (document["language"], document["intents"]) == ("other", ["safety"])


@pytest.mark.parametrize(
    "text",
    ["great!", "ok", "nice latte", "excellant coffe", "café was lovely", "très chic but overpriced", "sooooo goooood",
     "pad thai was delicious", "The crème brûlée was divine", "el pollo loco was great", "gr8", "the owner's son",
     "La Boulangerie – amazing croissants", "perfect service", "check in", "unhygienic", "friendlier", "Pokémon great"],
)  # fmt: skip
def test_english_stays_english(text: str) -> None:
    assert told(text) == ["en"]


@pytest.mark.parametrize(
    "text", ["优の良品", "好吃の", "萌え萌え", "キット kat 很好吃", "日式のり很好吃", "味道很好っ"]
)
def test_a_few_kana_are_an_ornament_of_chinese(text: str) -> None:
    assert set(told(text)) <= {"zh", "mixed"}


def test_what_names_nothing_is_in_no_language() -> None:
    assert set(told("", "123", "😀😀", "！！！", "2024-05-01", "£5.00")) == {"other"}


def test_the_words_that_judge_in_english_are_english() -> None:
    lists = shipped.words(shipped.HERE / "lexicon.yaml")
    words = [word for name in ("positive", "negative", "strong", "weak") for part in lists[name] for word in part]
    words = [word for word in words if word.isascii()]
    assert {word for word, found in zip(words, told(*words), strict=True) if found != "en"} == set()


def test_no_word_of_the_lists_speaks_for_two_sides() -> None:
    lists = yaml.safe_load((shipped.HERE / "language.yaml").read_text("utf-8"))
    sides = [set(lists[name].split()) for name in ("english", "spoken", "shared", "names")]
    sides.append({word for text in lists["foreign"].values() for word in text.split()})
    assert sum(map(len, sides)) == len(set().union(*sides))


def test_neighbours_change_nothing() -> None:
    texts = [text for part in REVIEWS.values() for text in part]
    assert told(*texts) == [found for text in texts for found in told(text)]
