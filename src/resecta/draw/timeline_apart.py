"""A plan beside an earlier one of the same way, for another side of a dispute: what it has otherwise, if little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from resecta.timeline.model import Timeline

MOST_APART = 3
"""Days in which two plans differ; of more, a reader sees the second plan better in full."""
T = TypeVar("T")


def nearly_alike(timeline: Timeline, earlier: Sequence[Timeline]) -> Timeline | None:
    """The earlier plan of the same way that has the same steps, all but a few on the same days; None where none has."""
    for other in earlier:
        steps = [event.id for event in timeline.events] == [event.id for event in other.events]
        if timeline.strategy == other.strategy and steps and len(_apart(timeline.events, other.events)) <= MOST_APART:
            return other
    return None


def apart_from(timeline: Timeline, other: Timeline) -> Timeline:
    """Of a plan what the other has not: days, bounds, remarks, and what collides or was missed."""
    return replace(
        timeline,
        events=_apart(timeline.events, other.events),
        constraints=_apart(timeline.constraints, other.constraints),
        conflict=None if timeline.conflict == other.conflict else timeline.conflict,
        deviations=_apart(timeline.deviations, other.deviations),
        notes=_apart(timeline.notes, other.notes),
        arguments=_apart(timeline.arguments, other.arguments),
    )


def _apart(own: tuple[T, ...], others: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(each for each in own if each not in others)
