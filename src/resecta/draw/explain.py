"""The whole tree of one conclusion in a terminal: rungs and conditions by value, ✓ true, ✗ false, ? unknown."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from resecta.advice.reasoning import Reasoning
from resecta.case.model import Case
from resecta.cql.explain import Branch
from resecta.cql.values import Value
from resecta.document.nearest import nearest
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.ladder import Ladder, Rung, answer_in_words
from resecta.guideline.model import Finding
from resecta.guideline.pack import Guideline

MARKS = {True: ("✓", "green"), False: ("✗", "red")}
UNKNOWN = ("?", "yellow")
_DECIDES = "  ← decides"
KINDS = ("strategy", "recommendation", "finding", "regimen", "notice", "definition")


def print_explanation(guideline: Guideline, case: Case, id: str, console: Console) -> None:
    """Print why the conclusion ``id`` (or ``kind:id``, or a definition's name) stands as it does: of what has a ladder
    every rung, else every condition. Raises InputError where the guideline has no such id.

    Where facts are disputed they stand as unknown here: a tree shows one side at a time, and none is right until
    settled.
    """
    kind, name = _find(guideline, id)
    reasoning = Reasoning(guideline, case.facts, case.assessed_on)
    item = _collections(guideline)[kind][name]
    ladder = guideline.ladders.get(name if kind == "definition" else f"{kind}:{name}")
    console.print(Text(f"{getattr(item, 'title', name)} ({kind}:{name})", style="bold"))
    console.print()
    if ladder is not None:
        console.print(_ladder(reasoning, ladder))
    else:
        label, define = ("True when", item.define) if isinstance(item, Finding) else ("In the logic", name)
        tree = _tree(label)
        _grow(tree, reasoning.explain(define), set())
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
    if id in guideline.library.definitions:  # a definition's name may hold a colon
        return "definition", id
    near = nearest(name, [known for collection in collections.values() for known in collection])
    mend = f"did you mean {near}?" if near else "`resecta guideline show` lists every id"
    raise InputError([Problem(Place("--explain"), f"the guideline has no conclusion {id!r}", mend)])


def _tree(label: str) -> Tree:
    return Tree(Text(label, style="bold"), guide_style="dim")


def _ladder(reasoning: Reasoning, ladder: Ladder) -> Tree:
    """A ladder from the top down: each rung with its condition, and which of them decides here."""
    tree = _tree("The first rung that holds decides")
    decided = False
    shown: set[str] = set()
    for rung, condition in zip(ladder.rungs, reasoning.rungs(ladder.key), strict=True):
        decides = condition.value is True and not decided
        decided = decided or decides
        node = tree.add(_rung(reasoning, rung, condition, decides=decides))
        _grow(node, condition, shown)
    text = Text(f"{answer_in_words(ladder.otherwise)}, where none of these holds")
    tree.add(text if decided else text.append(_DECIDES, style="bold"))
    return tree


def _rung(reasoning: Reasoning, rung: Rung, condition: Branch, *, decides: bool) -> Text:
    mark, style = _mark(condition.value)
    text = Text(f"{mark} ", style=style)
    text.append(f"{answer_in_words(rung.answer)}, where", style="bold")
    if condition.value is None and rung.unknown is not None:
        text.append(f" (unknown: {rung.unknown})", style="dim")
    if decides:
        text.append(_DECIDES, style="bold")
        missing = (*reasoning.missing(*rung.waits), *rung.asks)
        names = [reasoning.guideline.elements[id].name for id in missing]
        text.append(f": waits for {', '.join(names)}" if names else "")
    return text


def _grow(tree: Tree, branch: Branch, shown: set[str]) -> None:
    """Hang a branch into the tree; a definition that stands there already (``shown``) is named only."""
    label = _label(branch)
    if branch.define in shown and branch.children:
        tree.add(label.append(", as above", style="dim"))
        return
    node = tree.add(label)
    for child in branch.children:
        _grow(node, child, shown)
    if branch.define:
        shown.add(branch.define)


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
