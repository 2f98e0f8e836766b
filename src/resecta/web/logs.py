"""The log: one line of JSON for each request and each failure, with ids and numbers and nothing of a patient.

A route is named by its pattern, never by the address that was asked for; what was typed and sent is in no line.
"""

from __future__ import annotations

import datetime
import logging
import time

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resecta.web.metrics import Metrics

_LOG = logging.getLogger("resecta.web")


class RequestLog:
    """Writes the line of each request, and counts it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        finally:
            seconds = time.perf_counter() - began
            pattern = getattr(scope.get("route"), "path", "no route")
            account = scope.get("state", {}).get("account")
            self._metrics.count(scope["method"], pattern, status, seconds)
            _write(
                {
                    "event": "request",
                    "method": scope["method"],
                    "route": pattern,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                    "account": account,
                }
            )


def failed(event: str, kind: str, place: str, reference: str = "") -> None:
    """One line on what went wrong: the kind of error and where, never its words, which may quote a record."""
    _write({"event": event, "kind": kind, "place": place, "reference": reference})


def _write(entry: dict[str, object]) -> None:
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    _LOG.info(orjson.dumps({"at": at, **entry}).decode())
