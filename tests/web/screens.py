"""Pictures of the board for people to look at: every page at two widths in both themes, and the room, in build/screens.

Also renews docs/pictures/board_*.png, the pictures of docs/board.md and the README. Names as arguments: these alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page
from tests.draw.browser import Browser
from tests.web.sights import NOBODY, Sight, Stage, stage

from resecta.board.packs import open_pack

REPOSITORY = Path(__file__).parents[2]
SCREENS = REPOSITORY / "build" / "screens"
PICTURES = REPOSITORY / "docs" / "pictures"
SIZES = ((1440, 900), (390, 844))
ROOM = (1920, 1080)
KEPT = {"patients": "board_patients", "facts": "board_facts", "case": "board_case", "room": "board_room"}


def main(wanted: list[str]) -> None:
    """Write every picture, or those of these names, and say where they are."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with Browser() as browser, stage(open_pack()) as here:
        sights = [one for one in here.sights if not wanted or one.name in wanted]
        for scheme in ("light", "dark"):
            for width, height in (*SIZES, ROOM):
                seen = [one for one in sights if (one.name == "room") == ((width, height) == ROOM)]
                for who in dict.fromkeys(one.who for one in seen):
                    page = browser.visit(f"{here.address}/sign-in", width, height, scheme=scheme)
                    _picture(page, here, who, [one for one in seen if one.who == who], f"{width}-{scheme}")
                    page.context.close()
    sys.stdout.write(f"{len(list(SCREENS.glob('board_*')))} pictures in {SCREENS}\n")


def _picture(page: Page, here: Stage, who: str, sights: list[Sight], size: str) -> None:
    if who != NOBODY:
        here.sign_in(page, who)
    for sight in sights:
        here.open(page, sight)
        page.screenshot(path=SCREENS / f"board_{sight.name}-{size}.png", full_page=sight.name != "room")
        if sight.name in KEPT and size.endswith("light") and not size.startswith("390"):
            page.screenshot(path=PICTURES / f"{KEPT[sight.name]}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
