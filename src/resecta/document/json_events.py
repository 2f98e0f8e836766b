"""JSON read strictly, as the events that YAML's parser gives, so that one builder serves both and has the places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import NoReturn

import yaml

from resecta.document.nodes import Source, Spot
from resecta.document.problem import InputError

_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-])|true\b|false\b|null\b", re.ASCII)

_STRINGS = JSONDecoder()
"""Escapes are left to the standard library; it is only ever shown a string."""


def json_events(text: str, source: Source) -> Iterator[yaml.Event]:
    """The events of a JSON text, up to the first fault."""
    return _Scanner(text, source).events()


class _Scanner:
    """Walks the text once; ``open`` is the stack of brackets, so that depth costs no recursion."""

    def __init__(self, text: str, source: Source) -> None:
        self._text = text
        self._source = source
        self._at = 0
        self._line = 0
        self._line_start = 0
        self._open: list[str] = []

    def events(self) -> Iterator[yaml.Event]:
        """One document's events."""
        self._skip()
        if self._at == len(self._text):
            return
        yield from self._value()
        while self._open:
            yield from self._next_in(self._open[-1])
        self._skip()
        if self._at < len(self._text):
            self._fail("something follows the end of the document", "remove it")

    def _next_in(self, bracket: str) -> Iterator[yaml.Event]:
        closing = "}" if bracket[0] == "{" else "]"
        self._skip()
        if self._peek() == closing and not bracket.endswith(","):
            self._open.pop()
            yield self._closed(closing)
            if self._open:
                self._after_value()
            return
        if closing == "}":
            yield self._string("a key in double quotes")
            self._skip()
            self._expect(":")
            self._skip()
        depth = len(self._open)
        yield from self._value()
        if len(self._open) == depth:
            self._after_value()

    def _after_value(self) -> None:
        """A comma, or the closing bracket is next. A comma is marked on the stack: no bracket may follow it."""
        self._skip()
        kind = self._open[-1][0]
        if self._peek() == ",":
            self._at += 1
            self._open[-1] = f"{kind},"
        elif self._peek() == ("}" if kind == "{" else "]"):
            self._open[-1] = kind
        else:
            self._fail("a comma or the closing bracket is expected here", "put it here")

    def _value(self) -> Iterator[yaml.Event]:
        char = self._peek()
        if char == '"':
            yield self._string("a value")
        elif char in ("{", "["):
            start = self._mark()
            self._at += 1
            self._open.append(char)
            kind = yaml.MappingStartEvent if char == "{" else yaml.SequenceStartEvent
            yield kind(None, None, implicit=True, start_mark=start, end_mark=self._mark())
        else:
            match = _WORD.match(self._text, self._at)
            if match is None:
                self._fail("a value is expected here", "write text in double quotes, a number, true, false or null")
            start = self._mark()
            self._at = match.end()
            yield yaml.ScalarEvent(None, None, (True, False), match[0], start, self._mark(), None)

    def _string(self, wanted: str) -> yaml.Event:
        if self._peek() != '"':
            self._fail(f"{wanted} is expected here", "write it in double quotes")
        start = self._mark()
        try:
            value, self._at = _STRINGS.raw_decode(self._text, self._at)
        except JSONDecodeError as error:
            self._at = min(error.pos, len(self._text))
            self._fail(
                f"not well-formed: {error.msg.lower().removesuffix(' at')}",
                "write the text as JSON has it, between double quotes",
            )
        if any("\ud800" <= char <= "\udfff" for char in value):
            self._fail("half of a character pair (\\ud800 to \\udfff) stands alone", "remove it")
        return yaml.ScalarEvent(None, None, (False, True), value, start, self._mark(), '"')

    def _closed(self, closing: str) -> yaml.Event:
        start = self._mark()
        self._at += 1
        kind = yaml.MappingEndEvent if closing == "}" else yaml.SequenceEndEvent
        return kind(start, self._mark())

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        end = space.end() if space else self._at
        newlines = self._text.count("\n", self._at, end)
        if newlines:
            self._line += newlines
            self._line_start = self._text.rindex("\n", self._at, end) + 1
        self._at = end

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _expect(self, char: str) -> None:
        if self._peek() != char:
            self._fail(f'"{char}" is expected here', "put it here")
        self._at += 1

    def _mark(self) -> yaml.Mark:
        return yaml.Mark("", self._at, self._line, self._at - self._line_start, None, 0)

    def _fail(self, message: str, mend: str) -> NoReturn:
        spot = Spot(self._source, self._line + 1, self._at - self._line_start + 1, 1)
        raise InputError([spot.problem(message, mend)])
