"""Dataclasses that write their methods late differ from Python's own in nothing but time."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from pathlib import Path
from typing import Any

import pytest

from resecta.lazy_dataclass import lazy_dataclass

SOURCES = Path(__file__).parents[2] / "src/resecta"
Maker = Callable[..., Any]


def classes_made_by(dataclass: Maker) -> dict[str, Any]:
    @dataclass(frozen=True, slots=True)
    class Bare:
        pass

    @dataclass(frozen=True, slots=True)
    class One:
        a: int

    @dataclass(frozen=True, slots=True)
    class Many:
        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list, compare=False)
        d: int = field(default=4, repr=False)
        e: int = field(default=5, hash=False)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        spot: int = field(default=0, compare=False, repr=False)

    @dataclass(frozen=True, slots=True)
    class Derived(Base):
        a: int
        b: int = 2

    @dataclass(frozen=True)
    class WithoutSlots(One):
        b: int = 3

    @dataclass(slots=True)
    class Changeable:
        a: int
        b: list[int] = field(default_factory=list)
        c: int = field(init=False)

        def __post_init__(self) -> None:
            self.c = self.a + 1

    @dataclass(frozen=True, slots=True, eq=False)
    class Itself:
        a: int

    @dataclass(frozen=True, slots=True)
    class OwnWords:
        a: int

        def __eq__(self, other: object) -> bool:
            return other == "own"

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    return {name: made for name, made in locals().items() if isinstance(made, type)}


PYTHONS, OURS = classes_made_by(dataclasses.dataclass), classes_made_by(lazy_dataclass)

CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Bare", (), {}),
    ("One", (1,), {}),
    ("One", (), {"a": 1}),
    ("Many", (1,), {}),
    ("Many", (1, "x", [2]), {"e": 6}),
    ("Many", (2,), {"d": 5}),
    ("Derived", (1,), {"spot": 9}),
    ("Derived", (1, 3), {}),
    ("WithoutSlots", (1,), {}),
    ("Changeable", (1,), {}),
    ("Itself", (1,), {}),
    ("OwnWords", (1,), {}),
]
WRONG: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("One", (), {}),
    ("One", (1, 2), {}),
    ("One", (1,), {"b": 2}),
    ("Derived", (1, 2, 3), {}),
]


def shape(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


@pytest.mark.parametrize(("name", "arguments", "named"), CALLS)
def test_a_value_has_the_same_fields_words_and_hash(
    name: str, arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    theirs, own = PYTHONS[name](*arguments, **named), OURS[name](*arguments, **named)
    assert shape(own) == shape(theirs)
    assert repr(own) == repr(theirs)
    assert hasattr(own, "__dict__") == hasattr(theirs, "__dict__")
    assert (OURS[name].__hash__ is None) == (PYTHONS[name].__hash__ is None)
    assert OURS[name].__match_args__ == PYTHONS[name].__match_args__
    again = OURS[name](*arguments, **named)
    assert (own == again) == (theirs == PYTHONS[name](*arguments, **named))
    if OURS[name].__hash__ is not None and own == again:
        assert hash(own) == hash(again)


@pytest.mark.parametrize(("name", "arguments", "named"), WRONG)
def test_a_wrong_call_is_refused_in_the_same_words(
    name: str, arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError) as theirs:
        PYTHONS[name](*arguments, **named)
    with pytest.raises(TypeError) as own:
        OURS[name](*arguments, **named)
    assert str(own.value) == str(theirs.value)


def test_values_are_equal_by_the_same_fields() -> None:
    rows = [(1,), (1, "b", [1]), (1, "c"), (1, "b", [], 9), (1, "b", [], 4, 9)]
    for made in (PYTHONS["Many"], OURS["Many"]):
        equal = [[made(*one) == made(*other) for other in rows] for one in rows]
        assert equal[0] == [True, True, False, False, False]
        assert hash(made(1)) == hash(made(1, "b", [], 4, 9))
        assert made(1) != PYTHONS["One"](1)


def test_nothing_can_be_set_on_a_frozen_value() -> None:
    for made in (PYTHONS["Many"], OURS["Many"]):
        value = made(1)
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'a'"):
            value.a = 2
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'a'"):
            del value.a
    changeable = OURS["Changeable"](1)
    changeable.a = 5
    assert (changeable.a, changeable.c) == (5, 2)


def test_a_list_made_by_default_belongs_to_one_value() -> None:
    one, other = OURS["Changeable"](1), OURS["Changeable"](1)
    one.b.append(1)
    assert other.b == []


def test_copies_are_equal_and_replaced_fields_differ() -> None:
    value = OURS["Many"](1, "x", [2], 5, 6)
    assert shape(copy.copy(value)) == shape(copy.deepcopy(value)) == shape(value)
    assert shape(replace(value, b="y")) == {**shape(value), "b": "y"}


def test_classes_of_one_shape_keep_their_own_names_and_defaults() -> None:
    @lazy_dataclass(frozen=True, slots=True)
    class Place:
        row: int
        column: int = 1

    @lazy_dataclass(frozen=True, slots=True)
    class Size:
        width: int
        height: int = 2

    assert shape(Place(row=3)) == {"row": 3, "column": 1}
    assert shape(Size(width=4)) == {"width": 4, "height": 2}
    with pytest.raises(TypeError, match=r"Size\.__init__\(\) got an unexpected keyword argument 'column'"):
        Size(3, column=1)


def test_a_value_is_pickled() -> None:
    from resecta.document.nodes import Scalar, Source, Spot

    scalar = Scalar("a", quoted=False, spot=Spot(Source("case.yaml", ("a",)), 1, 2))
    again = pickle.loads(pickle.dumps(scalar))  # noqa: S301 - our own
    assert again == scalar
    assert shape(again) == shape(scalar)


def test_every_dataclass_of_ours_is_made_so() -> None:
    texts = {path: path.read_text() for path in SOURCES.rglob("*.py") if path.name != "lazy_dataclass.py"}
    assert [path.name for path, text in texts.items() if "from dataclasses import dataclass" in text] == []
