"""One undisputed set of facts, reasoned over: definitions in, truth with its reasons and open facts out.

Names of definitions go in; elements' ids come out. The tracer of the guideline does the logic, this file the words
and the provenance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from resecta.advice.model import Because
from resecta.case.model import Fact
from resecta.cql.explain import Branch, explain
from resecta.cql.values import Date, Value
from resecta.cql.words import say, sentence
from resecta.cql.words.atom import Atom
from resecta.guideline.model import Note
from resecta.guideline.pack import Guideline

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class Reasoning:
    """The guideline's definitions over one set of facts, evaluated as they are asked for."""

    def __init__(self, guideline: Guideline, facts: Mapping[str, Fact], assessed_on: Date | None) -> None:
        self.guideline = guideline
        self.facts = facts
        self.assessed_on = assessed_on
        names = guideline.element_names
        values: dict[str, Value] = dict(guideline.settings_values)
        values["Assessed on"] = assessed_on
        for id, fact in facts.items():
            values[names[id]] = fact.value
        self._run = guideline.tracer(values)
        self._sentences: dict[Atom, tuple[Because, ...]] = {}
        self._forced: dict[str, tuple[Because, ...]] = {}

    def truth(self, define: str) -> bool | None:
        """The truth of a Boolean definition; None is unknown."""
        value = self._run.value(define)
        return value if isinstance(value, bool) else None

    def value(self, name: str) -> Value:
        """The value of a definition or, failing that, of a parameter."""
        return self._run.value(name)

    def date(self, define: str) -> Date | None:
        """The value of a definition of type Date; None also where the window has no such end."""
        value = self._run.value(define) if define else None
        return value if isinstance(value, Date) else None

    def because(self, *defines: str) -> tuple[Because, ...]:
        """The facts that force these definitions' truth, each once, in the order of the definitions.

        A fact that is not recorded is a reason only where no recorded one is (KRAS not recorded: test it).
        """
        # Keyed by two strings, whose hashes Python keeps: this runs for every conclusion of every case.
        found = {(because.element, because.text): because for define in defines for because in self._because(define)}
        recorded = tuple(because for because in found.values() if because.element in self.facts)
        return recorded or tuple(found.values())

    def missing(self, *defines: str) -> tuple[str, ...]:
        """The ids of the elements that would settle these definitions, in the order of the guideline."""
        ids = self.guideline.element_ids
        named = {ids[name] for define in defines for name in self._run[define].missing if name in ids}
        return tuple(id for id in self.guideline.elements if id in named)

    def explain(self, define: str) -> Branch:
        """The whole tree of a definition, each part with its value."""
        return explain(self._run, define)

    def interpolate(self, text: str) -> str:
        """Write the values of facts and definitions into a sentence's ``{Name}`` places."""
        return _PLACEHOLDER.sub(lambda match: say(self.value(match[1])), text)

    def notes(self, notes: Iterable[Note], *cited: str) -> tuple[str, ...]:
        """The notes that hold, each with what it rests on beyond what is ``cited`` already."""
        return tuple(
            cite(
                self.interpolate(note.text),
                [source for source in (*note.statements, *note.readings) if source not in cited],
            )
            for note in notes
            if self.truth(note.when) is True
        )

    def _because(self, define: str) -> tuple[Because, ...]:
        known = self._forced.get(define)
        if known is None:
            atoms = self._run[define].because
            known = self._forced[define] = tuple(because for atom in atoms for because in self._reasons(atom))
        return known

    def _reasons(self, atom: Atom) -> tuple[Because, ...]:
        known = self._sentences.get(atom)
        if known is None:
            known = self._sentences[atom] = tuple(self._write(atom))
        return known

    def _write(self, atom: Atom) -> Iterable[Because]:
        statements = self.guideline.definition_statements(atom.define)
        text = cite(sentence(atom, self.value), statements)
        for name in atom.parameters:
            id = self.guideline.element_ids.get(name)
            if id is None:
                continue
            fact = self.facts.get(id)
            yield Because(
                id,
                None if fact is None else fact.value,
                None if fact is None else fact.source,
                text,
                statements,
            )


def cite(text: str, sources: Iterable[str]) -> str:
    """A sentence with its statements and readings behind it: "… is not above 30 % (S06)"."""
    cited = ", ".join(sources)
    if not cited:
        return text
    return f"{text[:-1]} ({cited})." if text.endswith(".") else f"{text} ({cited})"
