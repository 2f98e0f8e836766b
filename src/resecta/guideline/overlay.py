"""A site's files over the shipped ones: entries merge by id and key, and every difference is a departure.

The merged tree keeps the places of both, so a problem in it points into the file in which the site wrote it.
"""

from __future__ import annotations

from resecta.document import Mapping, Node
from resecta.document.content import content_of, in_one_line
from resecta.guideline.model import Departure


def merge(shipped: Node | None, site: Node, file: str) -> tuple[Node, tuple[Departure, ...]]:
    """The site's file laid over the shipped one, and where they differ."""
    departures: list[Departure] = []
    if shipped is None:
        shipped = Mapping({}, {}, site.spot)
    return _merge(shipped, site, file, (), departures), tuple(departures)


def _merge(shipped: Node, site: Node, file: str, path: tuple[str, ...], departures: list[Departure]) -> Node:
    if not (isinstance(shipped, Mapping) and isinstance(site, Mapping)):
        if content_of(shipped) != content_of(site):
            departures.append(Departure(file, ".".join(path), in_one_line(shipped), in_one_line(site)))
        return site
    entries, keys = dict(shipped.entries), dict(shipped.keys)
    for key, value in site.items():
        below = (*path, key)
        if key in entries:
            entries[key] = _merge(entries[key], value, file, below, departures)
        else:
            entries[key] = value
            departures.append(Departure(file, ".".join(below), _before(shipped, key), in_one_line(value)))
        keys[key] = site.keys[key]
    # An entry keeps the place it ships with; what the site changed in it carries its own.
    return Mapping(entries, keys, shipped.spot if entries else site.spot)


def _before(shipped: Mapping, key: str) -> str:
    """What stood for a key that the shipped entry does not write: a setting without a choice is at its default."""
    return in_one_line(shipped.get("default")) if key == "choice" else ""
