"""Does a definition that a site adds do anything? One that nothing uses, under nearly the name of a shipped one, was
meant to replace that.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.cql.tree.dependencies import needed
from resecta.document import Mapping, Node, Problem, Sequence, misspelt, nearest, quote
from resecta.guideline.folder import LOGIC
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import Departure
from resecta.guideline.names_of_logic import KINDS


def check(manuscript: Manuscript, library: Library, departures: tuple[Departure, ...]) -> Iterator[Problem]:
    """A problem for each such definition. ``departures`` are those of the logic."""
    added = {one.id for one in departures if one.file == LOGIC and not one.shipped}
    shipped = [name for name in library.definitions if name not in added]
    for name in library.definitions:
        meant = misspelt(name, shipped) if name in added else None
        if meant is not None and not _used(name, manuscript, library):
            message = f"{quote(name)} is a new definition, and nothing uses it: it changes nothing"
            yield library.definitions[name].spot.problem(message, f"did you mean {quote(meant)}?")


def _used(name: str, manuscript: Manuscript, library: Library) -> bool:
    """Whether another definition or an entry names it. A refused entry does too, and so does a misspelt name that is
    meant for it: either is a problem of its own.
    """
    if any(name in needed(library, other) for other in library.definitions if other != name):
        return True
    if any(_stands_in(name, document) for document in manuscript.documents.values()):
        return True
    unknown = {one.name for one in manuscript.mentions if one.kind in KINDS} - {
        *library.definitions,
        *library.parameters,
    }
    return any(nearest(other, library.definitions) == name for other in unknown)


def _stands_in(name: str, node: Node) -> bool:
    """Whether some value or key under the node is the name, or shows it in braces."""
    if isinstance(node, Mapping):
        return name in node.entries or any(_stands_in(name, below) for below in node.entries.values())
    if isinstance(node, Sequence):
        return any(_stands_in(name, below) for below in node)
    return node.text == name or f"{{{name}" in node.text
