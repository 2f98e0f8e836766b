"""A whole meeting in a browser, from signing in to the signed sheet: few clicks, and nothing asked of elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.draw.browser import Browser
from tests.web.conftest import Room, password_of
from tests.web.served import served
from tests.web.test_deciding import SIMULTANEOUS, listed

from resecta.web.application import application

pytestmark = pytest.mark.slow

MOST_STEPS = 6
"""Clicks and keys from "next case" to "signed by the second"."""


class Counted:
    """A page, and the clicks and keys that somebody needed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def click(self, what: str) -> None:
        self.steps += 1
        self.page.click(what)
        self.page.wait_for_load_state()

    def press(self, key: str) -> None:
        self.steps += 1
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def credentials(self, who: str) -> None:
        """What a password manager fills in, by the field that has the focus."""
        assert self.page.evaluate("document.activeElement.name") == "username"
        self.page.keyboard.type(who)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password_of(who))


@pytest.fixture
def at(room: Room, case_files: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """The address of a board with two cases on the agenda of a meeting, and of the first."""
    _, item = listed(room, case_files[SIMULTANEOUS])
    coordinator = room.visitor("coordinator")
    other = room.patient(case_files["liver_is_the_greatest_threat_silent_primary_liver_first"], number="4712")
    rows = {"context.question": "Liver first?", "context.new_problem": "None", "context.wishes": "All that helps"}
    coordinator.fill(f"/patients/{other.id}/facts", f"/patients/{other.id}/meeting", **rows)
    meeting = coordinator.get(item).text.partition('href="/meetings/')[2][:16]
    coordinator.post(f"/meetings/{meeting}", f"/meetings/{meeting}/cases", fields={"patient": other.id})
    with served(application(room.site)) as address:
        yield address, item


def signed_in(browser: Browser, address: str, who: str, **how: object) -> Page:
    page = browser.visit(f"{address}/sign-in", **how)  # type: ignore[arg-type]  # passed through
    page.fill("[name=username]", who)
    page.fill("[name=password]", password_of(who))
    page.click("main button")
    page.wait_for_load_state()
    return page


def test_a_case_is_decided_and_signed_in_few_steps(browser: Browser, at: tuple[str, str]) -> None:
    address, item = at
    browser.asked.clear()
    page = signed_in(browser, address, "chair")
    page.goto(address + item)
    hands = Counted(page)
    hands.press("n")
    hands.click("#decide label:has-text('Liver first')")
    hands.click("text=Propose, then sign")
    hands.credentials("chair")
    hands.click("button:has-text('Sign')  >> nth=-1")
    hands.credentials("surgeon")
    hands.click("button:has-text('Sign and close the case')")
    assert page.locator("text=Signed. What goes out").count() == 1
    assert hands.steps <= MOST_STEPS
    with page.expect_download() as waited:
        page.click("text=The signed sheet")
    assert Path(waited.value.path()).read_bytes().startswith(b"%PDF-")
    assert {url.partition("//")[2].partition("/")[0] for url in browser.asked} == {address.partition("//")[2]}
    page.context.close()


def test_the_advice_follows_a_fact_without_leaving_the_page(browser: Browser, at: tuple[str, str]) -> None:
    address, item = at
    page = signed_in(browser, address, "surgeon")
    page.goto(address + item)
    page.click("nav >> text=Facts")
    page.wait_for_load_state()
    before = page.url
    page.evaluate("document.querySelectorAll('details.fold').forEach((one) => { one.open = true; })")
    page.fill("[name='fact.future_liver_remnant']", "20")
    page.keyboard.press("Tab")
    page.locator("#brief", has_text="20 %").wait_for()
    page.fill("[name='fact.future_liver_remnant']", "0.2")
    page.keyboard.press("Tab")
    page.wait_for_selector("#wrong-fact\\.future_liver_remnant, .wrong")
    assert page.input_value("[name='fact.future_liver_remnant']") == "0.2"
    assert page.url == before
    page.context.close()
