"""The tree of one conclusion in a terminal: each condition with its value, ✓ true, ✗ false, ? unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from resecta.advice.reasoning import Reasoning
from resecta.case.model import Case
from resecta.cql.explain import Branch
from resecta.cql.tree.library import Definition
from resecta.cql.values import Value
from resecta.document.nearest import nearest
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.model import Strategy
from resecta.guideline.pack import Guideline

MARKS = {True: ("✓", "green"), False: ("✗", "red")}
UNKNOWN = ("?", "yellow")
KINDS = ("strategy", "recommendation", "finding", "regimen", "notice", "definition")


Shown = Callable[[Branch], tuple[Branch, ...]]
"""Which of the conditions below one are shown."""


def whole(branch: Branch) -> tuple[Branch, ...]:
    """All of them."""
    return branch.children


def forcing(branch: Branch) -> tuple[Branch, ...]:
    """Those that have the value of the whole, by which it has it: one that is false makes an *and* false. Where none
    has (a *not*, a comparison), all of them.
    """
    alike = tuple(child for child in branch.children if child.value is branch.value)
    return alike or branch.children


def print_explanation(guideline: Guideline, case: Case, id: str, console: Console, shown: Shown = whole) -> None:
    """Print the conditions of the conclusion ``id`` (or ``kind:id``, or a definition's name). Raises InputError where
    the guideline has no such id.

    Where facts are disputed they stand as unknown here: a tree shows one side at a time, and none is right until
    settled.
    """
    kind, name = _find(guideline, id)
    reasoning = Reasoning(guideline, case.facts, case.assessed_on)
    item = _collections(guideline)[kind][name]
    console.print(Text(f"{getattr(item, 'title', name)} ({kind}:{name})", style="bold"))
    for label, define in _defines(guideline, kind, item):
        console.print()
        tree = Tree(Text(label, style="bold"), guide_style="dim")
        _grow(tree, reasoning.explain(define), shown)
        console.print(tree)
    for dispute in case.disputes:
        console.print(Text(f"Disputed, shown as unknown: {guideline.elements[dispute.element].name}", style="yellow"))


def _collections(guideline: Guideline) -> Mapping[str, Mapping[str, object]]:
    return {
        "strategy": guideline.strategies,
        "recommendation": guideline.recommendations,
        "finding": guideline.findings,
        "regimen": guideline.regimens,
        "notice": guideline.notices,
        "definition": guideline.library.definitions,
    }


def _find(guideline: Guideline, id: str) -> tuple[str, str]:
    collections = _collections(guideline)
    kind, _, name = id.rpartition(":")
    for each in (kind,) if kind else KINDS:
        if name in collections.get(each, {}):
            return each, name
    near = nearest(name, [known for collection in collections.values() for known in collection])
    mend = f"did you mean {near}?" if near else "`resecta guideline show` lists every id"
    raise InputError([Problem(Place("--explain"), f"the guideline has no conclusion {id!r}", mend)])


def _defines(guideline: Guideline, kind: str, item: object) -> Iterator[tuple[str, str]]:
    """The definitions on which the conclusion rests, in the order in which they decide, each with what it is for."""
    if kind in ("strategy", "recommendation", "regimen"):
        yield "Outside the guideline", guideline.scope
    if isinstance(item, Definition):
        yield "In the logic", item.name
    if isinstance(item, Strategy):
        if item.barred:
            yield "Barred", item.barred
        for condition in item.conditions:
            yield "Condition", condition
        if item.operation:
            yield "Recorded as not fit: closes an operation", guideline.unfit
            yield "Held back: no operation is put first", guideline.cap
    named = (("condition", "Applies when"), ("define", "True when"), ("contraindicated", "Contraindicated when"))
    for field, label in (*named, ("blocked", "Waits while"), ("preferred", "Preferred when")):
        define = getattr(item, field, "")
        if isinstance(define, str) and define:
            yield label, define


def _grow(tree: Tree, branch: Branch, shown: Shown) -> None:
    node = tree.add(_label(branch))
    for child in shown(branch):
        _grow(node, child, shown)


def _label(branch: Branch) -> Text:
    mark, style = _mark(branch.value)
    cited = ", ".join((*branch.statements, *branch.readings))
    text = Text(f"{mark} ", style=style)
    text.append(branch.text, style="bold" if branch.define else "")
    if cited:
        text.append(f" ({cited})", style="dim")
    return text


def _mark(value: Value) -> tuple[str, str]:
    if value is None:
        return UNKNOWN
    return MARKS[value] if isinstance(value, bool) else ("=", "")
