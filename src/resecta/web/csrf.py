"""Forms that only our own pages can send: a mark that follows from the session and that no other site can know."""

from __future__ import annotations

import hashlib
import hmac

FIELD = "csrf"
"""The hidden field of every form."""
HEADER = "x-csrf"
"""The header by which the page's script and programs bring the same mark."""


def mark_of(token: str) -> str:
    """The mark of a session. Another session's, or that of one that has ended, is another."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def is_ours(token: str, brought: str) -> bool:
    """Whether what a form brought is the mark of this session."""
    return hmac.compare_digest(mark_of(token).encode(), brought.encode())


def is_from_here(origin: str | None, site: str | None, host: str | None) -> bool:
    """Whether the browser says that a form was sent from a page of ours (``Origin``, ``Sec-Fetch-Site``, ``Host``); one
    that says nothing is judged by the mark. Pages that hand on no address send the origin "null".
    """
    if site not in (None, "same-origin", "none"):
        return False
    return origin in (None, "null") or (host is not None and origin.partition("://")[2] == host)
