"""Why two days differ: two states in; what changed in facts and conclusions out, each with the facts that made it.

A state is a case under a guideline. The facts that made a difference are found by experiment: each changed fact
alone is put into the first state and the case is assessed again; where no one fact is enough, facts are taken back from
the second state until none can be spared. What remains is a smallest set in the sense that no fact of it is idle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from resecta.advice.assess import assess
from resecta.advice.model import Advice, Answer
from resecta.advice.reworded import Reworded, reworded
from resecta.case.model import Case, Dispute
from resecta.cql.values import Date, Value
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass

ASSESSED_ON = "assessed_on"
GUIDELINE = "guideline"
"""What may change beside the facts: the day of the assessment, and the guideline itself."""

Key = tuple[ConclusionKind, str]


@dataclass(frozen=True, slots=True)
class CaseUnderGuideline:
    """A case under a guideline."""

    guideline: Guideline
    case: Case


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one element: a value (None: not recorded; a date known to its month, as written), or the values
    that dispute it. ``hangs``: what it is worked out from and nobody can tell yet, the name of each disputed element
    and of each rough date, with that date as it is written.
    """

    value: Value = None
    disputed: tuple[Value, ...] = ()
    hangs: tuple[tuple[str, Date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that differs. ``element`` may be ``ASSESSED_ON`` or ``GUIDELINE``."""

    element: str
    before: Known
    after: Known


@dataclass(frozen=True, slots=True)
class ConclusionChange:
    """A conclusion that differs, and the changes that made the difference."""

    kind: ConclusionKind
    id: str
    before: Answer
    after: Answer
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """Two states side by side. ``reworded``: conclusions that stand and say something else; ``remarks`` say what speaks
    against their being one patient.
    """

    before: Advice
    after: Advice
    facts: tuple[FactChange, ...]
    conclusions: tuple[ConclusionChange, ...]
    reworded: tuple[Reworded, ...]
    remarks: tuple[str, ...]

    @property
    def same_patient(self) -> bool:
        """Whether nothing speaks against the two states being of one patient."""
        return not self.remarks


def compare(before: CaseUnderGuideline, after: CaseUnderGuideline) -> BeforeAndAfter:
    """What changed from ``before`` to ``after``, and why. Assesses the case again for each changed fact."""
    changes = tuple(_fact_changes(before, after))
    between = _Between(before, after, [change.element for change in changes])
    first, last = between.advice(frozenset()), between.advice(frozenset(between.elements))
    return BeforeAndAfter(
        before=first,
        after=last,
        facts=changes,
        conclusions=tuple(_conclusion_changes(between)),
        reworded=tuple(reworded(first, last)),
        remarks=tuple(_remarks(before, after)),
    )


class _Between:
    """The states between two: some changes made, others not yet. Each is assessed once."""

    def __init__(self, before: CaseUnderGuideline, after: CaseUnderGuideline, elements: list[str]) -> None:
        self.elements = elements
        self._before, self._after = before, after
        self._advice: dict[frozenset[str], Advice] = {}
        self._status: dict[frozenset[str], dict[Key, Answer]] = {}

    def advice(self, made: frozenset[str]) -> Advice:
        """The advice once the changes ``made`` have been made to the first state."""
        if made not in self._advice:
            guideline = (self._after if GUIDELINE in made else self._before).guideline
            self._advice[made] = assess(guideline, self._case(made))
        return self._advice[made]

    def statuses(self, made: frozenset[str]) -> dict[Key, Answer]:
        """Every conclusion by kind and id."""
        if made not in self._status:
            self._status[made] = {one.key: one.answer for one in self.advice(made).conclusions}
        return self._status[made]

    def _case(self, made: frozenset[str]) -> Case:
        if len(made) == len(self.elements):
            return self._after.case
        old, new = self._before.case, self._after.case
        facts = {id: fact for id, fact in old.facts.items() if id not in made}
        facts.update((id, fact) for id, fact in new.facts.items() if id in made)
        disputes = [each for each in old.disputes if each.element not in made]
        disputes.extend(each for each in new.disputes if each.element in made)
        day = new.assessed_on if ASSESSED_ON in made else old.assessed_on
        # Neither record leads to these facts: what hangs on a rough date or a side is taken as it stands in each.
        hangs = {id: keys for id, keys in old.hangs.items() if id not in made}
        hangs.update((id, keys) for id, keys in new.hangs.items() if id in made)
        source = new if {*hangs} & {*made} else old
        return replace(
            old,
            facts=facts,
            disputes=tuple(disputes),
            assessed_on=day,
            hangs=hangs,
            approximate=source.approximate,
            recorded=source.recorded,
        )


def _conclusion_changes(between: _Between) -> Iterator[ConclusionChange]:
    everything = frozenset(between.elements)
    first, last = between.statuses(frozenset()), between.statuses(everything)
    for key in dict.fromkeys((*first, *last)):
        before, after = first.get(key), last.get(key)
        if before is not after and before != after:
            yield ConclusionChange(*key, before, after, _made_by(between, key, after))


def _made_by(between: _Between, key: Key, after: Answer) -> tuple[str, ...]:
    def holds(made: Iterable[str]) -> bool:
        return between.statuses(frozenset(made)).get(key) == after

    for element in between.elements:
        if holds([element]):
            return (element,)
    return tuple(_without_idle(between.elements, holds))


def _without_idle(elements: list[str], holds: Callable[[Iterable[str]], bool]) -> list[str]:
    """Take back every change that can be spared: halves first, then one by one, since most changes are idle."""
    kept = list(elements)
    size = max(1, len(kept) // 2)
    while size:
        for start in range(0, len(kept), size):
            fewer = kept[:start] + kept[start + size :]
            if len(fewer) < len(kept) and holds(fewer):
                kept = fewer
                break
        else:
            size //= 2
    return kept


def _fact_changes(before: CaseUnderGuideline, after: CaseUnderGuideline) -> Iterator[FactChange]:
    if before.guideline.digest != after.guideline.digest:
        yield FactChange(GUIDELINE, Known(_named(before.guideline)), Known(_named(after.guideline)))
    if before.case.assessed_on != after.case.assessed_on:
        yield FactChange(ASSESSED_ON, Known(before.case.assessed_on), Known(after.case.assessed_on))
    for element in dict.fromkeys((*after.guideline.elements, *before.guideline.elements)):
        known, now = _known(before, element), _known(after, element)
        if known != now:
            yield FactChange(element, known, now)


def _known(state: CaseUnderGuideline, element: str) -> Known:
    case, elements = state.case, state.guideline.elements
    dispute = _disputes(case).get(element)
    if dispute is not None:
        return Known(disputed=tuple(side.value for side in dispute.sides))
    if element not in case.hangs:
        fact = case.facts.get(element)
        return Known() if fact is None else Known(fact.value)
    rough = {date.key: date for date in case.approximate}
    keys = case.hangs[element]
    if elements[element].type == "Date" and len(keys) == 1 and keys[0] in rough:
        return Known(rough[keys[0]].about.written)
    return Known(
        hangs=tuple(
            (rough[key].what, rough[key].about.written) if key in rough else (elements[key].name, None) for key in keys
        )
    )


def _disputes(case: Case) -> Mapping[str, Dispute]:
    return {dispute.element: dispute for dispute in case.disputes}


def _named(guideline: Guideline) -> str:
    return f"{guideline.id} {guideline.version} ({guideline.digest[:12]})"


def _remarks(before: CaseUnderGuideline, after: CaseUnderGuideline) -> Iterator[str]:
    if before.case.id != after.case.id:
        names = f"{before.case.id} and {after.case.id}"
        yield f"These are not two states of one patient by their names: the cases are {names}."
    for element in (element.id for element in after.guideline.elements.values() if element.lasting):
        known, now = _known(before, element), _known(after, element)
        if None not in (known.value, now.value) and known.value != now.value:
            name = after.guideline.elements[element].name
            values = f"{known.value} in one and {now.value} in the other"
            yield f"These are not two states of one patient: {name} is {values}."
