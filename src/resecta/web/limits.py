"""How much one client may send, and how often: a body too large or a client too quick is answered at once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resecta.lazy_dataclass import dataclass

LARGEST_BODY = 6 * 1024 * 1024
"""Bytes: a case file of the largest size that is read (5 MiB), and the form around it."""
CLIENTS = 10_000
"""Addresses remembered at once; the one seen longest ago is forgotten first."""


class _TooLargeError(Exception):
    """The body goes on beyond what its length said, or has no length and does not end."""


class BodyLimit:
    """Refuses a body above ``largest`` bytes, whatever length it claims."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        claimed = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not claimed.isdigit() or int(claimed) > self._largest:
            await self._refusal()(scope, receive, send)
            return
        read = 0
        started = False

        async def receive_some() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                raise _TooLargeError
            return message

        async def send_on(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive_some, send_on)
        except _TooLargeError:
            if not started:
                await self._refusal()(scope, receive, send)

    def _refusal(self) -> PlainTextResponse:
        most = self._largest // (1024 * 1024)
        return PlainTextResponse(f"What was sent is too large: at most {most} MiB.", status_code=413)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RateLimit:
    """Lets one address ask ``burst`` times at once and ``rate`` times a second in the long run."""

    def __init__(
        self, app: ASGIApp, rate: float = 20.0, burst: int = 200, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._let(scope):
            refusal = PlainTextResponse(
                "Too many requests from this address. Wait a few seconds and try again.",
                status_code=429,
                headers={"Retry-After": "5"},
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _let(self, scope: Scope) -> bool:
        client = scope.get("client")
        address = client[0] if client else ""
        now = self._clock()
        bucket = self._buckets.pop(address, None) or _Bucket(float(self._burst), now)
        bucket.left = min(float(self._burst), bucket.left + (now - bucket.at) * self._rate)
        bucket.at = now
        self._buckets[address] = bucket
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True
