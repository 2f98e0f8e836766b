"""Signing in through the hospital's provider, there and back; and showing there anew who signs a decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.board.credentials import Proved, prove_by_provider
from resecta.board.rights import Action, NotFoundError
from resecta.board.sessions import begin_session, end_session
from resecta.web import cookies
from resecta.web.answers import on_to, page
from resecta.web.menu import home
from resecta.web.pages.decisions import shown
from resecta.web.pages.signing_in import asked
from resecta.web.posted import Refused
from resecta.web.provider import SIGN_IN, Begun, Provider, ProviderError
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
    begun = Begun.read(visit.cookies.get(cookies.BEGUN, ""))
    if begun is not None and begun.purpose != SIGN_IN:
        return _back_to_sign(visit, begun)
    try:
        subject = _subject(visit, begun)
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


def _subject(visit: Visit, begun: Begun | None) -> str:
    provider = _provider(visit)
    if begun is None:
        raise ProviderError("this sign-in was not begun here")
    within = visit.site.board.settings.fresh
    return provider.subject(begun, visit.query.get("state", ""), visit.query.get("code", ""), within)


def _prove(visit: Visit) -> Response:
    """Off to the provider, to show anew who signs. A page on the way: a form may lead nowhere but to ourselves."""
    decision, words = visit.params["decision"], visit.text("words")
    try:
        address, begun = _provider(visit).begin(decision)
    except ProviderError as error:
        return shown(visit, (Refused("provider", str(error), _AGAIN),))
    if words:
        visit.site.begun_addenda.give(visit.browser, decision, words)
    answer = page(visit, "leaving.html", leads_to=address)
    cookies.set_begun(answer, visit.site.settings, begun.text())
    return answer


def _back_to_sign(visit: Visit, begun: Begun) -> Response:
    """Whoever has shown who they are may sign this decision from this browser; they are not signed in by it."""
    if visit.actor is None:
        return asked(visit, "", (Refused("provider", "you were signed out meanwhile", "sign in, then sign again"),))
    at_decision = replace(visit, params={"decision": begun.purpose})
    try:
        proved = prove_by_provider(visit.site.board, _subject(visit, begun))
    except ProviderError as error:
        return shown(at_decision, (Refused("provider", str(error), _AGAIN),))
    if not isinstance(proved, Proved):
        return shown(at_decision, (Refused("provider", "no account is bound to you", _AGAIN),))
    visit.site.proofs.give(visit.browser, begun.purpose, proved)
    answer = on_to(f"/decisions/{begun.purpose}")
    cookies.end_begun(answer, visit.site.settings)
    return answer


PAGES = (
    Page("POST", "/decisions/{decision}/prove", Action.SIGN_DECISION, _prove),
    Page("GET", "/sign-in/provider", Open.ANYBODY, _there),
    Page("GET", "/sign-in/back", Open.ANYBODY, _back),
)
