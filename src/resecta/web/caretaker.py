"""Keeps the board ready while nobody looks: what waits for every patient, worked out as facts change and days begin.

Whoever opens the list reads what is there, and waits for nobody.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from resecta.board.worklist import refresh_worklist
from resecta.draw.templating import environment
from resecta.web import logs
from resecta.web.worklist import tasks

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from resecta.web.site import Site

AT_ONCE = 20
"""Patients that are worked out in one transaction."""
FEW = 20
"""Patients that whoever opens the list works out along with it, where nobody else is at it."""
SOON_SECONDS = 0.1
"""How long who opens the list waits for somebody who is at it: as long as one patient takes."""
EVERY_SECONDS = 60.0
"""How often it is looked for a new day, and for what another process has recorded."""

AGAIN_SECONDS = 5.0
"""How long it rests after something went wrong, as while the database is gone."""


def catch_up(site: Site) -> bool:
    """Work out a few patients who are behind, if nobody is at it. Whether everybody is up to date."""
    if not site.refreshing.acquire(timeout=SOON_SECONDS):
        return False
    try:
        return _worked(site, FEW) < FEW
    finally:
        site.refreshing.release()


def tend(site: Site, ends: threading.Event) -> None:
    """Keep everybody up to date until ``ends`` is set: at once when something was recorded, and every minute."""
    _compile_templates()
    while not ends.is_set():
        site.recorded.clear()
        try:
            with site.refreshing:
                behind = _worked(site, AT_ONCE) == AT_ONCE
        except Exception as error:  # noqa: BLE001 - whatever it was, the next round may go well
            logs.failed("worklist not refreshed", type(error).__name__, "")
            behind = True
            ends.wait(AGAIN_SECONDS)
        if not behind:
            site.recorded.wait(EVERY_SECONDS)


def tended(site: Site) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The life of an application whose site is tended by a thread of its own."""

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        ends = threading.Event()
        thread = threading.Thread(target=tend, args=(site, ends), name="caretaker", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ends.set()
            site.recorded.set()
            await run_in_threadpool(thread.join)

    return life


def _worked(site: Site, most: int) -> int:
    return refresh_worklist(site.board, lambda file, day: tasks(site, file, day), site.today, most=most)


def _compile_templates() -> None:
    """So that nobody who opens a page waits for it to be compiled."""
    made = environment("resecta.web")
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
