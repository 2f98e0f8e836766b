"""Why no plan exists: the smallest set of bounds and dated facts that collide.

A network has no plan exactly when a chain of bounds pushes an event beyond where another chain holds it. The chains
with the fewest links are found layer by layer (the tightest day reachable over at most k bounds); what they name is
then checked to collide by itself, and thinned until nothing in it can be spared.
"""

from __future__ import annotations

from itertools import pairwise

from resecta.guideline.schedule.duration import LAST_DAY
from resecta.lazy_dataclass import dataclass
from resecta.timeline.network import Arc, CollisionError, Network


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain.

    The bound named ``source`` moves ``event`` to ``day``; ``start`` is the event it was counted from.
    """

    start: int | None
    event: int
    day: int
    source: str


@dataclass(frozen=True, slots=True)
class Collision:
    """``event`` cannot be before the end of ``later`` and not after the end of ``sooner``.

    ``sources``: all that is named, in order.
    """

    event: int
    later: tuple[Link, ...]
    sooner: tuple[Link, ...]
    sources: tuple[str, ...]


def consistent(network: Network) -> bool:
    """Whether some plan keeps every bound."""
    try:
        network.solve()
    except CollisionError:
        return False
    return True


def smallest_collision(network: Network) -> Collision:
    """The collision with the fewest bounds in a network that has no plan."""
    every = _sources(network)
    found = [each for each in (_from_facts(network), _from_cycle(network)) if each is not None]
    for collision in sorted(found, key=lambda each: len(each.sources)):
        if not consistent(network.without(every - set(collision.sources))):
            return _thinned(network, collision)
    return _thinned(network, Collision(0, (), (), tuple(sorted(every))))


def _thinned(network: Network, collision: Collision) -> Collision:
    """Leave out whatever can be spared."""
    every = _sources(network)
    kept = list(collision.sources)
    for source in collision.sources:
        fewer = [name for name in kept if name != source]
        if not consistent(network.without(every - set(fewer))):
            kept = fewer
    if len(kept) == len(collision.sources):
        return collision
    return _from_facts(network.without(every - set(kept))) or Collision(collision.event, (), (), tuple(kept))


def _sources(network: Network) -> set[str]:
    arcs = (arc for ways in (network.later, network.sooner) for leaving in ways for arc in leaving)
    return {fact.source for fact in network.facts} | {arc[3] for arc in arcs}


Layer = dict[int, Link]


def _from_facts(network: Network) -> Collision | None:
    """The two shortest chains from dated facts that cross at one event."""
    later, sooner = [_dated(network, rising=True)], [_dated(network, rising=False)]
    for total in range(2 * len(network.events) + 1):
        while len(later) <= total:
            later.append(_lengthened(later[-1], network.later, rising=True))
            sooner.append(_lengthened(sooner[-1], network.sooner, rising=False))
        crossing = [
            _collision(event, _chain(later, first, event), _chain(sooner, total - first, event))
            for first in range(total, -1, -1)
            for event, link in later[first].items()
            if (other := sooner[total - first].get(event)) is not None and link.day > other.day
        ]
        if crossing:
            # of chains equally short, those that run forward in time read best
            return max(crossing, key=lambda each: _forward(each.later) + _forward(each.sooner))
        if total > 1 and later[-1] == later[-2] and sooner[-1] == sooner[-2]:
            break
    return None


def _forward(chain: tuple[Link, ...]) -> int:
    return sum(later.day >= earlier.day for earlier, later in pairwise(chain))


def _dated(network: Network, *, rising: bool) -> Layer:
    layer: Layer = {}
    for fact in network.facts:
        day = fact.earliest if rising else fact.latest
        if day is None:
            continue
        known = layer.get(fact.event)
        if known is None or (day > known.day if rising else day < known.day):
            layer[fact.event] = Link(None, fact.event, day, fact.source)
    return layer


def _lengthened(layer: Layer, arcs: list[list[Arc]], *, rising: bool) -> Layer:
    longer = dict(layer)
    for start, link in layer.items():
        for end, weight, step, source in arcs[start]:
            if not 0 < link.day <= LAST_DAY:
                continue
            day = link.day + weight if step is None else step(link.day)
            known = longer.get(end)
            if known is None or (day > known.day if rising else day < known.day):
                longer[end] = Link(start, end, day, source)
    return longer


def _chain(layers: list[Layer], depth: int, event: int) -> tuple[Link, ...]:
    """The links that lead to ``event`` in layer ``depth``, first the dated fact."""
    links: list[Link] = []
    current: int | None = event
    while current is not None:
        link = layers[depth][current]
        while depth > 0 and layers[depth - 1].get(current) == link:
            depth -= 1
        links.append(link)
        current = link.start
        depth -= 1
    return tuple(reversed(links))


def _collision(event: int, later: tuple[Link, ...], sooner: tuple[Link, ...]) -> Collision:
    names = dict.fromkeys(link.source for link in (*later, *sooner))
    return Collision(event, later, sooner, tuple(names))


def _from_cycle(network: Network) -> Collision | None:
    """The shortest round of bounds that leads an event to a day after itself: it collides whatever the dates."""
    shortest: tuple[int, Collision] | None = None
    for event in range(len(network.events)):
        layers: list[Layer] = [{event: Link(None, event, network.first, "")}]
        for length in range(1, len(network.events) + 1):
            if shortest is not None and length >= shortest[0]:
                break
            layers.append(_lengthened(layers[-1], network.later, rising=True))
            if layers[-1][event].day > network.first:
                chain = _chain(layers, length, event)[1:]
                shortest = (length, _collision(event, chain, ()))
                break
            if layers[-1] == layers[-2]:
                break
    return None if shortest is None else shortest[1]
