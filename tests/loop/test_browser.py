"""The loop in a real browser: from a file of reviews to a proven improvement, in both languages."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.loop.conftest import SECONDS, Site, sign_in

pytestmark = pytest.mark.browser

LANGUAGES = ("zh-hans", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_loop(page: Page, tmp_path: Path, language: str) -> None:
    sign_in(page, "linlan", language)
    _import_and_understand(page, tmp_path, language)
    _read_why(page)
    _work_a_case(page)
    _read_the_verdict(page)


def _import_and_understand(page: Page, folder: Path, language: str) -> None:
    """A file in GB18030 with a bad row, of words nobody else used."""
    marker = f"云朵拿铁{language.replace('-', '')}"
    file = folder / f"reviews-{language}.csv"
    rows = [f"2026-10-{day:02d},{marker}很好喝，就是配送太慢了,4" for day in range(10, 26)]
    file.write_bytes("\n".join(["日期,评论内容,评分", *rows, f"0000-00-00,{marker},9"]).encode("gb18030"))
    page.goto("/listen/imports/")
    page.select_option("#kind", "feedback")
    page.set_input_files("#file", file)
    page.locator("main form button.main").click()
    expect(page.locator("main")).to_contain_text("gb18030", ignore_case=True)
    page.locator("button[value=import]").click()
    done = page.locator("main dl dd")
    expect(done.nth(1)).to_have_text("16", timeout=120 * SECONDS)
    expect(done.nth(3)).to_have_text("1")
    page.goto(f"/listen/voices/?from=2026-10-01&to=2026-10-31&brand=*&q={marker}")
    for _ in range(60):
        if page.locator("main mark, main .mark").count():
            break
        page.wait_for_timeout(3 * SECONDS)
        page.reload()
    assert page.locator("main mark, main .mark").count(), "the worker understood what was imported"
    expect(page.locator("main")).to_contain_text("16")


def _read_why(page: Page) -> None:
    """On-time delivery fell in June; Chengdu's delivery is why, and customers say so."""
    page.goto("/measure/indicators/on_time_delivery/?from=2026-06-01&to=2026-06-30")
    page.locator("main a[href*='/explain/on_time_delivery/']").first.click()
    page.wait_for_url(re.compile("/explain/on_time_delivery/"))
    first = page.locator("main table.sortable tbody tr").first
    expect(first).to_contain_text(re.compile("成都|Chengdu"))
    expect(page.locator("main article.voice").first).to_be_visible()


def _work_a_case(page: Page) -> None:
    page.goto("/act/cases/")
    page.locator("main tbody tr").first.click()
    expect(page.locator("#side article.voice, #side h2").first).to_be_visible()
    page.goto(page.locator("main tbody tr").first.get_attribute("data-href") or "/act/cases/1/")
    page.locator("form[action$='/take/'] button").click()
    page.locator("details:has(#cause) summary").click()
    page.fill("#cause", "骑手人手不足 <b>不是标签</b>")
    page.fill("#done", "补偿并增派骑手")
    page.locator("form[action$='/resolve/'] button").click()
    page.locator("form[action$='/close/'] button").click()
    expect(page.locator("main")).to_contain_text("<b>不是标签</b>")
    expect(page.locator("form[action$='/close/']")).to_have_count(0)


