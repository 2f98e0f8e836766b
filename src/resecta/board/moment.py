"""Moments as the database keeps them: UTC to the microsecond, as text that sorts as time does on every database."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Dialect, String, TypeDecorator

Clock: TypeAlias = Callable[[], datetime.datetime]
"""Gives the moment that it is, with its time zone."""


def now() -> datetime.datetime:
    """The moment that the machine's clock shows."""
    return datetime.datetime.now(datetime.UTC)


def written(moment: datetime.datetime) -> str:
    """``2026-05-03T14:02:00.000000Z``. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Moment(TypeDecorator[datetime.datetime]):
    """A column of moments."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime.datetime | None:
        return None if value is None else datetime.datetime.fromisoformat(value)
