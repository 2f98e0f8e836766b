"""CQL text to a library. Every problem is found in one reading: a broken definition does not hide the next."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from resecta.cql.syntax.grammar import GrammarError, build
from resecta.cql.syntax.lexer import Comment, Lexed, Lines, tokenize
from resecta.cql.syntax.parts import Setting, TypeName, unescape
from resecta.cql.tree.library import Definition, Library, Parameter
from resecta.cql.tree.nodes import Expression, Null
from resecta.cql.types import ANY
from resecta.document.nearest import misspelt
from resecta.document.nodes import Spot
from resecta.document.problem import Problem
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from lark import Token

MOST_PROBLEMS = 50
STATEMENT, READING = "@statement", "@reading"
"""The tags of comments: whose words a definition computes."""
_DECLARATIONS = {"LIBRARY": "header", "PARAMETER": "parameter", "DEFINE": "definition"}


@dataclass(slots=True)
class Parser:
    """One text while it is read."""

    text: str
    file: str
    base: Library | None = None
    problems: list[Problem] = field(default_factory=list)
    name: str = ""
    version: str = ""
    parameters: dict[str, Parameter] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    lines: Lines = field(init=False)
    lexed: Lexed = field(init=False)
    setting: Setting = field(init=False)

    def __post_init__(self) -> None:
        """Split the text into tokens and declarations, and learn the names before any expression is read."""
        self.lines = Lines(self.text, self.file)
        self.lexed = tokenize(self.lines)
        known = self.base
        self.setting = Setting(
            parameters={**(known.parameters if known else {}), **self._names("PARAMETER")},
            definitions={**(known.definitions if known else {}), **self._names("DEFINE")},
            source=self.lines.source,
            note=self.note,
        )

    def note(self, spot: Spot, message: str, mend: str) -> None:
        """Keep a problem."""
        self.problems.append(spot.problem(message, mend))

    def note_faults(self) -> None:
        """Keep what is wrong with single tokens."""
        for fault in self.lexed.faults:
            self.note(self.lines.spot(fault.token), fault.message, fault.mend)

    def _names(self, kind: str) -> dict[str, None]:
        names: dict[str, None] = {}
        for first, second in zip(self.lexed.tokens, self.lexed.tokens[1:], strict=False):
            if first.type == kind and second.type in ("NAME", "QUOTED"):
                names[unescape(str(second)) if second.type == "QUOTED" else str(second)] = None
        return names

    def library(self) -> Library:
        """Everything declared; what is broken is left out and stands in ``problems``."""
        self.note_faults()
        self._refuse_misspelt_tags()
        comments = _Comments(self.lexed.comments)
        declarations = self._declarations()
        self._refuse_out_of_order(declarations)
        for tokens in declarations:
            if any(token.type == "BAD" for token in tokens):
                self._keep_name(tokens)
                continue
            try:
                made = build(tokens, _DECLARATIONS[tokens[0].type], self.setting)
            except GrammarError as error:
                self.note(error.spot, error.message, error.mend)
                self._keep_name(tokens)
            else:
                self._add(tokens, made, comments)
        return Library(self.name, self.version, self.parameters, self.definitions)

    def _declarations(self) -> list[Sequence[Token]]:
        tokens = self.lexed.tokens
        starts = [index for index, token in enumerate(tokens) if token.type in _DECLARATIONS]
        stray = tokens[: starts[0]] if starts else tokens
        if stray and stray[0].type != "BAD":
            self.note(
                self.lines.spot(stray[0]),
                f"{str(stray[0])[:40]!r} begins no declaration",
                'expected "library", "parameter" or "define"',
            )
        bounds = [*starts, len(tokens)]
        return [tokens[start:end] for start, end in itertools.pairwise(bounds)]

    def _refuse_misspelt_tags(self) -> None:
        """A tag that is nearly one of ours would be a comment like any other, and what it names be lost."""
        for comment in self.lexed.comments:
            word, *ids = comment.text.split() or [""]
            if not word.startswith("@"):
                continue
            source = self.lines.source
            spot = Spot(source, comment.line, source.line(comment.line).find(word) + 1, len(word))
            meant = misspelt(word, (STATEMENT, READING))
            if word in (STATEMENT, READING) and not ids:
                self.note(spot, f"{word} names nothing", f"write {word} and the ids, as in {word} S01 or A01")
            elif word not in (STATEMENT, READING) and meant is not None:
                self.note(spot, f'"{word}" says where nothing comes from', f"did you mean {meant}?")

    def _refuse_out_of_order(self, declarations: Sequence[Sequence[Token]]) -> None:
        """CQL's grammar has the library first, then its parameters, then its definitions."""
        defined = False
        for index, (head, *_) in enumerate(declarations):
            spot = self.lines.spot(head)
            if head.type == "LIBRARY" and index > 0:
                self.note(spot, '"library" stands only at the beginning of a file', "move it to the top")
            elif head.type == "PARAMETER" and defined:
                self.note(spot, "parameters stand before the first definition", "move it above that")
            defined = defined or head.type == "DEFINE"

    def _keep_name(self, tokens: Sequence[Token]) -> None:
        """A broken definition still has a name that others may use; an unknown value of any type stands in for it."""
        if tokens[0].type == "DEFINE" and len(tokens) > 1 and tokens[1].type == "QUOTED":
            name = unescape(str(tokens[1]))
            self.definitions.setdefault(name, Definition(name, Null(), ANY, spot=self.lines.spot(tokens[1])))

    def _add(self, tokens: Sequence[Token], made: Any, comments: _Comments) -> None:
        if tokens[0].type == "LIBRARY":
            self.name, self.version = made
            return
        word = made[0]
        self._refuse_twice(word.text, word.spot)
        about = comments.about(tokens[0].line or 0, tokens[-1].line or 0)
        if tokens[0].type == "DEFINE":
            self.definitions[word.text] = Definition(word.text, made[1], ANY, *about, spot=word.spot)
            return
        declared: TypeName | None = made[1]
        default: Expression | None = made[2]
        if declared is None and default is None:
            self.note(
                word.spot, f'parameter "{word.text}" has neither a type nor a default', "write its type after its name"
            )
        kind = declared.type if declared is not None else ANY
        self.parameters[word.text] = Parameter(word.text, kind, default, *about, spot=word.spot)

    def _refuse_twice(self, name: str, spot: Spot) -> None:
        earlier = self.parameters.get(name) or self.definitions.get(name)
        if earlier is not None and earlier.spot.line:
            self.note(spot, f'"{name}" is declared twice', f"the first stands in line {earlier.spot.line}")


