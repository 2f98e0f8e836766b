"""The logic of one definition written out in Python: where each truth in it can be what, three whole numbers at a time.

A node that someone may ask about by itself (all of a row of *and* or *or* but the last, every condition) becomes a
function of its own. What is no logic, a fact, an operation or another value, is called by a name to which ``library``
binds its step. The text names nothing of the guideline but the places of definitions, so that it can be kept and used
again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from resecta.cql.core.nodes import (
    And,
    Coalesce,
    Constant,
    CoreVisitor,
    Definition,
    If,
    IsNull,
    Node,
    Not,
    Operation,
    Or,
    Parameter,
    operands_in_a_row,
    operands_of,
)
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value

DEEPEST = 40
"""Blocks within blocks; what lies deeper becomes a function of its own."""
ENTRY = "definition"
"""The name of the function that is the definition itself, where that is a truth or a row of conditions."""
NOWHERE, EVERYWHERE = "0", "bench.every"

Names = tuple[str, str, str]
"""Expressions for the scenarios in which a node can be true, false, unknown."""


class DefinitionText(CoreVisitor[Names]):
    """One definition written out. ``functions``: node → the name of its function; ``steps``: the name that the text
    gives to the step of each node that is no logic; ``values``: the answers of a row of conditions.
    """

    def __init__(self, places: Mapping[str, int], name: str, node: Node) -> None:
        """``places``: where each definition keeps what was found of it."""
        self._places = places
        self._texts: list[str] = []
        self._lines: list[str] = []
        self._depth = 1
        self._count = 0
        self.functions: dict[int, str] = {}
        self.steps: dict[int, tuple[str, Node]] = {}
        self.values: list[Value] = []
        if node.type == BOOLEAN:
            self._entry(places[name], node)
        elif isinstance(node, If) and (rungs := _rungs(node)):
            self._ladder(places[name], rungs)
        else:
            self._within(node)

    @property
    def source(self) -> str:
        """The text of all functions."""
        return "".join(self._texts)

    # ------------------------------------------------------------------ functions

    def _entry(self, place: int, node: Node) -> None:
        """The definition: its own value where nothing open enters it; kept for whoever asks again."""
        self._line(f"if truths[{place}]:")
        self._line(f"    return truths[{place}]")
        self._line("if not bench.open & CONE:")
        self._line(f"    found = truths[{place}] = bench.sure[bench.base.definitions[NAME]]")
        self._line("    return found")
        self._line(f"found = truths[{place}] = {_tuple(self.visit(node))}")
        self._line("return found")
        self._close(ENTRY)

    def _ladder(self, place: int, rungs: Sequence[tuple[Node | None, Value]]) -> None:
        """A definition that is a row of conditions with an answer each: the first that holds."""
        self.values += dict.fromkeys(answer for _, answer in rungs)
        where = {answer: f"where{number}" for number, answer in enumerate(self.values)}
        self._line("known = bench.known")
        self._line(f"if known[{place}]:")
        self._line(f"    return known[{place}]")
        self._line("if not bench.open & CONE:")
        self._line(f"    found = known[{place}] = ((bench.base.definitions[NAME], bench.every),), 0")
        self._line("    return found")
        self._line(f"left = {EVERYWHERE}")
        self._line(f"{' = '.join(where.values())} = {NOWHERE}")
        self._block("while left:")
        for condition, answer in rungs:
            if condition is None:
                self._line(f"{where[answer]} |= left")
            else:
                true, false, unknown = self._asked(condition)
                self._block(f"if {true} & left:")
                self._line(f"{where[answer]} |= {true} & left")
                self._line(f"left &= {false} | {unknown}")
                self._block("if not left:")
                self._line("break")
                self._depth -= 2
        self._line("break")
        self._depth -= 1
        self._line(f"where = {', '.join(where.values())},")
        self._line("found = tuple([(value, mask) for value, mask in zip(VALUES, where) if mask])")
        self._line(f"found = known[{place}] = found, 0")
        self._line("return found")
        self._close(ENTRY)

    def _function(self, node: Node) -> str:
        """The name of the node's own function."""
        known = self.functions.get(id(node))
        if known is None:
            known = self.functions[id(node)] = self._new("node")
            kept = self._lines, self._depth
            self._lines, self._depth = [], 1
            self._line(f"return {_tuple(node.accept(self))}")
            self._close(known)
            self._lines, self._depth = kept
        return known

    def _close(self, name: str) -> None:
        self._texts.append(f"def {name}(bench):\n    truths = bench.truths\n{''.join(self._lines)}")

    def _within(self, node: Node) -> None:
        """The truths that stand within a value, each as a function."""
        for operand in operands_of(node):
            if operand.type == BOOLEAN:
                self._prepare(operand)
            else:
                self._within(operand)

    def _prepare(self, node: Node) -> None:
        """See to it that the node can be asked about by itself."""
        while isinstance(node, Not):
            node = node.operand
        if isinstance(node, Parameter | Operation) or _tests_value(node):
            self._step(node)
        elif not isinstance(node, Constant | Definition):
            self._function(node)

    def _asked(self, node: Node) -> Names:
        """A node that may be asked about by itself: called, not written into what needs it."""
        self._prepare(node)
        if id(node) in self.functions:
            return self._unpacked(f"{self.functions[id(node)]}(bench)")
        if isinstance(node, Not):
            true, false, unknown = self._asked(node.operand)
            return false, true, unknown
        return self.visit(node)

    # ------------------------------------------------------------------ lines and names

    def _line(self, text: str) -> None:
        self._lines.append(f"{'    ' * self._depth}{text}\n")

    def _block(self, head: str) -> None:
        self._line(head)
        self._depth += 1

    def _new(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _three(self) -> Names:
        self._count += 1
        return f"a{self._count}", f"b{self._count}", f"c{self._count}"

    def _unpacked(self, call: str) -> Names:
        names = self._three()
        self._line(f"{', '.join(names)} = {call}")
        return names

    def _step(self, node: Node) -> str:
        known = self.steps.get(id(node))
        if known is None:
            known = self.steps[id(node)] = (self._new("step"), node)
            self._within(node)
        return known[0]

    # ------------------------------------------------------------------ nodes

    def visit(self, node: Node) -> Names:
        if self._depth > DEEPEST and operands_of(node) and not isinstance(node, Operation):
            return self._unpacked(f"{self._function(node)}(bench)")
        return super().visit(node)

    def visit_constant(self, node: Constant) -> Names:
        true, false, unknown = node.value is True, node.value is False, node.value is None
        return _where(true), _where(false), _where(unknown)

    def visit_parameter(self, node: Parameter) -> Names:
        return self._unpacked(f"{self._step(node)}(bench)")

    def visit_definition(self, node: Definition) -> Names:
        place = self._places[node.name]
        return self._unpacked(f"truths[{place}] or DEFINITIONS[{place}](bench)")

    def visit_and(self, node: And) -> Names:
        return self._all(operands_in_a_row(node), _itself)

    def visit_or(self, node: Or) -> Names:
        return _contrary(self._all(operands_in_a_row(node), _contrary))  # by the law of De Morgan

    def _all(self, operands: Sequence[Node], read: Callable[[Names], Names]) -> Names:
        """All of the operands, each as ``read`` takes it. One that can only be false spares the rest."""
        *before, last = operands
        depth = self._depth
        true, false, unknown = self._unpacked(", ".join(read(self._asked(before[0]))))
        maybe = self._new("maybe")
        self._line(f"{maybe} = {true} | {unknown}")
        for operand in (*before[1:], last):
            self._block(f"if {maybe}:")
            a, b, c = read(self.visit(operand) if operand is last else self._asked(operand))
            self._line(f"{true} &= {a}")
            self._line(f"{false} |= {b}")
            self._line(f"{unknown} |= {c}")
            self._line(f"{maybe} &= {a} | {c}")
        self._depth = depth
        self._line(f"{unknown} &= {maybe}")
        return true, false, unknown

    def visit_not(self, node: Not) -> Names:
        true, false, unknown = self.visit(node.operand)
        return false, true, unknown

    def visit_is_null(self, node: IsNull) -> Names:
        if _tests_value(node):
            return self._unpacked(f"{self._step(node)}(bench)")
        true, false, unknown = self.visit(node.operand)
        return unknown, f"({true} | {false})", NOWHERE

    def visit_if(self, node: If) -> Names:
        true, false, unknown = self._asked(node.condition)
        other = self._new("other")
        self._line(f"{other} = {false} | {unknown}")
        found = self._unpacked(f"{NOWHERE}, {NOWHERE}, {NOWHERE}")
        for reached, branch in ((true, node.then), (other, node.otherwise)):
            depth = self._depth
            self._block(f"if {reached}:")
            for name, can_be in zip(found, self.visit(branch), strict=True):
                if can_be != NOWHERE:
                    self._line(f"{name} |= {reached if can_be == EVERYWHERE else f'{reached} & {can_be}'}")
            self._depth = depth
        return found

    def visit_coalesce(self, node: Coalesce) -> Names:
        true, false, left = self._unpacked(f"{NOWHERE}, {NOWHERE}, {EVERYWHERE}")
        depth = self._depth
        for place, operand in enumerate(node.operands):
            if place:
                self._block(f"if {left}:")
            a, b, c = self.visit(operand)
            self._line(f"{true}, {false}, {left} = {true} | {left} & {a}, {false} | {left} & {b}, {left} & {c}")
        self._depth = depth
        return true, false, left

    def visit_operation(self, node: Operation) -> Names:
        return self._unpacked(f"{self._step(node)}(bench)")


def _rungs(node: If) -> list[tuple[Node | None, Value]]:
    """Each condition with its answer, and the answer where none holds; empty where an answer is worked out."""
    rungs: list[tuple[Node | None, Value]] = []
    at: Node = node
    while isinstance(at, If):
        if not isinstance(at.then, Constant):
            return []
        rungs.append((at.condition, at.then.value))
        at = at.otherwise
    return [*rungs, (None, at.value)] if isinstance(at, Constant) else []


def _itself(names: Names) -> Names:
    return names


def _contrary(names: Names) -> Names:
    true, false, unknown = names
    return false, true, unknown


def _where(everywhere: bool) -> str:
    return EVERYWHERE if everywhere else NOWHERE


def _tests_value(node: Node) -> bool:
    """Whether the node asks if something that is no truth is known."""
    return isinstance(node, IsNull) and node.operand.type != BOOLEAN


def _tuple(names: Names) -> str:
    return f"({', '.join(names)})"
