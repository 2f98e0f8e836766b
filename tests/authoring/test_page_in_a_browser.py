"""The guideline's page as people meet it: readable by all, searched without a network, complete without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.draw.browser import Browser

from resecta.authoring.document import describe
from resecta.authoring.page import render
from resecta.guideline import load

pytestmark = pytest.mark.slow

GOOD = Path(__file__).parent.parent / "guideline" / "good"


@pytest.fixture(scope="module")
def html() -> str:
    return render(describe(load(GOOD)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, html: str, scheme: str) -> None:
    page = browser.open(html, scheme=scheme)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 1440, 3840])
def test_nothing_runs_off_the_side(browser: Browser, html: str, width: int) -> None:
    page = browser.open(html, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_search_box_leaves_the_parts_that_hold_every_word_and_counts_them(browser: Browser, html: str) -> None:
    page = browser.open(html)
    whole = page.locator(".kind > summary .count").all_text_contents()
    page.fill("#query", "mutant drug")
    shown = page.locator(".kind > :not(summary):visible")
    assert 0 < shown.count() < page.locator(".kind > :not(summary)").count()
    assert all("mutant" in text.lower() and "drug" in text.lower() for text in shown.all_text_contents())
    assert page.inner_text("#found") == f"{shown.count()} parts"
    counted = page.locator(".kind:visible > summary .count").all_text_contents()
    assert sum(int(text.split(" of ")[0]) for text in counted) == shown.count()
    assert [int(text.split(" of ")[1]) for text in counted] == [
        chapter.locator(":scope > :not(summary)").count() for chapter in page.locator(".kind:visible").all()
    ]
    page.fill("#query", "")
    assert page.locator(".kind > summary .count").all_text_contents() == whole


def test_the_source_is_open_at_first_and_the_other_chapters_fold(browser: Browser, html: str) -> None:
    page = browser.open(html)
    assert page.locator(".kind[open]").evaluate_all("all => all.map(one => one.id)") == ["statement"]
    page.click("#finding > summary")
    assert (
        page.locator("#finding > :not(summary):visible").count() == page.locator("#finding > :not(summary)").count() > 0
    )


def test_a_link_unfolds_the_chapter_that_it_leads_into(browser: Browser, html: str) -> None:
    page = browser.open(html)
    page.locator('#statement a[href^="#finding-"]').first.click()
    assert page.locator("#finding[open]").count() == 1


def test_it_is_complete_without_a_script(browser: Browser, html: str) -> None:
    page = browser.open(html, script=False)
    for folded in page.locator(".kind:not([open])").evaluate_all("all => all.map(one => one.id)"):
        page.click(f"#{folded} > summary")
    assert page.locator(".kind > :not(summary):visible").count() == page.locator(".kind > :not(summary)").count()
    assert not page.locator("#search").is_visible()


def test_it_asks_the_network_for_nothing(browser: Browser, html: str) -> None:
    browser.asked.clear()
    browser.open(html)
    assert [address for address in browser.asked if not address.startswith(("data:", "about:"))] == []
