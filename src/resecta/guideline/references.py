"""Does everything that one part of a pack names exist, and is it of the right kind?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from resecta.cql import Library
from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.draft import Draft
from resecta.guideline.logic import declared, problem_at
from resecta.guideline.mention import Mention

_NOUN = {
    "statement": "a statement of guideline.yaml",
    "source": "a source of guideline.yaml",
    "head": "a line among the heads of guideline.yaml",
    "reading": "a reading of settings.yaml",
    "element": "an element of elements.yaml",
    "activity": "an activity of activities.yaml",
    "finding": "a finding of findings.yaml",
    "constraint": "a constraint of constraints.yaml",
}
TARGETS = ("finding", "strategy", "regimen", "activity", "element", "recommendation")
DISPUTED = ("finding", "element")


def check(draft: Draft, library: Library | None) -> Iterator[Problem]:
    """A problem for each name that leads nowhere. Without a library (it could not be read) names of logic are left
    alone.
    """
    known: dict[str, Iterable[str]] = {
        **draft.entries,
        "source": draft.header.get("sources", ()),
        "head": [head.id for head in draft.header.get("heads", ())],
        "constraint": draft.constraints,
    }
    for mention in draft.mentions:
        if mention.kind in ("target", "disputed"):
            yield from _check_target(mention, draft.entries)
        elif mention.kind in ("definition", "value", "setting"):
            if library is not None:
                yield from _check_logic(mention, library)
        elif mention.name not in known[mention.kind]:
            mend = did_you_mean(mention.name, known[mention.kind])
            yield mention.problem(f"{quote(mention.name)} is not {_NOUN[mention.kind]}", mend)


def _check_target(mention: Mention, entries: Mapping[str, Mapping[str, object]]) -> Iterator[Problem]:
    kinds = TARGETS if mention.kind == "target" else DISPUTED
    kind, colon, id = mention.name.partition(":")
    if not colon or kind not in kinds:
        yield mention.problem(
            f"{quote(mention.name)} names no target", f"write kind:id, the kind one of {', '.join(kinds)}"
        )
    elif id not in entries[kind]:
        elsewhere = [f"{other}:{id}" for other in kinds if id in entries[other]]
        mend = f"did you mean {elsewhere[0]}?" if elsewhere else did_you_mean(id, entries[kind])
        yield mention.problem(f"there is no {kind} {quote(id)}", mend)


def _check_logic(mention: Mention, library: Library) -> Iterator[Problem]:
    definitions, parameters = library.definitions, library.parameters
    if mention.kind == "setting":
        settings = [name for name, parameter in parameters.items() if parameter.default is not None]
        if mention.name not in settings:
            yield mention.problem(
                f"{quote(mention.name)} is not a setting of logic.cql (a parameter with a default)",
                did_you_mean(mention.name, settings),
            )
        return
    if mention.name not in definitions:
        if mention.kind == "value" and mention.name in parameters:
            return
        yield mention.problem(*_unknown_definition(mention, definitions, parameters))
    elif mention.kind == "definition" and str(definitions[mention.name].type) not in (mention.type, "Any"):
        found = definitions[mention.name].type
        yield mention.problem(f"{quote(mention.name)} is of type {found}; {quote(mention.key)} wants a {mention.type}")


def _unknown_definition(mention: Mention, definitions: Iterable[str], parameters: Iterable[str]) -> tuple[str, str]:
    if mention.kind == "value":
        return f"{quote(mention.name)} is neither a definition nor a parameter of logic.cql", did_you_mean(
            mention.name, [*definitions, *parameters]
        )
    if mention.name in parameters:
        return f"{quote(mention.name)} is a parameter of logic.cql; a definition is wanted here", (
            f'write a definition of it in logic.cql: define "…": "{mention.name}"'
        )
    return f"{quote(mention.name)} is not a definition of logic.cql", did_you_mean(mention.name, definitions)


def check_tags(draft: Draft, library: Library) -> Iterator[Problem]:
    """The ``@statement`` and ``@reading`` tags of the logic."""
    for one in declared(library):
        for kind, ids in (("statement", one.statements), ("reading", one.readings)):
            for id in ids:
                if id not in draft.entries[kind]:
                    mend = did_you_mean(id, draft.entries[kind])
                    yield problem_at(library, one.file, one.span, f"// @{kind} {id}: there is no {kind} {id}", mend)
