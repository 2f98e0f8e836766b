"""A sentence of the guideline with its ``{Name}`` places filled: with one value where the case has one, and with all of
them where a dispute or a date known to its month leaves several.

``{Name?}`` says that the sentence stands without a value too; it then reads "not recorded" there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from resecta.cql.values import Date, Quantity, Value
from resecta.cql.words import say
from resecta.guideline.places import PLACE

MOST_SAID = 3
"""Values named one by one; of more, the first and the last."""

_PLACE_OF_A_DAY = re.compile(rf"(?:\b(on|since|by|before|to|[Ww]indow) )?{PLACE.pattern}")

Values = Sequence[Value]


def filled(text: str, values_of: Callable[[str], Values]) -> str:
    """The sentence; ``values_of`` gives the values that a name can have."""
    return _PLACE_OF_A_DAY.sub(lambda match: _said_after(match[1], values_of(match[2])), text)


def _said_after(word: str | None, values: Values) -> str:
    """Values after a word that goes before a day: "on 6 July 2026", "by a day between 1 May 2026 and 31 May 2026"."""
    days = [value for value in values if isinstance(value, Date)]
    if word is None or len(days) < len(values) or len(days) <= MOST_SAID:
        return said_together(values) if word is None else f"{word} {said_together(values)}"
    days.sort(key=_order)
    between = f"between {say(days[0])} and {say(days[-1])}"
    return between if word == "on" else f"{word} a day {between}"


def said_together(values: Values) -> str:
    """One value, or several as one: "6 July 2026 or 17 July 2026", "1 May 2026 to 31 May 2026"."""
    if len(values) == 1:  # nearly always
        return say(values[0])
    known = [value for value in values if value is not None]
    absent = ["not known"] if len(known) < len(values) and known else []
    if len(known) <= MOST_SAID:
        return " or ".join([*(say(value) for value in known), *absent]) if known else say(None)
    known.sort(key=_order)
    return " or ".join([f"{say(known[0])} to {say(known[-1])}", *absent])


def _order(value: Value) -> tuple[Decimal, str]:
    """Numbers and quantities by their size, dates and texts by their spelling."""
    number = value.value if isinstance(value, Quantity) else value
    return (Decimal(number), "") if isinstance(number, int | Decimal) else (Decimal(0), str(value))
