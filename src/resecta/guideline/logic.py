"""The CQL of a pack: read, laid over one another, and checked; what is wrong with it is said in its own place."""

from __future__ import annotations

from collections.abc import Mapping

from resecta.cql import Library, check_all, overlay_library, parse_library
from resecta.cql.format import to_cql
from resecta.cql.tree.library import Definition, Parameter
from resecta.document import Collector, InputError, Place, Problem
from resecta.guideline.folder import LOGIC, LogicFile
from resecta.guideline.model import Departure


def read_logic(
    files: tuple[LogicFile, ...], units: Mapping[str, str], problems: Collector
) -> tuple[Library | None, tuple[Departure, ...]]:
    """The effective library, and where sites depart from the shipped one. Problems gather; None where a text cannot
    be read. ``units`` are those of the elements, by name: what the logic compares them with must be of their dimension.

    A definition that does not check is of no type (Any): its name still serves the other checks.
    """
    shipped, *sites = files
    departures: list[Departure] = []
    try:
        base = library = parse_library(shipped.text, shipped.file)
        for site in sites:
            before, library = library, overlay_library(library, site.text, site.file)
            departures += _departures(before, library, site.file)
    except InputError as error:
        for problem in error.problems:
            problems.note(problem)
        return None, ()
    if not declared(base):
        message = "there is neither a parameter nor a definition in this file"
        mend = "write a parameter for each fact of elements.yaml, and the definitions that the other files name"
        problems.note(Problem(Place(shipped.file), message, mend))
        return None, ()
    checked, faults = check_all(library, units, _replaced(base, library, units))
    for fault in faults:
        problems.note(fault)
    return checked, tuple(departures)


def _replaced(shipped: Library, effective: Library, units: Mapping[str, str]) -> dict[str, Definition]:
    """The shipped definitions, checked, in whose place a site has put its own."""
    names = [name for name, one in shipped.definitions.items() if effective.definitions[name] is not one]
    if not names:
        return {}
    checked, _ = check_all(shipped, units)
    return {name: checked.definitions[name] for name in names}


def _departures(before: Library, after: Library, file: str) -> list[Departure]:
    """Where the declarations of one file differ from what stood under their names."""
    known: dict[str, Parameter | Definition] = {**before.parameters, **before.definitions}
    written = [one for one in declared(after) if one.spot.source.file == file]
    return [
        Departure(LOGIC, one.name, _written(known.get(one.name)), _written(one))
        for one in written
        if _written(known.get(one.name)) != _written(one)
    ]


def _written(declared: Parameter | Definition | None) -> str:
    """What stands behind the name, as CQL."""
    if declared is None:
        return ""
    if isinstance(declared, Definition):
        return to_cql(declared.expression)
    return str(declared.type) if declared.default is None else f"{declared.type} default {to_cql(declared.default)}"


def canonical(library: Library) -> list[list[object]]:
    """The logic as plain data without its layout: what the digest is taken of."""
    return [[type(one).__name__, one.name, _written(one), one.statements, one.readings] for one in declared(library)]


def declared(library: Library) -> list[Parameter | Definition]:
    """Every parameter, then every definition."""
    return [*library.parameters.values(), *library.definitions.values()]
