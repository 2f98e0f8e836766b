"""Dataclasses whose methods are written when they are first called: Python's own writes and compiles six methods of
every class at import, a millisecond each, for hundreds of classes of which one command makes a few.

The decorator is used as ``dataclasses.dataclass`` is, and means the same to a reader, to mypy, and to ``fields`` and
``replace``. What it makes differs in nothing but time. Both kinds do not inherit from each other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType, MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

Method = Callable[..., Any]


def lazy_dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> Callable[[type[T]], type[T]]:
    """What ``dataclasses.dataclass`` does to a class."""

    def made(written: type[T]) -> type[T]:
        cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(written)
        every = dataclasses.fields(cls)  # type: ignore[arg-type]  # made a dataclass in the line above
        _add(cls, "__init__", _first_init(cls, every))
        _add(cls, "__repr__", _repr_of([field.name for field in every if field.repr]))
        if eq:
            _compare(cls, every, frozen=frozen)
        if frozen:
            _freeze(cls)
        if frozen and slots:
            _copy_at_once(cls, [field.name for field in every])
        return cls

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # the same to whoever checks types
else:
    dataclass = lazy_dataclass


def _add(cls: type, name: str, method: Method) -> None:
    """A method that the class does not write itself."""
    if name not in cls.__dict__:
        method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)


def _first_init(cls: type, every: tuple[Field[Any], ...]) -> Method:
    """An ``__init__`` that puts the real one in its place when it is first called."""

    def first(self: Any, *arguments: Any, **named: Any) -> None:
        real = _init(cls, every)
        if cls.__dict__["__init__"] is first:
            setattr(cls, "__init__", real)  # noqa: B010  # mypy takes no method that is set by a dot
        real(self, *arguments, **named)

    return first


def _init(cls: type, every: tuple[Field[Any], ...]) -> Method:
    """The function that sets every field. Its code hangs on the shape of the class alone, and is written and compiled
    once for all classes of one shape; each gets it with the names of its own parameters.
    """
    taken = [field for field in every if field.init]
    in_order = [field for field in taken if not field.kw_only]
    by_name = [field for field in taken if field.kw_only]
    ordered = [*in_order, *by_name]
    made = tuple(field.default_factory is not MISSING for field in ordered)
    code = _code_of_init(len(in_order), made, hasattr(cls, "__post_init__"))
    scope: dict[str, Any] = {"MISSING": MISSING}
    for place, field in enumerate(ordered):
        scope[f"set_{place}"] = _setter(cls, field.name)
        scope[f"make_{place}"] = field.default_factory
    named = code.replace(co_name="__init__", co_varnames=("self", *(field.name for field in ordered)))
    init = FunctionType(
        named, scope, "__init__", tuple([field.default for field in in_order if _may_be_left_out(field)])
    )
    init.__kwdefaults__ = {field.name: field.default for field in by_name if _may_be_left_out(field)}
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


@cache
def _code_of_init(in_order: int, made: tuple[bool, ...], goes_on: bool) -> CodeType:
    """The code for so many parameters in order, and the rest by name. ``made``: which of the fields have a value made
    for them where none is given; ``goes_on``: there is a ``__post_init__`` to call.
    """
    names = [f"field_{place}" for place in range(len(made))]
    parameters = ["self", *names[:in_order], *(("*", *names[in_order:]) if len(names) > in_order else ())]
    lines = []
    for place, (name, is_made) in enumerate(zip(names, made, strict=True)):
        value = f"make_{place}() if {name} is MISSING else {name}" if is_made else name
        lines.append(f"    set_{place}(self, {value})\n")
    if goes_on:
        lines.append("    self.__post_init__()\n")
    scope: dict[str, Any] = {}
    exec(f"def init({', '.join(parameters)}):\n{''.join(lines) or '    pass'}", scope)  # noqa: S102  # text of our own
    code: CodeType = scope["init"].__code__
    return code


def _may_be_left_out(field: Field[Any]) -> bool:
    """Whether the field has a value of its own; where that is to be made, MISSING stands for it as ``default``."""
    return field.default is not MISSING or field.default_factory is not MISSING


def _setter(cls: type, name: str) -> Method:
    """What sets a field: where it has a slot that, which is faster than by name."""
    slot = getattr(cls, name, None)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda value, given: object.__setattr__(value, name, given)


def _repr_of(names: list[str]) -> Method:
    @recursive_repr()
    def method(self: Any) -> str:
        told = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{type(self).__qualname__}({told})"

    return method


def _compare(cls: type, every: tuple[Field[Any], ...], *, frozen: bool) -> None:
    compared = _values([field.name for field in every if field.compare])
    hashed = _values([field.name for field in every if (field.compare if field.hash is None else field.hash)])

    def equal(self: Any, other: Any) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def own_hash(self: Any) -> int:
        return hash(hashed(self))

    if cls.__dict__.get("__hash__") is None:  # Python writes None beside a class's own __eq__
        setattr(cls, "__hash__", own_hash if frozen else None)  # noqa: B010  # mypy takes no method that is set by a dot
    _add(cls, "__eq__", equal)


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """The fields of a value as a tuple."""
    if not names:
        return lambda _: ()
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda value: (found(value),)


def _freeze(cls: type) -> None:
    """Nothing can be set once the value is made."""

    def refuse_to_set(self: Any, name: str, value: Any) -> None:  # noqa: ARG001  # as Python calls it
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def refuse_to_delete(self: Any, name: str) -> None:  # noqa: ARG001  # as Python calls it
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    _add(cls, "__setattr__", refuse_to_set)
    _add(cls, "__delattr__", refuse_to_delete)


def _copy_at_once(cls: type, names: list[str]) -> None:
    """Copies and pickles of a frozen value with slots set all fields at once."""

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    _add(cls, "__getstate__", state)
    _add(cls, "__setstate__", restore)
