"""A site's files over the shipped ones: entries merge by id and key, and every difference is a departure.

The merged tree keeps the places of both, so a problem in it points into the file in which the site wrote it.
"""

from __future__ import annotations

from resecta.document import Mapping, Node, Scalar
from resecta.document.content import content_of, in_one_line
from resecta.guideline.model import Departure
from resecta.guideline.take_entries import TAKES


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
    another = path[-1:] == ("derive",) and _takes_otherwise(shipped, site)
    entries = _kept(shipped, site) if another else dict(shipped.entries)
    keys = {key: shipped.keys[key] for key in entries}
    for key, value in site.items():
        below = (*path, key)
        if key in entries:
            entries[key] = _merge(entries[key], value, file, below, departures)
        else:
            entries[key] = value
            departures.append(Departure(file, ".".join(below), _before(shipped, key), in_one_line(value)))
        keys[key] = site.keys[key]
    # An entry keeps the place it ships with; what the site changed in it carries its own. What another take lacks is
    # for the site to write.
    return Mapping(entries, keys, site.spot if another or not entries else shipped.spot)


def _takes_otherwise(shipped: Mapping, site: Mapping) -> bool:
    """Whether the site lets the element follow in another way than it ships with."""
    before, after = shipped.get("take"), site.get("take")
    return after is not None and (before is None or content_of(before) != content_of(after))


def _kept(shipped: Mapping, site: Mapping) -> dict[str, Node]:
    """The shipped keys that the site's take has too: the others say nothing any more. All where nobody knows the take,
    which is a problem of its own.
    """
    take = site["take"]
    record = TAKES.get(take.text) if isinstance(take, Scalar) else None
    return {key: node for key, node in shipped.items() if record is None or key in ("take", *record.keys)}


def _before(shipped: Mapping, key: str) -> str:
    """What stood for a key that the shipped entry does not write: a setting without a choice is at its default."""
    return in_one_line(shipped.get("default")) if key == "choice" else ""
