"""Between plain Python data and nodes: a mapping given to the Python API is read by the same rules as a file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping as PlainMapping
from collections.abc import Sequence as PlainSequence
from decimal import Decimal
from types import NoneType
from typing import Any

from resecta.cql.values import Date, Quantity
from resecta.document import InputError, Mapping, Node, Scalar, Sequence, Source, Spot
from resecta.document.visible import composed

_DEEPEST = 40
_MOST_PLACES = 40
_MOST_BITS = 64
_SINGLE = (str, int, float, Decimal, datetime.date, Date, NoneType)
"""Most of what a case holds; asking it for an abstract class costs more than all the rest."""
_HALVES = re.compile("[\ud800-\udfff]")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,7})\.[0-9]{1,6}\Z", re.ASCII)


def to_node(value: Any, path: str, depth: int = 0) -> Node:
    """A Python value as a node. Its place is its path ("facts.age"), for there is no file with lines."""
    spot = Spot(Source(path, ()))
    if depth > _DEEPEST:
        raise InputError([spot.problem(f"nested more than {_DEEPEST} deep", "give it as a case file has it")])
    if isinstance(value, _SINGLE):
        return _scalar(value, spot)
    if isinstance(value, PlainMapping):
        keys = [_key(key, spot) for key in value]
        if len(set(keys)) < len(keys):
            raise InputError([spot.problem("two keys are one and the same text", "keep one of them")])
        items_of = zip(keys, value.values(), strict=True)
        entries = {key: to_node(item, f"{path}.{key}", depth + 1) for key, item in items_of}
        return Mapping(entries, {key: Scalar(key, quoted=True, spot=node.spot) for key, node in entries.items()}, spot)
    if isinstance(value, Quantity):
        return to_node({"value": value.value, "unit": value.unit}, path, depth)
    if isinstance(value, PlainSequence) and not isinstance(value, str | bytes):
        items = (to_node(item, f"{path}[{number}]", depth + 1) for number, item in enumerate(value))
        return Sequence(tuple(items), spot)
    return _scalar(value, spot)


def _scalar(value: Any, spot: Spot) -> Scalar:
    match value:
        case str():
            return Scalar(_text(value, spot), quoted=True, spot=spot)
        case None:
            return Scalar("null", quoted=False, spot=spot)
        case bool():
            return Scalar("true" if value else "false", quoted=False, spot=spot)
        case int():
            return Scalar(_whole(value, spot), quoted=False, spot=spot)
        case Date():
            return Scalar(str(value), quoted=False, spot=spot)
        case datetime.datetime():
            raise InputError([spot.problem("a time of day is more than a date", "give a datetime.date")])
        case datetime.date():
            return Scalar(value.isoformat(), quoted=False, spot=spot)
        case float() | Decimal():
            return Scalar(_digits(value), quoted=False, spot=spot)
        case _:
            raise InputError(
                [
                    spot.problem(
                        f"a Python {type(value).__name__} is no value of a case",
                        "give a text, number, date, list or dict",
                    )
                ]
            )


def _key(key: Any, spot: Spot) -> str:
    if not isinstance(key, str):
        raise InputError([spot.problem(f"a Python {type(key).__name__} is no key of a case", "write it as a text")])
    return _text(key, spot)


def _text(value: str, spot: Spot) -> str:
    """The text as a file would have it."""
    if _HALVES.search(value):
        raise InputError([spot.problem("half of a character pair (\\ud800 to \\udfff) stands alone", "remove it")])
    return composed(value)


def _whole(value: int, spot: Spot) -> str:
    if value.bit_length() > _MOST_BITS:
        raise InputError([spot.problem("a whole number of far too many digits", "write one of at most 15 digits")])
    return str(value)


def _digits(value: float | Decimal) -> str:
    """The number in plain digits, as many as it has; the type that reads it rounds it as it does one from a file."""
    number = Decimal(float.__repr__(value)) if isinstance(value, float) else value
    if not number.is_finite() or abs(number.adjusted()) > _MOST_PLACES:
        return str(number)  # no value of a case: the type that reads it will say so
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_plain(node: Node) -> Any:
    """A node as JSON data: what is passed through unread. Text that only looks like a number (010) stays text."""
    if isinstance(node, Mapping):
        return {key: to_plain(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [to_plain(item) for item in node]
    if node.is_null:
        return None
    if node.quoted:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if _INTEGER.match(node.text):
        return int(node.text)
    return float(node.text) if _DECIMAL.match(node.text) else node.text
