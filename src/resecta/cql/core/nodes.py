"""The nodes of the core, and the visitor that reads them.

Each node keeps the surface expression it came from (``origin``), for words and places. Two nodes are the same only if
they are one object: a part that the surface names once and the core needs twice is shared, never copied.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Generic, TypeVar

from resecta.cql.tree.nodes import Expression
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.core.meanings import OperationKind
    from resecta.cql.types import Type
    from resecta.cql.values import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """Any node of the core: its type, and the surface expression that it says."""

    type: Type
    origin: Expression = field(repr=False)

    def accept(self, visitor: CoreVisitor[T]) -> T:
        """Call the visitor's method for this node."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Node):
    """A value that no fact enters."""

    value: Value

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_constant(self)


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Node):
    """A fact or a setting by name."""

    name: str

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_parameter(self)


@dataclass(frozen=True, slots=True, eq=False)
class Definition(Node):
    """Another definition by name."""

    name: str

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_definition(self)


@dataclass(frozen=True, slots=True, eq=False)
class And(Node):
    """One false operand decides."""

    left: Node
    right: Node

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_and(self)


@dataclass(frozen=True, slots=True, eq=False)
class Or(Node):
    """One true operand decides."""

    left: Node
    right: Node

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_or(self)


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """The other truth; unknown stays unknown."""

    operand: Node

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_not(self)


@dataclass(frozen=True, slots=True, eq=False)
class IsNull(Node):
    """Whether the operand is unknown: itself never unknown."""

    operand: Node

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_is_null(self)


@dataclass(frozen=True, slots=True, eq=False)
class If(Node):
    """``then`` where the condition is true; ``otherwise`` where it is false or unknown."""

    condition: Node
    then: Node
    otherwise: Node

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_if(self)


@dataclass(frozen=True, slots=True, eq=False)
class Coalesce(Node):
    """The first operand that is known."""

    operands: tuple[Node, ...]

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_coalesce(self)


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Node):
    """Anything else: values in, a value out. ``call`` is its meaning (``meanings``); ``details`` what no operand says.

    ``strict``: one operand that is unknown makes the result unknown, and ``call`` is not asked. ``total``: the result
    is never unknown.
    """

    kind: OperationKind
    operands: tuple[Node, ...]
    details: tuple[object, ...]
    call: Callable[..., Value] = field(repr=False)
    strict: bool
    total: bool

    def accept(self, visitor: CoreVisitor[T]) -> T:
        return visitor.visit_operation(self)


class CoreVisitor(ABC, Generic[T]):
    """The base of every reader of the core: one abstract method per node, so that none can be forgotten."""

    def visit(self, node: Node) -> T:
        """What this reader makes of the node."""
        return node.accept(self)

    @abstractmethod
    def visit_constant(self, node: Constant) -> T: ...

    @abstractmethod
    def visit_parameter(self, node: Parameter) -> T: ...

    @abstractmethod
    def visit_definition(self, node: Definition) -> T: ...

    @abstractmethod
    def visit_and(self, node: And) -> T: ...

    @abstractmethod
    def visit_or(self, node: Or) -> T: ...

    @abstractmethod
    def visit_not(self, node: Not) -> T: ...

    @abstractmethod
    def visit_is_null(self, node: IsNull) -> T: ...

    @abstractmethod
    def visit_if(self, node: If) -> T: ...

    @abstractmethod
    def visit_coalesce(self, node: Coalesce) -> T: ...

    @abstractmethod
    def visit_operation(self, node: Operation) -> T: ...


def operands_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below this one, in the order in which they are asked."""
    match node:
        case And() | Or():
            return (node.left, node.right)
        case Not() | IsNull():
            return (node.operand,)
        case If():
            return (node.condition, node.then, node.otherwise)
        case Coalesce() | Operation():
            return node.operands
    return ()


def operands_in_a_row(node: And | Or) -> tuple[Node, ...]:
    """The operands of ``a and b and c``, which is ``(a and b) and c``; of an *or* the same."""
    row = [node.right]
    left = node.left
    while isinstance(left, And | Or) and type(left) is type(node):
        row.append(left.right)
        left = left.left
    return (left, *reversed(row))