def _read_the_verdict(page: Page) -> None:
    page.goto("/verify/")
    page.get_by_role("link", name="预约取餐新流程").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\+0\.3\d"))
    expect(page.locator("main")).to_contain_text(re.compile("有效|It helped"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_becomes_an_initiative(page: Page, language: str) -> None:
    sign_in(page, "zhouning", language)
    page.goto("/explain/findings/?from=2026-06-01&to=2026-06-30")
    page.locator("main a[href*='/act/initiatives/new']").first.click()
    page.wait_for_url(re.compile("/act/initiatives/new"))
    page.fill("[name=title]", f"提速 {language}")
    page.fill("[name=hypothesis]", "多派骑手，配送更快，口碑更好")
    page.select_option("[name=treated_units]", index=[3, 4])
    page.fill("[name=starts_on]", "2026-11-15")
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/act/initiatives/\d+/"))
    expect(page.locator("main")).to_contain_text(f"提速 {language}")


def test_a_chart_is_taken_away_as_a_picture(page: Page, tmp_path: Path) -> None:
    sign_in(page, "linlan", "zh-hans")
    page.goto("/measure/rivals/")
    page.wait_for_selector("figure.chart .canvas svg")
    for kind, head in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as found:
            page.locator(f"[data-chart-save={kind}]").first.click()
        file = tmp_path / f"chart.{kind}"
        found.value.save_as(file)
        assert file.read_bytes().startswith(head)
    ElementTree.parse(tmp_path / "chart.svg")


PHONE = ("/", "/listen/voices/", "/measure/journey/", "/measure/indicators/nps/", "/act/cases/", "/act/alerts/",
         "/explain/findings/", "/understand/topics/", "/understand/concepts/", "/understand/accuracy/",
         "a voice")  # fmt: skip


@pytest.mark.parametrize("path", PHONE)
def test_a_phone_shows_every_page_without_scrolling_sideways(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=site.address)
    page = context.new_page()
    sign_in(page, "linlan", "zh-hans")
    page.goto("/listen/voices/" if path == "a voice" else path)
    if path == "a voice":
        page.goto(page.locator("main tbody tr[data-href]").first.get_attribute("data-href") or "")
        expect(page.locator("main .words").first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert wide <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_this_one(page: Page, language: str) -> None:
    """An aspect from five sentences, taught with a click: on the draft, then on the page of what it hears."""
    sign_in(page, "zhouning", language)
    page.goto("/understand/concepts/new/?from=2026-06-01&to=2026-06-30")
    page.wait_for_load_state("networkidle")
    page.fill("[name=name_en]", f"Waiting {language}")
    page.fill("[name=examples]", "等了快一个小时才送到\n等位等了半天\n排队排了四十分钟\n等了好久都没人理\n等得不耐烦了")
    page.locator("[name=refused]").focus()
    buttons = page.locator("#preview button[name=no]")
    expect(buttons.first).to_be_visible()
    page.wait_for_load_state("networkidle")
    drafted = buttons.first.get_attribute("value")
    buttons.first.click()
    expect(page.locator("#preview input[name=not]")).to_have_value(drafted or "")
    expect(page.locator("#preview input[name=not]")).to_be_checked()
    page.focus("[name=name_en]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/understand/concepts/\?"))
    page.get_by_role("row").filter(has_text=f"Waiting {language}").locator("a[href*='/heard/']").click()
    said = page.locator("#heard button[name=no]").first
    clause = said.get_attribute("value")
    assert clause != drafted
    said.click()
    expect(page.locator(f'#heard button[name=no][value="{clause}"]')).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text(clause or "")
    page.locator("#toasts button").last.click()
    page.wait_for_url(re.compile("/heard/"))
    expect(page.locator(f'#heard button[name=no][value="{clause}"]')).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mention_is_corrected_in_its_line(page: Page, language: str) -> None:
    """Open the voice, choose the aspect: two clicks; a third takes it back."""
    sign_in(page, "linlan", language)
    page.goto("/listen/voices/?from=2026-06-01&to=2026-06-30&label=negative&q=配送")
    page.goto(page.locator("main tbody tr[data-href]").first.get_attribute("data-href") or "")
    chosen = page.locator("#judged select[data-submit]").first
    before = chosen.input_value()
    chosen.select_option("price")
    expect(page.locator("#toasts .toast")).to_be_visible(timeout=30 * SECONDS)
    expect(chosen).to_have_value("price")
    page.locator("#judged button[data-key=u]").click()
    expect(chosen).to_have_value(before, timeout=30 * SECONDS)
