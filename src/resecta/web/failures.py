"""What is answered when something goes wrong: a page that says what, what to do next, and nothing of a patient."""

from __future__ import annotations

import secrets
from enum import Enum
from typing import TYPE_CHECKING

from resecta.board.database import DatabaseGoneError
from resecta.board.rights import NotAllowedError, NotFoundError
from resecta.document import InputError
from resecta.lazy_dataclass import dataclass
from resecta.web import logs
from resecta.web.answers import on_to, page
from resecta.web.api.problems import problem
from resecta.web.posted import FormError, Refused, refused_of

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


class Failure(Enum):
    """What a visit can fail of before any page was opened."""

    SIGNED_OUT = "signed out"
    FOREIGN_FORM = "foreign form"


@dataclass(frozen=True, slots=True)
class FailureInWords:
    """A failure in words: its HTTP status, the heading, what is known, and what to do."""

    status: int
    title: str
    text: str
    mend: str
    lines: tuple[str, ...] = ()


_SIGNED_OUT = FailureInWords(
    401, "You are signed out", "This page is for people who have signed in.", "Sign in and go on."
)
_FOREIGN = FailureInWords(
    403,
    "This form is out of date",
    "It was opened before you signed in, or in another session. Nothing was changed.",
    "Open the page again and send the form from there.",
)


def answer_for(visit: Visit, failure: Exception | Failure) -> Response:
    """The answer to a failure."""
    if visit.program:
        return _to_program(failure, _last_saved(visit))
    if failure is Failure.SIGNED_OUT and not visit.fragment and not visit.posted:
        return on_to("/sign-in")
    told = _told(failure, _last_saved(visit))
    return page(visit, "failure.html", told.status, told=told)


def _to_program(failure: Exception | Failure, last_saved: str) -> Response:
    """The same for a program."""
    told = _told(failure, last_saved)
    refused: tuple[Refused, ...] = ()
    if isinstance(failure, FormError):
        refused = failure.refused
    elif isinstance(failure, InputError):
        refused = refused_of(failure)
    return problem(told.status, told.title, f"{told.text} {told.mend}", refused)


def _last_saved(visit: Visit) -> str:
    """When something of theirs was last saved, as the clock on the wall showed it; "" where nothing was yet."""
    at = visit.site.last_saved.get(visit.browser)
    return "" if at is None else f" Last saved {at.astimezone():%H:%M}."


def _told(failure: Exception | Failure, last_saved: str) -> FailureInWords:
    match failure:
        case Failure.SIGNED_OUT:
            return _SIGNED_OUT
        case Failure.FOREIGN_FORM:
            return _FOREIGN
        case NotAllowedError():
            return FailureInWords(
                403, "Not for your role", f"{str(failure).capitalize()}.", "Ask the administrator of the board."
            )
        case NotFoundError():
            return FailureInWords(
                404, "Nothing here", f"{str(failure).capitalize()}.", "Go back to where you came from."
            )
        case DatabaseGoneError():
            logs.failed("database gone", type(failure).__name__, "")
            text = f"The database does not answer. Nothing was lost.{last_saved}"
            mend = "What you typed is still in the page before this one: go back, and send it again in a moment."
            return FailureInWords(503, "Not now", text, mend)
        case FormError():
            lines = tuple(one.sentence for one in failure.refused)
            return FailureInWords(
                422, "Some of this cannot be taken", "Nothing was changed.", "Go back and mend it.", lines
            )
        case InputError():
            lines = tuple(f"{one.message}; {one.mend}" if one.mend else one.message for one in failure.problems)
            return FailureInWords(
                422, "Some of this cannot be taken", "Nothing was changed.", "Go back and mend it.", lines
            )
    reference = secrets.token_hex(4)
    logs.failed("fault of ours", type(failure).__name__, _place(failure), reference=reference)
    text = f"The fault is ours and is in the log as {reference}. Nothing of this request was saved."
    return FailureInWords(
        500, "Something went wrong", text, "Try again; if it stays, tell whoever runs the board the number."
    )


def _place(failure: BaseException | Failure) -> str:
    """Where it happened, without the values that were there."""
    trace = failure.__traceback__ if isinstance(failure, BaseException) else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_filename.rpartition('resecta/')[2]}:{trace.tb_lineno}"
