"""Has every number, text and length that no fact enters a value? One without is never known, of any patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resecta.cql import Library
from resecta.cql.types import ANY, BOOLEAN
from resecta.cql.values import Value
from resecta.document import Problem, quote
from resecta.guideline.timing.constants import Constants


def check(library: Library, settings: Mapping[str, Value]) -> Iterator[Problem]:
    """A problem for each such definition; a truth may be left open on purpose, for a board to settle."""
    constants = Constants(library, settings)
    for definition in library.definitions.values():
        if definition.type not in (ANY, BOOLEAN) and constants.possible(definition.name) == (None,):
            message = f"{quote(definition.name)} has no value, of any patient: no fact enters it"
            yield definition.spot.problem(message, f"write a value of the type {definition.type.name}")
