"""Types: a library as parsed in, the same library with a type on every node out, or every type fault of it at once.

What CQL converts by itself (an Integer where a Decimal stands, a bare null) is written into the tree, so that no reader
needs to know.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.cql.tree.dependencies import needed, ordered
from resecta.cql.tree.library import Definition, Library, Parameter
from resecta.cql.tree.nodes import DefinitionReference, Expression, ParameterReference
from resecta.cql.tree.walk import walk
from resecta.cql.types import ANY, QUANTITY, Type
from resecta.cql.types.measures import in_any_unit, quantity_in
from resecta.cql.types.replaced import unlike
from resecta.cql.types.typer import Typer
from resecta.document.nodes import Spot
from resecta.document.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping


def check(library: Library, units: Mapping[str, str] | None = None) -> Library:
    """The library with its types; raises InputError with every fault. ``units``: see ``check_all``."""
    checked, problems = check_all(library, units)
    if problems:
        raise InputError(problems)
    return checked


def check_all(
    library: Library, units: Mapping[str, str] | None = None, replaced: Mapping[str, Definition] | None = None
) -> tuple[Library, list[Problem]]:
    """The library with its types as far as they can be told, and every fault.

    ``units`` says of Quantity parameters, by name, the unit in which their values are given. ``replaced`` holds checked
    definitions in whose place others stand: one that gives something else is a fault itself, and for everything that
    uses the name the replaced one stands, so that no use is a fault as well.
    """
    names, problems = ordered(library)
    parameters: dict[str, Parameter] = {}
    types: dict[str, Type] = {}
    for parameter in library.parameters.values():
        parameters[parameter.name] = _check_parameter(parameter, (units or {}).get(parameter.name), problems)
        types[parameter.name] = parameters[parameter.name].type
    definitions: dict[str, Definition] = {}
    for name in names:
        definition = library.definitions[name]
        circular = any(need not in types for need in needed(library, name))  # which is a problem already
        expression, faults = check_expression(definition.expression, types)
        problems += faults
        own = ANY if faults or circular else expression.type
        definitions[name] = replace(definition, expression=expression, type=own)
        before = (replaced or {}).get(name)
        fault = None if before is None else unlike(definitions[name], before)
        if before is not None and fault is not None:
            problems.append(fault)
            definitions[name] = before
        types[name] = definitions[name].type
    in_text_order = {name: definitions.get(name, library.definitions[name]) for name in library.definitions}
    problems.sort(key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))
    return replace(library, parameters=parameters, definitions=in_text_order), problems


def check_expression(
    expression: Expression, types: Mapping[str, Type], want: Type | None = None
) -> tuple[Expression, list[Problem]]:
    """One expression with its types, and its faults. ``want`` is the type that its place asks for."""
    problems: list[Problem] = []

    def note(spot: Spot, message: str, mend: str) -> None:
        problems.append(spot.problem(message, mend))

    typer = Typer(types, note)
    typed = typer.visit(expression)
    if want is not None:
        typed = typer.fit(typed, want)
    return typed, problems


def _check_parameter(parameter: Parameter, unit: str | None, problems: list[Problem]) -> Parameter:
    if parameter.default is None:
        return replace(parameter, type=quantity_in(unit)) if unit and parameter.type == QUANTITY else parameter
    for node in walk(parameter.default):
        if isinstance(node, ParameterReference | DefinitionReference):
            message = f'the default of "{parameter.name}" must be a value, not "{node.name}"'
            problems.append(node.spot.problem(message, "write the value itself"))
            return parameter
    want = None if parameter.type == ANY else parameter.type
    typed, faults = check_expression(parameter.default, {}, want)
    problems += faults
    return replace(parameter, default=typed, type=in_any_unit(typed.type) if want in (None, typed.type) else want)
