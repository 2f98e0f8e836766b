"""What was typed into a field: text in, a value in the terms of the case file out, or what is wrong, at the field."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from resecta.case.nodes_from_python import to_node, to_plain
from resecta.case.value import Wanted, read_date, read_value, wanted_of
from resecta.document import InputError
from resecta.interview.answer import answer_node
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.model import Element

LONGEST = 2000
"""Characters that a text of a form may have; what is longer is refused, not cut."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a field is not taken: its id, what is wrong, and the mend. What was typed stays in the field."""

    field: str
    message: str
    mend: str

    @property
    def sentence(self) -> str:
        """Both as one line."""
        return f"{self.message}; {self.mend}" if self.mend else self.message


class FormError(Exception):
    """Some fields of a form cannot be taken: all of them at once, in ``refused``."""

    def __init__(self, refused: tuple[Refused, ...]) -> None:
        super().__init__("; ".join(one.field for one in refused))
        self.refused = refused


def read_fact(element: Element, text: str, day: datetime.date, field: str) -> Any:
    """The value of an element in the terms of the case file (a number, a text, {value, unit}, an ISO date), or None
    where it was left empty. ``field`` is the name under which the form knows it. Raises FormError in the form's words.
    """
    tidy = text.strip()
    if not tidy:
        return None
    refuse_unreadable(field, tidy)
    # The message speaks of the element by its name: no reader of a form knows its id.
    wanted = replace(wanted_of(element), name=element.name)
    try:
        node = answer_node(tidy, element)
        read_value(node, wanted, day)
    except InputError as error:
        raise FormError((_refused(field, error, wanted),)) from None
    return to_plain(node)


def read_when(field: str, text: str, day: datetime.date) -> str:
    """The date of a fact as the case file has it (a day, or its month or year), "" where none was given.

    Raises FormError for what is no date, or is still to come.
    """
    if not text:
        return ""
    try:
        return str(read_date(to_node(text, field), day, done=True, what="the date"))
    except InputError as error:
        problem = error.problems[0]
        raise FormError((Refused(field, problem.message, problem.mend),)) from None


def refused_of(error: InputError) -> tuple[Refused, ...]:
    """What the board refuses, at the fields that its places name."""
    return tuple(Refused(str(one.place).rpartition(".")[2], one.message, one.mend) for one in error.problems)


def refuse_unreadable(field: str, text: str) -> None:
    """Refuse a text that is too long or holds control characters: no record is worth keeping with them."""
    if len(text) > LONGEST:
        raise FormError((Refused(field, f"{len(text):,} characters are too many", f"write at most {LONGEST:,}"),))
    if any(ord(sign) < ord(" ") and sign not in "\n\r\t" for sign in text):
        raise FormError(
            (Refused(field, "the text holds a control character", "type it again, or paste it as plain text"),)
        )


def _refused(field: str, error: InputError, wanted: Wanted) -> Refused:
    problem = error.problems[0]
    mend = problem.mend
    if mend.startswith("write {value:"):  # how a file says it; a form has its unit beside the field
        mend = f"write the number alone: it is in {wanted.unit}"
    return Refused(field, problem.message, mend)
