"""The fast path: core nodes in, one generated Python function out that computes every definition for one case.

Each definition becomes a few lines over local variables, after those it needs. Logic is written out as Python tests and
keeps its laziness: a branch of ``if`` and a later operand of ``Coalesce`` run only where they are needed. Every other
node calls its meaning (``core.meanings``), so that nothing is said here a second time. The text is made here and
nowhere else; what a guideline says comes into it only as a quoted name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

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
    operands_of,
)
from resecta.cql.evaluate import Evaluator
from resecta.cql.values import Value

DEEPEST = 80
"""Blocks within blocks; Python reads no text indented a hundred times, so what lies deeper is interpreted."""

Program = Callable[[Mapping[str, Value]], dict[str, Value]]
"""A value for every parameter in, the value of every definition out."""


def compile_definitions(definitions: Mapping[str, Node], only: Collection[str] | None = None) -> Program:
    """A program for the definitions named in ``only`` and what they need, or for all.

    ``definitions`` come each after those it refers to, as ``core.lower`` gives them.
    """
    wanted = [name for name in definitions if only is None or name in only]
    needed = _needed(definitions, wanted)
    writer = _Writer()
    for name, node in definitions.items():
        if name in needed:
            writer.define(name, node)
    return writer.program(wanted)


def _needed(definitions: Mapping[str, Node], wanted: Collection[str]) -> set[str]:
    found: set[str] = set()
    pending: list[Node] = [definitions[name] for name in wanted]
    found.update(wanted)
    while pending:
        for below in _named(pending.pop()):
            if below not in found:
                found.add(below)
                pending.append(definitions[below])
    return found


def _named(node: Node) -> list[str]:
    named: list[str] = []
    pending = [node]
    while pending:
        at = pending.pop()
        if isinstance(at, Definition):
            named.append(at.name)
        pending.extend(operands_of(at))
    return named


class _Writer(CoreVisitor[str]):
    """Writes the lines that compute a node, and gives back a Python expression for its value."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._blocks: list[int] = [0]
        self._scope: dict[str, Any] = {}
        self._locals: dict[str, str] = {}
        self._parameters: dict[str, str] = {}
        self._shared: dict[int, tuple[str, tuple[int, ...]]] = {}
        self._count = 0

    def define(self, name: str, node: Node) -> None:
        """Write a definition; from here on its name stands for the local variable."""
        value = self.visit(node)
        self._locals[name] = value if isinstance(node, Constant) else self._store(value)

    def program(self, wanted: Collection[str]) -> Program:
        """The function that gives the values of the definitions ``wanted``."""
        result = ", ".join(f"{name!r}: {self._locals[name]}" for name in wanted)
        facts = "".join(f"    {local} = facts[{name!r}]\n" for name, local in self._parameters.items())
        source = f"def run(facts):\n{facts}{''.join(self._lines)}    return {{{result}}}\n"
        exec(compile(source, "<guideline>", "exec"), self._scope)  # noqa: S102  # text of our own making
        made: Program = self._scope["run"]
        return made

    # ------------------------------------------------------------------ lines and names

    def _line(self, text: str) -> None:
        self._lines.append(f"{'    ' * len(self._blocks)}{text}\n")

    def _new(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _store(self, text: str) -> str:
        name = self._new("t")
        self._line(f"{name} = {text}")
        return name

    def _block(self, head: str) -> None:
        self._line(head)
        self._count += 1
        self._blocks.append(self._count)

    def _named(self, thing: object, letter: str) -> str:
        name = self._new(letter)
        self._scope[name] = thing
        return name

    def _atom(self, node: Node) -> str:
        """A variable or a constant for the node; one for a node that several others share."""
        known = self._shared.get(id(node))
        if known is not None and tuple(self._blocks[: len(known[1])]) == known[1]:
            return known[0]
        text = self.visit(node)
        name = text if text.isidentifier() else self._store(text)
        self._shared[id(node)] = (name, tuple(self._blocks))
        return name

    # ------------------------------------------------------------------ nodes

    def visit(self, node: Node) -> str:
        if len(self._blocks) > DEEPEST and operands_of(node):
            defined = ", ".join(f"{name!r}: {self._locals[name]}" for name in _named(node))
            return f"{self._named(_interpret, 'f')}({self._named(node, 'c')}, facts, {{{defined}}})"
        return super().visit(node)

    def visit_constant(self, node: Constant) -> str:
        if node.value is None or isinstance(node.value, bool):
            return repr(node.value)
        return self._named(node.value, "c")

    def visit_parameter(self, node: Parameter) -> str:
        if node.name not in self._parameters:
            self._parameters[node.name] = self._new("p")
        return self._parameters[node.name]

    def visit_definition(self, node: Definition) -> str:
        return self._locals[node.name]

    def visit_and(self, node: And) -> str:
        return self._decided(node, "False", "True")

    def visit_or(self, node: Or) -> str:
        return self._decided(node, "True", "False")

    def _decided(self, node: And | Or, decisive: str, other: str) -> str:
        """The decisive value of one side decides; the right is not computed where the left does."""
        result, left = self._new("t"), self._atom(node.left)
        self._block(f"if {left} is {decisive}:")
        self._line(f"{result} = {decisive}")
        self._blocks.pop()
        self._block("else:")
        right = self._atom(node.right)
        unknown = f"None if {left} is None or {right} is None else {other}"
        self._line(f"{result} = {decisive} if {right} is {decisive} else {unknown}")
        self._blocks.pop()
        return result

    def visit_not(self, node: Not) -> str:
        operand = self._atom(node.operand)
        return f"(None if {operand} is None else not {operand})"

    def visit_is_null(self, node: IsNull) -> str:
        return f"({self._atom(node.operand)} is None)"

    def visit_if(self, node: If) -> str:
        result, condition = self._new("t"), self._atom(node.condition)
        for head, branch in ((f"if {condition} is True:", node.then), ("else:", node.otherwise)):
            self._block(head)
            self._line(f"{result} = {self.visit(branch)}")
            self._blocks.pop()
        return result

    def visit_coalesce(self, node: Coalesce) -> str:
        result, depth = self._new("t"), len(self._blocks)
        for place, operand in enumerate(node.operands):
            if place:
                self._block(f"if {result} is None:")
            self._line(f"{result} = {self.visit(operand)}")
        del self._blocks[depth:]
        return result

    def visit_operation(self, node: Operation) -> str:
        operands = [self._atom(operand) for operand in node.operands]
        call = f"{self._named(node.call, 'f')}({', '.join(operands)})"
        if not node.strict:
            return f"({call})"
        unknown = [f"{name} is None" for name in dict.fromkeys(operands) if not name.startswith("c")]
        return f"(None if {' or '.join(unknown)} else {call})" if unknown else f"({call})"


def _interpret(node: Node, facts: Mapping[str, Value], definitions: Mapping[str, Value]) -> Value:
    evaluator = Evaluator(facts)
    evaluator.definitions.update(definitions)
    return evaluator.visit(node)
