"""Who shows by name, password and code that it is them, for programs; whoever does not is told so as a problem."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from resecta.board.credentials import Proved, prove
from resecta.web.api.problems import problem
from resecta.web.pages.signing_in import told
from resecta.web.posted import Refused

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.api.bodies import Credentials
    from resecta.web.visit import Visit


def proved_for_session(visit: Visit, sent: Credentials) -> Proved | Response:
    """Who wants to begin a session, or the problem."""
    return _proved(visit, sent, HTTPStatus.UNAUTHORIZED, "Not signed in")


def proved_to_sign(visit: Visit, sent: Credentials) -> Proved | Response:
    """Who puts a name under a record, or the problem."""
    return _proved(visit, sent, HTTPStatus.UNPROCESSABLE_ENTITY, "Not signed")


def _proved(visit: Visit, sent: Credentials, status: HTTPStatus, title: str) -> Proved | Response:
    found = prove(visit.site.board, sent.username, sent.password, sent.code, visit.address)
    if isinstance(found, Proved):
        return found
    message, mend = told(found)
    return problem(status, title, message, (Refused("username", message, mend),))
