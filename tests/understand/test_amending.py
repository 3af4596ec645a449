"""What judgements change of aspect, emotion and intent: only where their words lead, and never what must stay."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.company.packs import load as load_pack
from zhiyin.company.packs.values import Aspect, Name, Pack
from zhiyin.understand.text.amending import Amendment, digest, learn, pack, scores, unpack
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.tables import Annotations

PACK = load_pack("generic")
RIDE = [f"第{n}次打开大风车{said}" for n in range(12) for said in ("很慢", "真不错", "很难用")]
OTHER = [f"第{n}位服务员{said}" for n in range(12) for said in ("很慢", "真不错", "很热情")]


def turned(kind: str, said: str, truth: str, mine: Sequence[str] = RIDE, others: Sequence[str] = OTHER) -> Amendment:
    """Learned from texts in which `said` is to be `truth`, and from others in which `said` is right."""
    return learn(kind, [*mine, *others], [said] * (len(mine) + len(others)), [truth] * len(mine) + [said] * len(others))


def read(texts: Sequence[str], *amendments: Amendment, pack: Pack = PACK) -> Annotations:
    return Understander(pack, amendments=amendments).annotate(texts)


APP = turned("aspect", "product", "online")
FUN = turned(
    "emotion", "fear", "joy", [f"第{n}趟过山车真吓人" for n in range(30)], [f"第{n}根电线真吓人" for n in range(30)]
)
WISH = turned("intent", "praise", "suggestion", [f"第{n}回求大风车返场很好" for n in range(30)])
ALL = (APP, FUN, WISH)


def test_words_of_judged_mentions_lead_to_what_people_say() -> None:
    texts = ["刚才打开大风车太慢了", "过山车真吓人", "大风车返场很好", "服务员真不错"]
    plain, found = read(texts).mentions.to_pylist(), read(texts, *ALL).mentions.to_pylist()
    assert [one["aspect"] for one in plain][:2] == ["product"] * 2
    assert (plain[1]["emotion"], plain[2]["intent"]) == ("fear", "praise")
    assert found[0]["aspect"] == "online"
    assert found[1]["emotion"] == "joy"
    assert found[2]["intent"] == "suggestion"
    assert found[3] == plain[3]
    online = next(one for one in PACK.aspects if one.code == "online")
    assert found[0]["touchpoint"] == online.touchpoint
    intents = read(texts, *ALL).documents["intents"].to_pylist()
    assert "suggestion" in intents[2]
    assert "suggestion" not in intents[3]


def test_english_is_learned_too() -> None:
    mine = [f"The whirligig {said} on day {n}" for n in range(12) for said in ("is slow", "is great", "keeps crashing")]
    others = [f"The waiter {said} on day {n}" for n in range(12) for said in ("is slow", "is great", "keeps smiling")]
    made = turned("aspect", "product", "online", mine, others)
    said = ["product", "product"]
    assert made.best(["my whirligig is too slow", "the room is too small"], said, {"online"}) == ["online", "product"]


def test_what_shares_no_words_with_judged_mentions_stays() -> None:
    texts = ["物美价廉", "发货快得飞起", "Great value for money, fast shipping"]
    assert read(texts, *ALL).mentions.equals(read(texts).mentions)


def test_without_amendments_nothing_changes() -> None:
    nothing = learn("aspect", RIDE, ["product"] * len(RIDE), ["product"] * len(RIDE))
    assert nothing.best(RIDE, ["price"] * len(RIDE), {"product", "online"}) == ["price"] * len(RIDE)
    plain, with_it = read(RIDE[:6]), read(RIDE[:6], nothing)
    assert with_it.mentions.equals(plain.mentions)
    assert with_it.documents.equals(plain.documents)
    assert Understander(PACK).version == Understander(PACK, amendments=()).version


def test_versions_and_bytes() -> None:
    again = unpack(pack(APP))
    assert pack(again) == pack(APP)
    assert (scores(again, RIDE, ["product"] * 36) == scores(APP, RIDE, ["product"] * 36)).all()
    assert pack(turned("aspect", "product", "online")) == pack(APP), "the same judgements, the same layer"
    versions = {Understander(PACK, amendments=some).version for some in ((), (APP,), (FUN,), (APP, FUN))}
    assert len(versions) == 4
    assert digest([APP]) != digest([FUN])
    # As long as the field that corrections keep it in.
    assert max(map(len, versions)) < 180


def test_what_nobody_named_is_not_learned_to() -> None:
    made = learn("aspect", RIDE, ["product"] * 18 + ["price"] * 18, ["online"] * 36)
    assert set(made.classes) == {"product", "price", "online"}
    assert made.learned == (True, False, False)
    assert set(made.best(RIDE, ["delivery"] * 36, {"product", "price", "online"})) == {"online"}
    assert set(made.best(RIDE, ["delivery"] * 36, {"product", "price"})) == {"delivery"}, "an aspect that is gone"


def test_an_aspect_that_is_gone_is_ignored() -> None:
    without = replace(PACK, aspects=tuple(one for one in PACK.aspects if one.code != "online"))
    texts = ["刚才打开大风车太慢了"]
    assert read(texts, APP, pack=without).mentions.equals(read(texts, pack=without).mentions)


def test_aspects_of_the_companys_own_are_kept() -> None:
    own = Aspect("own_wheel", Name("Wheel", "大风车"), synonyms=("大风车",))
    mine = replace(PACK, aspects=(*PACK.aspects, own))
    texts = ["刚才打开大风车太慢了"]
    assert read(texts, pack=mine).mentions["aspect"].to_pylist() == ["own_wheel"]
    made = turned("aspect", "own_wheel", "online")
    assert made.best(texts, ["own_wheel"], {"online"}) == ["online"], "it would"
    assert read(texts, made, pack=mine).mentions["aspect"].to_pylist() == ["own_wheel"]


def test_what_somebody_said_it_is_not_about_stays_so() -> None:
    clause = "刚才打开大风车太慢了"
    found = Understander(PACK, barred=[(clause, "online")], amendments=[APP]).annotate([clause, "刚才打开大风车慢"])
    assert found.mentions["aspect"].to_pylist() == ["product", "online"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("大风车很差还漏电", "safety"), ("大风车，我要去消协投诉", "legal"), ("大风车再也不来了", "churn")],
)
def test_nothing_urgent_is_talked_away(text: str, intent: str) -> None:
    assert intent in read([text]).mentions["intent"].to_pylist()
    clauses = read([text]).mentions["clause"].to_pylist()
    others = [f"第{n}位服务员很好" for n in range(20)]
    made = learn("intent", clauses * 40 + others, [intent] * 40 * len(clauses) + ["praise"] * 20,
                 ["complaint"] * 40 * len(clauses) + ["praise"] * 20)  # fmt: skip
    assert made.best(clauses, [intent] * len(clauses), {"complaint"}) == ["complaint"] * len(clauses), "it would"
    after = read([text], made)
    assert intent in after.mentions["intent"].to_pylist()
    assert intent in after.documents["intents"].to_pylist()[0]


def test_an_intent_contradicts_no_label() -> None:
    made = turned("intent", "praise", "complaint")
    found = read(["刚才打开大风车真不错"], made).mentions.to_pylist()
    assert [(one["label"], one["intent"]) for one in found] == [("positive", "praise")]


def test_of_the_same_words_nothing_is_said_of_one_aspect_twice() -> None:
    text = "打开大风车价格和服务员很慢"
    both = read([text]).mentions["aspect"].to_pylist()
    assert len(both) == 2
    made = learn("aspect", [text] * 40, both * 20, ["online"] * 40)
    found = read([text], made).mentions["aspect"].to_pylist()
    assert sorted(found) == sorted(["online", both[1]])


WORDS = (
    "打开大风车",
    "过山车",
    "真吓人",
    "求返场",
    "很慢",
    "真不错",
    "服务员",
    "，",
    "。",
    " ",
    "价格",
    "拉肚子",
    "slow",
    "😀",
)
texts_of_words = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map("".join), min_size=1, max_size=5)


@settings(max_examples=25)
@given(texts_of_words)
def test_together_as_alone_and_nothing_else_changes(texts: list[str]) -> None:
    plain, found = read(texts), read(texts, *ALL)
    kept = ["row", "clause", "start", "end", "label", "polarity", "confidence", "intensity", "words", "spans", "need"]
    assert found.mentions.select(kept).equals(plain.mentions.select(kept))
    assert found.documents.drop(["intents"]).equals(plain.documents.drop(["intents"]))
    reader = Understander(PACK, amendments=ALL)
    alone = [reader.annotate([text]) for text in texts]
    told = ["clause", "aspect", "emotion", "intent", "touchpoint", "dimension", "want"]
    apart = [row for one in alone for row in one.mentions.select(told).to_pylist()]
    assert found.mentions.select(told).to_pylist() == apart
    assert found.documents["intents"].to_pylist() == [one.documents["intents"].to_pylist()[0] for one in alone]
    back = read(texts[::-1], *ALL).documents.select(["intents", "label"]).to_pylist()
    assert back[::-1] == found.documents.select(["intents", "label"]).to_pylist()


def test_the_order_of_judgements_changes_nothing() -> None:
    order = np.random.default_rng(7).permutation(72)
    texts = [*RIDE, *OTHER]
    truths = ["online"] * 36 + ["product"] * 36
    mixed = learn("aspect", [texts[n] for n in order], ["product"] * 72, [truths[n] for n in order])
    asked = ["刚才打开大风车太慢了", "服务员真不错"]
    known = {"online", "product"}
    assert mixed.best(asked, ["product"] * 2, known) == APP.best(asked, ["product"] * 2, known) == ["online", "product"]
