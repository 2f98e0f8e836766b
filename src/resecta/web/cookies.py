"""The cookies: a session, the mark of a form before anybody has signed in, and a sign-in that is at the provider."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.settings import WebSettings

FORM = "board_form"
BEGUN = "board_provider"
"""A sign-in that has gone to the provider and is not back."""
LASTS_SECONDS = 600


def session_name(settings: WebSettings) -> str:
    """The session's cookie; over https its name binds it to this host alone."""
    return "__Host-board_session" if settings.encrypted else "board_session"


def set_session(answer: Response, settings: WebSettings, token: str) -> None:
    """Give the browser its session; it ends with the browser, or when the board ends it."""
    answer.set_cookie(session_name(settings), token, path="/", secure=settings.encrypted, httponly=True, samesite="lax")


def end_session(answer: Response, settings: WebSettings) -> None:
    """Take the session back."""
    answer.delete_cookie(session_name(settings), path="/", secure=settings.encrypted, httponly=True, samesite="lax")


def set_mark(answer: Response, settings: WebSettings, mark: str) -> None:
    """Give a browser that has no session the secret from which the mark of its forms follows."""
    answer.set_cookie(FORM, mark, path="/", secure=settings.encrypted, httponly=True, samesite="strict")


def set_begun(answer: Response, settings: WebSettings, begun: str) -> None:
    """Keep what the provider must send back; it comes back from another site, by a link."""
    answer.set_cookie(
        BEGUN, begun, max_age=LASTS_SECONDS, path="/sign-in", secure=settings.encrypted, httponly=True, samesite="lax"
    )


def end_begun(answer: Response, settings: WebSettings) -> None:
    """It is back."""
    answer.delete_cookie(BEGUN, path="/sign-in", secure=settings.encrypted, httponly=True, samesite="lax")


def new_mark() -> str:
    """A secret nobody can guess."""
    return secrets.token_urlsafe(32)
