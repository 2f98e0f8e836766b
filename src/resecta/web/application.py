"""The application: a site in, what a server runs out. Routes, and around them what every request passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from resecta.web import assets, health
from resecta.web.address import BASE
from resecta.web.api.description import description
from resecta.web.api.problems import problem
from resecta.web.caretaker import tended
from resecta.web.guard import route
from resecta.web.headers import SecurityHeaders
from resecta.web.limits import BodyLimit, RateLimit
from resecta.web.logs import RequestLog
from resecta.web.metrics import Metrics
from resecta.web.routes import PAGES

if TYPE_CHECKING:
    from resecta.web.site import Site


def application(site: Site) -> Starlette:
    """The board of a site, ready to be served."""
    metrics = Metrics()
    settings = site.settings
    routes: list[BaseRoute] = [
        Route("/", _home),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready(site)),
        Route("/metrics", metrics.serve),
        Route("/static/{name}", assets.serve),
        Route(f"{BASE}/openapi.json", _description),
        *(route(site, page) for page in PAGES),
    ]
    middleware = [
        Middleware(RequestLog, metrics=metrics),
        Middleware(SecurityHeaders, encrypted=settings.encrypted),
        Middleware(RateLimit, rate=settings.rate, burst=settings.burst),
        Middleware(BodyLimit),
    ]
    return Starlette(
        routes=routes, middleware=middleware, exception_handlers={404: _nothing, 405: _nothing}, lifespan=tended(site)
    )


async def _home(_request: Request) -> Response:
    return RedirectResponse("/patients", status_code=303)


async def _description(_request: Request) -> Response:
    return JSONResponse(description())


async def _nothing(request: Request, error: Exception) -> Response:
    """No such address, or not in this way; the answer does not repeat it."""
    status = getattr(error, "status_code", 404)
    if request.url.path.startswith(f"{BASE}/"):
        return problem(status, "Nothing here", "There is nothing at this address, or not by this method.")
    return PlainTextResponse("There is no such page.", status_code=status)
