"""The public holidays of a country and region, by the library's names. It is imported only where a country is set."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import lru_cache


@lru_cache(maxsize=8)
def holidays_of(country: str, region: str | None) -> Collection[datetime.date] | None:
    """The calendar, which grows by the year it is asked for; None where the library knows no such place."""
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=region)
    except NotImplementedError:
        return None
