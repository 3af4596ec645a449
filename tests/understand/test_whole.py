"""What names nothing is about the whole; what leaves its subject out, or names one nobody knows, is not."""

import pytest

from zhiyin.company import packs
from zhiyin.understand.text import whole
from zhiyin.understand.text.annotate import Understander

HOTEL = Understander(packs.load("hotel"))


def aspects(text: str) -> list[str | None]:
    found: list[str | None] = HOTEL.annotate([text]).mentions.column("aspect").to_pylist()
    return found


@pytest.mark.parametrize(
    "text",
    ["真的很不错！", "差评差评差评", "妈妈超满意", "一点都不好", "I was very disappointed!"],
)
def test_bare_judgements_are_about_the_whole(text: str) -> None:
    assert aspects(text) == ["hotel"]


@pytest.mark.parametrize("text", ["太慢了", "酸梅汁还不错", "artisanal was wonderful"])
def test_what_has_a_subject_of_its_own_is_not_bare(text: str) -> None:
    assert not whole.bare(text)


@pytest.mark.parametrize("text", ["太慢了", "酸梅汁还不错", "Artisanal was wonderful"])
def test_what_nothing_is_known_of_has_no_aspect(text: str) -> None:
    assert aspects(text) == [None]


def test_names_go_before_the_whole() -> None:
    assert aspects("早餐很不错，非常满意") == ["breakfast", "hotel"]


@pytest.mark.parametrize("name", packs.names())
def test_every_pack_says_what_its_whole_is(name: str) -> None:
    pack = packs.load(name)
    assert pack.whole
    assert "whole" in pack.aspect(pack.whole).name.en


def test_long_clauses_cost_one_walk() -> None:
    """Runs of words of one sign could be cut in 2 ** 60 ways."""
    assert not whole.bare("好" * 59 + "机")
    assert whole.bare("好" * 60)
    assert not whole.bare("好" * 61)
