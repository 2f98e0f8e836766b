"""Does the logic ask for what the pack offers? Every parameter is an element, a setting, or the day of assessment."""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.cql.tree.library import Parameter
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.facts import fitting_id
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import ASSESSED_ON


def check(manuscript: Manuscript, library: Library) -> Iterator[Problem]:
    """A problem for each parameter that nothing fills, and each element that no parameter takes."""
    filled = _Filled(manuscript)
    for parameter in library.parameters.values():
        problem = _check(parameter, filled)
        if problem is not None:
            message, mend = problem
            yield parameter.spot.problem(message, mend)
    for element in manuscript.elements.values():
        taken = library.parameters.get(element.name)
        if fitting_id(element.name) != element.id:
            continue  # which of the two is wrong is asked elsewhere
        if taken is None:
            mend = f'add to logic.cql: parameter "{element.name}" {element.type}'
            key = manuscript.key("element", element.id)
            yield key.problem(f"logic.cql has no parameter {quote(element.name)}", mend)
        elif str(taken.type) != element.type:
            message = f"{quote(element.name)} is {element.type} here and {taken.type} in {taken.spot.place}"
            yield manuscript.node("element", element.id, "type").problem(message, "write the same type in both")


def contradicted(manuscript: Manuscript, library: Library | None) -> tuple[str, ...]:
    """The elements to which the logic gives another type: which of the two is wrong, nobody can tell from the rest."""
    taken = {} if library is None else library.parameters
    return tuple(
        element.id
        for element in manuscript.elements.values()
        if element.name in taken and str(taken[element.name].type) != element.type
    )


class _Filled:
    """What fills a parameter: the names of elements and those that options set, also of what was refused.

    Of an element whose name does not fit its id, either may be the one that is meant.
    """

    def __init__(self, manuscript: Manuscript) -> None:
        self.elements = set(manuscript.names("element name"))
        named = (mention.name for mention in manuscript.mentions if mention.kind == "element")  # told there, if none is
        self.ids = {*manuscript.names("element"), *named}
        self.settings = {
            mention.name
            for mention in manuscript.mentions
            if mention.kind == "setting" and mention.by.startswith("reading:")
        }
        self.unread = manuscript.unread | _lost(manuscript)


def _lost(manuscript: Manuscript) -> set[str]:
    """The kinds of name that nobody knows, which is a problem of its own: elements or readings that are not there at
    all, and options that a reading with a default lacks.
    """
    lost = {"element name"} if manuscript.lacks("element") else set()
    unset = any(one.default is not None and not one.options for one in manuscript.readings.values())
    return lost | {"setting"} if unset or manuscript.lacks("reading") else lost


def _check(parameter: Parameter, filled: _Filled) -> tuple[str, str] | None:
    name, kind = quote(parameter.name), str(parameter.type)
    if parameter.name == ASSESSED_ON:
        return None if kind == "Date" else (f"{name} is the day of assessment: a Date, not {kind}", "write Date")
    if parameter.name in filled.elements:
        if parameter.default is not None:
            return f"{name} is an element, and a fact has no default", "leave the default out: missing is never a value"
        return None
    if parameter.default is None:
        if "element name" in filled.unread or fitting_id(parameter.name) in filled.ids:
            return None
        if parameter.name in filled.settings:
            return f"{name} is set by a reading, and has no default", "give a setting its default"
        mend = did_you_mean(parameter.name, filled.elements) or "give a setting its default"
        return f"{name} is neither an element nor a setting", mend
    if parameter.name not in filled.settings and "setting" not in filled.unread:
        return f"no reading of settings.yaml sets {name}", "add an option that sets it, or make it a definition"
    return None
