"""One conclusion with everything it rests on, printed or as JSON: rungs and conditions by value, ✓ true, ✗ false,
? unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from resecta.advice.defined import defined
from resecta.advice.reasoning import Reasoning
from resecta.advice.scenarios import Scenarios
from resecta.case.model import Case
from resecta.cql import literal
from resecta.cql.explain import Branch
from resecta.cql.values import Value
from resecta.cql.words import say
from resecta.document.nearest import nearest
from resecta.document.problem import InputError, Place, Problem
from resecta.guideline.ladder import Ladder, answer_in_words
from resecta.guideline.model import Finding
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

MARKS = {True: ("✓", "green"), False: ("✗", "red")}
UNKNOWN = ("?", "yellow")
_DECIDES = "  ← decides"
KINDS = ("strategy", "recommendation", "finding", "regimen", "notice", "definition")


@dataclass(frozen=True, slots=True)
class ExplainedRung:
    """A rung of a ladder for one case. ``condition``: its tree; None of the last rung, which holds where no other does.
    ``unknown``: why it may be passed over where its condition is unknown; ``waits``: the names of the facts that it
    waits for, told where it decides.
    """

    answer: Status | str | bool
    condition: Branch | None
    decides: bool
    unknown: str | None = None
    waits: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same as JSON data."""
        return {
            "answer": self.answer,
            "decides": self.decides,
            "waits_for": list(self.waits),
            "condition": None if self.condition is None else _branch_to_json(self.condition),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A conclusion with everything it rests on: of what has a ladder every ``rungs``, from the top down; else the
    ``tree`` of its definition, under a ``label``.

    ``disputed``: the facts that are, each with the side that is shown here, the first: a tree shows one side at a time,
    and none is right until settled; ``rough``: the dates that are known to their month or year, of which the first day
    is shown. ``whichever``: what the conclusion comes to whatever these are, "" where it differs or hangs on none of
    them; ``otherwise``: what else it comes to on other sides or days.
    """

    kind: str
    id: str
    title: str
    rungs: tuple[ExplainedRung, ...]
    label: str
    tree: Branch | None
    disputed: tuple[str, ...]
    rough: tuple[str, ...] = ()
    whichever: str = ""
    otherwise: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same as JSON data; the value of a part is true, false, null or a text."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "rungs": [rung.to_json() for rung in self.rungs],
            "tree": None if self.tree is None else _branch_to_json(self.tree),
            "disputed": list(self.disputed),
            "rough": list(self.rough),
            "whichever": self.whichever,
            "otherwise": list(self.otherwise),
        }


def explained(guideline: Guideline, case: Case, id: str) -> Explanation:
    """The conclusion ``id`` (or ``kind:id``, or a definition's name) for this case. Raises InputError where the
    guideline has no such id.
    """
    kind, name = _find(guideline, id)
    open_ = Scenarios(guideline, case) if case.disputes or case.hangs else None
    reasoning = Reasoning(guideline, case.facts, case.assessed_on) if open_ is None else open_.reasoning(0)
    item = _collections(guideline)[kind][name]
    ladder = guideline.ladders.get(name if kind == "definition" else f"{kind}:{name}")
    label, define = ("True when", item.define) if isinstance(item, Finding) else ("In the logic", name)
    key = define if ladder is None else ladder.key
    outcomes = () if open_ is None else open_.outcomes(key)
    hanging = {key for keys in case.hangs.values() for key in keys}
    return Explanation(
        kind=kind,
        id=name,
        title=getattr(item, "title", name),
        rungs=() if ladder is None else tuple(_rungs(reasoning, ladder)),
        label=label,
        tree=reasoning.explain(define) if ladder is None else None,
        disputed=tuple(_side(guideline, reasoning, dispute.element) for dispute in case.disputes),
        rough=tuple(f"{date.what} ({say(date.about.written)})" for date in case.approximate if date.key in hanging),
        whichever=_whichever(guideline, case, key),
        otherwise=tuple(_in_words(guideline, key, value) for value in outcomes if value != reasoning.value(key)),
    )


def _side(guideline: Guideline, reasoning: Reasoning, element: str) -> str:
    """A disputed fact with the side that is shown."""
    value = reasoning.facts[element].value if element in reasoning.facts else None
    return f"{guideline.elements[element].name} ({'not known' if value is None else say(value)})"


def _whichever(guideline: Guideline, case: Case, define: str) -> str:
    """The value that a definition or ladder has on every side and day, in words; "" where nothing is open or it has
    none.
    """
    value = defined(guideline, case)(define) if case.disputes or case.hangs else None
    return "" if value is None else _in_words(guideline, define, value)


def _in_words(guideline: Guideline, define: str, value: Value) -> str:
    """What a definition or ladder comes to."""
    if value is None:
        return "not known"
    return answer_in_words(value) if isinstance(value, bool | str) and define in guideline.ladders else literal(value)


def _all_rungs(rungs: tuple[ExplainedRung, ...]) -> tuple[ExplainedRung, ...]:
    return rungs


def _all_parts(branch: Branch) -> tuple[Branch, ...]:
    return branch.children


def _to_the_deciding(rungs: tuple[ExplainedRung, ...]) -> tuple[ExplainedRung, ...]:
    """Down to the rung that decides: those above it had to be passed, none below it is looked at."""
    deciding = next(place for place, rung in enumerate(rungs) if rung.decides)
    return rungs[: deciding + 1]


def _forcing(branch: Branch) -> tuple[Branch, ...]:
    return branch.forcing


@dataclass(frozen=True, slots=True)
class DetailShown:
    """How much of an explanation is shown: which rungs of a ladder, and which conditions below one."""

    rungs: Callable[[tuple[ExplainedRung, ...]], tuple[ExplainedRung, ...]]
    parts: Callable[[Branch], tuple[Branch, ...]]


WHOLE = DetailShown(_all_rungs, _all_parts)
FORCING = DetailShown(_to_the_deciding, _forcing)
"""Only what forces the value."""


def print_explanation(explanation: Explanation, console: Console, extent: DetailShown = WHOLE) -> None:
    """Print the conclusion with the rungs, or the conditions, that it rests on, as many as the ``extent`` has."""
    console.print(Text(f"{explanation.title} ({explanation.kind}:{explanation.id})", style="bold"))
    _print_what_is_open(explanation, console)
    console.print()
    if explanation.tree is None:
        console.print(_ladder(extent.rungs(explanation.rungs), extent.parts))
    else:
        tree = _tree(explanation.label)
        _grow(tree, explanation.tree, set(), extent.parts)
        console.print(tree)


def _print_what_is_open(explanation: Explanation, console: Console) -> None:
    """Before the tree of one side: which it is, and what the conclusion comes to on others."""
    for name in explanation.disputed:
        console.print(Text(f"Disputed, one side is shown: {name}", style="yellow"))
    for date in explanation.rough:
        console.print(Text(f"Its day is not known, one is shown: {date}", style="yellow"))
    if explanation.whichever:
        console.print(Text(f"Whatever they turn out to be: {explanation.whichever}"))
    elif explanation.otherwise:
        console.print(Text(f"On another side or day: {', '.join(explanation.otherwise)}"))


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
    if id in guideline.library.definitions:  # a definition's name may hold a colon
        return "definition", id
    near = nearest(name, [known for collection in collections.values() for known in collection])
    mend = f"did you mean {near}?" if near else "`resecta guideline show` lists every id"
    raise InputError([Problem(Place("--explain"), f"the guideline has no conclusion {id!r}", mend)])


def _tree(label: str) -> Tree:
    return Tree(Text(label, style="bold"), guide_style="dim")


def _rungs(reasoning: Reasoning, ladder: Ladder) -> Iterator[ExplainedRung]:
    """A ladder from the top down, and which of its rungs decides here."""
    decided = False
    for rung, condition in zip(ladder.rungs, reasoning.rungs(ladder.key), strict=True):
        decides = condition.value is True and not decided
        decided = decided or decides
        missing = (*reasoning.missing(*rung.waits), *rung.asks) if decides else ()
        names = tuple(reasoning.guideline.elements[id].name for id in missing)
        yield ExplainedRung(rung.answer, condition, decides, rung.unknown, names)
    yield ExplainedRung(ladder.otherwise, None, not decided)


def _ladder(rungs: tuple[ExplainedRung, ...], parts: Callable[[Branch], tuple[Branch, ...]]) -> Tree:
    tree = _tree("The first rung that holds decides")
    shown: set[str] = set()
    for rung in rungs:
        node = tree.add(_rung(rung))
        if rung.condition is not None:
            _grow(node, rung.condition, shown, parts)
    return tree


def _rung(rung: ExplainedRung) -> Text:
    answer = answer_in_words(rung.answer)
    if rung.condition is None:
        text = Text(f"{answer}, where none of these holds")
    else:
        mark, style = _mark(rung.condition.value)
        text = Text(f"{mark} ", style=style)
        text.append(f"{answer}, where", style="bold")
        if rung.condition.value is None and rung.unknown is not None:
            text.append(f" (unknown: {rung.unknown})", style="dim")
    if rung.decides:
        text.append(_DECIDES, style="bold")
        text.append(f": waits for {', '.join(rung.waits)}" if rung.waits else "")
    return text


def _grow(tree: Tree, branch: Branch, shown: set[str], parts: Callable[[Branch], tuple[Branch, ...]]) -> None:
    """Hang a branch into the tree; a definition that stands there already (``shown``) is named only."""
    label = _label(branch)
    if branch.define in shown and branch.children:
        tree.add(label.append(", as above", style="dim"))
        return
    node = tree.add(label)
    for child in parts(branch):
        _grow(node, child, shown, parts)
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
