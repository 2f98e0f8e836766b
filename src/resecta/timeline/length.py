"""What a plan counts with: a length of time, be it a span of the guideline or a course of sittings on working days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from resecta.lazy_dataclass import dataclass


class Length(Protocol):
    """A monotone function from the day something starts to the day it is over, with its two inverses."""

    def after(self, day: int) -> int:
        """The day that lies this length after ``day``."""

    def latest_start(self, day: int) -> int:
        """The greatest day whose ``after`` is not later than ``day``."""

    def earliest_start(self, day: int) -> int:
        """The least day whose ``after`` is not earlier than ``day``."""


@dataclass(frozen=True, slots=True)
class Sittings:
    """A course of ``count`` sittings, one on every permitted day: from the first to the last."""

    count: int
    permitted: Callable[[int], bool]

    def after(self, day: int) -> int:
        """The day of the last sitting when the first is on ``day`` or the next permitted day."""
        left = self.count
        day -= 1
        while left:
            day += 1
            if self.permitted(day):
                left -= 1
        return day

    def latest_start(self, day: int) -> int:
        """The greatest first day from which the last sitting is not later than ``day``."""
        left = self.count
        day += 1
        while left:
            day -= 1
            if self.permitted(day):
                left -= 1
        return day

    def earliest_start(self, day: int) -> int:
        """The least first day from which the last sitting is not earlier than ``day``."""
        return self.latest_start(day - 1) + 1

    def __str__(self) -> str:
        return f"{self.count} sitting" if self.count == 1 else f"{self.count} sittings"
