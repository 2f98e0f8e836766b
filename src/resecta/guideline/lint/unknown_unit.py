"""A unit that UCUM does not know compares with nothing: the definition is unknown for every patient.

Bad::

    define "Least future liver remnant": 30 'percent'

Good::

    define "Least future liver remnant": 30 '%'
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.values import Quantity
from resecta.cql.values.units import unit
from resecta.document import Problem, quote
from resecta.guideline.lint.subject import Subject


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each quantity, written out, in a unit that nobody knows."""
    for node in subject.every_node(definition):
        if isinstance(node, nodes.Literal) and isinstance(node.value, Quantity) and unit(node.value.unit) is None:
            message = f"{quote(node.value.unit)} is not a UCUM unit"
            yield subject.problem(definition, node, message, "write a UCUM code, such as mm or %")
