"""A temporal network over whole days: events, bounds between them, and the minimal window of every event.

A bound says "at least" or "at most" a length after another event. With lengths in days this is the simple temporal
network of Dechter, Meiri and Pearl (1991): the windows are shortest paths from the origin, there and back. Lengths in
calendar months are not constants but monotone functions of the day they start from; the same propagation then
computes generalised shortest paths. Solutions of monotone bounds are closed under the earlier and the later of two
plans, so "everything as early as possible" is itself a plan, and so is "everything as late as possible": both ends of
every window are attained. Restricting an event to permitted days keeps that closure. See docs/decisions/timeline.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import NamedTuple

from resecta.guideline.schedule.duration import LAST_DAY, Duration
from resecta.lazy_dataclass import dataclass
from resecta.timeline.length import Length

UNBOUNDED = 10 * LAST_DAY
_FINITE = 5 * LAST_DAY

Shift = Callable[[int], int]
Arc = tuple[int, int, Shift | None, str]
"""Target, weight in days, or the monotone function that takes its place, and the name of the bound it comes from."""


class CollisionError(Exception):
    """No plan satisfies all bounds; ``event`` is where that was first seen."""

    def __init__(self, event: int) -> None:
        super().__init__(event)
        self.event = event


class Fact(NamedTuple):
    """A bound on one event by a date: ``source`` names what says so."""

    event: int
    earliest: int | None
    latest: int | None
    source: str


@dataclass(slots=True)
class Network:
    """Events and the bounds between them.

    Build it, then ask :meth:`solve`. No plan begins before ``first`` or goes beyond ``horizon``.
    """

    first: int = 1
    horizon: int = LAST_DAY
    events: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    later: list[list[Arc]] = field(default_factory=list)
    sooner: list[list[Arc]] = field(default_factory=list)

    def event(self, name: str) -> int:
        """Add an event; its number."""
        self.events.append(name)
        self.later.append([])
        self.sooner.append([])
        return len(self.events) - 1

    def between(self, event: int, earliest: int | None, latest: int | None, source: str) -> None:
        """Bound an event by dates."""
        self.facts.append(Fact(event, earliest, latest, source))

    def at_least(self, start: int, end: int, length: Length, source: str) -> None:
        """``end`` lies at least ``length`` after ``start``."""
        if isinstance(length, Duration) and not length.months:
            self.later[start].append((end, length.days, None, source))
            self.sooner[end].append((start, -length.days, None, source))
        else:
            self.later[start].append((end, 0, length.after, source))
            self.sooner[end].append((start, 0, length.latest_start, source))

    def at_most(self, start: int, end: int, length: Length, source: str) -> None:
        """``end`` lies at most ``length`` after ``start``."""
        if isinstance(length, Duration) and not length.months:
            self.sooner[start].append((end, length.days, None, source))
            self.later[end].append((start, -length.days, None, source))
        else:
            self.sooner[start].append((end, 0, length.after, source))
            self.later[end].append((start, 0, length.earliest_start, source))

    def solve(self) -> Windows:
        """The minimal windows. Raises CollisionError."""
        return Windows.of(self)

    def beside(self) -> Network:
        """The same bounds, and facts of its own: what is added to them leaves this network as it is."""
        return Network(self.first, self.horizon, self.events, [*self.facts], self.later, self.sooner)

    def without(self, sources: Iterable[str]) -> Network:
        """The same network, less every bound and fact of these sources."""
        gone = frozenset(sources)
        return Network(
            self.first,
            self.horizon,
            self.events,
            [fact for fact in self.facts if fact.source not in gone],
            [[arc for arc in arcs if arc[3] not in gone] for arcs in self.later],
            [[arc for arc in arcs if arc[3] not in gone] for arcs in self.sooner],
        )


class Windows:
    """The earliest and latest day of every event.

    Immutable to its users: every change gives new windows, from the change outward.
    """

    __slots__ = ("_earliest", "_latest", "_network", "_permitted")

    def __init__(
        self, network: Network, earliest: list[int], latest: list[int], permitted: list[Callable[[int], bool] | None]
    ) -> None:
        self._network = network
        self._earliest = earliest
        self._latest = latest
        self._permitted = permitted

    def earliest(self, event: int) -> int:
        """The first day on which the event can be."""
        return self._earliest[event]

    def latest(self, event: int) -> int | None:
        """The last day on which the event can be; None where nothing bounds it."""
        latest = self._latest[event]
        return None if latest > _FINITE else latest

    def allows(self, event: int, day: int) -> bool:
        """Whether the day is in the event's window and permitted."""
        permitted = self._permitted[event]
        return self._earliest[event] <= day <= self._latest[event] and (permitted is None or permitted(day))

    def narrowed(self, event: int, earliest: int | None = None, latest: int | None = None) -> Windows:
        """The windows once ``event`` must lie between these days. Raises CollisionError."""
        windows = self._copy()
        windows._bound(event, earliest, latest)
        windows._propagate([event], [event])
        return windows

    def fixed(self, event: int, day: int) -> Windows:
        """The windows once ``event`` is on that day. Raises CollisionError."""
        return self.narrowed(event, day, day)

    def permitted(self, event: int, permitted: Callable[[int], bool]) -> Windows:
        """The windows once ``event`` may only be on a permitted day. Raises CollisionError."""
        windows = self._copy()
        windows._permitted[event] = permitted
        earliest, latest = self._earliest[event], self._latest[event]
        windows._earliest[event] = windows._next(event, earliest)
        if latest < _FINITE:
            windows._latest[event] = windows._previous(event, latest)
        if windows._earliest[event] > windows._latest[event]:
            raise CollisionError(event)
        windows._propagate([event], [event])
        return windows

    @classmethod
    def of(cls, network: Network) -> Windows:
        """The minimal windows of a network. Raises CollisionError."""
        size = len(network.events)
        windows = cls(network, [network.first] * size, [UNBOUNDED] * size, [None] * size)
        for fact in network.facts:
            windows._bound(fact.event, fact.earliest, fact.latest)
        windows._propagate(range(size), range(size - 1, -1, -1))
        return windows

    def _copy(self) -> Windows:
        return Windows(self._network, self._earliest[:], self._latest[:], self._permitted[:])

    def _bound(self, event: int, earliest: int | None, latest: int | None) -> None:
        if earliest is not None and earliest > self._earliest[event]:
            self._earliest[event] = self._next(event, earliest)
        if latest is not None and latest < self._latest[event]:
            self._latest[event] = self._previous(event, latest)
        if self._earliest[event] > self._latest[event]:
            raise CollisionError(event)

    def _propagate(self, raised: Iterable[int], lowered: Iterable[int]) -> None:
        self._raise(deque(raised))
        self._lower(deque(lowered))

    def _raise(self, queue: deque[int]) -> None:
        earliest, latest, permitted = self._earliest, self._latest, self._permitted
        arcs, horizon = self._network.later, self._network.horizon
        waiting = set(queue)
        while queue:
            start = queue.popleft()
            waiting.discard(start)
            base = earliest[start]
            for end, weight, step, _ in arcs[start]:
                day = base + weight if step is None else step(base)
                if day > earliest[end]:
                    if permitted[end] is not None:
                        day = self._next(end, day)
                    # beyond the horizon only a cycle of bounds that pushes itself ever later can come
                    if day > latest[end] or day > horizon:
                        raise CollisionError(end)
                    earliest[end] = day
                    if end not in waiting:
                        waiting.add(end)
                        queue.append(end)

    def _lower(self, queue: deque[int]) -> None:
        earliest, latest, permitted = self._earliest, self._latest, self._permitted
        arcs = self._network.sooner
        waiting = set(queue)
        while queue:
            start = queue.popleft()
            waiting.discard(start)
            base = latest[start]
            if base > _FINITE:
                continue
            for end, weight, step, _ in arcs[start]:
                day = base + weight if step is None else step(base)
                if day < latest[end]:
                    if permitted[end] is not None:
                        day = self._previous(end, day)
                    if day < earliest[end]:
                        raise CollisionError(end)
                    latest[end] = day
                    if end not in waiting:
                        waiting.add(end)
                        queue.append(end)

    def _next(self, event: int, day: int) -> int:
        permitted = self._permitted[event]
        if permitted is None:
            return day
        horizon = self._network.horizon
        while day <= horizon and not permitted(day):
            day += 1
        return day

    def _previous(self, event: int, day: int) -> int:
        permitted = self._permitted[event]
        if permitted is None:
            return day
        while day > 1 and not permitted(day):
            day -= 1
        return day