class _Comments:
    """The comments of a text by the line they end on."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self._all = comments
        self._lines = [comment.line for comment in comments]  # they come in the order of the text
        self._ending = {comment.last_line: comment for comment in comments if comment.alone}

    def about(self, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Statements, readings and the other comment lines above and inside the declaration on these lines."""
        above: list[Comment] = []
        line = first - 1
        while line in self._ending:
            above.append(self._ending[line])
            line = self._ending[line].line - 1
        inside = self._all[bisect_left(self._lines, first) : bisect_right(self._lines, last)]
        statements: list[str] = []
        readings: list[str] = []
        said: list[str] = []
        for text in [comment.text for comment in reversed(above)] + [comment.text for comment in inside]:
            word, *ids = text.split() or [""]
            if word == STATEMENT:
                statements += ids
            elif word == READING:
                readings += ids
            else:
                said.append(text)
        return tuple(statements), tuple(readings), "\n".join(said)


def read_expression(
    text: str,
    file: str,
    parameters: Mapping[str, object] | None = None,
    definitions: Mapping[str, object] | None = None,
) -> tuple[Expression, list[Problem]]:
    """One expression and its problems; ``parameters`` and ``definitions`` are the names it may use."""
    parser = Parser(text, file)
    if parameters or definitions:
        parser.setting = replace(parser.setting, parameters=parameters or {}, definitions=definitions or {})
    parser.note_faults()
    if not parser.problems:
        try:
            return build(parser.lexed.tokens, "expression", parser.setting), parser.problems
        except GrammarError as error:
            parser.note(error.spot, error.message, error.mend)
    return Null(), parser.problems
