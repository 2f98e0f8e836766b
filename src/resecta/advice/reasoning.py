"""One undisputed set of facts, reasoned over: definitions in, truth with its reasons and open facts out.

Names of definitions go in; elements' ids come out. ``resecta.cql`` does the logic, this file the words and the
provenance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from resecta.advice.model import Because
from resecta.advice.sentences import Values, filled
from resecta.advice.told import BareReason, ToldReasons, memory_of, spelled
from resecta.case.model import Fact
from resecta.cql.explain import Branch, conditions, explain
from resecta.cql.tree import nodes
from resecta.cql.values import Date, Value
from resecta.cql.words import say, sentence
from resecta.cql.words.atom import Atom
from resecta.guideline.model import ASSESSED_ON, Note
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status

DEPENDING = "Depending on what is not settled:"
"""What comes before a note that holds in some of the ways that a case leaves open."""
_UNSETTLED = (None, str(Status.UNDETERMINED))


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
        self._given = run.value(guideline.scope) is not True
        self._run = run.given((guideline.scope,)) if self._given else run
        self._spelled = {name: spelled(value) for name, value in run.parameters.items()}
        self._memory = memory_of(guideline.logic)
        self._told: dict[str, ToldReasons] = {}
        self._sentences: dict[int, tuple[Atom, tuple[tuple[BareReason, str], ...]]] = {}

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

    def settled(self, define: str) -> bool:
        """Whether a definition has an answer that there are reasons for: neither unknown nor undetermined."""
        return self.value(define) not in _UNSETTLED

    def told(self, define: str) -> ToldReasons:
        """What was told of a definition already, here or in another case."""
        found = self._told.get(define)
        if found is None:
            found = self._told[define] = self._memory.of(define, self._spelled, given=self._given)
        return found

    def prepare(self, defines: Iterable[str]) -> None:
        """Work out what forces these definitions, all at once: one by one it would cost many times as much."""
        names = tuple(defines)
        new = [define for define in names if self.told(define).critical is None]
        unfounded = [define for define in names if self.told(define).because is None and self.settled(define)]
        for define, facts in self._run.reasons.critical(new).items() if new else ():
            self.told(define).critical = self._ids(facts)
        if unfounded:
            self._run.reasons.sets(unfounded)

    def critical(self, define: str) -> tuple[str, ...]:
        """The ids of the elements, recorded or not, each of which alone opens a definition."""
        told = self.told(define)
        if told.critical is None:
            (facts,) = self._run.reasons.critical((define,)).values()
            told.critical = self._ids(facts)
        return told.critical

    def _ids(self, facts: Iterable[str]) -> tuple[str, ...]:
        ids = self.guideline.element_ids
        return tuple([ids[name] for name in facts if name in ids])

    def because(self, define: str) -> tuple[Because, ...]:
        """The fewest facts that force a definition, each line once, in the order of its text.

        A fact that is not recorded is a reason only where no recorded one is needed (KRAS not recorded: test it).
        """
        told = self.told(define)
        if told.because is None:
            told.because = self._lines(define)
        return tuple([self._because(line) for line in told.because])

    def _because(self, line: BareReason) -> Because:
        element, value, text, statements = line
        fact = self.facts.get(element)
        return Because(element, value, None if fact is None else fact.source, text, statements)

    def missing(self, *defines: str) -> tuple[str, ...]:
        """The ids of the elements that would settle these definitions, in the order of the guideline."""
        ids = self.guideline.element_ids
        unknown = [define for define in defines if self._run.value(define) is None]
        if len(unknown) == 1 and unknown[0] not in ids:
            return self._missing(unknown[0])
        named = {id for define in unknown for id in ((ids[define],) if define in ids else self._missing(define))}
        return self.guideline.in_order(named)

    def _missing(self, define: str) -> tuple[str, ...]:
        told = self.told(define)
        if told.missing is None:
            ids = self.guideline.element_ids
            told.missing = self.guideline.in_order(ids[name] for name in self._run.missing(define) if name in ids)
        return told.missing

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

    def rungs(self, key: str) -> tuple[Branch, ...]:
        """The condition of each rung of a ladder, from the top down, with its whole tree."""
        return conditions(self._run, key)

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

    def _lines(self, define: str) -> tuple[BareReason, ...]:
        told: dict[tuple[str, str], BareReason] = {}
        for atom in self._run.because(define):
            known = self._sentences.get(id(atom))
            if known is None:  # the atom is kept beside its lines: its id stays its own
                known = self._sentences[id(atom)] = atom, tuple(self._written(atom))
            for line, bare in known[1]:
                key = line.element, bare
                told[key] = line if key not in told else _cited_together(told[key], line, bare)
        return tuple(told.values())

    def _written(self, atom: Atom) -> Iterable[tuple[BareReason, str]]:
        """One line for each fact of an atom, with its sentence before anything was cited."""
        definition = self.guideline.library.definitions[atom.define]
        sources = definition.statements or definition.readings
        whole = None if self._is_unknown(atom.expression) and len(atom.parameters) > 1 else sentence(atom, self.value)
        for name in atom.parameters:
            id = self.guideline.element_ids.get(name)
            if id is not None:
                fact = self.facts.get(id)
                value = None if fact is None else fact.value
                bare = f"{name} is {say(value)}" if whole is None else whole
                yield BareReason(id, value, cite(bare, sources), definition.statements), bare

    def _is_unknown(self, expression: nodes.Expression) -> bool:
        """Whether a reason is that a definition is not known: then each fact that leaves it so is said itself."""
        if not isinstance(expression, nodes.IsNull):
            return False
        asked = expression.operand
        return isinstance(asked, nodes.DefinitionReference) and self.value(asked.name) is None


def _cited_together(one: BareReason, other: BareReason, bare: str) -> BareReason:
    """One line for one sentence, whichever definitions say it."""
    statements = tuple(dict.fromkeys((*one.statements, *other.statements)))
    return one._replace(text=cite(bare, statements), statements=statements) if statements else one


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
