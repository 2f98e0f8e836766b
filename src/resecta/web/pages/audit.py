"""The board looks at itself: departures and why, what became of decisions, and the trail of who did what."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING

from resecta.board.accounts import names_of
from resecta.board.decision import Decision
from resecta.board.links import links
from resecta.board.outcomes import outcomes
from resecta.board.rights import Action
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import page
from resecta.web.decided import status_word
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
    found = outcomes(visit.site.board, visit.who)
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
        here="/audit",
    )


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
    Page("GET", "/trail", Action.READ_TRAIL, _trail),
    Page("POST", "/trail", Action.READ_TRAIL, _trail),
)
