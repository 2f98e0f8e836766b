"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.web import cookies
from resecta.web.answers import on_to, page
from resecta.web.gate import SignInRefusedError
from resecta.web.menu import home
from resecta.web.posted import Refused
from resecta.web.visit import Open, Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


def _form(visit: Visit) -> Response:
    return _asked(visit, "", ())


def _asked(visit: Visit, username: str, refused: tuple[Refused, ...]) -> Response:
    settings = visit.site.settings
    return page(
        visit,
        "sign_in.html",
        401 if refused else 200,
        username=username,
        refused=refused,
        demo_people=settings.demo_people,
        demo_password=settings.demo_password,
    )


def _sign_in(visit: Visit) -> Response:
    """A new session; one that was there before has ended, so that nobody can plant one."""
    username = visit.text("username")
    if visit.token is not None:
        visit.site.gate.sign_out(visit.token)
    try:
        token = visit.site.gate.sign_in(username, visit.text("password"), visit.text("code"), visit.address)
    except SignInRefusedError as refused:
        return _asked(visit, username, (Refused("username", refused.told, ""),))
    actor = visit.site.gate.actor_of(token)
    answer = on_to("/account" if actor is None else home(actor))
    cookies.set_session(answer, visit.site.settings, token)
    return answer


def _sign_out(visit: Visit) -> Response:
    if visit.token is not None:
        visit.site.gate.sign_out(visit.token)
    answer = on_to("/sign-in")
    cookies.end_session(answer, visit.site.settings)
    return answer


PAGES = (
    Page("GET", "/sign-in", Open.ANYBODY, _form),
    Page("POST", "/sign-in", Open.ANYBODY, _sign_in),
    Page("POST", "/sign-out", Open.SIGNED_IN, _sign_out),
)
