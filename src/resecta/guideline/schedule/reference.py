"""How a schedule names a day of a plan: a point of a step, or the first, last or every step of a tag; and how the
cycles of a treatment stand to such a day.
"""

from __future__ import annotations

from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class At:
    """A point of a step (``short_course.end``). Without ``point`` the day that ends it: its only day, else its end."""

    step: str
    point: str | None = None

    @property
    def points(self) -> tuple[str, ...]:
        """The names of the points that may be meant."""
        return ("day", "end") if self.point is None else (self.point,)

    def __str__(self) -> str:
        return self.step if self.point is None else f"{self.step}.{self.point}"


@dataclass(frozen=True, slots=True)
class First:
    """The day on which the first step of the tag begins, of those still ahead where there are any."""

    tag: str

    def __str__(self) -> str:
        return f"first {self.tag}"


@dataclass(frozen=True, slots=True)
class Last:
    """The day on which the last step of the tag begins."""

    tag: str

    def __str__(self) -> str:
        return f"last {self.tag}"


@dataclass(frozen=True, slots=True)
class Every:
    """The day on which each step of the tag is over."""

    tag: str

    def __str__(self) -> str:
        return f"every {self.tag}"


Reference = At | First | Last | Every
TAGGED: dict[str, type[First | Last | Every]] = {"first": First, "last": Last, "every": Every}
"""The words before a tag."""


@dataclass(frozen=True, slots=True)
class Before:
    """Cycles as long as they are over by that day."""

    reference: Reference

    def __str__(self) -> str:
        return f"before {self.reference}"


@dataclass(frozen=True, slots=True)
class Through:
    """Cycles as long as they begin by that day."""

    reference: Reference

    def __str__(self) -> str:
        return f"through {self.reference}"


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a total once the cycles before it are counted."""

    def __str__(self) -> str:
        return "rest"


Cycles = Before | Through | Rest


def reference_of(text: str) -> Reference:
    """The reference that a text writes: ``step``, ``step.point``, or ``first``, ``last`` or ``every`` with a tag."""
    word, _, tag = text.partition(" ")
    if word in TAGGED and tag:
        return TAGGED[word](tag)
    step, _, point = text.partition(".")
    return At(step, point or None)
