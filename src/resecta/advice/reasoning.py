"""One undisputed set of facts, reasoned over: definitions in, truth with its reasons and open facts out.

Names of definitions go in; elements' ids come out. ``resecta.cql`` does the logic, this file the words and the
provenance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from resecta.advice.model import Because
from resecta.advice.sentences import Values, filled
from resecta.case.model import Fact
from resecta.cql.explain import Branch, explain
from resecta.cql.tree import nodes
from resecta.cql.values import Date, Value
from resecta.cql.words import say, sentence
from resecta.cql.words.atom import Atom
from resecta.guideline.model import ASSESSED_ON, Note
from resecta.guideline.pack import Guideline

DEPENDING = "Depending on what is not settled:"
"""What comes before a note that holds in some of the ways that a case leaves open."""


class Reasoning:
    """The guideline's definitions over one set of facts. Values come at once, reasons as they are asked for."""

    def __init__(
        self,
        guideline: Guideline,
        facts: Mapping[str, Fact],
        assessed_on: Date | None,
        outcomes: Callable[[str, str | None], Values] | None = None,
    ) -> None:
        """``outcomes``: what a name comes to in every way that the case leaves open (in which the definition is true
        that is named second), where these facts are but one of them.
        """
        self.guideline = guideline
        self._outcomes = outcomes
        self.facts = facts
        self.assessed_on = assessed_on
        values = parameters(guideline, {id: fact.value for id, fact in facts.items()}, assessed_on)
        run = guideline.logic(values)
        inside = run.value(guideline.scope) is not True
        self._run = run.given((guideline.scope,)) if inside else run
        self._sentences: dict[int, tuple[Atom, tuple[tuple[Because, str], ...]]] = {}

    def value(self, name: str) -> Value:
        """The value of a definition or, failing that, of a parameter."""
        return self._run.value(name)

    def truth(self, define: str) -> bool | None:
        """The truth of a Boolean definition; None is unknown."""
        value = self._run.value(define)
        return value if isinstance(value, bool) else None

    def date(self, define: str | None) -> Date | None:
        """The value of a definition of type Date; None also where the window has no such end."""
        value = None if define is None else self._run.value(define)
        return value if isinstance(value, Date) else None

    def prepare(self, defines: Iterable[str]) -> None:
        """Work out what forces these definitions, all at once: one by one it would cost many times as much."""
        names = tuple(defines)
        self._run.reasons.critical(names)
        self._run.reasons.sets([define for define in names if self._run.value(define) is not None])

    def critical(self, define: str) -> tuple[str, ...]:
        """The ids of the elements, recorded or not, each of which alone opens a definition."""
        ids = self.guideline.element_ids
        (facts,) = self._run.reasons.critical((define,)).values()
        return tuple(ids[name] for name in facts if name in ids)

    def because(self, define: str) -> tuple[Because, ...]:
        """The fewest facts that force a definition, each line once, in the order of its text.

        A fact that is not recorded is a reason only where no recorded one is needed (KRAS not recorded: test it).
        """
        told: dict[tuple[str, str], Because] = {}
        for atom in self._run.because(define):
            for because, bare in self._reasons(atom):
                line = (because.element, bare)
                told[line] = because if line not in told else _cited_together(told[line], because, bare)
        return tuple(told.values())

    def missing(self, *defines: str) -> tuple[str, ...]:
        """The ids of the elements that would settle these definitions, in the order of the guideline."""
        ids = self.guideline.element_ids
        unknown = [define for define in defines if self._run.value(define) is None]
        waiting = (
            name for define in unknown for name in (self._run.missing(define) if define not in ids else (define,))
        )
        return self.guideline.in_order({ids[name] for name in waiting if name in ids})

    @cached_property
    def scope(self) -> tuple[Because, ...]:
        """What is recorded of the facts that place the patient inside the guideline."""
        logic = self.guideline.logic
        ids = self.guideline.element_ids
        named = [ids[name] for name in logic.cones.facts[self.guideline.scope] if name in ids]
        statements = self.guideline.definition_statements(self.guideline.scope)
        return tuple(self._recorded(id, statements) for id in named if id in self.facts)

    def _recorded(self, id: str, statements: tuple[str, ...]) -> Because:
        fact = self.facts[id]
        text = cite(f"{self.guideline.elements[id].name} is {say(fact.value)}", statements)
        return Because(id, fact.value, fact.source, text, statements)

    def explain(self, define: str) -> Branch:
        """The whole tree of a definition, each part with its value."""
        return explain(self._run, define)

    def interpolate(self, text: str, where: str | None = None) -> str:
        """Write the values of facts and definitions into a sentence's ``{Name}`` places; ``where`` is the definition by
        which the sentence is said.
        """
        return filled(text, lambda name: self.outcomes(name, where)) if "{" in text else text

    def outcomes(self, name: str, where: str | None = None) -> Values:
        """What a name can be: its value or, where the case leaves several ways open, those of all of them, or of those
        in which ``where`` is true.
        """
        return (self.value(name),) if self._outcomes is None else self._outcomes(name, where)

    def hedged(self, text: str, where: str) -> str:
        """A sentence that is said by a definition, and says so where that holds in some of the open ways only."""
        filled_in = self.interpolate(text, where)
        return filled_in if len(self.outcomes(where)) == 1 else f"{DEPENDING} {filled_in}"

    def notes(self, notes: Iterable[Note], *cited: str) -> tuple[str, ...]:
        """The notes that hold, each with what it rests on beyond what is ``cited`` already."""
        return tuple(
            cite(text, [source for source in (*note.statements, *note.readings) if source not in cited])
            for note, text in self.holding(notes)
        )

    def holding(self, notes: Iterable[Note]) -> Iterator[tuple[Note, str]]:
        """The notes that hold in some of the ways that a case leaves open, each with its sentence."""
        for note in notes:
            if True in self.outcomes(note.when):
                yield note, self.hedged(note.text, note.when)

    def _reasons(self, atom: Atom) -> tuple[tuple[Because, str], ...]:
        """One reason for each fact of an atom, with its sentence before anything was cited."""
        known = self._sentences.get(id(atom))
        if known is None:
            known = self._sentences[id(atom)] = atom, tuple(self._write(atom))  # the atom is kept: its id stays its own
        return known[1]

    def _write(self, atom: Atom) -> Iterable[tuple[Because, str]]:
        definition = self.guideline.library.definitions[atom.define]
        sources = definition.statements or definition.readings
        whole = None if self._is_unknown(atom.expression) and len(atom.parameters) > 1 else sentence(atom, self.value)
        for name in atom.parameters:
            id = self.guideline.element_ids.get(name)
            if id is not None:
                fact = self.facts.get(id)
                value, source = (None, None) if fact is None else (fact.value, fact.source)
                bare = f"{name} is {say(value)}" if whole is None else whole
                yield Because(id, value, source, cite(bare, sources), definition.statements), bare

    def _is_unknown(self, expression: nodes.Expression) -> bool:
        """Whether a reason is that a definition is not known: then each fact that leaves it so is said itself."""
        if not isinstance(expression, nodes.IsNull):
            return False
        asked = expression.operand
        return isinstance(asked, nodes.DefinitionReference) and self.value(asked.name) is None


def _cited_together(one: Because, other: Because, bare: str) -> Because:
    """One line for one sentence, whichever definitions say it."""
    statements = tuple(dict.fromkeys((*one.statements, *other.statements)))
    if not statements:
        return one
    return Because(one.element, one.value, one.source, cite(bare, statements), statements)


def parameters(guideline: Guideline, values: Mapping[str, Value], assessed_on: Date | None) -> dict[str, Value]:
    """The logic's parameters from values by element id: settings in force, the day, and the facts."""
    names = guideline.element_names
    found: dict[str, Value] = {**guideline.settings_values, ASSESSED_ON: assessed_on}
    found.update((names[id], value) for id, value in values.items())
    return found


def cite(text: str, sources: Iterable[str]) -> str:
    """A sentence with its statements and readings behind it: "… is not above 30 % (S06)"."""
    cited = ", ".join(sources)
    if not cited:
        return text
    return f"{text[:-1]} ({cited})." if text.endswith(".") else f"{text} ({cited})"
