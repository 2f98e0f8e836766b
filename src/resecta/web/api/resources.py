"""What programs can read and do, each with the right that it takes; the handlers call what the pages call."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from resecta.board import agenda, decisions, entries, meetings, off_agenda, patients
from resecta.board.after import report
from resecta.board.credentials import Proved
from resecta.board.decision import Decision, Proposed
from resecta.board.departures import DecidedPlan
from resecta.board.entry import EntrySubject, New
from resecta.board.identities import correct_identity, identities
from resecta.board.links import links
from resecta.board.rights import Action, NotFoundError
from resecta.board.sessions import begin_session, end_session
from resecta.board.undo import undo
from resecta.board.worklist import PatientTasks
from resecta.timeline import assessment_to_json
from resecta.web import cookies
from resecta.web.address import BASE
from resecta.web.api import bodies, on_the_day
from resecta.web.api.bodies import body
from resecta.web.api.problems import problem
from resecta.web.api.proving import proved_for_session, proved_to_sign
from resecta.web.api.resource import Resource, get, post
from resecta.web.api.written import json
from resecta.web.csrf import mark_of
from resecta.web.kept_page import kept_page
from resecta.web.pages.of_patient import awaited_view
from resecta.web.posted import FormError, Refused
from resecta.web.visit import Open
from resecta.web.waiting import waiting

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


def _sign_in(visit: Visit) -> Response:
    sent = body(visit, bodies.Credentials)
    proved = proved_for_session(visit, sent)
    if not isinstance(proved, Proved):
        return proved
    token = begin_session(visit.site.board, proved)
    answer = json({"csrf": mark_of(token), "account": proved.account})
    cookies.set_session(answer, visit.site.settings, token)
    return answer


def _sign_out(visit: Visit) -> Response:
    end_session(visit.site.board, visit.token or "")
    answer = json({"signed_out": True})
    cookies.end_session(answer, visit.site.settings)
    return answer


def _patients(visit: Visit) -> Response:
    return json(patients.patients(visit.site.board, visit.who))


def _register(visit: Visit) -> Response:
    sent = body(visit, bodies.PatientBody)
    made = patients.register_patient(
        visit.site.board,
        visit.who,
        team=sent.team,
        hospital_number=sent.hospital_number,
        name=sent.name,
        born=sent.born,
    )
    return json(made, 201)


def _patient(visit: Visit) -> Response:
    return json(patients.read_patient(visit.site.board, visit.who, visit.params["patient"]))


def _identities(visit: Visit) -> Response:
    return json(identities(visit.site.board, visit.who, visit.params["patient"]))


def _correct(visit: Visit) -> Response:
    sent = msgspec.structs.asdict(body(visit, bodies.IdentityBody))
    return json(correct_identity(visit.site.board, visit.who, visit.params["patient"], **sent), 201)


def _record(visit: Visit) -> Response:
    sent = body(visit, bodies.EntriesBody)
    news = [New(one.kind, one.key, one.content, one.seen, "", one.source, one.withdrawn) for one in sent.entries]
    return _entered(entries.record(visit.site.board, visit.site.guideline, visit.who, visit.params["patient"], news))


def _undo(visit: Visit) -> Response:
    sent = body(visit, bodies.UndoneBody)
    return _entered(undo(visit.site.board, visit.site.guideline, visit.who, visit.params["patient"], sent.entries))


def _entered(written: entries.WriteResult) -> Response:
    if written.conflicts:
        detail = "somebody has written there meanwhile; nothing of this was written"
        return problem(409, "Conflict", detail, (), written.conflicts)
    return json(written.entries, 201)


def _history(visit: Visit) -> Response:
    kind = visit.params["kind"]
    if kind not in tuple(EntrySubject):
        raise NotFoundError("there is no such kind of entry")
    return json(
        entries.history(visit.site.board, visit.who, visit.params["patient"], EntrySubject(kind), visit.params["key"])
    )


def _advice(visit: Visit) -> Response:
    return json(_assessed(visit))


def _plan(visit: Visit) -> Response:
    advice = _assessed(visit)
    return json([{"strategy": one["id"], "timeline": one["timeline"]} for one in advice["strategies"]])


def _assessed(visit: Visit) -> dict[str, Any]:
    file = patients.read_patient(visit.site.board, visit.who, visit.params["patient"])
    if awaited_view(visit, file.patient.id) is not None:
        raise FormError((Refused("patient", "your own view is recorded before the advice opens", "record it first"),))
    return assessment_to_json(visit.site.assess(file.case(visit.site.today)))


def _worklist(visit: Visit) -> Response:
    return json([PatientTasks(row.patient, row.waiting) for row in waiting(visit) if row.waiting])


def _meetings(visit: Visit) -> Response:
    return json(meetings.meetings(visit.site.board, visit.who))


def _plan_meeting(visit: Visit) -> Response:
    sent = body(visit, bodies.MeetingBody)
    made = meetings.plan_meeting(
        visit.site.board, visit.who, team=sent.team, day=sent.day, begins=sent.begins, place=sent.place
    )
    return json(made, 201)


def _meeting(visit: Visit) -> Response:
    return json(meetings.read_meeting(visit.site.board, visit.who, visit.params["meeting"]))


def _list(visit: Visit) -> Response:
    site, sent = visit.site, body(visit, bodies.ItemBody)
    return json(agenda.list_case(site.board, site.guideline, visit.who, visit.params["meeting"], sent.patient), 201)


def _move(visit: Visit) -> Response:
    sent = body(visit, bodies.PositionBody)
    return json(agenda.move_item(visit.site.board, visit.who, visit.params["item"], sent.position))


def _take_off(visit: Visit) -> Response:
    sent, board, id = body(visit, bodies.OffBody), visit.site.board, visit.params["item"]
    if sent.meeting is None:
        return json(off_agenda.take_off(board, visit.who, id, sent.because), 201)
    return json(off_agenda.move_to_meeting(board, visit.who, id, sent.meeting, sent.because), 201)


def _off(visit: Visit) -> Response:
    found = off_agenda.off_the_agenda(visit.site.board, visit.who, visit.params["meeting"])
    return json([{"change": change, "item": item} for change, item in found])


def _put_back(visit: Visit) -> Response:
    return json(off_agenda.put_back(visit.site.board, visit.who, visit.params["change"]), 201)


def _propose(visit: Visit) -> Response:
    site, sent = visit.site, body(visit, bodies.DecisionBody)
    plan = DecidedPlan(sent.strategy, sent.regimen, sent.words)
    made = decisions.propose(
        site.board,
        site.pack,
        visit.who,
        visit.params["item"],
        Proposed(plan, sent.because, sent.comments, frozenset(sent.asked)),
        render=kept_page(site.guideline, site.today),
        request=sent.request or secrets.token_urlsafe(16),
    )
    return _whole(made)


def _decisions(visit: Visit) -> Response:
    return json(decisions.decisions_of(visit.site.board, visit.who, visit.params["patient"]))


def _decision(visit: Visit) -> Response:
    found, snapshot = decisions.read_decision(visit.site.board, visit.who, visit.params["decision"])
    return json({"decision": found, "state": found.state, "case": snapshot.case, "advice": snapshot.advice})


def _sign(visit: Visit) -> Response:
    sent = body(visit, bodies.Credentials)
    proved = proved_to_sign(visit, sent)
    if not isinstance(proved, Proved):
        return proved
    return _whole(decisions.sign(visit.site.board, proved, visit.params["decision"]))


def _whole(made: Decision | decisions.Stale) -> Response:
    if isinstance(made, decisions.Stale):
        return problem(409, "Stale", "something was recorded since: look again", (), made.since)
    return json({"decision": made, "state": made.state}, 201)


def _follow(visit: Visit) -> Response:
    sent = body(visit, bodies.FollowUpBody)
    made = report(
        visit.site.board,
        visit.who,
        visit.params["decision"],
        done=sent.done,
        reason=sent.reason,
        words=sent.words,
    )
    return json(made, 201)


def _audit(visit: Visit) -> Response:
    before = visit.query.get("before", "")
    return json(links(visit.site.board, visit.who, before=int(before) if before.isdecimal() else None))


RESOURCES: tuple[Resource, ...] = (
    Resource(
        "POST",
        f"{BASE}/session",
        Open.ANYBODY,
        _sign_in,
        "Sign in: a cookie, and the mark that X-CSRF brings.",
        bodies.Credentials,
    ),
    Resource("DELETE", f"{BASE}/session", Open.SIGNED_IN, _sign_out, "Sign out."),
    get("/patients", Action.LIST_PATIENTS, _patients, "The patients of one's teams."),
    post("/patients", Action.REGISTER_PATIENT, _register, "Add a patient.", bodies.PatientBody),
    get("/patients/{patient}", Action.READ_PATIENT, _patient, "A patient with every entry that stands."),
    get("/patients/{patient}/identity", Action.READ_PATIENT, _identities, "Who a patient was, the last one last."),
    post(
        "/patients/{patient}/identity",
        Action.CORRECT_IDENTITY,
        _correct,
        "Correct who a patient is.",
        bodies.IdentityBody,
    ),
    post(
        "/patients/{patient}/entries",
        Action.RECORD,
        _record,
        "Facts, opinions, events and all else.",
        bodies.EntriesBody,
    ),
    post("/patients/{patient}/entries/undone", Action.RECORD, _undo, "Undo entries of one's own.", bodies.UndoneBody),
    get(
        "/patients/{patient}/history/{kind}/{key}",
        Action.READ_PATIENT,
        _history,
        "Every entry there ever was of one thing.",
    ),
    get("/patients/{patient}/advice", Action.READ_PATIENT, _advice, "The advice of today."),
    get(
        "/patients/{patient}/plan",
        Action.READ_PATIENT,
        _plan,
        "The dated plan of each strategy; null where there is none.",
    ),
    get("/patients/{patient}/decisions", Action.READ_DECISION, _decisions, "Every decision on a patient."),
    get("/worklist", Action.LIST_PATIENTS, _worklist, "What waits, the most urgent first."),
    get("/meetings", Action.READ_MEETING, _meetings, "The meetings of one's teams."),
    post("/meetings", Action.PLAN_MEETING, _plan_meeting, "Plan a meeting.", bodies.MeetingBody),
    get("/meetings/{meeting}", Action.READ_MEETING, _meeting, "A meeting with agenda and attendance."),
    post("/meetings/{meeting}/items", Action.LIST_CASE, _list, "Put a patient on the agenda.", bodies.ItemBody),
    post(
        "/items/{item}/position",
        Action.ORDER_AGENDA,
        _move,
        "Move a case to a place on its agenda.",
        bodies.PositionBody,
    ),
    post("/items/{item}/off", Action.ORDER_AGENDA, _take_off, "Move a case, or take it off.", bodies.OffBody),
    get("/meetings/{meeting}/off", Action.READ_MEETING, _off, "What was taken off an agenda and can be put back."),
    Resource(
        "POST", f"{BASE}/agenda-changes/{{change}}/undone", Action.ORDER_AGENDA, _put_back, "Undo a move or a removal."
    ),
    post(
        "/items/{item}/decisions",
        Action.PROPOSE_DECISION,
        _propose,
        "Propose a decision on a case.",
        bodies.DecisionBody,
    ),
    get(
        "/decisions/{decision}", Action.READ_DECISION, _decision, "A decision with the case and the advice of its day."
    ),
    post(
        "/decisions/{decision}/signatures",
        Action.SIGN_DECISION,
        _sign,
        "Sign, by one's own credentials.",
        bodies.Credentials,
    ),
    post("/decisions/{decision}/follow-ups", Action.FOLLOW_UP, _follow, "Say what became of it.", bodies.FollowUpBody),
    get("/audit", Action.READ_TRAIL, _audit, "The last links of the audit trail; ?before=NUMBER for earlier ones."),
    *on_the_day.RESOURCES,
)
