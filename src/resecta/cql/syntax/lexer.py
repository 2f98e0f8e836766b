"""Text to tokens, each with its place; comments are kept aside. What no token begins with is a problem, and reading
goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lark import Token

from resecta.document.nodes import Source, Spot
from resecta.document.source import BYTE_ORDER_MARK
from resecta.lazy_dataclass import dataclass

_MOST_POINTED_AT = 60
MOST_BRACKETS = 200
"""Deeper nesting than this is refused before it is parsed."""


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


PHRASES = {
    "or before": "OR_BEFORE",
    "or after": "OR_BEFORE",
    "on or": "ON_OR",
    "or on": "OR_ON",
    "included in": "INCLUDED_IN",
}
"""Words that CQL's grammar has as one token, with the single space between them."""
_SHARED = {
    "or": "OR",
    "xor": "OR",
    "true": "BOOLEAN",
    "false": "BOOLEAN",
    "before": "BEFORE",
    "after": "BEFORE",
    "div": "MULTIPLY",
    "mod": "MULTIPLY",
    "successor": "STEP",
    "predecessor": "STEP",
    "minimum": "EXTENT",
    "maximum": "EXTENT",
    "Interval": "INTERVAL",
}
KEYWORDS = _SHARED | {
    word: word.upper()
    for word in words(
        """
        library version parameter default define and implies not is as cast null in contains during
        includes properly between same of difference duration start end from if then else case when convert to
        """
    )
}
"""Reserved words and the kind of token each is; words that stand in the same places are of one kind."""
UNITS = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
OUTSIDE = words(
    """
    aggregate all asc ascending by called Choice code Code codesystem codesystems collapse concept Concept context
    date desc descending display distinct ends except exists expand external flatten fluent function include
    intersect let List meets occurs overlaps per point private public return returns singleton sort starting starts
    time timezone timezoneoffset Tuple union using valueset where width with within without
    """
)
"""Words of CQL for what this subset leaves out: queries, lists, terminology, the rest of interval algebra."""

