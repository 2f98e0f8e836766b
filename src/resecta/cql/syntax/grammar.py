"""The grammar, loaded once: tokens of one declaration in, what actions.py makes of them out."""

from __future__ import annotations

import itertools
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from lark import Lark, Token, UnexpectedToken
from lark import __version__ as version
from lark.lexer import Lexer

from resecta.cql.syntax.actions import Actions
from resecta.cql.syntax.cache import tables_file
from resecta.cql.syntax.lexer import KEYWORDS, PHRASES, SYMBOLS, words
from resecta.cql.syntax.parts import Setting, TooDeepError
from resecta.document.nodes import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_TOKENS = 20_000
"""What a person writes is far shorter; a longer one would only cost time."""
_READING = Lock()  # the actions hold the state of one text
_VALUES = words(
    """
    NUMBER STRING DATE NAME QUOTED LPAR NULL BOOLEAN IF CASE CONVERT CAST NOT START END SIGN UNIT UNITS DURATION
    DIFFERENCE STEP EXTENT INTERVAL
    """
)
_OPERATORS = words(
    """
    EQUALITY INEQUALITY SIGN MULTIPLY CARET AND OR IMPLIES IS AS IN CONTAINS DURING INCLUDED_IN INCLUDES PROPERLY
    BETWEEN SAME BEFORE ON_OR
    """
)
_SPELLINGS = {
    **{kind: f'"{symbol}"' for symbol, kind in SYMBOLS.items()},
    **{kind: f'"{word}"' for word, kind in (KEYWORDS | PHRASES).items()},
    "NAME": "a name",
    "QUOTED": "a name in double quotes",
    "STRING": "a text in single quotes",
    "UNIT": "a unit such as day",
    "UNITS": "a unit such as days",
    "$END": "the end",
}


class GrammarError(Exception):
    """These tokens are no declaration: the spot, the message and the mend."""

    def __init__(self, spot: Spot, message: str, mend: str) -> None:
        """Remember where and why."""
        super().__init__(message)
        self.spot, self.message, self.mend = spot, message, mend


class _Tokens(Lexer):
    """Hands the tokens on: they are made before the grammar sees them."""

    __future_interface__ = 1

    def __init__(self, _configuration: object) -> None:
        """Lark gives every lexer its configuration; this one needs none."""

    def lex(self, lexer_state: Any, _parser_state: Any) -> Iterator[Token]:
        """The tokens as they are."""
        return iter(lexer_state.text)


@cache
def _grammar() -> tuple[Lark, Actions]:
    text = files("resecta.cql.syntax").joinpath("grammar.lark").read_text(encoding="utf-8")
    actions = Actions()
    parser = Lark(
        text,
        parser="lalr",
        lexer=_Tokens,
        transformer=actions,
        keep_all_tokens=True,
        maybe_placeholders=False,
        cache=tables_file(version) or False,
    )
    return parser, actions


def build(tokens: Sequence[Token], what: str, setting: Setting) -> Any:
    """What the tokens of one declaration (or expression) say; raises GrammarError."""
    if len(tokens) > MOST_TOKENS:
        message = f"this {what} has {len(tokens)} parts; more than {MOST_TOKENS} are not read"
        raise GrammarError(_spot(tokens[0], setting), message, "give its parts names of their own")
    with _READING:
        parser, actions = _grammar()
        actions.begin(setting)
        try:
            return parser.parse(tokens)
        except UnexpectedToken as error:
            raise _unexpected(error, tokens, what, setting) from None
        except TooDeepError as error:
            message = "this expression is nested too deep"
            raise GrammarError(error.spot, message, "give its parts names of their own") from None


def _spot(token: Token, setting: Setting) -> Spot:
    return Spot(setting.source, token.line or 0, token.column or 0, len(token))


def _unexpected(error: UnexpectedToken, tokens: Sequence[Token], what: str, setting: Setting) -> GrammarError:
    parser: Any = error.interactive_parser  # lark gives it no types
    expected = describe(parser.accepts())
    if error.token.type == "$END":
        if not tokens:
            return GrammarError(Spot(setting.source, 1, 1, 1), f"there is no {what} here", f"expected {expected}")
        last = tokens[-1]
        message = f"the {what} ends too early, after {str(last)[:40]!r}"
        return GrammarError(_spot(last, setting), message, f"expected {expected}")
    token = error.token
    spot = _spot(token, setting)
    if token.type == "LBRACE":
        return GrammarError(spot, 'a list stands only after "in" and before "contains"', "ask for each value with =")
    return GrammarError(spot, f"{str(token)[:40]!r} cannot stand here", _meant(tokens, token) or f"expected {expected}")


def _meant(tokens: Sequence[Token], token: Token) -> str:
    """The mend where it shows what was meant: a unit without quotes, = twice, or a phrase that is not one word."""
    place = next((index for index, each in enumerate(tokens) if each is token), len(tokens))
    before = tokens[place - 1] if 0 < place < len(tokens) else token
    after = tokens[place + 1] if place + 1 < len(tokens) else token
    phrase = _split(tokens, place)
    if phrase:
        return phrase
    match before.type, token.type, after.type:
        case "NUMBER", "NAME", _:
            return (
                f"a unit stands in single quotes: {before} '{token}'; one of time may be days, weeks, months or years"
            )
        case "NUMBER", "COMMA", "NUMBER":
            return f"a number has a point: write {before}.{after}"
        case "EQUALITY", "EQUALITY", _ if before == token == "=":
            return "write = once"
    return ""


def _split(tokens: Sequence[Token], place: int) -> str:
    """The mend for a phrase whose words stand apart by more than a space."""
    words_there = [str(each) for each in tokens[max(0, place - 1) : place + 2]]
    pairs = [f"{one} {other}" for one, other in itertools.pairwise(words_there)]
    phrase = next((phrase for pair in pairs for phrase in PHRASES if pair.startswith(phrase)), "")
    return f'write "{phrase}" with a single space: CQL reads it as one word' if phrase else ""


def describe(accepts: set[str] | frozenset[str]) -> str:
    """What could stand here, in words."""
    left = set(accepts)
    said = []
    if {"NUMBER", "NULL"} <= left:
        said.append("a value")
        left -= _VALUES
    if "IMPLIES" in left or {"PLUS", "STAR"} <= left:
        said.append("an operator")
        left -= _OPERATORS
    said += sorted(_SPELLINGS.get(kind, kind.lower()) for kind in left - {"DEFINE", "PARAMETER", "LIBRARY"})
    return ", ".join(said[:-1]) + " or " + said[-1] if len(said) > 1 else said[0] if said else "the end"
