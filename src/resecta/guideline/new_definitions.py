"""Does a definition that a site adds do anything? One that nothing uses, under nearly the name of a shipped one, was
meant to replace that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resecta.cql import Library
from resecta.cql.tree.dependencies import needed
from resecta.document import Mapping, Node, Problem, Sequence, misspelt, nearest, quote
from resecta.guideline.folder import LOGIC
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import Departure
from resecta.guideline.names_of_logic import KINDS

_IN_BRACES = re.compile(r"\{([^{}]*)")


def check(manuscript: Manuscript, library: Library, departures: tuple[Departure, ...]) -> Iterator[Problem]:
    """A problem for each such definition. ``departures`` are those of the logic."""
    added = {one.id for one in departures if one.file == LOGIC and not one.shipped}
    shipped = tuple(name for name in library.definitions if name not in added)
    new = [name for name in library.definitions if name in added]
    doubtful = {name: other for name in new if (other := misspelt(name, shipped)) is not None}
    used = _used(manuscript, library) if doubtful else set()
    for name, meant in doubtful.items():
        if name not in used:
            message = f"{quote(name)} is a new definition, and nothing uses it: it changes nothing"
            yield library.definitions[name].spot.problem(message, f"did you mean {quote(meant)}?")


def _used(manuscript: Manuscript, library: Library) -> set[str | None]:
    """What another definition or an entry names. A refused entry does too, and so does a misspelt name with the one
    that it is meant for: either is a problem of its own.
    """
    by_logic = {need for other in library.definitions for need in needed(library, other) if need != other}
    unknown = {one.name for one in manuscript.mentions if one.kind in KINDS} - {
        *library.definitions,
        *library.parameters,
    }
    meant = {nearest(other, library.definitions) for other in unknown}
    written = {text for document in manuscript.documents.values() for text in _texts(document)}
    return by_logic | meant | written


def _texts(node: Node) -> Iterator[str]:
    """Every key and value under the node, and what it shows in braces."""
    if isinstance(node, Mapping):
        yield from node.entries
        for below in node.entries.values():
            yield from _texts(below)
    elif isinstance(node, Sequence):
        for below in node:
            yield from _texts(below)
    else:
        yield node.text
        yield from (place.removesuffix("?") for place in _IN_BRACES.findall(node.text))
