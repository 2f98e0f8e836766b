"""Signing in through the hospital's provider, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board.credentials import Proved, prove_by_provider
from resecta.board.rights import NotFoundError
from resecta.board.sessions import begin_session, end_session
from resecta.web import cookies
from resecta.web.answers import on_to
from resecta.web.menu import home
from resecta.web.pages.signing_in import asked
from resecta.web.posted import Refused
from resecta.web.provider import Begun, Provider, ProviderError
from resecta.web.visit import Open, Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit

_AGAIN = "try again, or ask the administrator of the board"


def _provider(visit: Visit) -> Provider:
    if visit.site.provider is None:
        raise NotFoundError("this board has no provider")
    return visit.site.provider


def _there(visit: Visit) -> Response:
    provider = _provider(visit)
    try:
        address, begun = provider.begin()
    except ProviderError as error:
        return asked(visit, "", (Refused("provider", str(error), _AGAIN),))
    answer = on_to(address)
    cookies.set_begun(answer, visit.site.settings, begun.text())
    return answer


def _back(visit: Visit) -> Response:
    """A new session for the account that the provider's person is bound to."""
    provider, begun = _provider(visit), Begun.read(visit.cookies.get(cookies.BEGUN, ""))
    try:
        if begun is None:
            raise ProviderError("this sign-in was not begun here")
        subject = provider.subject(begun, visit.query.get("state", ""), visit.query.get("code", ""))
    except ProviderError as error:
        return asked(visit, "", (Refused("provider", str(error), _AGAIN),))
    board = visit.site.board
    proved = prove_by_provider(board, subject)
    if not isinstance(proved, Proved):
        return asked(visit, "", (Refused("provider", "no account is bound to you", _AGAIN),))
    if visit.token is not None:
        end_session(board, visit.token)
    answer = on_to(home(proved.account.actor))
    cookies.end_begun(answer, visit.site.settings)
    cookies.set_session(answer, visit.site.settings, begin_session(board, proved))
    return answer


PAGES = (
    Page("GET", "/sign-in/provider", Open.ANYBODY, _there),
    Page("GET", "/sign-in/back", Open.ANYBODY, _back),
)
