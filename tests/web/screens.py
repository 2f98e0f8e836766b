"""Pictures of the board for people to look at: every page at two widths in both themes, and the room, in build/screens.

Also renews docs/pictures/board_*.png, the pictures of docs/board.md and the README.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page
from tests.board.conftest import CHEAP
from tests.draw.browser import Browser
from tests.web.served import served

from resecta.board import Board, Settings, open_database
from resecta.board.packs import open_pack
from resecta.board.schema import upgrade
from resecta.web.application import application
from resecta.web.demo import furnish, people_of
from resecta.web.settings import WebSettings
from resecta.web.site import Site

REPOSITORY = Path(__file__).parents[2]
SCREENS = REPOSITORY / "build" / "screens"
PICTURES = REPOSITORY / "docs" / "pictures"
SIZES = {1440: 900, 390: 844}
ROOM = (1920, 1080)
AT = datetime.datetime(2026, 6, 8, 14, 2, tzinfo=datetime.UTC)
KEPT = {"patients": "board_patients", "facts": "board_facts", "case": "board_case", "room": "board_room"}


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration on one day."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/demo.db")
        upgrade(database)
        board, pack = Board(database, Settings(password=CHEAP), lambda: AT), open_pack()
        furnish(board, pack, AT.date())
        demo = people_of(pack)
        settings = WebSettings(demo_people=demo.people, demo_password=demo.password, rate=1e6, burst=1_000_000)
        with served(application(Site(board, pack, settings))) as address:
            yield address
        database.close()


def walk(page: Page, address: str) -> Iterator[str]:
    """Open one page after the other; the name of each."""
    page.goto(f"{address}/patients")
    yield "patients"
    page.goto(f"{address}/meetings")
    page.click("ul.agenda a >> nth=0")
    page.wait_for_load_state()
    yield "meeting"
    page.click("text=Begin with the first case")
    page.wait_for_load_state()
    yield "case"
    item, patient = page.url, page.get_attribute("nav >> text=Facts", "href")
    page.goto(f"{item}/room")
    yield "room"
    page.goto(f"{address}{patient}")
    yield "facts"
    page.goto(f"{address}{patient}".replace("/facts", "/what-if"))
    yield "what_if"
    page.goto(f"{address}/account")
    yield "account"


def main() -> None:
    """Write every picture and say where they are."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with Browser() as browser, demonstration() as address:
        for scheme in ("light", "dark"):
            for width, height in (*SIZES.items(), ROOM):
                page = browser.visit(f"{address}/sign-in", width, height, scheme=scheme)
                page.fill("[name=username]", "chair")
                page.fill("[name=password]", people_of(open_pack()).password)
                page.click("main button")
                for name in walk(page, address):
                    room = (width, height) == ROOM
                    if room == (name == "room"):
                        page.screenshot(path=SCREENS / f"board_{name}-{width}-{scheme}.png", full_page=not room)
                        if name in KEPT and scheme == "light" and width >= 1440:
                            page.screenshot(path=PICTURES / f"{KEPT[name]}.png")
                page.context.close()
    sys.stdout.write(f"{len(list(SCREENS.glob('board_*')))} pictures in {SCREENS}\n")


if __name__ == "__main__":
    main()
