"""Whether the application runs, and whether it can work: for whoever watches it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from resecta.board.database import DatabaseGoneError

if TYPE_CHECKING:
    from resecta.web.site import Site


async def alive(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"})


def ready(site: Site) -> Callable[[Request], Awaitable[Response]]:
    """Whether the database answers too; 503 while it does not."""

    def asked() -> bool:
        try:
            with site.board.database.reading() as connection:
                connection.execute(text("SELECT 1"))
        except DatabaseGoneError:
            return False
        return True

    async def endpoint(_request: Request) -> Response:
        if await run_in_threadpool(asked):
            return JSONResponse({"status": "ready", "guideline": site.guideline.imprint})
        return JSONResponse({"status": "the database does not answer"}, status_code=503)

    return endpoint
