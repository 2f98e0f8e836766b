"""Every page of the application, each with the right that it takes. What stands here is all that is answered."""

from __future__ import annotations

from resecta.web.api.resources import RESOURCES
from resecta.web.pages import (
    account,
    audit,
    by_provider,
    calendars,
    case,
    decisions,
    facts,
    files,
    histories,
    identities,
    items,
    meetings,
    papers,
    patients,
    people,
    rows,
    signing_in,
    undone,
    what_if,
)
from resecta.web.visit import Page

PAGES: tuple[Page, ...] = (
    *signing_in.PAGES,
    *by_provider.PAGES,
    *patients.PAGES,
    *case.PAGES,
    *facts.PAGES,
    *rows.PAGES,
    *undone.PAGES,
    *meetings.PAGES,
    *items.PAGES,
    *decisions.PAGES,
    *papers.PAGES,
    *histories.PAGES,
    *identities.PAGES,
    *what_if.PAGES,
    *files.PAGES,
    *account.PAGES,
    *calendars.PAGES,
    *audit.PAGES,
    *people.PAGES,
    *RESOURCES,
)
