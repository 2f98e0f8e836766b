"""The application: a site in, what a server runs out. Routes, and around them what every request passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from resecta.web import assets, health
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
        *(route(site, page) for page in PAGES),
    ]
    middleware = [
        Middleware(RequestLog, metrics=metrics),
        Middleware(SecurityHeaders, encrypted=settings.encrypted),
        Middleware(RateLimit, rate=settings.rate, burst=settings.burst),
        Middleware(BodyLimit),
    ]
    return Starlette(routes=routes, middleware=middleware, exception_handlers={404: _nothing, 405: _nothing})


async def _home(_request: Request) -> Response:
    return RedirectResponse("/patients", status_code=303)


async def _nothing(_request: Request, _error: Exception) -> Response:
    """No such address; the answer does not repeat it."""
    return PlainTextResponse("There is no such page.", status_code=404)
