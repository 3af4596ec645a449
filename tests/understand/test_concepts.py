"""An aspect of one's own is heard at once, history follows, and taking it back leaves nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from tests.cast import Cast

from zhiyin.company.changes.queries import latest
from zhiyin.company.concepts.rules import extended
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs import Name, load
from zhiyin.kit.errors import Forbidden
from zhiyin.understand.concepts import actions, rules
from zhiyin.understand.concepts.values import Draft
from zhiyin.understand.corrections import actions as corrections
from zhiyin.understand.corrections.values import Change, Target
from zhiyin.understand.pipeline import queries
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.understand.text import likeness
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.vectors import load as load_space
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, tzinfo=UTC)
PILES = Draft(name_zh="充电", words=("充电桩", "charging pile"))


def bring(texts: list[str], batch: str = "b1") -> None:
    rows = [{"external_id": f"{batch}-{n}", "at": AT, "source": "shop", "text": text} for n, text in enumerate(texts)]
    append("feedback", pa.Table.from_pylist(rows), batch=batch)


def heard(aspect: str) -> list[str]:
    found = open_facts(queries.READER).sql("SELECT clause FROM mention WHERE aspect = ? ORDER BY clause", [aspect])
    return [str(one) for one in found["clause"].to_pylist()]


def test_heard_at_once_and_taken_back(lake: Lake, cast: Cast) -> None:
    bring(["充电桩又坏了", "物流太慢了"])
    annotate()
    before = queries.version()
    made = actions.add(cast.actor("zhou"), PILES)
    assert queries.version() != before
    assert queries.progress().due == 2
    bring(["the charging pile is broken"], "b2")
    assert annotate() == 3
    assert heard(made.code) == ["the charging pile is broken", "充电桩又坏了"]
    change = latest(made)
    assert change
    actions.undo(cast.actor("zhou"), change.pk, now=AT)
    assert queries.version() == before
    assert annotate() == 3
    assert heard(made.code) == []


def test_more_words_for_an_aspect(lake: Lake, cast: Cast) -> None:
    bring(["等骑手等到天黑"])
    made = actions.add(cast.actor("zhou"), Draft(extends="delivery", words=("等骑手",)))
    assert made.name_en == load("generic").aspect("delivery").name.en
    annotate()
    assert heard("delivery") == ["等骑手等到天黑"]


def test_what_people_judged_survives(lake: Lake, cast: Cast) -> None:
    bring(["充电桩又坏了"])
    annotate()
    made = actions.add(cast.actor("zhou"), PILES)
    annotate()
    ident = open_facts(queries.READER).sql("SELECT CAST(id AS VARCHAR) AS id FROM feedback")["id"].to_pylist()[0]
    wanted = Change(label="neutral")
    corrections.change(cast.actor("zhou"), ident, Target(0, 6, made.code), wanted)
    annotate()
    actions.retire(cast.actor("zhou"), made.code)
    annotate()
    row = open_facts(queries.READER).sql("SELECT aspect, label FROM mention").to_pylist()
    assert row == [{"aspect": made.code, "label": "neutral"}]


def test_words_that_change_while_history_is_read(lake: Lake, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiyin.understand.pipeline.actions.STRETCH", 2)
    bring([f"第{n}次充电桩坏了" for n in range(6)])
    codes = []

    def tell(done: int, total: int) -> None:
        if done == 2 and not codes:
            codes.append(actions.add(cast.actor("zhou"), PILES).code)

    annotate(tell)
    assert len(heard(codes[0])) == 6
    assert queries.progress().due == 0


def test_a_job_tells_how_far_it_is(
    lake: Lake, cast: Cast, drain: Callable[[], int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    bring(["充电桩又坏了"])
    annotate()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # pytest-django names no type for it
        made = actions.add(cast.actor("zhou"), PILES)
    drain()
    assert heard(made.code) == ["充电桩又坏了"]


def test_who_may(lake: Lake, cast: Cast) -> None:
    for name in ("chen", "wang", "zhao", "he"):
        with pytest.raises(Forbidden):
            actions.add(cast.actor(name), PILES)


TALK = (
    "今天陪朋友过来坐坐",
    "周末和家人一起来的",
    "路过这里进来看看",
    "同事推荐我们过来的",
    "昨天晚上八点到的",
    "下次还会带孩子来",
    "这是我第三次光顾了",
    "想起去年冬天的事情",
    "公司离这里不太远",
    "我妈妈特别喜欢喝茶",
)
LOUD = ("隔壁桌小孩一直哭闹", "有人在大声打电话", "旁边一群人喧哗吵闹", "音乐声太吵了没法聊天", "装修电钻噪音响个不停")


def test_heard_by_five_examples(lake: Lake, cast: Cast) -> None:
    bring([f"{TALK[n % 10]}，{TALK[n // 10]}" for n in range(100)])
    annotate()
    before = queries.version()
    made = actions.add(cast.actor("zhou"), Draft(name_zh="吵闹", examples=LOUD))
    bring(["小孩哭闹大声喧哗", "周末陪妈妈来喝茶"], "b2")
    assert annotate() == 102
    assert heard(made.code) == ["小孩哭闹大声喧哗"]
    version = queries.version()
    actions.retire(cast.actor("zhou"), made.code)
    assert queries.version() == before
    annotate()
    assert heard(made.code) == []
    bring([f"完全不同的声音{n}，说别的事情" for n in range(60)], "b3")
    actions.restore(cast.actor("zhou"), made.code)
    assert queries.version() == version, "it hears what it heard, whatever else is said by now"


def test_examples_wait_for_other_voices(lake: Lake, cast: Cast) -> None:
    bring(["小孩哭闹大声喧哗"])
    made = actions.add(cast.actor("zhou"), Draft(name_zh="吵闹", examples=LOUD))
    annotate()
    assert heard(made.code) == []
    bring([f"{TALK[n % 10]}，{TALK[n // 10]}" for n in range(100)], "b2")
    annotate()
    assert heard(made.code) == ["小孩哭闹大声喧哗"]


def test_words_stay_master() -> None:
    space, others = load_space(), [f"{one}{other}" for one in TALK for other in TALK]
    learned = likeness.learn("own_x", LOUD, others, space)
    assert learned
    found = extended(load("restaurant"), (Idea("own_x", Name("x", "x"), examples=LOUD),))
    texts = ["服务员大声打电话", "有人在大声打电话"]
    rows = Understander(found, likenesses=[learned]).annotate(texts).mentions.to_pylist()
    assert [(row["row"], row["aspect"]) for row in rows] == [(0, "staff"), (1, "own_x")]
    assert [row["aspect_words"] for row in rows] == [["服务员"], []], "what it is like is no word of it"


def test_a_likeness_is_the_same_every_time() -> None:
    space, others = load_space(), [f"{one}{other}" for one in TALK for other in TALK]
    one, other = (likeness.learn("own_x", some, others, space) for some in (LOUD, LOUD[::-1]))
    assert one
    assert other
    assert one.digest == likeness.unpack("own_x", likeness.pack(one), space.width).digest
    rows = space.embed(["有人大声吵闹", "", "😀", "\0", "长" * 9_000, "plain English"])
    assert (likeness.likest([one], rows) == likeness.likest([other], rows)).all()
    assert likeness.likest([one], rows).tolist()[:4] == [0, -1, -1, -1]
    assert likeness.learn("own_x", ["%%", "！"], others, space) is None
    assert likeness.learn("own_x", LOUD, others[:20], space) is None


def test_what_is_said_behind_its_name_is_about_it() -> None:
    found = extended(load("restaurant"), (Idea("own_x", Name("x", "x"), words=("充电桩",)),))
    texts = ["充电桩又坏了", "找充电桩时咖啡酸了", "咖啡坏了"]
    rows = Understander(found).annotate(texts).mentions.to_pylist()
    assert [(row["row"], row["aspect"]) for row in rows] == [(0, "own_x"), (1, "freshness"), (2, "freshness")]


def test_the_nearest_aspect_is_proposed() -> None:
    aspects = load("restaurant").aspects
    assert rules.nearest(["骑手", "等骑手"], aspects)[0] == "rider"
    assert rules.nearest(["\0", "%%%"], aspects) == ("", 0.0)


def test_synonyms_are_near_and_said_of_the_same() -> None:
    space, uses = load_space(), {"落地窗": 5, "玻璃窗": 5, "开窗": 2, "但窗": 9}

    def proposed(owners: dict[str, str], names: tuple[str, ...] = (), clauses: tuple[str, ...] = ()) -> list[str]:
        return sorted(one.phrase for one in rules.synonyms(["窗户"], uses, owners, space, names, clauses))

    assert proposed({"窗户": "room"}) == ["玻璃窗", "落地窗"], "too rare, or a piece of a sentence"
    assert proposed({"落地窗户": "view"}) == ["玻璃窗"], "nearer to what another aspect says"
    assert proposed({"落地窗户": "view", "窗户": "view"}) == ["玻璃窗", "落地窗"], "of the same aspect: no reason"
    assert proposed({"落地窗": "view"}) == ["玻璃窗"], "in an aspect already"
    assert proposed({}, names=("落地窗酒店",)) == ["玻璃窗"]
    said = ("窗户关不紧漏风", "窗户漏风睡不着", "玻璃窗漏风关不紧", "玻璃窗关不紧", "落地窗专辑的歌手唱歌很好听",
            "落地窗这首歌好听", "早餐很丰富", "前台很热情", "停车方便", "房间很干净")  # fmt: skip
    assert proposed({}, clauses=said) == ["玻璃窗"], "what is said beside it is something else"
    assert proposed({}, clauses=said[4:]) == ["玻璃窗", "落地窗"], "nobody says the word: nothing to compare with"
    assert rules.synonyms([], uses, {}, space) == []
