"""A decision: its signatures with credentials given there and then, what was known with it, what came after."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from resecta.board.accounts import names_of
from resecta.board.after import add_addendum, report
from resecta.board.credentials import Proved, prove
from resecta.board.decision import Decision, Fulfilment, Reason
from resecta.board.decisions import Stale, decisions_of, read_decision, sign, withdraw
from resecta.board.patients import read_patient
from resecta.board.rights import Action, may
from resecta.document import InputError
from resecta.timeline import laid_out
from resecta.web.answers import on_to, page
from resecta.web.decided import decided
from resecta.web.headers import KEPT_PAGE_HEADERS
from resecta.web.pages.of_item import listed
from resecta.web.pages.of_patient import framed, opened
from resecta.web.pages.signing_in import told
from resecta.web.posted import Refused, refused_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.guideline.pack import Guideline
    from resecta.web.visit import Visit

FIELDS = ("username", "words", "because", "done", "reason", "follow_words")
"""Of the forms on this page; passwords and codes are never sent back."""


def _show(visit: Visit) -> Response:
    return shown(visit, ())


def shown(visit: Visit, refused: Sequence[Refused], *, stale: bool = False) -> Response:
    """The page of the decision that the visit names, with what cannot be taken said above it."""
    site = visit.site
    decision, snapshot = read_decision(site.board, visit.who, visit.params["decision"])
    file = read_patient(site.board, visit.who, decision.patient)
    who = names_of(site.board, _accounts(decision))
    return page(
        visit,
        "decision.html",
        422 if refused or stale else 200,
        decision=decision,
        said=decided(decision, snapshot.advice, who),
        snapshot=snapshot,
        listed=listed(visit, decision.item),
        names=who,
        refused=refused,
        stale=stale,
        request=secrets.token_urlsafe(16),
        may_sign=may(visit.who, Action.SIGN_DECISION),
        may_withdraw=may(visit.who, Action.WITHDRAW_DECISION),
        may_add=may(visit.who, Action.ADD_ADDENDUM),
        may_follow=may(visit.who, Action.FOLLOW_UP),
        has_provider=site.provider is not None,
        proof=site.proofs.of(visit.browser, decision.id),
        typed=_typed(visit, decision),
        dated=_has_dated_plan(site.guideline, decision),
        done=tuple(Fulfilment),
        reasons=tuple(Reason),
        **framed(visit, file, "decisions"),
    )


def _has_dated_plan(guideline: Guideline, decision: Decision) -> bool:
    """Whether what was decided is a way of treating for which the guideline lays out days."""
    way = decision.plan.strategy
    return way is not None and way in guideline.strategies and laid_out(guideline, way)


def _typed(visit: Visit, decision: Decision) -> dict[str, str]:
    """What stands in the fields: what was just sent and not taken, and an addendum that was begun before its writer
    went to the provider.
    """
    begun = visit.site.begun_addenda.of(visit.browser, decision.id) or ""
    sent = {name: next(iter(visit.posted.get(name, ())), "") for name in FIELDS}
    return {**sent, "words": sent["words"] or begun}


def _accounts(decision: Decision) -> set[str]:
    found = {decision.proposed_by, *(one.account for one in decision.follow_ups)}
    return found if decision.withdrawal is None else {*found, decision.withdrawal.account}


def _of_patient(visit: Visit) -> Response:
    """Every decision on a patient, the last first."""
    file = opened(visit)
    found = decisions_of(visit.site.board, visit.who, file.patient.id)
    return page(visit, "decisions.html", decisions=tuple(reversed(found)), **framed(visit, file, "decisions"))


def _sign(visit: Visit) -> Response:
    """Somebody who gives name, password and code here signs: whoever sits at the board's machine."""
    proved = proved_now(visit)
    if isinstance(proved, Refused):
        return shown(visit, (proved,))
    try:
        made = sign(visit.site.board, proved, visit.params["decision"])
    except InputError as error:
        return shown(visit, refused_of(error))
    return shown(visit, (), stale=True) if isinstance(made, Stale) else _there(visit)


def proved_now(visit: Visit) -> Proved | Refused:
    """Who gives their credentials in this form, or has just shown at the hospital's provider who they are for this
    decision; or why that cannot be taken.
    """
    if visit.has("by_provider"):
        shown_there = visit.site.proofs.of(visit.browser, visit.params["decision"])
        again = "show again who you are"
        return shown_there or Refused("provider", "it is too long since this was shown", again)
    password = next(iter(visit.posted.get("password", ())), "")
    proved = prove(visit.site.board, visit.text("username"), password, visit.text("code"), visit.address)
    return proved if isinstance(proved, Proved) else Refused("username", *told(proved))


def _withdraw(visit: Visit) -> Response:
    try:
        withdraw(visit.site.board, visit.who, visit.params["decision"], visit.text("because"))
    except InputError as error:
        return shown(visit, refused_of(error))
    return _there(visit)


def _add(visit: Visit) -> Response:
    proved = proved_now(visit)
    if isinstance(proved, Refused):
        return shown(visit, (proved,))
    try:
        add_addendum(
            visit.site.board, proved, visit.params["decision"], visit.text("words"), request=visit.text("request")
        )
    except InputError as error:
        return shown(visit, refused_of(error))
    visit.site.proofs.end(visit.browser, visit.params["decision"])
    visit.site.begun_addenda.end(visit.browser, visit.params["decision"])
    return _there(visit)


def _follow(visit: Visit) -> Response:
    """What became of it."""
    chosen, reason = visit.text("done"), visit.text("reason")
    if chosen not in tuple(Fulfilment) or (reason and reason not in tuple(Reason)):
        return shown(visit, (Refused("done", "nothing is chosen", "choose what became of it"),))
    try:
        report(
            visit.site.board,
            visit.who,
            visit.params["decision"],
            done=Fulfilment(chosen),
            reason=Reason(reason) if reason else None,
            words=visit.text("follow_words"),
        )
    except InputError as error:
        return shown(visit, refused_of(error))
    return _there(visit)


def _there(visit: Visit) -> Response:
    return on_to(f"/decisions/{visit.params['decision']}")


def _kept(visit: Visit) -> Response:
    """The page of that day, in the frame of one that says whose it is."""
    decision, snapshot = read_decision(visit.site.board, visit.who, visit.params["decision"])
    file = read_patient(visit.site.board, visit.who, decision.patient)
    return page(visit, "kept.html", decision=decision, snapshot=snapshot, **framed(visit, file, "decisions"))


def _kept_page(visit: Visit) -> Response:
    """The kept bytes themselves. They carry their own style, and may do nothing else."""
    _, snapshot = read_decision(visit.site.board, visit.who, visit.params["decision"])
    return HTMLResponse(snapshot.page, headers=KEPT_PAGE_HEADERS)


PAGES = (
    Page("GET", "/patients/{patient}/decisions", Action.READ_DECISION, _of_patient),
    Page("GET", "/decisions/{decision}", Action.READ_DECISION, _show),
    Page("POST", "/decisions/{decision}/sign", Action.SIGN_DECISION, _sign),
    Page("POST", "/decisions/{decision}/withdraw", Action.WITHDRAW_DECISION, _withdraw),
    Page("POST", "/decisions/{decision}/addenda", Action.ADD_ADDENDUM, _add),
    Page("POST", "/decisions/{decision}/follow-up", Action.FOLLOW_UP, _follow),
    Page("GET", "/decisions/{decision}/kept", Action.READ_DECISION, _kept),
    Page("GET", "/decisions/{decision}/page", Action.READ_DECISION, _kept_page),
)
