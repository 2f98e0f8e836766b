"""Facts and reasons in the guideline's words: "minor bleeding", where the case says ``primary_bleeding: minor``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.cql.values import Quantity
from resecta.draw.values import inside, listed, shown, spoken, with_unit
from resecta.draw.wording import wording
from resecta.guideline.speech import UNKNOWN, VALUE
from resecta.guideline.takes import Months
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice.model import Because
    from resecta.cql.values import Value
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline

_NAMED = 3
"""Facts named one by one; of more, their number."""
_WORKED_OUT = "from "
"""How the source of a fact begins that was worked out from others."""
_BRACKETS = re.compile(r" \(([A-Z]\d{1,3}(?:, [A-Z]\d{1,3})*)\)")
_CITED = re.compile(rf"{_BRACKETS.pattern}\.?\Z")
"""The sources in which a reason ends: they stand beside it."""


def _regimens_given(element: Element) -> Iterable[str]:
    """What the months on treatment know as given and never offer."""
    return element.derive.regimens_given if isinstance(element.derive, Months) else ()


@dataclass(frozen=True, slots=True)
class Speech:
    """How one guideline speaks of its facts. Where it has no words for one, its name stands in for them."""

    guideline: Guideline

    def noun(self, id: str) -> str:
        """What a sentence calls a fact: "whether all liver disease can be removed". One of another guideline, which
        this one does not know, is called by its id.
        """
        element = self.guideline.elements.get(id)
        return id.replace("_", " ") if element is None else element.noun or inside(element.name)

    def regimen(self, name: str) -> str:
        """Drugs given together, by the name that the guideline has for them however it is typed; one that it has no
        name for stays as it is.
        """
        given = [known for element in self.guideline.elements.values() for known in _regimens_given(element)]
        titles = {known.casefold(): known for known in given}
        for one in self.guideline.regimens.values():
            titles |= {one.id.casefold(): one.title, one.title.casefold(): one.title}
        return titles.get(name.casefold(), name)

    def source(self, text: str) -> str:
        """Where a fact is from, its dates written out; the facts that it was worked out from by their nouns."""
        elements = {element.name: element.id for element in self.guideline.elements.values()}
        names = text.removeprefix(_WORKED_OUT).split(", ")
        if text.startswith(_WORKED_OUT) and all(name in elements for name in names):
            return f"{_WORKED_OUT}{listed(self.nouns(elements[name] for name in names))}"
        return spoken(text)

    def told(self, id: str, value: Value) -> str:
        """A value of a fact in words, "" for one that goes without saying while it is not recorded."""
        element = self.guideline.elements[id]
        if value is None:
            return element.says.get(UNKNOWN, "")
        key = str(value).lower() if isinstance(value, bool) else shown(value)
        words = element.says.get(key, element.says.get(VALUE))
        if words is None:
            return f"{inside(element.name)} {inside(with_unit(value, element))}"
        return words.replace(f"{{{VALUE}}}", with_unit(value, element))

    def answer(self, id: str, value: Value) -> str:
        """One answer to a disputed question; None is the answer that there is no such thing, or that nobody knows."""
        return inside(shown(None)) if value is None else self.told(id, value)

    def reason(self, because: Because) -> str:
        """A reason without its sources: the words of its fact, for a number with the bound it is held against."""
        element, value = self.guideline.elements[because.element], because.value
        text = _CITED.sub("", because.text).rstrip(".")
        if value is None:  # with a source it has several values: open, and not "not recorded"
            return self._unrecorded((because.element,)) if because.source is None else self._inside(text)
        if isinstance(value, bool | str) or shown(value) in element.says or text == f"{element.name} is {shown(value)}":
            return self.told(because.element, value)
        bound = text.removeprefix(f"{element.name} {shown(value)}")
        number = isinstance(value, int | Decimal | Quantity) and bound != text
        return f"{self.told(because.element, value)}, which{bound}" if number else self._inside(text)

    def _inside(self, text: str) -> str:
        """A reason that names two facts as part of a sentence, neither of them in capitals."""
        for element in self.guideline.elements.values():
            text = text.replace(f" {element.name} ", f" {inside(element.name)} ")
        return inside(text)

    def reasons(self, because: Iterable[Because]) -> list[str]:
        """Reasons without their sources, each once; what is not recorded is told together, at the end."""
        told = tuple(because)
        absent = tuple(dict.fromkeys(each.element for each in told if each.value is None and each.source is None))
        found = [self.reason(each) for each in told if each.element not in absent]
        return list(dict.fromkeys((*found, self._unrecorded(absent)) if absent else found))

    def _unrecorded(self, ids: Sequence[str]) -> str:
        return wording().empty["unrecorded"].format(noun=listed(self.nouns(ids)))

    def spare(self, text: str) -> str:
        """A sentence without the codes of readings in its brackets: they open with its source."""
        return _BRACKETS.sub(self._statements, text)

    def _statements(self, cited: re.Match[str]) -> str:
        kept = [id for id in cited[1].split(", ") if id not in self.guideline.readings]
        return f" ({', '.join(kept)})" if kept else ""

    def few(self, ids: Sequence[str]) -> str:
        """What a sentence calls the first of these facts, and how many more there are."""
        told = self.nouns(ids[:_NAMED])
        if len(ids) > len(told):
            told.append(wording().way["more"].format(count=wording().count(len(ids) - len(told))))
        return listed(told)

    def nouns(self, ids: Iterable[str]) -> list[str]:
        """What a sentence calls these facts."""
        return [self.noun(id) for id in ids]
