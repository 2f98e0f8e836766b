"""What every answer carries: nothing from elsewhere, nothing inline, no address handed on, no copy kept."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The Content-Security-Policy of every page."""
KEPT_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'self'; sandbox"
)
"""The policy of a page that is complete in itself, as one kept with a decision: its style is in it, and it runs and
sends nothing.
"""
KEPT_PAGE_HEADERS = {"Content-Security-Policy": KEPT_PAGE_POLICY, "X-Frame-Options": "SAMEORIGIN"}
"""What such a page is sent with: a page of ours frames it."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
NOT_KEPT = "no-store"
"""Cache-Control of every page: the back button after sign-out must find nothing."""
ENCRYPTED_ONLY = "max-age=31536000; includeSubDomains"
"""Strict-Transport-Security, sent where the board is reached by https."""


class SecurityHeaders:
    """Adds the headers to each answer. ``encrypted``: whether people reach the board by https."""

    def __init__(self, app: ASGIApp, encrypted: bool) -> None:
        self._app = app
        self._added = {**HEADERS, **({"Strict-Transport-Security": ENCRYPTED_ONLY} if encrypted else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._added.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", NOT_KEPT)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
