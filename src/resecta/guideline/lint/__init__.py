"""Rules beyond the types: what the language allows and a guideline must not do. One rule per file; its docstring is
its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resecta.cql import Library
from resecta.cql.tree import nodes
from resecta.cql.types import ANY
from resecta.document import Problem
from resecta.guideline.lint import (
    bare_in_over_a_fact,
    compared_with_null,
    not_before_equals,
    unknown_made_an_answer,
    untyped_null,
    value_outside_the_choices,
)
from resecta.guideline.lint.subject import Subject
from resecta.guideline.model import Element

RULES = {
    "bare_in_over_a_fact": bare_in_over_a_fact.check,
    "compared_with_null": compared_with_null.check,
    "not_before_equals": not_before_equals.check,
    "unknown_made_an_answer": unknown_made_an_answer.check,
    "untyped_null": untyped_null.check,
    "value_outside_the_choices": value_outside_the_choices.check,
}


def check(library: Library, elements: Iterable[Element]) -> Iterator[Problem]:
    """Every problem that a rule finds in a definition, with the rule's name behind the sentence."""
    subject = Subject(library, {element.name: element for element in elements})
    for definition in library.definitions.values():
        if definition.type == ANY and not isinstance(definition.expression, nodes.Null):
            continue  # its types do not fit, which is said already
        for name, rule in RULES.items():
            for problem in rule(subject, definition):
                yield replace(problem, message=f"{problem.message} [{name}]")
