"""Judging in a real browser: on the voice it takes two clicks at most, in either language, also on a phone."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.ground.installations import environment, zhiyin
from tests.loop.conftest import SECONDS, Site, sign_in

pytestmark = pytest.mark.browser

WAYS = (("zh-hans", 1440), ("en", 390))
APART, CLOSE = "配送太慢了，口味很好", "味道一般店员来过"
"""Both say two things: where the one may be cut its words tell, of the other only a person knows."""
SOON = 30 * SECONDS


@pytest.fixture(scope="module", autouse=True)
def _texts(site: Site) -> None:
    """Each text once a way to judge, on a day of its own."""
    days = range(10, 11 + len(WAYS))
    rows = [f"2026-10-{day},{text}" for day in days for text in (APART, CLOSE)]
    file = site.home.parent / "clicks.csv"
    file.write_text("\n".join(["日期,评论内容", *rows, ""]), encoding="utf-8")
    for words in (("import", "feedback", str(file)), ("understand",)):
        done = zhiyin(environment(site.home), *words)
        assert done.returncode == 0, done.stdout + done.stderr


class Voice:
    """A voice and its opinions; clicks that judge them are counted."""

    def __init__(self, page: Page, text: str, day: int) -> None:
        self.page, self.clicks = page, 0
        self.opinions = page.locator(".opinions > li")
        page.goto(f"/listen/voices/?from=2026-10-{day}&to=2026-10-{day}&brand=*&q={text}")
        page.goto(page.locator("main tbody tr[data-href]").first.get_attribute("data-href") or "")

    def step(self, verb: str) -> Locator:
        return self.page.locator(f"#judged form:has(input[name=verb][value={verb}])").first

    def press(self, found: Locator, choice: str = "") -> None:
        """One click; of a list that is open, on a choice."""
        if choice:
            found.select_option(choice)
        else:
            found.click()
        self.clicks += 1

    def whole(self) -> None:
        """One opinion over all of the text, neutral about the taste, as a person would add it."""
        while n := self.opinions.count():
            self.step("delete").locator("button").click()
            expect(self.opinions).to_have_count(n - 1, timeout=SOON)
        self.page.locator("#judged summary:has(use[href$='#plus'])").click()
        self.step("add").locator("select[name=aspect]").select_option("taste")
        self.step("add").locator("button[value=neutral]").click()
        expect(self.opinions).to_have_count(1, timeout=SOON)

    def judged(self) -> None:
        assert 0 < self.clicks <= 2
        self.clicks = 0

    def first_gap(self) -> Locator:
        found = self.page.locator(".gap").first
        expect(found).to_be_focused(timeout=SOON)
        expect(found).to_be_in_viewport()
        return found


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_every_judgement_takes_two_clicks(page: Page, language: str, width: int) -> None:
    sign_in(page, "linlan", language)
    page.set_viewport_size({"width": width, "height": 844})
    day = 10 + WAYS.index((language, width))
    _words_tell(Voice(page, APART, day))
    _a_person_tells(Voice(page, CLOSE, day))


def _words_tell(voice: Voice) -> None:
    first, heard = voice.opinions.first, voice.opinions.count()
    right = first.locator("button:has(use[href$='#check'])")
    voice.press(right)
    expect(right).to_have_count(0, timeout=SOON)
    voice.judged()
    voice.press(first.locator("button[value=neutral]"))
    expect(first.locator("button[value=neutral]")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    voice.judged()
    voice.press(first.locator("select[data-submit]"))
    voice.press(first.locator("select[data-submit]"), "price")
    expect(voice.opinions.locator("a[href*='aspect=price']")).to_have_count(1, timeout=SOON)
    voice.judged()
    voice.press(voice.step("delete").locator("button"))
    expect(voice.opinions).to_have_count(heard - 1, timeout=SOON)
    voice.judged()
    voice.whole()
    voice.press(voice.step("part").locator("button"))
    expect(voice.opinions).to_have_count(2, timeout=SOON)
    voice.judged()


def _a_person_tells(voice: Voice) -> None:
    voice.press(voice.step("part").locator("button"))
    voice.press(voice.first_gap())
    expect(voice.opinions).to_have_count(2, timeout=SOON)
    voice.judged()
    voice.page.locator("#judged button[data-key=u]").click()
    expect(voice.opinions).to_have_count(1, timeout=SOON)
    # The same gaps behind *More*, which stays open.
    more = voice.opinions.locator("details").first
    more.locator("> summary").click()
    voice.press(voice.step("cut").locator("button"))
    voice.press(voice.first_gap())
    expect(voice.opinions).to_have_count(2, timeout=SOON)
    voice.judged()


def test_a_person_splits_without_scripts(page: Page, browser: Browser, site: Site) -> None:
    sign_in(page, "linlan", "en")
    kept = page.context.storage_state()
    plain = browser.new_context(base_url=site.address, java_script_enabled=False, storage_state=kept)
    voice = Voice(plain.new_page(), CLOSE, 10 + len(WAYS))
    voice.press(voice.step("part").locator("button"))
    voice.press(voice.first_gap())
    expect(voice.opinions).to_have_count(2, timeout=SOON)
    voice.judged()
    plain.close()
