"""What an answer would move: for each fact that is missing, the strategies whose status at least one answer changes
from what it is now. All answers to all questions are tried at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from resecta.advice.answers import Answers
from resecta.advice.reasoning import parameters
from resecta.case import Case, Fact
from resecta.case.derive import Derivation
from resecta.case.model import STATED, Stated
from resecta.cql.possible import Bench
from resecta.cql.run import Logic, Run
from resecta.cql.values import Value
from resecta.document import Source, Spot
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status, shared
from resecta.lazy_dataclass import dataclass

Statuses = Mapping[str, Status]


@dataclass(frozen=True, slots=True)
class Moved:
    """What the answers to one question move: the ids of the strategies, whether one of them is or becomes first, and
    how many the answer that closes most would close.
    """

    strategies: tuple[str, ...] = ()
    first: bool = False
    closes: int = 0


@dataclass(frozen=True, slots=True)
class Try:
    """One answer, with what follows from it in other elements."""

    element: str
    values: Mapping[str, Value]


def moves(
    guideline: Guideline, case: Case, open_: Mapping[str, Sequence[Value]], now: Statuses, asked: Iterable[str]
) -> dict[str, Moved]:
    """For each element asked for, what its answers move. ``open_``: the values that are open for an element;
    ``now``: the status of each strategy.
    """
    run = as_recorded(guideline, case)
    tries = [each for id in asked for each in tries_of(guideline, case, run, id, open_.get(id, ()))]
    if not tries or not now:
        return {}
    found: dict[str, Moved] = {}
    for each, moved in zip(tries, changed_by(guideline, run, open_, now, tries), strict=True):
        first = any(Status.PREFERRED in (now[id], status) for id, status in moved.items())
        before = found.get(each.element, Moved())
        ids = tuple(id for id in now if id in moved or id in before.strategies)
        closes = sum(status.closed for status in moved.values())
        found[each.element] = Moved(ids, first or before.first, max(closes, before.closes))
    return found


def as_recorded(guideline: Guideline, case: Case) -> Run:
    """The logic on the facts as they are, on which every answer is tried."""
    known = {id: fact.value for id, fact in case.facts.items()}
    return guideline.logic(parameters(guideline, known, case.assessed_on))


def changed_by(
    guideline: Guideline, run: Run, open_: Mapping[str, Sequence[Value]], now: Statuses, tries: Sequence[Try]
) -> list[dict[str, Status]]:
    """For each try the strategies whose status it changes from what it is ``now``, with the new one."""
    bench = _bench(guideline, run, open_, tries)
    found: list[dict[str, Status]] = [{} for _ in tries]
    for id, own in now.items():
        pairs = guideline.logic.possible.pairs(f"strategy:{id}", bench)
        other = 0
        for value, mask in pairs:
            other |= 0 if value == own else mask
        for place in range(len(tries)):
            if other & (2 << place):
                status = shared(tuple(Status(str(value)) for value, mask in pairs if mask & (2 << place)))
                if status is not own:
                    found[place][id] = status
    return found


def _bench(guideline: Guideline, run: Run, open_: Mapping[str, Sequence[Value]], tries: Sequence[Try]) -> Bench:
    """The case as it is, then one scenario for each try; what is open stays open among its values in all of them."""
    names = guideline.element_names
    count = len(tries) + 1
    every = (1 << count) - 1
    among: dict[str, list[tuple[Value, int]]] = {
        names[id]: [(value, every) for value in own] for id, own in open_.items()
    }
    for place, each in enumerate(tries):
        bit = 2 << place
        for id, value in each.values.items():
            pairs = among.setdefault(names[id], [(run.parameters[names[id]], every)])
            kept = [(known, mask & ~bit) for known, mask in pairs]
            among[names[id]] = [pair for pair in (*kept, (value, bit)) if pair[1]]
    return Bench(run.base, count, among={name: tuple(pairs) for name, pairs in among.items()})


def tries_of(guideline: Guideline, case: Case, run: Run, id: str, sides: Sequence[Value] = ()) -> list[Try]:
    """The answers to one question that are worth trying; ``sides``: the only ones, where the fact is disputed."""
    answers = tuple(value for value in sides if value is not None) or answers_of(guideline).of(
        guideline.elements[id], case.assessed_on, run.value_of
    )
    following = dependents(guideline, id)
    return [Try(id, {id: value, **_following(guideline, case, id, value, following)}) for value in answers]


def answers_of(guideline: Guideline) -> Answers:
    """The answers worth trying, found once for each guideline."""
    found = _ANSWERS.get(guideline.logic)
    if found is None:
        found = _ANSWERS[guideline.logic] = Answers(guideline)
    return found


_ANSWERS: WeakKeyDictionary[Logic, Answers] = WeakKeyDictionary()


def dependents(guideline: Guideline, id: str) -> tuple[str, ...]:
    """The elements that may follow otherwise once this one is known."""
    return answers_of(guideline).dependents(id)


def _following(guideline: Guideline, case: Case, id: str, value: Value, ids: Sequence[str]) -> dict[str, Value]:
    """What follows otherwise in these elements, or no more follows, where nobody has stated or disputes them."""
    derived = [other for other in ids if other not in case.recorded.stated and other not in case.hangs]
    if not derived:
        return {}
    stated = Stated(id, value, STATED, None, (), settled=True, spot=Spot(Source("answer", ())))
    recorded = replace(case.recorded, stated={**case.recorded.stated, id: stated})
    derivation = Derivation(guideline, recorded, {})
    told = {other: derivation.known(other) for other in derived}
    return {other: known.value for other, known in told.items() if isinstance(known, Fact)} | {
        other: None for other, known in told.items() if known is None and other in case.facts
    }
