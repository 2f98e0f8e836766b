"""Does the logic ask for what the pack offers? Every parameter is an element, a setting, or the day of assessment."""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.cql.tree.library import Parameter
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.draft import Draft
from resecta.guideline.model import Element

ASSESSED_ON = "Assessed on"


def check(draft: Draft, library: Library) -> Iterator[Problem]:
    """A problem for each parameter that nothing fills, and each element that no parameter takes."""
    elements = {element.name: element for element in draft.elements.values()}
    set_by_options = {
        name for reading in draft.readings.values() for option in reading.options for name in option.values
    }
    for parameter in library.parameters.values():
        problem = _check(parameter, elements, set_by_options)
        if problem is not None:
            message, mend = problem
            yield parameter.spot.problem(message, mend)
    for element in draft.elements.values():
        taken = library.parameters.get(element.name)
        if taken is None:
            mend = f'add to logic.cql: parameter "{element.name}" {element.type}'
            yield draft.key("element", element.id).problem(f"logic.cql has no parameter {quote(element.name)}", mend)
        elif str(taken.type) != element.type:
            message = f"{quote(element.name)} is {element.type} here and {taken.type} in {taken.spot.place}"
            yield draft.node("element", element.id, "type").problem(message, "write the same type in both")


def _check(parameter: Parameter, elements: dict[str, Element], set_by_options: set[str]) -> tuple[str, str] | None:
    name, kind = quote(parameter.name), str(parameter.type)
    element = elements.get(parameter.name)
    if parameter.name == ASSESSED_ON:
        return None if kind == "Date" else (f"{name} is the day of assessment: a Date, not {kind}", "write Date")
    if element is not None:
        if parameter.default is not None:
            return f"{name} is an element, and a fact has no default", "leave the default out: missing is never a value"
        return None
    if parameter.default is None:
        return f"{name} is neither an element nor a setting", did_you_mean(
            parameter.name, elements
        ) or "give a setting its default"
    if parameter.name not in set_by_options:
        return f"no reading of settings.yaml sets {name}", "add an option that sets it, or make it a definition"
    return None
