"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board.credentials import Refused as NotThem
from resecta.board.credentials import prove
from resecta.board.sessions import begin_session, end_session
from resecta.web import cookies
from resecta.web.answers import on_to, page
from resecta.web.menu import home
from resecta.web.posted import Refused
from resecta.web.visit import Open, Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


def _form(visit: Visit) -> Response:
    return asked(visit, "", ())


def asked(visit: Visit, username: str, refused: tuple[Refused, ...]) -> Response:
    """The page of signing in, with why it was not taken."""
    settings = visit.site.settings
    return page(
        visit,
        "sign_in.html",
        401 if refused else 200,
        username=username,
        refused=refused,
        demo_people=settings.demo_people,
        demo_password=settings.demo_password,
        has_provider=visit.site.provider is not None,
    )


def _sign_in(visit: Visit) -> Response:
    """A new session; one that was there before has ended, so that nobody can plant one."""
    board, username = visit.site.board, visit.text("username")
    # A password is taken as it is typed: blanks belong to it.
    password = next(iter(visit.posted.get("password", ())), "")
    if visit.token is not None:
        end_session(board, visit.token)
    proved = prove(board, username, password, visit.text("code"), visit.address)
    if isinstance(proved, NotThem):
        return asked(visit, username, (Refused("username", *told(proved)),))
    answer = on_to(home(proved.account.actor))
    cookies.set_session(answer, visit.site.settings, begin_session(board, proved))
    return answer


def told(refused: NotThem) -> tuple[str, str]:
    """A refusal in words, with what to do: never which part was wrong."""
    if refused.until is None:
        return "name, password or code is not right", "type them again"
    return "too many tries", f"wait until {refused.until.astimezone():%H:%M:%S}, then try again"


def _sign_out(visit: Visit) -> Response:
    if visit.token is not None:
        end_session(visit.site.board, visit.token)
    answer = on_to("/sign-in")
    cookies.end_session(answer, visit.site.settings)
    return answer


PAGES = (
    Page("GET", "/sign-in", Open.ANYBODY, _form),
    Page("POST", "/sign-in", Open.ANYBODY, _sign_in),
    Page("POST", "/sign-out", Open.SIGNED_IN, _sign_out),
)
