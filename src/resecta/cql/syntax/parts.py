"""What grammar rules hand up that is no expression: names, units, types, lists and the words of an operator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lark import Token

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import Precision
from resecta.document.nodes import Source, Spot
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from resecta.cql.types import Type

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
_KNOWN_ESCAPE = re.compile(r"""\\(?:u[0-9A-Fa-f]{4}|["'`\\/fnrt])""")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A name or a unit, with its place."""

    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Items:
    """A list between braces; it is no expression of its own."""

    items: tuple[nodes.Expression, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as written."""

    type: Type
    spot: Spot


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of an operator that is more than one word."""

    words: list[Any]
    spot: Spot

    def has(self, kind: str) -> bool:
        """Whether one of its words is of this kind."""
        return any(isinstance(word, Token) and word.type == kind for word in self.words)

    def precision(self) -> Precision | None:
        """How far it compares dates."""
        return next((word for word in self.words if isinstance(word, Precision)), None)


class TooDeepError(Exception):
    """The tree grew beyond MOST_LEVELS; carries where."""

    def __init__(self, spot: Spot) -> None:
        """Remember the place of the node that was one too many."""
        super().__init__("too deep")
        self.spot = spot


@dataclass(frozen=True, slots=True)
class Setting:
    """What the actions need to know of the text: the names it declares, its lines, and who takes the faults."""

    parameters: Collection[str]
    definitions: Collection[str]
    source: Source
    note: Callable[[Spot, str, str], None]


def unescape(quoted: str) -> str:
    """The text between the quotes, with its escapes resolved."""
    body = quoted[1:-1]
    if "\\" not in body:
        return body
    text = _ESCAPE.sub(_unescape_one, body)
    return _PAIR.sub(_join, text) if _HALF.search(text) else text


def escape_faults(quoted: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the escapes between the quotes, each with its mend."""
    for match in _ESCAPE.finditer(quoted[1:-1]):
        if not _KNOWN_ESCAPE.fullmatch(match[0]):
            yield f"CQL has no escape {match[0]}", r"write \\ for a backslash"
            break
    if _HALF.search(unescape(quoted)):
        yield "half of a surrogate pair is no character", "write both halves: \\ud83d\\ude00"


def nearest(name: str, setting: Setting) -> str:
    """The mend for a name that the text does not declare."""
    from difflib import get_close_matches  # only a text with a fault pays for this import

    near = get_close_matches(name, [*setting.parameters, *setting.definitions], n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else "declare it as a parameter or as a definition"


_HALF = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _join(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _unescape_one(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code[0] == "u" and len(code) == 5 else _ESCAPES.get(code, code)


def extent_of(child: Any) -> tuple[int, int, int]:
    """Line, column and length of a child, be it a token or something built."""
    if isinstance(child, Token):
        return child.line or 0, child.column or 0, len(child)
    if isinstance(child, Precision):
        return 0, 0, 0  # its phrase begins with another word, and ends no node
    if isinstance(child, tuple):
        return extent_of(child[-1])
    return child.spot.line, child.spot.column, child.spot.length
