"""UCUM codes beyond the table, by the definitions that UCUM itself publishes: a code in, its unit out, factors exact.

The definitions are the file ``ucum-essence.xml`` of a library that brings it along (``pip install resecta[units]``). It
is read once, and only when a code is met that the table lacks.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from resecta.cql.values.units import CALENDAR_WORDS, TABLE, Dimension, Unit
from resecta.document.problem import InputError, Place, Problem
from resecta.document.quote import quote
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPACE = "{http://unitsofmeasure.org/ucum-essence}"
_TOKEN = re.compile(
    r"""
      (?P<annotation>\{[!-z|~]*\})
    | (?P<symbol>10[*^]|(?:[!-~](?<![0-9.()/{}\[\]+\-"])|\[[!-~]+?\])+)(?P<exponent>[+-]?[0-9]+)?
    | (?P<factor>[0-9]+)
    | (?P<sign>[./()])
    """,
    re.VERBOSE,
)
_NOTHING: Dimension = ()


def is_installed() -> bool:
    """Whether symbols beyond the table can be looked up at all."""
    return _essence() is not None


def look_up(code: str) -> Unit | None:
    """The unit; None where UCUM has no such code, or where it needs UCUM's definitions and they are not installed.

    What is made of the table's own symbols (a product of two lengths) is the same with and without them. A unit that is
    no multiple of others (a temperature with an offset, an arbitrary unit) is a dimension of its own: it compares with
    itself.
    """
    try:
        return _Code(code, _definitions() or _TableAlone()).unit()
    except _NoSuchCodeError:
        return None


def mend() -> str:
    """How to write a unit instead of one that nobody knows."""
    rarer = "" if is_installed() else "; for a rarer one, install resecta[units]"
    return f"write a UCUM code, such as mm or %{rarer}"


def refuse_unless_installed(code: str) -> None:
    """Raise InputError for a code that nobody knows while UCUM's definitions, which may know it, are not installed: an
    answer must not hang on what is installed.
    """
    if not is_installed():
        message = f"the unit {quote(code)} is not known without UCUM's own table"
        raise InputError([Problem(Place("unit"), message, "install resecta[units]")])


class _NoSuchCodeError(Exception):
    """The text is no UCUM code."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """A unit symbol: so many of ``unit``; a base unit and one of a kind of its own have none."""

    metric: bool
    value: Fraction
    unit: str


class _Definitions:
    """The prefixes and symbols of UCUM."""

    def __init__(self, essence: Path) -> None:
        from xml.etree import ElementTree  # only a rare unit pays

        root = ElementTree.parse(essence).getroot()  # noqa: S314 - a file of an installed library
        self.prefixes = {
            entry.attrib["Code"]: Fraction(_value(entry)["value"]) for entry in root.iter(f"{_SPACE}prefix")
        }
        self.atoms = {entry.attrib["Code"]: _Atom(True, Fraction(1), "") for entry in root.iter(f"{_SPACE}base-unit")}
        for entry in root.iter(f"{_SPACE}unit"):
            self.atoms[entry.attrib["Code"]] = _atom(entry)
        self._units: dict[str, Unit] = {}

    def symbol(self, symbol: str) -> Unit:
        """The unit of a symbol, with its prefix if it has one."""
        if symbol in self.atoms:
            return self._unit(symbol)
        for length in (2, 1):
            prefix, rest = symbol[:length], symbol[length:]
            if prefix in self.prefixes and rest in self.atoms and self.atoms[rest].metric:
                unit = self._unit(rest)
                return Unit(unit.dimension, unit.factor * self.prefixes[prefix])
        raise _NoSuchCodeError(symbol)

    def _unit(self, symbol: str) -> Unit:
        if symbol not in self._units:
            atom = self.atoms[symbol]
            below = _Code(atom.unit, self).unit() if atom.unit else Unit(((symbol, 1),), Fraction(1))
            self._units[symbol] = Unit(below.dimension, below.factor * atom.value)
        return self._units[symbol]


class _TableAlone:
    """The symbols that the table itself holds, without UCUM's definitions."""

    def symbol(self, symbol: str) -> Unit:
        """The unit of a symbol; the words of CQL's calendar are no UCUM."""
        if symbol == "10*" or symbol == "10^":
            return Unit(_NOTHING, Fraction(10))
        if symbol not in TABLE or symbol in CALENDAR_WORDS:
            raise _NoSuchCodeError(symbol)
        return TABLE[symbol]


class _Code:
    """One code, read from left to right."""

    def __init__(self, code: str, definitions: _Definitions | _TableAlone) -> None:
        self._definitions = definitions
        self._tokens = _tokens(code)

    def unit(self) -> Unit:
        """What the whole code stands for."""
        unit = self._term()
        if self._tokens:
            raise _NoSuchCodeError(self._tokens[-1][0])
        return unit

    def _term(self) -> Unit:
        total = self._over(Unit(_NOTHING, Fraction(1))) if self._next("/") else self._component()
        while True:
            if self._next("."):
                total = _times(total, self._component(), 1)
            elif self._next("/"):
                total = self._over(total)
            else:
                return total

    def _over(self, total: Unit) -> Unit:
        return _times(total, self._component(), -1)

    def _component(self) -> Unit:
        if self._next("("):
            unit = self._term()
            if not self._next(")"):
                raise _NoSuchCodeError(")")
            return self._annotated(unit)
        if not self._tokens or self._tokens[-1].lastgroup == "sign":
            raise _NoSuchCodeError("")
        token = self._tokens.pop()
        if token["annotation"]:
            return Unit(_NOTHING, Fraction(1))
        if token["factor"]:
            factor = int(token["factor"])
            if factor == 0:
                raise _NoSuchCodeError(token["factor"])
            return self._annotated(Unit(_NOTHING, Fraction(factor)))
        power = int(token["exponent"] or 1)
        return self._annotated(_times(Unit(_NOTHING, Fraction(1)), self._definitions.symbol(token["symbol"]), power))

    def _annotated(self, unit: Unit) -> Unit:
        if self._tokens and self._tokens[-1]["annotation"]:
            self._tokens.pop()
        return unit

    def _next(self, sign: str) -> bool:
        if self._tokens and self._tokens[-1]["sign"] == sign:
            self._tokens.pop()
            return True
        return False


def _tokens(code: str) -> list[re.Match[str]]:
    """The tokens of a code, the first one last."""
    found = []
    offset = 0
    while offset < len(code):
        match = _TOKEN.match(code, offset)
        if match is None or len(code) > _LONGEST:
            raise _NoSuchCodeError(code[offset:])
        found.append(match)
        offset = match.end()
    return found[::-1]


_LONGEST = 100
"""No code that anybody writes is longer; a longer one would only cost time."""
_HIGHEST_POWER = 99


def _times(left: Unit, right: Unit, power: int) -> Unit:
    if abs(power) > _HIGHEST_POWER:
        raise _NoSuchCodeError(str(power))
    powers = dict(left.dimension)
    for name, exponent in right.dimension:
        powers[name] = powers.get(name, 0) + exponent * power
    dimension = tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
    return Unit(dimension, left.factor * right.factor**power)


def _atom(entry: Element) -> _Atom:
    attributes, value = entry.attrib, _value(entry)
    metric = attributes["isMetric"] == "yes"
    unit = value["Unit"]
    if attributes.get("isSpecial") == "yes" or (attributes.get("isArbitrary") == "yes" and unit == "1"):
        return _Atom(metric, Fraction(1), "")
    return _Atom(metric, Fraction(value["value"]), unit)


def _value(entry: Element) -> dict[str, str]:
    found = entry.find(f"{_SPACE}value")
    return {} if found is None else found.attrib


@cache
def _definitions() -> _Definitions | None:
    essence = _essence()
    return None if essence is None else _Definitions(essence)


@cache
def _essence() -> Path | None:
    """The file of UCUM's definitions, found without importing the library around it."""
    spec = find_spec("ucumvert")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "vendor" / "ucum-essence.xml"
    return path if path.is_file() else None
