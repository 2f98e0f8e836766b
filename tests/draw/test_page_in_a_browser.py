"""The page as people meet it: readable by all, at every width, on paper, without script and without network."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Browser, page_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
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


@BY_NAME
def test_the_first_screen_holds_who_the_question_the_verdict_and_what_decides(browser: Browser, case: Path) -> None:
    page = browser.open(page_of(case), 1440, 900)
    for what in ("h1", ".marks", ".asked", ".verdict .sentence", ".deciding, #decides-title", "#missing-title"):
        box = page.locator(what).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, what


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
def test_it_is_two_pages_of_a4(browser: Browser, case: Path, theme: str, tmp_path: Path) -> None:
    paper = tmp_path / "page.pdf"
    browser.print(page_of(case, theme), paper)
    content = paper.read_bytes()
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") <= 2


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
