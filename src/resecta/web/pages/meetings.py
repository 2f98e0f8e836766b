"""Meetings: planning them, their agenda in order, who is there from each discipline."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from resecta.board import agenda, attendance, meetings, off_agenda
from resecta.board.accounts import names_of
from resecta.board.own_teams import own_teams
from resecta.board.patients import patients
from resecta.board.progress import progress
from resecta.board.rights import Action, may
from resecta.document import InputError
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import on_to, page
from resecta.web.forms import FieldOption
from resecta.web.pages.patients import read_day
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board import Actor, Board
    from resecta.board.agenda_changes import AgendaChange
    from resecta.board.decision import Decision
    from resecta.board.patients import Patient
    from resecta.web.visit import Visit

_PAST = datetime.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A case on the agenda as the page shows it."""

    item: agenda.Item
    patient: Patient
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Gone:
    """A case that was taken off the agenda, and by which change."""

    change: AgendaChange
    patient: Patient


def _all(visit: Visit) -> Response:
    return _planned(visit, ())


def _planned(visit: Visit, refused: tuple[Refused, ...]) -> Response:
    site = visit.site
    found = meetings.meetings(site.board, visit.who, since=site.today - _PAST)
    teams = {team.id: team.name for team in own_teams(site.board, visit.who)}
    typed = {name: visit.text(name) for name in ("day", "begins", "place")} if refused else {}
    return page(
        visit,
        "meetings.html",
        422 if refused else 200,
        coming=[one for one in found if one.day >= site.today],
        past=[one for one in reversed(found) if one.day < site.today],
        teams=teams,
        team_options=tuple(FieldOption(id, name) for id, name in teams.items()),
        may_plan=may(visit.who, Action.PLAN_MEETING),
        typed=typed,
        refused=refused,
        here="/meetings",
    )


def _plan(visit: Visit) -> Response:
    try:
        day = read_day("day", visit.text("day"))
        made = meetings.plan_meeting(
            visit.site.board,
            visit.who,
            team=visit.text("team"),
            day=day,
            begins=visit.text("begins"),
            place=visit.text("place"),
        )
    except FormError as error:
        return _planned(visit, error.refused)
    except InputError as error:
        return _planned(visit, refused_of(error))
    return on_to(f"/meetings/{made.id}")


def _one(visit: Visit) -> Response:
    return _shown(visit, ())


def _shown(visit: Visit, refused: tuple[Refused, ...]) -> Response:
    site, who = visit.site, visit.who
    file = meetings.read_meeting(site.board, who, visit.params["meeting"])
    known = {one.id: one for one in patients(site.board, who)}
    decided = progress(site.board, who, file)
    rows = [AgendaRow(item, known[item.patient], decided.get(item.id)) for item in file.items]
    on_it = {item.patient for item in file.items}
    others = [one for one in meetings.meetings(site.board, who, since=site.today) if one.team == file.meeting.team]
    gone = [
        Gone(change, known[item.patient])
        for change, item in off_agenda.off_the_agenda(site.board, who, file.meeting.id)
    ]
    return page(
        visit,
        "meeting.html",
        422 if refused else 200,
        file=file,
        rows=rows,
        gone=gone,
        gone_by=names_of(site.board, {one.change.account for one in gone}),
        unlisted=[one for one in known.values() if one.id not in on_it and one.team == file.meeting.team],
        others=[one for one in others if one.id != file.meeting.id],
        required=site.guideline.disciplines_required,
        unexplained=file.unexplained(site.guideline.disciplines_required),
        may_order=may(who, Action.ORDER_AGENDA),
        may_list=may(who, Action.LIST_CASE),
        may_attend=may(who, Action.RECORD_ATTENDANCE),
        refused=refused,
        here="/meetings",
    )


def _list_case(visit: Visit) -> Response:
    try:
        agenda.list_case(
            visit.site.board, visit.site.guideline, visit.who, visit.params["meeting"], visit.text("patient")
        )
    except InputError as error:
        return _shown(visit, refused_of(error))
    return _back(visit)


def _move(visit: Visit) -> Response:
    """To a position, by a button or by dragging."""
    position = visit.text("position")
    moved = agenda.move_item(
        visit.site.board, visit.who, visit.params["item"], int(position) if position.isdecimal() else 1
    )
    return on_to(f"/meetings/{moved[0].meeting}#agenda")


def _to_other(visit: Visit) -> Response:
    try:
        off_agenda.move_to_meeting(
            visit.site.board, visit.who, visit.text("item"), visit.text("to"), visit.text("because")
        )
    except InputError as error:
        return _shown(visit, refused_of(error))
    return _back(visit)


def _take_off(visit: Visit) -> Response:
    try:
        off_agenda.take_off(visit.site.board, visit.who, visit.text("item"), visit.text("because"))
    except InputError as error:
        return _shown(visit, refused_of(error))
    return _back(visit)


def _put_back(visit: Visit) -> Response:
    """Undo a move or a removal."""
    try:
        off_agenda.put_back(visit.site.board, visit.who, visit.text("change"))
    except InputError as error:
        return _shown(visit, refused_of(error))
    return _back(visit)


def _present(visit: Visit) -> Response:
    return _attended(visit, lambda: attendance.mark_present(*_at(visit), visit.text("name")))


def _gone(visit: Visit) -> Response:
    return _attended(visit, lambda: attendance.unmark_present(*_at(visit), visit.text("name")))


def _absent(visit: Visit) -> Response:
    return _attended(visit, lambda: attendance.mark_absent(*_at(visit), visit.text("because")))


def _at(visit: Visit) -> tuple[Board, Actor, str, str]:
    return visit.site.board, visit.who, visit.params["meeting"], visit.text("discipline")


def _attended(visit: Visit, mark: Callable[[], None]) -> Response:
    try:
        mark()
    except InputError as error:
        return _shown(visit, refused_of(error))
    return on_to(f"/meetings/{visit.params['meeting']}#attendance")


def _back(visit: Visit) -> Response:
    return on_to(f"/meetings/{visit.params['meeting']}")


PAGES = (
    Page("GET", "/meetings", Action.READ_MEETING, _all),
    Page("POST", "/meetings", Action.PLAN_MEETING, _plan),
    Page("GET", "/meetings/{meeting}", Action.READ_MEETING, _one),
    Page("POST", "/meetings/{meeting}/cases", Action.LIST_CASE, _list_case),
    Page("POST", "/meetings/{meeting}/other", Action.ORDER_AGENDA, _to_other),
    Page("POST", "/meetings/{meeting}/off", Action.ORDER_AGENDA, _take_off),
    Page("POST", "/meetings/{meeting}/back", Action.ORDER_AGENDA, _put_back),
    Page("POST", "/meetings/{meeting}/present", Action.RECORD_ATTENDANCE, _present),
    Page("POST", "/meetings/{meeting}/gone", Action.RECORD_ATTENDANCE, _gone),
    Page("POST", "/meetings/{meeting}/absent", Action.RECORD_ATTENDANCE, _absent),
    Page("POST", "/items/{item}/move", Action.ORDER_AGENDA, _move),
)