SYMBOLS = {
    ":": "COLON",
    ",": "COMMA",
    ".": "DOT",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LBRACKET",
    "]": "RBRACKET",
    "{": "LBRACE",
    "}": "RBRACE",
    "=": "EQUALITY",
    "!=": "EQUALITY",
    "~": "EQUALITY",
    "!~": "EQUALITY",
    "<": "INEQUALITY",
    "<=": "INEQUALITY",
    ">": "INEQUALITY",
    ">=": "INEQUALITY",
    "+": "SIGN",
    "-": "SIGN",
    "*": "MULTIPLY",
    "/": "MULTIPLY",
    "^": "CARET",
}

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>//[^\r\n]*|/\*.*?\*/)
    | (?P<date>@(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?:T[0-9:.]*(?:[+-][0-9:]+|Z)?)?|[0-9T:.\-Z]*))
    | (?P<number>[0-9]+(?:\.[0-9]+)?L?)
    | (?P<phrase>o(?:r[ ](?:before|after|on)|n[ ]or)|included[ ]in)
    | (?P<word>properly(?:[ \t\r\n]|//[^\r\n]*[\r\n]|/\*(?:[^*]|\*(?!/))*\*/)+between\b|[A-Za-z_][A-Za-z0-9_]*)
    | (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<quoted>"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)
    | (?P<symbol><=|>=|!=|!~|[:,.()\[\]{}=~<>+\-*^]|/(?!\*))
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its slashes, and the lines it takes; ``alone`` where nothing stands before it on its line."""

    text: str
    line: int
    last_line: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one token."""

    token: Token
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Lexed:
    """Everything read from one text. A token that is at fault has the type BAD."""

    tokens: tuple[Token, ...]
    comments: tuple[Comment, ...]
    faults: tuple[Fault, ...]


class Lines:
    """From an offset in the text to line and column, both from 1, and from them to a spot."""

    def __init__(self, text: str, file: str) -> None:
        """Remember where each line begins."""
        self.text = text
        ends = list(re.finditer(r"\r\n?|\n", text))
        self._starts = [0, *(match.end() for match in ends)]
        stops = [*(match.start() for match in ends), len(text)]
        lines = tuple(text[start:stop] for start, stop in zip(self._starts, stops, strict=True))
        self.source = Source(file, lines)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at this offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def spot(self, token: Token) -> Spot:
        """Where a token stands; of a very long one, only its beginning is pointed at."""
        return Spot(self.source, token.line or 0, token.column or 0, min(len(token), _MOST_POINTED_AT))


def tokenize(lines: Lines) -> Lexed:
    """Read the whole text; faults do not stop the reading."""
    text, size = lines.text, len(lines.text)
    tokens: list[Token] = []
    comments: list[Comment] = []
    faults: list[Fault] = []
    offset = depth = 0
    while offset < size:
        match = _TOKEN.match(text, offset)
        kind = match.lastgroup if match is not None else None
        end = match.end() if match is not None else _end_of_fault(text, offset)
        piece = text[offset:end]
        if kind == "comment":
            comments.append(_comment(lines, offset, piece))
        elif kind != "space":
            token = _token(lines, offset, piece, kind)
            depth += (piece in _OPENING) - (piece in _CLOSING)
            message, mend = _fault(token) if depth <= MOST_BRACKETS else (_TOO_DEEP, "")
            if message:
                token.type = "BAD"
                faults.append(Fault(token, message, mend))
            tokens.append(token)
            if depth > MOST_BRACKETS:  # one message, not one per bracket
                break
        offset = end
    return Lexed(tuple(tokens), tuple(comments), tuple(faults))


_TOO_DEEP = f"brackets are nested more than {MOST_BRACKETS} deep"


_LINE_END = re.compile(r"[\r\n]")


def _end_of_fault(text: str, offset: int) -> int:
    """An open quote or comment spoils the rest of its line; another character spoils what follows up to a token."""
    if text[offset] in "'\"`" or text.startswith("/*", offset):
        line_end = _LINE_END.search(text, offset)
        return len(text) if line_end is None else line_end.start()
    end = offset + 1
    while end < len(text) and text[end] not in "'\"`/\r\n" and _TOKEN.match(text, end) is None:
        end += 1
    return end


def _comment(lines: Lines, offset: int, piece: str) -> Comment:
    first, column = lines.place(offset)
    body = piece[2:-2] if piece.startswith("/*") else piece[2:]
    last, _ = lines.place(offset + len(piece))
    return Comment(body.strip(), first, last, not lines.source.line(first)[: column - 1].strip())


def _token(lines: Lines, offset: int, piece: str, kind: str | None) -> Token:
    line, column = lines.place(offset)
    if kind == "word":
        kind = _word(piece)
    elif kind == "symbol":
        kind = SYMBOLS[piece]
    elif kind == "phrase":
        kind = PHRASES[piece] if not lines.text[offset + len(piece) :][:1].isidentifier() else "runon"
    return Token((kind or "BAD").upper(), piece, offset, line, column, line, column + len(piece), offset + len(piece))


def _word(word: str) -> str:
    if word in KEYWORDS:
        return KEYWORDS[word]
    if not word.isidentifier():  # two words with space or comments between them
        return "BETWEEN"  # one token, so that the grammar need not look two ahead
    if word in OUTSIDE:
        return "BAD"
    if word in UNITS:
        return "UNIT"
    return "UNITS" if word[:-1] in UNITS and word.endswith("s") else "NAME"


_WITHOUT = "say it without (the words there are: docs/reference/language.md); a name stands in double quotes"
_MEANT = {
    "%": "a unit stands in single quotes, as in 35 '%'",
    **dict.fromkeys("“”„«»", 'write " in place of it'),
    **dict.fromkeys("‘’‚", "write ' in place of it"),
    "&": "write and",
    "|": "write or",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "−": "write - in place of it",
}
"""What somebody meant who wrote a sign that CQL does not have."""


def _mend_of_sign(sign: str) -> str:
    if sign.isspace():
        return "write a plain space in place of it"
    return _MEANT.get(sign, "take it out; texts stand in single quotes, names in double ones")


def _fault(token: Token) -> tuple[str, str]:
    """What is wrong with the token, and the mend; two empty texts where nothing is."""
    text = str(token)
    match token.type:
        case "BAD" if text in OUTSIDE:
            return f"{text!r} is CQL, but not of the part that a guideline is written in", _WITHOUT
        case "RUNON":
            return f"CQL reads {text!r} as one word, wherever it stands", "put the name after it in double quotes"
        case "BAD" if text.startswith(BYTE_ORDER_MARK):
            return "a byte order mark is not CQL", "save the file as UTF-8 without it"
        case "BAD" if text[0] in "'\"`":
            return "this quote is never closed on its line", f"add a closing {text[0]}"
        case "BAD" if text.startswith("/*"):
            return "this comment is never closed", "add */"
        case "BAD":
            return (
                f"{text[:20]!r} begins nothing in CQL",
                _mend_of_sign(text[0]),
            )
        case "NUMBER" if text.endswith("L"):
            return f"{text} is a Long, a type that guidelines do not use", f"write {text[:-1]}"
        case "DATE" if "T" in text:
            day = text.split("T")[0]
            return (
                f"{text} has a time of day; guidelines count in days",
                f"write {day if len(day) > 1 else 'a date such as @2026-05-25'}",
            )
    return "", ""
