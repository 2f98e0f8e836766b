"""Where is a length to be mended? Where a site has written it, if one has; else where the constraint stands.

A bound of the shipped guideline whose ends a site has made impossible is no fault of the shipped file.
"""

from __future__ import annotations

from collections.abc import Mapping

from resecta.cql import Library
from resecta.document import Problem
from resecta.document.nodes import Spot
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.schedule.model import Length


class Whence:
    """The places of what one guideline, its overlays laid over it, says of time."""

    def __init__(self, manuscript: Manuscript, library: Library) -> None:
        self._manuscript = manuscript
        self._library = library

    def of_name(self, name: str) -> Spot | None:
        """Where a length with a name has its value: the definition, or what the option in force sets."""
        definition = self._library.definitions.get(name)
        if definition is not None:
            return definition.spot
        for reading in self._manuscript.readings.values():
            for option in reading.options:
                if option.id == (reading.choice or reading.default) and name in option.values:
                    keys = (reading.id, "options", option.id, "values", name)
                    spot: Spot = self._manuscript.node("reading", *keys).spot
                    return spot
        return None

    def problem(self, id: str, keys: Mapping[str, Length | None], message: str, mend: str) -> Problem:
        """A problem of a constraint with the first of its keys that a site has written, or has given its value; with
        the first of them where none has. ``keys``: each with its length, None where it has none.
        """
        spots: list[Spot] = [self._manuscript.node("constraint", id, key).spot for key in keys]
        for spot in filter(self._manuscript.is_of_a_site, spots):
            return spot.problem(message, mend)
        for length in keys.values():
            named = self.of_name(length) if isinstance(length, str) else None
            if named is not None and self._manuscript.is_of_a_site(named):
                return named.problem(f"{message}, in {id}", mend)
        return spots[0].problem(message, mend)
