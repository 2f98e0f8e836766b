"""What goes out: the signed sheet, a letter, the tests to order, the minutes, and the plan as a calendar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from resecta.board.accounts import names_of
from resecta.board.decision import DecisionState
from resecta.board.decisions import read_decision
from resecta.board.meetings import read_meeting
from resecta.board.patients import patients
from resecta.board.progress import progress
from resecta.board.rights import Action, NotFoundError
from resecta.timeline.ics import Sheet, to_ics
from resecta.web import papers
from resecta.web.answers import download
from resecta.web.decided import decided
from resecta.web.pages.of_item import listed
from resecta.web.papers import Signed
from resecta.web.print import pdf
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Handler, Visit

PDF = "application/pdf"


def _paper(name: str, data: Callable[[Signed], dict[str, Any]]) -> Handler:
    def answer(visit: Visit) -> Response:
        return download(pdf(name, data(_signed(visit))), PDF, f"{name}.pdf")

    return answer


def _signed(visit: Visit) -> Signed:
    """The decision that the address names. Raises NotFoundError while not all have signed it."""
    board = visit.site.board
    decision, snapshot = read_decision(board, visit.who, visit.params["decision"])
    if decision.state is not DecisionState.SIGNED:
        raise NotFoundError("nothing goes out before it is signed")
    here = listed(visit, decision.item)
    said = decided(decision, snapshot.advice, names_of(board, {decision.proposed_by}))
    return Signed(visit.site.guideline, here.file.patient, here.meeting, decision, snapshot, said)


def _minutes(visit: Visit) -> Response:
    board, who = visit.site.board, visit.who
    file = read_meeting(board, who, visit.params["meeting"])
    known = {one.id: one for one in patients(board, who)}
    found = progress(board, who, file)
    cases = []
    for item in file.items:
        decision = found.get(item.id)
        said = None
        if decision is not None:
            _, snapshot = read_decision(board, who, decision.id)
            said = decided(decision, snapshot.advice, {})
        cases.append((known[item.patient], item.minutes, decision, said))
    return download(pdf("minutes", papers.minutes(visit.site.guideline, file, cases)), PDF, "minutes.pdf")


def _calendar(visit: Visit) -> Response:
    """The dated plan of the way that was decided. Its entries name no patient; a later one takes their place."""
    signed = _signed(visit)
    plans = signed.assessed.plans.get(signed.decision.plan.strategy or "")
    if plans is None or plans.common is None:
        raise NotFoundError("this way has no dated plan")
    sheet = Sheet(visit.site.guideline.imprint, "", visit.site.board.clock(), signed.decision.digest.encode())
    return download(to_ics(plans.common, sheet), "text/calendar", "plan.ics")


PAGES = (
    Page("GET", "/decisions/{decision}/sheet.pdf", Action.READ_DECISION, _paper("sheet", papers.sheet)),
    Page("GET", "/decisions/{decision}/letter.pdf", Action.READ_DECISION, _paper("letter", papers.letter)),
    Page("GET", "/decisions/{decision}/tests.pdf", Action.READ_DECISION, _paper("tests", papers.tests)),
    Page("GET", "/decisions/{decision}/plan.ics", Action.READ_DECISION, _calendar),
    Page("GET", "/meetings/{meeting}/minutes.pdf", Action.READ_MEETING, _minutes),
)
