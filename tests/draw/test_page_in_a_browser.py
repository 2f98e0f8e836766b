"""The page as people meet it: readable by all, at every width, on paper, without script and without network."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Browser, page_of

from resecta.guideline import load

pytestmark = pytest.mark.slow

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
FIRST_VISIT = Path(__file__).parent / "cases" / "two_segments.yaml"
BOOKED_TOO_EARLY = load().path / "cases" / "bevacizumab_three_weeks_before_planned_surgery.yaml"
THREE_WAYS = load().path / "cases" / "synchronous_resectable_two_segments_the_simultaneous_standard.yaml"
WORDS = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (texts.nextNode()) {
    const within = texts.currentNode.parentElement;
    if (within.closest('style, desc, title, .hidden, .tl-say') || !within.checkVisibility()) continue;
    count += texts.currentNode.textContent.split(/\\s+/).filter(word => word).length;
  }
  return count;
}"""
BY_NAME = pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)


@BY_NAME
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, case: Path, theme: str) -> None:
    page = browser.open(page_of(case, theme))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@BY_NAME
def test_the_reader_s_own_theme_is_followed(browser: Browser, case: Path) -> None:
    grounds = {
        browser.open(page_of(case), scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert len(grounds) == 2


@BY_NAME
@pytest.mark.parametrize("width", [320, 390, 768, 1440, 3840])
def test_nothing_runs_off_the_side(browser: Browser, case: Path, width: int) -> None:
    page = browser.open(page_of(case), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


FIRST = (
    *("h1", ".marks", ".case", ".asked", ".verdict .sentence", ".verdict .said", ".criteria"),
    *("#decides-title", "#missing-title"),
)


@BY_NAME
def test_the_first_screen_holds_the_case_the_question_the_verdict_the_criteria_and_what_decides(
    browser: Browser, case: Path
) -> None:
    page = browser.open(page_of(case), 1440, 900)
    for what in FIRST:
        box = page.locator(what).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, what


def test_hazards_are_the_first_content_after_the_case_sentence(browser: Browser) -> None:
    page = browser.open(page_of(BOOKED_TOO_EARLY))
    following = page.evaluate("document.querySelector('.case').nextElementSibling.className")
    assert following == "hazards"
    assert page.locator(".hazards li").first.inner_text().startswith("Do not operate on 15 June 2026")


@pytest.mark.parametrize("case", [FIRST_VISIT, THREE_WAYS], ids=lambda path: path.stem)
def test_a_first_visit_is_at_most_1300_words_on_the_screen(browser: Browser, case: Path) -> None:
    html = page_of(case)
    assert len(html.encode()) <= 300_000
    words = browser.open(html).evaluate(WORDS)
    print(f"{words} words")  # noqa: T201 - asked for: the count is of interest whether it is kept or not
    assert words <= 1300


def test_on_a_phone_the_dates_stand_as_a_list_in_place_of_the_picture(browser: Browser) -> None:
    page = browser.open(page_of(FIRST_VISIT), 390, 844)
    assert not page.locator(".picture").first.is_visible()
    assert page.locator(".dates .events dt").first.is_visible()


@BY_NAME
def test_it_reads_the_same_without_script(browser: Browser, case: Path) -> None:
    html = page_of(case)
    assert "<script" not in html
    page = browser.open(html, script=False)
    assert page.locator(".verdict .sentence").is_visible()
    source = page.locator(".verdict details").first
    assert not source.locator(".origin").is_visible()
    source.locator("summary").click()
    assert source.locator(".origin q").first.is_visible()


@BY_NAME
def test_it_asks_for_nothing(browser: Browser, case: Path) -> None:
    browser.asked.clear()
    browser.open(page_of(case)).evaluate("document.fonts.ready")
    assert [address for address in browser.asked if not address.startswith(("data:", "about:"))] == []


@BY_NAME
def test_its_own_typeface_is_used(browser: Browser, case: Path) -> None:
    page = browser.open(page_of(case))
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Resecta Sans\"', 'liver'))")


@BY_NAME
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_usual_case_is_two_pages_of_a4_and_a_long_one_three(
    browser: Browser, case: Path, theme: str, tmp_path: Path
) -> None:
    paper = tmp_path / "page.pdf"
    browser.print(page_of(case, theme), paper)
    content = paper.read_bytes()
    pages = content.count(b"/Type /Page\n") + content.count(b"/Type /Page ")
    assert pages <= (2 if case == FIRST_VISIT else 3)


def test_paper_has_a_box_for_the_decision_and_a_place_for_every_discipline(browser: Browser) -> None:
    page = browser.open(page_of(FIRST_VISIT))
    assert not page.locator(".sign").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".sign").is_visible()
    assert page.locator(".sign .box-signed").count() == 4


@BY_NAME
def test_it_is_printed_dark_on_light_whatever_the_theme(browser: Browser, case: Path) -> None:
    page = browser.open(page_of(case, "dark"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_six_statuses_are_told_apart_by_shape_alone(browser: Browser) -> None:
    page = browser.open(page_of(CASES[0]))
    shapes = page.evaluate(
        """() => ['preferred', 'option', 'condition-not-met', 'contraindicated', 'undetermined', 'blocked']
           .map(id => document.getElementById('icon-' + id).innerHTML)"""
    )
    assert len(set(shapes)) == 6


@pytest.mark.parametrize("case", CASES[:1], ids=lambda path: path.stem)
def test_in_forced_colours_shapes_and_words_stay(browser: Browser, case: Path) -> None:
    page = browser.open(page_of(case))
    page.emulate_media(forced_colors="active")
    tag = page.locator(".tag").first
    assert tag.is_visible()
    assert tag.inner_text().strip()
    assert tag.locator("svg").is_visible()


@BY_NAME
def test_headings_go_down_one_step_at_a_time(browser: Browser, case: Path) -> None:
    levels = browser.open(page_of(case)).evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(each => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@BY_NAME
def test_every_link_leads_somewhere_on_the_page(browser: Browser, case: Path) -> None:
    lost = browser.open(page_of(case)).evaluate(
        """[...document.querySelectorAll('a[href^="#"], use')].map(each => each.getAttribute('href').slice(1))
           .filter(id => !document.getElementById(id))"""
    )
    assert lost == []
