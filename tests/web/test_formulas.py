"""Every number has its formula page, in both languages, and the pages' worked examples are what the code computes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from django.test import Client

from zhiyin.measure.indicators.figures import NOTHING, figure
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.tree import rules as tree
from zhiyin.stats import (
    agreement,
    decomposition,
    differences,
    drivers,
    effects,
    intervals,
    peak_end,
    resampling,
    weighting,
)
from zhiyin.stats.panels import Panel
from zhiyin.stats.values import Difference, Estimate
from zhiyin.understand.groups import naming
from zhiyin.understand.groups import rules as groups
from zhiyin.web.desk.help.pages import FOLDER, INDEX, MARKDOWN, names

Browse = Callable[..., Client]
LANGUAGES = {"en": FOLDER, "zh": FOLDER / "zh"}
SECTIONS = {
    "en": ["Definition", "Symbols", "Interval", "Too few", "Worked example", "Source"],
    "zh": ["定义", "符号", "区间", "样本不足时", "算例", "出处"],
}
ROLES = ("lin", "zhou", "chen", "wang", "zhao", "he")


def said(estimate: Estimate | Difference, places: int, factor: float = 1) -> Iterator[str]:
    """Value, low and high as the pages write them."""
    for numbers in (estimate.value, estimate.low, estimate.high):
        yield say(factor * float(numbers[0]), places)


def say(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace("-", "−")


def counted(*counts: int) -> tuple[int, float, float]:
    """n, Σx and Σx² of so many ones, twos, threes …"""
    scores = np.arange(1, len(counts) + 1)
    many = np.array(counts)
    return int(many.sum()), float(many @ scores), float(many @ scores**2)


def net(**sums: float) -> Estimate:
    return INDICATORS["net_sentiment"].estimate({name: np.array([value]) for name, value in sums.items()})


def nps() -> Iterator[str]:
    before, after = intervals.nps(50, 30, 20), intervals.nps(60, 25, 15)
    change = differences.between(before, after)
    yield from (*said(before, 1), say(before.error[0], 4), say(after.value[0], 1), *said(change, 1))
    yield from (say(change.value[0] / change.error[0], 4), say(change.p[0], 4))
    yield from (*said(intervals.nps(3, 1, 1), 1), *said(intervals.nps(40, 0, 0), 1))
    yield from (f"{needed:.0f}" for needed in intervals.answers_needed([10, 5, 3]))


def csat() -> Iterator[str]:
    yield from said(intervals.proportion(72, 100), 1, 100)
    yield from said(intervals.mean(*counted(2, 6, 20, 40, 32), lowest=1, highest=5), 2)


def ces() -> Iterator[str]:
    yield from said(intervals.mean(*counted(2, 3, 5, 10, 30, 30, 20), lowest=1, highest=7), 2)
    yield from said(intervals.proportion(80, 100), 1, 100)


def rating() -> Iterator[str]:
    mean = intervals.mean(*counted(4, 1, 5, 10, 20), lowest=1, highest=5)
    yield from ("4.03", say(mean.low[0], 2), say(mean.high[0], 2), say(1 + 4 * (8 - 1) / (10 - 1), 2))
    assert mean.value[0] == pytest.approx(4.025)


def net_sentiment() -> Iterator[str]:
    once = net(texts=60, net=20, sided=60, net2=60, sided2=60, product=20)
    often = net(texts=60, net=100, sided=300, net2=1500, sided2=1500, product=500)
    assert list(said(once, 6)) == list(said(often, 6))
    yield from (*said(once, 1), *said(intervals.net(40, 20), 1, 100))
    yield from said(net(texts=10, net=10, sided=10, net2=10, sided2=10, product=10), 1)


def mentions() -> Iterator[str]:
    some, none = intervals.count(40), intervals.count(0)
    yield from (say(some.low[0], 1), say(some.high[0], 1), say(none.low[0], 1), say(none.high[0], 1))
    yield from said(intervals.proportion(120, 800), 1, 100)


def operations() -> Iterator[str]:
    yield from said(intervals.proportion(470, 500), 1, 100)
    yield from said(intervals.proportion(90, 400), 1, 100)
    yield from said(intervals.median([12, 20, 25, 31, 40, 44, 58, 75, 90, 130, 260]), 0)


def spread() -> Iterator[str]:
    yield from said(intervals.proportion(72, 100), 4)
    for score in (5, 4):
        yield from said(intervals.mean(20, 20 * score, 20 * score**2, lowest=1, highest=5), 2)
    yield from said(intervals.mean(1, 5, 25, lowest=1, highest=5), 2)
    yield from said(intervals.net(10, 0), 3)
    yield from (say(intervals.count(0).high[0], 2), *(list(said(intervals.count(40), 2))[1:]))


def change() -> Iterator[str]:
    shares = differences.proportions(48, 80, 56, 70)
    yield from (*said(shares, 4), say(shares.p[0], 4))
    yield from said(differences.between(intervals.nps(50, 30, 20), intervals.nps(60, 25, 15)), 1)
    counts = differences.counts(40, 60)
    yield from (*said(counts, 1), say(counts.p[0], 4))
    yield from (say(q, 3) for q in differences.false_discovery([0.001, 0.012, 0.03, 0.2]))


def split() -> Iterator[str]:
    before = decomposition.Side.of([80, 20], [4_000, 0], [80 * 5_000, 20 * 10_000])
    after = decomposition.Side.of([50, 50], [2_500, 0], [50 * 5_000, 50 * 10_000])
    found = decomposition.contributions(before, after)
    assert found.rate.value.tolist() == pytest.approx([0, 0])
    yield from (say(part, 2) for part in (*found.mix.value, found.both.value.sum()))
    yield from (say(found.total.low[0], 1), say(found.total.high[0], 1))


def finding() -> Iterator[str]:
    part = 0.12 * (-35 - 10)
    yield from (say(part, 2), say(100 * abs(part) / 200, 1), say(12 * -35 / 100, 1))


def remembered() -> Iterator[str]:
    found = peak_end.peak_end([1] * 6, range(6), [0.2, -0.1, 0.6, -0.8, 0.1, 0.5])
    yield from (say(found.peak[0], 1), say(found.end[0], 1), say(found.score[0], 2), say(found.mean[0], 4))
    yield say(peak_end.combine([1, 1], [1, 1], [0.5, -0.5], [1, 0.6])[2][0], 3)


def resampled() -> Iterator[str]:
    found = resampling.bootstrap_mean([-0.15, 0.4, 0.2, -0.5, 0.6, 0.1, 0.35, -0.2, 0.5, 0.3])
    yield from (*said(found, 2), say(found.error[0], 2))


def weighted() -> Iterator[str]:
    yield say(weighting.effective_n(50 + 50 * 5, 50 + 50 * 25)[0], 2)
    groups = {"sex": np.array(["f"] * 60 + ["m"] * 40)}
    weights = weighting.rake(groups, {"sex": {"f": 0.5, "m": 0.5}})
    yield from (say(weights[0], 4), say(weights[-1], 4))
    yield say(weighting.effective_n(weights.sum(), (weights**2).sum())[0], 1)


def effect() -> Iterator[str]:
    units, weeks = ["a", "a", "b", "b", "c", "c", "d", "d"], [-1, 0] * 4
    panel = Panel.of(units, weeks, [69, 77, 71, 79, 70, 71, 72, 73], [100] * 8, ["a", "b"])
    found = effects.difference(panel)
    assert found is not None
    yield from (say(found.effect.value, 1), say(found.smallest_p, 2), say(effects.smallest_p(3, 3), 2))
    yield say(effects.detectable(2, 24), 1)


def moved() -> Iterator[str]:
    among, outcome = [[1, 0.5, 0.3], [0.5, 1, 0.4], [0.3, 0.4, 1]], [0.6, 0.5, 0.4]
    johnson, lmg = drivers.relative_weights(among, outcome), drivers.shapley(among, outcome)
    yield from (say(value, 6) for value in (johnson.sum(), *johnson, *lmg))
    yield str(drivers.fewest_answers(3))


def scored() -> Iterator[str]:
    wide = tree.score(figure(intervals.nps(60, 20, 20)), -100, 100, 1)
    share = tree.score(figure(INDICATORS["csat"].estimate(
        {name: np.array([n]) for name, n in {"top": 80.0, "weights": 100.0, "squares": 100.0, "n": 100.0}.items()}
    )), 0, 100, 1)  # fmt: skip
    for leaf in (wide, share):
        yield from (say(leaf.value or 0, 1), say(leaf.error or 0, 2))
    branch, counted_weight = tree.compose([(wide, 1), (share, 3), (NOTHING, 4)])
    yield from (say(one or 0, 1) for one in (branch.value, branch.low, branch.high))
    yield say(100 * counted_weight, 0)


def compared() -> Iterator[str]:
    def place(value: float) -> float:
        plain = figure(Estimate.of(value, value, value, 50))
        return tree.score(plain, -100, 100, 1).value or 0

    ours, industry = place(40), place((20 + 0) / 2)
    yield from (say(ours, 0), say(industry, 0), say(ours / industry, 2))


def judged() -> Iterator[str]:
    for share in (intervals.proportion(8, 10), intervals.proportion(8, 12), agreement.f_score(8, 2, 4)):
        yield say(100 * share.value[0], 0 if share.value[0] == 0.8 else 1)
    yield say(agreement.cohen([[20, 5], [10, 15]]).value[0], 2)
    gain = agreement.paired(15, 3, 100)
    yield from (say(100 * gain.value[0], 0), say(gain.p[0], 4))


def grouped() -> Iterator[str]:
    yield say(groups.agreement(np.array([1, 1, 1, 2, 2, 2]), np.array([1, 1, 2, 2, 3, 3])), 4)
    sure, _often = naming.telling([set(range(30)) | set(range(100, 110))], np.repeat([0, 1], [100, 900]), 2)
    yield say(float(sure[0, 0]), 2)
    yield from said(intervals.proportion(120, 1_000), 1, 100)


EXAMPLES: dict[str, Callable[[], Iterator[str]]] = {
    "nps": nps, "csat": csat, "ces": ces, "rating": rating, "net-sentiment": net_sentiment, "mentions": mentions,
    "operations": operations, "intervals": spread, "differences": change, "decomposition": split,
    "findings": finding, "peak-end": remembered, "resampling": resampled, "weighting": weighted, "effects": effect,
    "drivers": moved, "indicator-tree": scored, "rivals": compared, "accuracy": judged, "groups": grouped,
}  # fmt: skip


def text_of(folder: Path, name: str) -> str:
    return (folder / f"{name}.md").read_text("utf-8")


def test_every_indicator_has_its_page_in_both_languages() -> None:
    wanted = {kind.formula for kind in INDICATORS.values()}
    for folder in LANGUAGES.values():
        assert wanted <= {path.stem for path in folder.glob("*.md")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_complete_and_listed(language: str) -> None:
    folder = LANGUAGES[language]
    assert {path.stem for path in folder.glob("*.md")} == {*names(), INDEX}
    for name in names():
        assert re.findall(r"^## (.+)$", text_of(folder, name), re.MULTILINE) == SECTIONS[language], name
        assert f"({name}.md)" in text_of(folder, INDEX), name


@pytest.mark.parametrize("name", names())
def test_the_worked_example_is_what_the_code_computes(name: str) -> None:
    numbers = set(EXAMPLES[name]())
    for language, folder in LANGUAGES.items():
        heading = f"## {SECTIONS[language][4]}"
        example = text_of(folder, name).partition(heading)[2].partition("\n## ")[0]
        written = set(re.findall(r"−?\d+(?:\.\d+)?", example))
        assert numbers - written == set(), f"{language}: not in the page"


def test_links_between_pages_lead_somewhere() -> None:
    for folder in LANGUAGES.values():
        for path in folder.glob("*.md"):
            targets = re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8"))
            assert [target for target in targets if not (folder / target).exists()] == [], path


def test_everybody_reads_them_in_their_language(browse: Browse) -> None:
    for role in ROLES:
        zh, en = (browse(role, language).get("/help/formulas/nps/").content.decode() for language in ("zh-hans", "en"))
        assert "<h1>NPS（净推荐值）</h1>" in zh
        assert "<h2>算例</h2>" in zh
        assert "<h1>NPS (net promoter score)</h1>" in en
        assert 'href="/help/formulas/weighting/"' in en
        assert "<table>" in en


def test_the_list_leads_to_every_page(browse: Browse) -> None:
    for language in ("zh-hans", "en"):
        client = browse("he", language)
        index = client.get("/help/formulas/").content.decode()
        for name in names():
            assert f'href="/help/formulas/{name}/"' in index
            assert client.get(f"/help/formulas/{name}/").status_code == 200


def test_panels_lead_to_the_formula(browse: Browse) -> None:
    client = browse("lin")
    for page, formula in {
        "/": "indicator-tree", "/measure/indicators/nps/": "nps", "/measure/journey/": "peak-end",
        "/measure/rivals/": "rivals", "/explain/nps/": "decomposition", "/explain/findings/": "findings",
    }.items():  # fmt: skip
        assert f'href="/help/formulas/{formula}/"' in client.get(page).content.decode(), page


def test_the_palette_finds_a_formula(browse: Browse) -> None:
    for language, query in (("zh-hans", "峰终"), ("en", "peak–end")):
        hits = browse("he", language).get("/find", {"q": query}).json()["hits"]
        assert "/help/formulas/peak-end/" in [hit["href"] for hit in hits]


def test_an_unknown_page_is_said_in_a_sentence(browse: Browse) -> None:
    answer = browse("lin", "en").get("/help/formulas/README2/")
    assert answer.status_code == 404
    assert "There is no formula page “README2”" in answer.content.decode()


def test_tags_in_a_page_are_shown_not_obeyed() -> None:
    made = MARKDOWN.render("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in made
    assert "href" not in made
