"""What programs do in a meeting around a decision: who is there, a proposal given up, what is added to a signed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board import attendance, meetings
from resecta.board.after import add_addendum
from resecta.board.credentials import Proved
from resecta.board.decisions import withdraw
from resecta.board.rights import Action
from resecta.web.api import bodies
from resecta.web.api.bodies import body
from resecta.web.api.proving import proved_to_sign
from resecta.web.api.resource import Resource, post
from resecta.web.api.written import json

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


def _present(visit: Visit) -> Response:
    sent = body(visit, bodies.PresentBody)
    attendance.mark_present(visit.site.board, visit.who, visit.params["meeting"], sent.discipline, sent.name)
    return _meeting(visit)


def _absent(visit: Visit) -> Response:
    sent = body(visit, bodies.AbsentBody)
    attendance.mark_absent(visit.site.board, visit.who, visit.params["meeting"], sent.discipline, sent.because)
    return _meeting(visit)


def _meeting(visit: Visit) -> Response:
    return json(meetings.read_meeting(visit.site.board, visit.who, visit.params["meeting"]), 201)


def _withdraw(visit: Visit) -> Response:
    made = withdraw(visit.site.board, visit.who, visit.params["decision"], body(visit, bodies.WithdrawalBody).because)
    return json({"decision": made, "state": made.state}, 201)


def _add(visit: Visit) -> Response:
    sent = body(visit, bodies.AddendumBody)
    proved = proved_to_sign(visit, sent)
    if not isinstance(proved, Proved):
        return proved
    made = add_addendum(visit.site.board, proved, visit.params["decision"], sent.words, request=sent.request)
    return json({"decision": made, "state": made.state}, 201)


RESOURCES: tuple[Resource, ...] = (
    post("/meetings/{meeting}/present", Action.RECORD_ATTENDANCE, _present, "Say who is there.", bodies.PresentBody),
    post(
        "/meetings/{meeting}/absent",
        Action.RECORD_ATTENDANCE,
        _absent,
        "Say why nobody is there of a discipline.",
        bodies.AbsentBody,
    ),
    post(
        "/decisions/{decision}/withdrawal",
        Action.WITHDRAW_DECISION,
        _withdraw,
        "Give up a proposal.",
        bodies.WithdrawalBody,
    ),
    post(
        "/decisions/{decision}/addenda",
        Action.ADD_ADDENDUM,
        _add,
        "Add to a signed decision, by one's own credentials.",
        bodies.AddendumBody,
    ),
)
