"""Does a name that a pack uses of its logic exist there, and is it of the type that is wanted?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resecta.cql import Library
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.mention import Mention

KINDS = ("definition", "value", "setting", "fact", "length", "number")
_TYPES = {"number": ("Integer", "Decimal", "Any")}
"""The CQL types behind a wanted type that is more than one."""
_OTHERS = {
    "length": 'name a definition that gives a length of time, or write it out, as in "6 weeks"',
    "number": "name a definition that gives a number",
}
"""What to name instead, where it is more than something of the type."""


def check(mention: Mention, library: Library) -> Iterator[Problem]:
    """A problem where the name leads nowhere or to something of another type."""
    if mention.kind == "setting":
        yield from _check_setting(mention, library)
    elif mention.kind in ("value", "length", "number"):
        yield from _check_either(mention, library)
    elif mention.kind == "fact":
        yield from _check_fact(mention, library)
    elif mention.name not in library.definitions:
        yield mention.problem(*_unknown_definition(mention, library.definitions, library.parameters))
    else:
        yield from _check_type(mention, library)


def _check_setting(mention: Mention, library: Library) -> Iterator[Problem]:
    settings = [name for name, parameter in library.parameters.items() if parameter.default is not None]
    if mention.name not in settings:
        yield mention.problem(
            f"{quote(mention.name)} is not a setting of logic.cql (a parameter with a default)",
            did_you_mean(mention.name, settings) or "name a setting, or declare it in logic.cql with its default",
        )
    else:
        yield from _check_type(mention, library)


def _check_either(mention: Mention, library: Library) -> Iterator[Problem]:
    """A definition or a parameter."""
    known = [*library.definitions, *library.parameters]
    if mention.name in known:
        yield from _check_type(mention, library)
        return
    message = f"{quote(mention.name)} is neither a definition nor a parameter of logic.cql"
    mend = did_you_mean(mention.name, known)
    if mention.kind == "length":
        message += ", and no length written out"
        mend = mend or 'name one of them, or write the length out, as in "6 weeks"'
    yield mention.problem(message, mend or "name one of them, or define it there")


def _check_fact(mention: Mention, library: Library) -> Iterator[Problem]:
    if mention.name in library.parameters:
        yield from _check_type(mention, library)
    else:
        mend = did_you_mean(mention.name, library.parameters) or "name one, or declare it there"
        yield mention.problem(f"{quote(mention.name)} is not a fact (a parameter of logic.cql)", mend)


def _check_type(mention: Mention, library: Library) -> Iterator[Problem]:
    found = str(library.type_of(mention.name))
    if mention.type and found not in _TYPES.get(mention.type, (mention.type, "Any")):
        mend = _OTHERS.get(mention.kind, f"name a {mention.kind} of type {mention.type}")
        message = f"{quote(mention.name)} is of type {found}; {quote(mention.key)} wants {_with_article(mention.type)}"
        yield mention.problem(message, mend)


def _with_article(type: str) -> str:
    return f"an {type}" if type[0] in "AEIOU" else f"a {type}"


def _unknown_definition(mention: Mention, definitions: Iterable[str], parameters: Iterable[str]) -> tuple[str, str]:
    if mention.name in parameters:
        return f"{quote(mention.name)} is a parameter of logic.cql; a definition is wanted here", (
            f'write a definition of it in logic.cql: define "…": "{mention.name}"'
        )
    mend = did_you_mean(mention.name, definitions) or "name one, or define it there"
    return f"{quote(mention.name)} is not a definition of logic.cql", mend
