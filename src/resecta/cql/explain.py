"""The whole tree of one conclusion for one case: every definition, condition and fact below it, each with its value.

``explain(run, name)`` gives nested branches; whoever prints them puts ✓, ✗ or ? before each by its value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from resecta.cql.core.lower import case_condition
from resecta.cql.run import Run
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.values import Value
from resecta.cql.words import say, sentence


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a conclusion: in words, with its value. ``define`` is set where the part is a definition itself."""

    text: str
    value: Value
    children: tuple[Branch, ...] = ()
    define: str = ""
    statements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def explain(run: Run, name: str) -> Branch:
    """The tree of a definition."""
    definition = run.library.definitions[name]
    return Branch(name, run.value(name), _below(run, definition), name, definition.statements, definition.readings)


def _below(run: Run, definition: Definition) -> tuple[Branch, ...]:
    """What a definition is made of; an ``and`` lists its parts without a line of its own."""
    node = definition.expression
    if isinstance(node, nodes.And):
        return tuple(_parts(run, node, definition.name))
    return (_branch(run, node, definition.name),)


def _branch(run: Run, node: nodes.Expression, define: str) -> Branch:
    match node:
        case nodes.DefinitionReference():
            return explain(run, node.name)
        case nodes.Not():
            denied = _branch(run, node.operand, define)
            # A fact is worded as it came out, so that only a whole conclusion needs to be said to be denied.
            text = f"Not: {denied.text}" if denied.children else denied.text
            return replace(denied, text=text, value=run.value_at(node), define="")
        case nodes.IsTrue() | nodes.IsFalse() if not isinstance(node.operand, nodes.ParameterReference):
            tested = _branch(run, node.operand, define)
            return Branch(_truth(node), run.value_at(node), (tested,))
        case nodes.And() | nodes.Or() | nodes.Xor() | nodes.Implies():
            return Branch(_TITLES[type(node)], run.value_at(node), tuple(_parts(run, node, define)))
        case nodes.If() | nodes.Case():
            return _choice(run, node, define)
        case nodes.As() | nodes.Promote():
            return _branch(run, node.operand, define)
        case nodes.Coalesce():
            return _coalesce(run, node, define)
        case _:
            return _leaf(run, node, define)


_TITLES: dict[type[nodes.Expression], str] = {
    nodes.And: "All of these",
    nodes.Or: "One of these",
    nodes.Xor: "One of these, not both",
    nodes.Implies: "If the first, then the second",
}


def _parts(run: Run, node: nodes.Expression, define: str) -> Iterable[Branch]:
    match node:
        case nodes.And() | nodes.Or():
            for operand in _flat(node, type(node)):
                yield _branch(run, operand, define)
        case nodes.Xor() | nodes.Implies():
            yield _branch(run, node.left, define)
            yield _branch(run, node.right, define)


def _flat(node: nodes.Expression, kind: type[nodes.Expression]) -> Iterable[nodes.Expression]:
    if isinstance(node, nodes.And | nodes.Or) and isinstance(node, kind):
        yield from _flat(node.left, kind)
        yield from _flat(node.right, kind)
    else:
        yield node


def _choice(run: Run, node: nodes.If | nodes.Case, define: str) -> Branch:
    """The conditions as far as they were asked, and the branch that was taken."""
    children: list[Branch] = []
    for condition, result in _choices(run, node):
        asked = _branch(run, condition, define)
        children.append(replace(asked, text=f"If: {asked.text}"))
        if asked.value is True:
            children.append(_then(run, result, define))
            break
    else:
        children.append(_then(run, _last(node), define))
    return Branch("The first that holds", run.value_at(node), tuple(children))


def _then(run: Run, result: nodes.Expression, define: str) -> Branch:
    taken = _branch(run, result, define)
    return replace(taken, text=f"Then: {taken.text}")


def _truth(node: nodes.IsTrue | nodes.IsFalse) -> str:
    wanted = "true" if isinstance(node, nodes.IsTrue) else "false"
    return f"{'Not known' if node.negated else 'Known'} to be {wanted}"


def _choices(run: Run, node: nodes.Expression) -> Iterable[tuple[nodes.Expression, nodes.Expression]]:
    if isinstance(node, nodes.If):
        yield node.condition, node.then
        yield from _choices(run, node.otherwise)
    elif isinstance(node, nodes.Case):
        yield from ((case_condition(node, item), item.then) for item in node.items)


def _last(node: nodes.Expression) -> nodes.Expression:
    while isinstance(node, nodes.If):
        node = node.otherwise
    return node.otherwise if isinstance(node, nodes.Case) else node


def _coalesce(run: Run, node: nodes.Coalesce, define: str) -> Branch:
    """The operand that was known, or what is not recorded and what it therefore counts as."""
    value = run.value_at(node)
    for operand in node.operands[:-1]:
        if run.value_at(operand) is not None:
            return _branch(run, operand, define)
    last = node.operands[-1]
    if not isinstance(last, nodes.Literal):
        return _branch(run, last, define)
    absent = _branch(run, node.operands[0], define)
    return replace(absent, text=f"{absent.text}; taken as {say(value)}", value=value)


def _leaf(run: Run, node: nodes.Expression, define: str) -> Branch:
    if isinstance(node, nodes.Null):
        return Branch("Unknown", None)
    if isinstance(node, nodes.Literal):
        return Branch(say(node.value), node.value)
    atom = run.atom_at(node, define)
    if atom.value is None or isinstance(atom.value, bool):
        return Branch(sentence(atom, run.value, asked=True), atom.value)
    return Branch(f"{_name(node)}{say(atom.value)}", atom.value)


def _name(node: nodes.Expression) -> str:
    return f"{node.name} " if isinstance(node, nodes.ParameterReference) else ""
