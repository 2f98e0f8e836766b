"""The days on which a hospital operates, infuses, irradiates or scans.

Weekdays of a setting, less the public holidays of a region.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping

from resecta.document.extras import TIMELINE
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.schedule.holidays import holidays_of
from resecta.guideline.schedule.model import WEEKDAYS, Calendar

Permitted = Callable[[int], bool]


def permitted_days(calendar: Calendar) -> Mapping[str, Permitted]:
    """For each kind of day (theatre, drug …) whether a day, as an ordinal, is one.

    Raises InputError for a country or region whose holidays nobody knows.
    """
    free = _holidays(calendar.country, calendar.region) if calendar.country is not None else frozenset()
    return {
        kind: _on(frozenset(WEEKDAYS.index(day) for day in weekdays), free) for kind, weekdays in calendar.days.items()
    }


def _on(weekdays: frozenset[int], holidays: Collection[datetime.date]) -> Permitted:
    if not holidays and not isinstance(holidays, dict):
        # ordinal 1 is a Monday
        return lambda day: (day - 1) % 7 in weekdays
    return lambda day: (day - 1) % 7 in weekdays and datetime.date.fromordinal(day) not in holidays


def _holidays(country: str, region: str | None) -> Collection[datetime.date]:
    """The public holidays. A guideline's own country was looked up by loading; another comes from the caller."""
    TIMELINE.require("--country")
    known = holidays_of(country, region)
    if known is None:
        message = f"no public holidays are known for country {country!r}, region {region or ''!r}"
        mend = "use an ISO 3166 country and region code, such as DE and BY"
        raise InputError([Problem(Place("--country"), message, mend)])
    return known
