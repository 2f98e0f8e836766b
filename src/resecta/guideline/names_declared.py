"""Is every name of the logic one that may be declared there, and declared once?

A definition under the name of a fact would stand in its place for every patient; one under the name of what is made of
an entry would be replaced without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.document import Problem, quote
from resecta.guideline.ladder import is_made
from resecta.guideline.logic import declared


def check(library: Library) -> Iterator[Problem]:
    """A problem for each declaration under a name that is taken, or is none."""
    for one in declared(library):
        if is_made(one.name):
            message = f"{quote(one.name)} is made of the entries of the guideline, and cannot be written"
            yield one.spot.problem(message, "change the conditions of the entry, or give it a name of its own")
        if not one.name.strip():
            yield one.spot.problem("this name says nothing", "give it a name")
    for name in library.parameters.keys() & library.definitions.keys():
        message = f"{quote(name)} is a parameter, and a definition would stand in its place for every patient"
        yield library.definitions[name].spot.problem(message, "give the definition a name of its own")
