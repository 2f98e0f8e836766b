"""Which definition needs which, and an order in which each comes after those it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.cql.tree.nodes import DefinitionReference
from resecta.cql.tree.walk import walk
from resecta.document.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from resecta.cql.tree.library import Library


def order(library: Library) -> tuple[str, ...]:
    """The names of all definitions, each after those it refers to; a cycle is an InputError."""
    names, problems = ordered(library)
    if problems:
        raise InputError(problems)
    return names


def ordered(library: Library) -> tuple[tuple[str, ...], list[Problem]]:
    """The same order, in which one definition of each cycle comes before one that it needs, and a problem for each."""
    done: dict[str, bool] = {}  # False while its dependencies are being followed
    names: list[str] = []
    problems: list[Problem] = []
    for root in library.definitions:
        if root in done:
            continue
        done[root] = False
        trail: list[tuple[str, Iterator[str]]] = [(root, needed(library, root))]
        while trail:
            name, needs = trail[-1]
            for need in needs:
                if need not in done:
                    done[need] = False
                    trail.append((need, needed(library, need)))
                    break
                if not done[need]:
                    problems.append(_cycle(library, [entry for entry, _ in trail], need))
            else:
                trail.pop()
                done[name] = True
                names.append(name)
    return tuple(names), problems


def needed(library: Library, name: str) -> Iterator[str]:
    """The definitions that this one names directly, in the order of its text."""
    for node in walk(library.definitions[name].expression):
        if isinstance(node, DefinitionReference) and node.name in library.definitions:
            yield node.name


def _cycle(library: Library, trail: list[str], back_to: str) -> Problem:
    loop = [*trail[trail.index(back_to) :], back_to]
    text = " → ".join(f'"{name}"' for name in loop)
    return library.definitions[back_to].spot.problem(
        f"a definition hangs on itself: {text}", "say one of them without the next"
    )
