"""The machine's own Chromium, driven for the page's tests and pictures; nothing may leave the machine."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import Page, sync_playwright
from tests.shipped import shipped_guideline

from resecta.case import read_case
from resecta.draw.page import render
from resecta.timeline import assessment

QUIET = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]


@cache
def page_of(case_file: Path, theme: str = "") -> str:
    """The page of a case file under the shipped guideline, as the command line makes it."""
    guideline = shipped_guideline()
    return render(guideline, assessment(guideline, read_case(case_file, guideline)), theme)


class Browser:
    """A browser to open HTML in. ``asked`` collects every address that a page asked for."""

    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        self.asked: list[str] = []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._chromium.close()
        self._playwright.stop()

    def open(
        self, html: str, width: int = 1440, height: int = 900, *, script: bool = True, scheme: str = "light"
    ) -> Page:
        """A page with this HTML at that size."""
        for earlier in self._chromium.contexts:
            earlier.close()
        context = self._chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, color_scheme=scheme, offline=True
        )
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.set_content(html, wait_until="load")
        return page

    def visit(
        self, address: str, width: int = 1440, height: int = 900, *, script: bool = True, scheme: str = "light"
    ) -> Page:
        """A page of a server on this machine, in a browser that knows no cookie yet."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, color_scheme=scheme
        )
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(address)
        return page

    def print(self, html: str, file: Path) -> None:
        """The page on paper."""
        self.open(html).pdf(path=file, prefer_css_page_size=True)
