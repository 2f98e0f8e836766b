"""The board looks at itself: departures and why, what became of decisions, and the trail of who did what."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from resecta.board.accounts import names_of
from resecta.board.decision import Decision
from resecta.board.links import links
from resecta.board.outcomes import decided_cases, outcomes
from resecta.board.rights import Action, NotFoundError
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import on_to, page
from resecta.web.decided import status_word
from resecta.web.headers import KEPT_PAGE_HEADERS
from resecta.web.rules_kept import Counted as RulesCounted
from resecta.web.rules_kept import Counting
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit

FEWEST = 5
"""A count below this is not shown as a number: it could tell of one patient."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was so; None for fewer than can be shown."""

    what: str
    count: int | None


@dataclass(frozen=True, slots=True)
class DepartedFrom:
    """One departure: what from, how it stood there, why, and the decision that it belongs to."""

    decision: Decision
    what: str
    stands: str


def _board(visit: Visit) -> Response:
    looked = outcomes(visit.site.board, visit.who)
    found, rules = looked.decisions, visit.site.rules_kept
    count = rules.of(visit.who.teams)
    departed = [
        DepartedFrom(one, each["text"], status_word(each["status"])) for one in found for each in one.departures
    ]
    return page(
        visit,
        "audit.html",
        decisions=len(found),
        departed=departed,
        became=counted(one.follow_ups[-1].done if one.follow_ups else "not reported" for one in found),
        reasons=counted(
            str(one.follow_ups[-1].reason) for one in found if one.follow_ups and one.follow_ups[-1].reason
        ),
        signed_within=_minutes(found),
        waited=counted(question for each in looked.waited for question in each),
        looked_into=len(looked.waited),
        patients=len({one.patient for one in found}),
        fewest=FEWEST,
        can_count=rules.is_possible,
        count=count,
        counted=isinstance(count, RulesCounted),
        counting=isinstance(count, Counting),
        here="/audit",
    )


def _count_rules(visit: Visit) -> Response:
    """Begin to count how often each rule was kept; the page says when it is done."""
    site = visit.site
    cases = decided_cases(site.board, visit.who, site.today)
    if site.rules_kept.is_possible and len(cases) >= FEWEST:
        site.rules_kept.begin(visit.who.teams, cases, site.board.clock())
    return on_to("/audit#rules")


def _rules(visit: Visit) -> Response:
    """What was counted, in the frame of a page of ours."""
    return page(visit, "rules_kept.html", count=_last_count(visit), here="/audit")


def _rules_page(visit: Visit) -> Response:
    """The counted page itself. It carries its own style, and may do nothing else."""
    return HTMLResponse(_last_count(visit).page, headers=KEPT_PAGE_HEADERS)


def _last_count(visit: Visit) -> RulesCounted:
    found = visit.site.rules_kept.of(visit.who.teams)
    if not isinstance(found, RulesCounted):
        raise NotFoundError("nothing was counted yet")
    return found


def counted(words: Iterable[str]) -> tuple[Counted, ...]:
    """Each word with how often it occurs, the most often first; small counts are left out."""
    return tuple(
        Counted(what, count if count >= FEWEST else None) for what, count in Counter(map(str, words)).most_common()
    )


def _minutes(found: tuple[Decision, ...]) -> float | None:
    """The median of the minutes between proposal and last signature; None while nothing is signed."""
    spans = [(max(each.at for each in one.signatures) - one.proposed_at) for one in found if one.signatures]
    return median(span / datetime.timedelta(minutes=1) for span in spans) if spans else None


def _trail(visit: Visit) -> Response:
    before = visit.text("before")
    found = links(visit.site.board, visit.who, before=int(before) if before.isdecimal() else None)
    names = names_of(visit.site.board, {link.account for link in found})
    return page(visit, "trail.html", links=found, names=names, here="/trail")


PAGES = (
    Page("GET", "/audit", Action.READ_DECISION, _board),
    Page("POST", "/audit/rules", Action.READ_DECISION, _count_rules),
    Page("GET", "/audit/rules", Action.READ_DECISION, _rules),
    Page("GET", "/audit/rules/page", Action.READ_DECISION, _rules_page),
    Page("GET", "/trail", Action.READ_TRAIL, _trail),
    Page("POST", "/trail", Action.READ_TRAIL, _trail),
)
