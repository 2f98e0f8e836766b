"""The days on which a hospital operates, infuses, irradiates or scans.

Weekdays of a setting, less the public holidays of a region.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from resecta.document.problem import InputError, Place, Problem
from resecta.timeline.data import FILE, Days

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Permitted = Callable[[int], bool]


def permitted_days(days: Days) -> Mapping[str, Permitted]:
    """For each kind of day (theatre, drug …) whether a day, as an ordinal, is one.

    Raises InputError for an unknown setting.
    """
    holidays = _holidays(days.country, days.region) if days.country else frozenset()
    return {name: _on(_numbers(name, weekdays), holidays) for name, weekdays in (days.weekdays or {}).items()}


def _numbers(name: str, weekdays: tuple[str, ...]) -> frozenset[int]:
    unknown = [day for day in weekdays if day not in WEEKDAYS]
    if unknown or not weekdays:
        problem = (
            f"{name}: {unknown[0]!r} is not a day of the week" if unknown else f"{name}: no day of the week is named"
        )
        raise InputError([Problem(Place(FILE), problem, f"known: {', '.join(WEEKDAYS)}")])
    return frozenset(WEEKDAYS.index(day) for day in weekdays)


def _on(weekdays: frozenset[int], holidays: Collection[datetime.date]) -> Permitted:
    if not holidays and not isinstance(holidays, dict):
        # ordinal 1 is a Monday
        return lambda day: (day - 1) % 7 in weekdays
    return lambda day: (day - 1) % 7 in weekdays and datetime.date.fromordinal(day) not in holidays


@lru_cache(maxsize=8)
def _holidays(country: str, region: str) -> Collection[datetime.date]:
    """The library's calendar, which grows by the year it is asked for. Imported only when a country is set."""
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError as error:
        known = f"no public holidays are known for country {country!r}, region {region!r}"
        raise InputError(
            [Problem(Place(FILE), known, "use an ISO 3166 country and region code, such as DE and BY")]
        ) from error
