"""Every page of the board as a browser draws it: readable by everybody, at every width, hit by every finger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from tests.draw.browser import Browser
from tests.web.sights import NOBODY, Sight, Stage, stage

from resecta.board.packs import Pack

pytestmark = pytest.mark.slow

COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
FINDS = """async (options) => {
  const found = await axe.run({exclude: [["[data-seen]"]]}, options);
  return found.violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target).join(", ")}`); }"""
NEW_PARTS = """(seen) => {
  const fresh = [];
  for (const one of document.querySelectorAll("main *")) {
    if (one.closest("[data-seen]") || one.querySelectorAll("*").length < 20) continue;
    if (seen.includes(one.outerHTML)) one.dataset.seen = ""; else fresh.push(one.outerHTML);
  } return fresh; }"""
"""What of a page is looked at for the first time; what stood word for word on an earlier one is marked as seen."""
WIDTHS = (360, 1440, 3840)
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
TOO_SMALL = """() => {
  const least = 24;  // CSS pixels, WCAG 2.2, 2.5.8
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
    (one) => one.type !== "hidden" && !one.disabled && one.checkVisibility()
      && !one.closest(".skip, [aria-hidden=true]"));
  const box = new Map(all.map((one) => [one, one.getBoundingClientRect()]));
  const small = all.filter((one) => box.get(one).width < least || box.get(one).height < least);
  const middle = (one) => { const b = box.get(one); return [b.left + b.width / 2, b.top + b.height / 2]; };
  const away = ([x, y], b) => Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom));
  const inSentence = (one) => getComputedStyle(one).display === "inline" && one.matches("a") &&
    [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && /\\w/.test(node.textContent));
  // The exceptions: a link within a sentence; a circle of 24 px round its middle that meets no other target's own.
  const spaced = (one) => all.every((other) => other === one || one.contains(other) || other.contains(one) || (
    small.includes(other)
      ? Math.hypot(middle(one)[0] - middle(other)[0], middle(one)[1] - middle(other)[1]) >= least
      : away(middle(one), box.get(other)) >= least / 2));
  return small.filter((one) => !inSentence(one) && !spaced(one)).map((one) => one.outerHTML.slice(0, 90));
}"""
HIDDEN = """() => {
  const band = document.querySelector(".patient"); const found = [];
  for (const one of document.querySelectorAll("main a, main button, main input:not([type=hidden]), main summary")) {
    if (!one.checkVisibility()) continue;
    one.focus(); const box = one.getBoundingClientRect();
    if (box.bottom <= band.getBoundingClientRect().bottom && box.top >= 0) found.push(one.outerHTML.slice(0, 80));
  } return found; }"""


@dataclass
class Found:
    """What is wrong, each with its page."""

    by_axe: list[str] = field(default_factory=list)
    in_the_dark: list[str] = field(default_factory=list)
    off_the_side: list[str] = field(default_factory=list)
    too_small: list[str] = field(default_factory=list)
    pages: int = 0


@pytest.fixture(scope="module")
def here(pack: Pack) -> Iterator[Stage]:
    with stage(pack) as made:
        yield made


def walked(browser: Browser, here: Stage) -> Iterator[tuple[Sight, Page]]:
    """Every page, opened by whoever it is for, with everything on it unfolded."""
    for who in dict.fromkeys(sight.who for sight in here.sights):
        page = browser.visit(f"{here.address}/sign-in")
        if who != NOBODY:
            here.sign_in(page, who)
        for sight in here.sights:
            if sight.who == who:
                here.open(page, sight)
                page.evaluate(OPEN_ALL)
                yield sight, page
        page.context.close()


def violations(page: Page, **options: Any) -> list[str]:
    """What axe finds wrong. It is read into a page once, and tells in full of violations alone: what passes is the most
    by far, and takes longest to tell.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FINDS, {"resultTypes": ["violations"], **options})
    return found


@pytest.fixture(scope="module")
def found(browser: Browser, here: Stage) -> Found:
    """One walk through all pages for all checks: opening them is what takes time."""
    made, seen = Found(), list[str]()
    for sight, page in walked(browser, here):
        made.pages += 1
        seen += page.evaluate(NEW_PARTS, seen)
        made.by_axe += [f"{sight.name}: {one}" for one in violations(page)]
        page.emulate_media(color_scheme="dark")
        made.in_the_dark += [f"{sight.name}: {one}" for one in violations(page, **COLOUR)]
        page.emulate_media(color_scheme="light")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                made.off_the_side.append(f"{sight.name} at {width}")
            if width < max(WIDTHS):
                made.too_small += [f"{sight.name} at {width}: {one}" for one in page.evaluate(TOO_SMALL)]
        page.set_viewport_size({"width": 1440, "height": 900})
    return made


def test_axe_finds_nothing_on_any_page(found: Found, here: Stage) -> None:
    assert found.pages == len(here.sights)
    assert not found.by_axe, "\n".join(found.by_axe)


def test_the_check_by_axe_finds_a_picture_without_words_and_grey_on_grey(browser: Browser) -> None:
    page = browser.open("<html lang=en><title>T</title><main><h1>H</h1><img src=data:,><p style='color: #999'>Grey</p>")
    assert {one.partition(" ")[0] for one in violations(page)} == {"image-alt", "color-contrast"}
    assert {one.partition(" ")[0] for one in violations(page, **COLOUR)} == {"color-contrast"}


def test_nothing_runs_off_the_side_of_any_page(found: Found) -> None:
    assert not found.off_the_side, "\n".join(found.off_the_side)


def test_every_target_is_a_fingertip_wide_or_has_that_much_room(found: Found) -> None:
    assert not found.too_small, "\n".join(found.too_small)


def test_the_check_of_targets_finds_two_small_ones_side_by_side(browser: Browser) -> None:
    close = "<style>a { display: inline-block; width: 12px; height: 12px; margin: 2px }</style>"
    page = browser.open(f"{close}<a href='#'></a><a href='#'></a>")
    assert len(page.evaluate(TOO_SMALL)) == 2
    page = browser.open(f"{close.replace('2px }', '9px }')}<a href='#'></a><a href='#'></a>")
    assert page.evaluate(TOO_SMALL) == []


def test_the_dark_theme_has_contrast_on_every_page(found: Found) -> None:
    assert not found.in_the_dark, "\n".join(found.in_the_dark)


def test_nothing_that_has_the_focus_hides_under_the_band_of_the_patient(browser: Browser, here: Stage) -> None:
    page = browser.visit(f"{here.address}/sign-in")
    here.sign_in(page, "chair")
    for sight in here.sights:
        if sight.name in {"case", "facts", "decision-signed"}:
            here.open(page, sight)
            assert page.evaluate(HIDDEN) == [], sight.name
    page.context.close()
