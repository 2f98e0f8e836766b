"""Dataclasses whose methods are written when they are first called: Python's own writes and compiles six methods of
every class at import, a millisecond each, for hundreds of classes of which one command makes a few.

The decorator is used as ``dataclasses.dataclass`` is, and means the same to a reader, to mypy, and to ``fields`` and
``replace``. What it makes differs in nothing but time. Both kinds do not inherit from each other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
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
    """The function that sets every field."""
    scope: dict[str, Any] = {"MISSING": MISSING, "set_by_name": object.__setattr__}
    in_order, by_name, lines = ["self"], ["*"], []
    for place, field in enumerate([field for field in every if field.init]):
        default, value = _default(field, place, scope)
        (by_name if field.kw_only else in_order).append(field.name + default)
        lines.append(f"    {_setting(cls, field.name, place, scope)}, {value})\n")
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()\n")
    parameters = ", ".join([*in_order, *(by_name if len(by_name) > 1 else ())])
    exec(f"def __init__({parameters}):\n{''.join(lines) or '    pass'}", scope)  # noqa: S102  # text of our own making
    init: Method = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _default(field: Field[Any], place: int, scope: dict[str, Any]) -> tuple[str, str]:
    """How the parameter goes on after its name, and the value that the field gets."""
    if field.default_factory is not MISSING:
        scope[f"make_{place}"] = field.default_factory
        return "=MISSING", f"make_{place}() if {field.name} is MISSING else {field.name}"
    if field.default is not MISSING:
        scope[f"default_{place}"] = field.default
        return f"=default_{place}", field.name
    return "", field.name


def _setting(cls: type, name: str, place: int, scope: dict[str, Any]) -> str:
    """The call that sets a field, up to its value: through the field's slot, which is faster than by name."""
    slot = getattr(cls, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"set_by_name(self, {name!r}"
    scope[f"set_{place}"] = slot.__set__
    return f"set_{place}(self"


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
