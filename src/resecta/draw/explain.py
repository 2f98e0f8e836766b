"""One conclusion with its whole tree, printed or as JSON: each condition with its value, ✓ true, ✗ false, ? unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from resecta.advice.reasoning import Reasoning
from resecta.case.model import Case
from resecta.cql import literal
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


@dataclass(frozen=True, slots=True)
class Explanation:
    """A conclusion with everything it rests on: each definition with what it is for and its tree. ``disputed``: the
    names of the facts that are, and that stand as unknown here: a tree shows one side at a time, and none is right
    until settled.
    """

    kind: str
    id: str
    title: str
    trees: tuple[tuple[str, Branch], ...]
    disputed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as JSON data; the value of a part is true, false, null or a text."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "trees": [{"label": label, **_branch_to_json(tree)} for label, tree in self.trees],
            "disputed": list(self.disputed),
        }


def explained(guideline: Guideline, case: Case, id: str) -> Explanation:
    """The conclusion ``id`` (or ``kind:id``, or a definition's name) for this case. Raises InputError where the
    guideline has no such id.
    """
    kind, name = _find(guideline, id)
    reasoning = Reasoning(guideline, case.facts, case.assessed_on)
    item = _collections(guideline)[kind][name]
    return Explanation(
        kind=kind,
        id=name,
        title=getattr(item, "title", name),
        trees=tuple((label, reasoning.explain(define)) for label, define in _defines(guideline, kind, item)),
        disputed=tuple(guideline.elements[dispute.element].name for dispute in case.disputes),
    )


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print every condition of the conclusion."""
    console.print(Text(f"{explanation.title} ({explanation.kind}:{explanation.id})", style="bold"))
    for label, branch in explanation.trees:
        console.print()
        tree = Tree(Text(label, style="bold"), guide_style="dim")
        _grow(tree, branch)
        console.print(tree)
    for name in explanation.disputed:
        console.print(Text(f"Disputed, shown as unknown: {name}", style="yellow"))


def _branch_to_json(branch: Branch) -> dict[str, Any]:
    value = branch.value
    return {
        "text": branch.text,
        "define": branch.define,
        "value": value if value is None or isinstance(value, bool) else literal(value),
        "statements": list(branch.statements),
        "readings": list(branch.readings),
        "parts": [_branch_to_json(child) for child in branch.children],
    }


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


def _grow(tree: Tree, branch: Branch) -> None:
    node = tree.add(_label(branch))
    for child in branch.children:
        _grow(node, child)


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
