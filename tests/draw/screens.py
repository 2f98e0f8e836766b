"""Pictures of the page for people to look at: the cases given, or every case here, at three widths and on paper, in
both themes, in build/screens.

Also renews docs/pictures/page.png, the picture in the README.
"""

from __future__ import annotations

import sys
from pathlib import Path

from browser import Browser, page_of

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
SCREENS = REPOSITORY / "build" / "screens"
WIDTHS = {1440: 900, 768: 1024, 390: 844}
THEMES = ("light", "dark")
IN_THE_README = REPOSITORY / "docs" / "examples" / "friday.yaml"


def main() -> None:
    """Write every picture and say where they are."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        for case in map(Path, sys.argv[1:] or sorted((HERE / "cases").glob("*.yaml"))):
            for theme in THEMES:
                html = page_of(case, theme)
                for width, height in WIDTHS.items():
                    page = browser.open(html, width, height)
                    page.screenshot(path=SCREENS / f"{case.stem}-{width}-{theme}.png", full_page=True)
                browser.print(html, SCREENS / f"{case.stem}-{theme}.pdf")
        _picture(browser)
    sys.stdout.write(f"{len(list(SCREENS.iterdir()))} files in {SCREENS}\n")


def _picture(browser: Browser) -> None:
    picture = REPOSITORY / "docs" / "pictures" / "page.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    page = browser.open(page_of(IN_THE_README, "light"), 1280, 640)
    page.screenshot(path=picture)


if __name__ == "__main__":
    main()
