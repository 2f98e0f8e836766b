"""A case in the meeting: its page with the decision to be taken, the same for the room, and the chair's own view."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from resecta.board import agenda, own_views
from resecta.board.accounts import names_of
from resecta.board.decision import Proposed
from resecta.board.decisions import Stale, propose
from resecta.board.departures import DecidedPlan, Departure, departures
from resecta.board.progress import progress
from resecta.board.rights import Action, may
from resecta.board.unrecorded import unrecorded
from resecta.document import InputError
from resecta.draw.ways import ranked
from resecta.lazy_dataclass import dataclass
from resecta.timeline import assessment_to_json
from resecta.web.answers import on_to, page
from resecta.web.forms import disciplines
from resecta.web.kept_page import kept_page
from resecta.web.pages.of_item import ItemOnAgenda, listed
from resecta.web.pages.of_patient import assessed
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.presented import presented
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit

ANOTHER = "another"
"""What the form posts for a plan that is none of the guideline's ways."""


@dataclass(frozen=True, slots=True)
class DraftForm:
    """What stands in the form of a decision. ``departs``: what the plan departs from, once that is known."""

    strategy: str = ""
    regimen: str = ""
    words: str = ""
    because: str = ""
    comments: dict[str, str] | None = None
    asked: frozenset[str] = frozenset()
    request: str = ""
    departs: tuple[Departure, ...] = ()
    stale: bool = False

    @property
    def plan(self) -> DecidedPlan:
        """The plan that was chosen."""
        strategy = None if self.strategy in ("", ANOTHER) else self.strategy
        return DecidedPlan(strategy, self.regimen or None, self.words)

    @property
    def proposed(self) -> Proposed:
        """What the board takes."""
        return Proposed(self.plan, self.because, self.comments or {}, self.asked)


def _show(visit: Visit) -> Response:
    return _shown(visit, listed(visit), DraftForm(request=secrets.token_urlsafe(16)), ())


def _shown(visit: Visit, here: ItemOnAgenda, draft: DraftForm, refused: Sequence[Refused]) -> Response:
    site = visit.site
    status = 422 if refused or draft.stale else 200
    values = _around(here)
    if own_views.advice_waits(site.board, visit.who, here.item.id):
        return page(visit, "own_view.html", status, refused=refused, **values)
    made = assessed(visit, here.file)
    views = own_views.own_views(site.board, here.item.id)
    return page(
        visit,
        "item.html",
        status,
        sheet_name="case_style",
        form=draft,
        choices=ranked(made.advice),
        refused=refused,
        another=ANOTHER,
        decision=progress(site.board, visit.who, here.meeting).get(here.item.id),
        unasked=unrecorded(site.guideline, here.file.entries, "signing"),
        disciplines=disciplines(site.guideline),
        may_propose=may(visit.who, Action.PROPOSE_DECISION),
        may_write=may(visit.who, Action.WRITE_MINUTES),
        own_views=views,
        view_names=names_of(site.board, {view.account for view in views}),
        **values,
        **site.laid_out(here.file.case(site.today)),
    )


def _around(here: ItemOnAgenda) -> dict[str, Any]:
    return {"listed": here, "patient": here.file.patient, "here": "/meetings"}


def _room(visit: Visit) -> Response:
    """The same in about 22 lines, for a screen that is read from four metres."""
    here = listed(visit)
    if own_views.advice_waits(visit.site.board, visit.who, here.item.id):
        return on_to(f"/items/{here.item.id}")
    return page(visit, "room.html", **_around(here), **presented(visit.site, here, assessed(visit, here.file)))


def _own_view(visit: Visit) -> Response:
    here = listed(visit)
    try:
        own_views.record_own_view(visit.site.board, visit.who, here.item.id, visit.text("words"))
    except InputError as error:
        return _shown(visit, here, DraftForm(), refused_of(error))
    return on_to(f"/items/{here.item.id}")


def _minutes(visit: Visit) -> Response:
    here = listed(visit)
    theirs = agenda.write_minutes(
        visit.site.board, visit.who, here.item.id, visit.text("minutes"), seen=visit.text("seen")
    )
    if theirs is not None:
        told = Refused(
            "minutes", f"somebody else has written meanwhile: {theirs}", "add what is missing and save again"
        )
        return _shown(visit, here, DraftForm(request=secrets.token_urlsafe(16)), (told,))
    return on_to(f"/items/{here.item.id}#minutes")


def _propose(visit: Visit) -> Response:
    """Propose what was chosen; where it departs from the guideline without a reason, say from what."""
    here, site = listed(visit), visit.site
    try:
        form = _draft(visit)
    except FormError as error:
        return _shown(visit, here, DraftForm(request=secrets.token_urlsafe(16)), error.refused)
    try:
        made = propose(
            site.board,
            site.pack,
            visit.who,
            here.item.id,
            form.proposed,
            render=kept_page(site.guideline, site.today),
            request=form.request or secrets.token_urlsafe(16),
        )
    except InputError as error:
        advice = assessment_to_json(assessed(visit, here.file))
        return _shown(visit, here, _with(form, departures(advice, form.plan)), refused_of(error))
    if isinstance(made, Stale):
        return _shown(visit, here, _with(form, (), stale=True), ())
    return on_to(f"/decisions/{made.id}")


def _draft(visit: Visit) -> DraftForm:
    comments = {name: visit.text(f"comment.{name}") for name in disciplines(visit.site.guideline)}
    asked = frozenset(row.id for row in visit.site.guideline.context if visit.has(f"asked.{row.id}"))
    chosen, regimen, words, because, request = (
        visit.text(name) for name in ("strategy", "regimen", "words", "because", "request")
    )
    return DraftForm(chosen, regimen, words, because, comments, asked, request)


def _with(form: DraftForm, departs: tuple[Departure, ...], *, stale: bool = False) -> DraftForm:
    return DraftForm(
        form.strategy,
        form.regimen,
        form.words,
        form.because,
        form.comments,
        form.asked,
        form.request,
        departs,
        stale,
    )


PAGES = (
    Page("GET", "/items/{item}", Action.READ_MEETING, _show),
    Page("GET", "/items/{item}/room", Action.READ_MEETING, _room),
    Page("POST", "/items/{item}/own-view", Action.RECORD_OWN_VIEW, _own_view),
    Page("POST", "/items/{item}/minutes", Action.WRITE_MINUTES, _minutes),
    Page("POST", "/items/{item}/decision", Action.PROPOSE_DECISION, _propose),
)
