"""Try every mutant against the guideline's cases, on several processes; the rate and the survivors come out."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from resecta.authoring.mutation.argued import argued
from resecta.authoring.mutation.equivalence import is_proved_equivalent
from resecta.authoring.mutation.killing import Judge, judge
from resecta.authoring.mutation.mutant import Mutant
from resecta.authoring.mutation.mutants import mutants
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass

ENOUGH = 0.95
"""The share of mutants that the cases must catch."""
_CHUNK = 8


@dataclass(frozen=True, slots=True)
class Report:
    """``killed``: mutant → the case that noticed it. ``proved`` and ``argued`` are equivalent, and not counted."""

    total: int
    killed: Mapping[str, str]
    proved: tuple[Mutant, ...]
    argued: Mapping[str, str]
    survivors: tuple[Mutant, ...]

    @property
    def rate(self) -> float:
        """The share of the mutants that are no equivalents and were noticed."""
        counted = len(self.killed) + len(self.survivors)
        return len(self.killed) / counted if counted else 1.0

    @property
    def enough(self) -> bool:
        """Whether the cases are strong enough."""
        return self.rate >= ENOUGH


def run(
    guideline: Guideline,
    processes: int = 2,
    advance: Callable[[int], None] = lambda _: None,
    overlays: Iterable[Path] = (),
) -> Report:
    """Try all mutants. ``advance`` is told how many more are done; ``overlays``: those of the guideline, for what they
    argue. Raises InputError for a case or an argument that cannot be read.
    """
    reasons = argued(guideline, overlays)
    listed = mutants(guideline)
    killed: dict[str, str] = {}
    left: list[Mutant] = []
    for mutant, killer in zip(listed, _killers(guideline, len(listed), processes, advance), strict=True):
        if killer is None:
            left.append(mutant)
        else:
            killed[mutant.id] = killer
    proved = tuple(mutant for mutant in left if is_proved_equivalent(guideline, mutant))
    known = {mutant.id for mutant in proved}
    open_ = [mutant for mutant in left if mutant.id not in known]
    return Report(
        total=len(listed),
        killed=killed,
        proved=proved,
        argued={mutant.id: reasons[mutant.id] for mutant in open_ if mutant.id in reasons},
        survivors=tuple(mutant for mutant in open_ if mutant.id not in reasons),
    )


def _killers(guideline: Guideline, count: int, processes: int, advance: Callable[[int], None]) -> list[str | None]:
    """For each mutant the id of the case that noticed it, or None, in order."""
    unbroken = judge(guideline)  # here, so that a case that cannot be read ends the run and not a worker
    spans = [(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]
    if processes <= 1:
        trial = _Trial(unbroken)
        done = [trial.span(span) for span in _told(spans, advance)]
        return [killer for part in done for killer in part]
    found: list[str | None] = []
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    with context.Pool(processes, initializer=_begin, initargs=(unbroken,)) as pool:
        for part in pool.imap(_span, spans):
            found += part
            advance(len(part))
    return found


def _told(spans: list[tuple[int, int]], advance: Callable[[int], None]) -> list[tuple[int, int]]:
    for start, end in spans:
        advance(end - start)
    return spans


class _Trial:
    """One process's share of the work. The case that killed most so far is asked first."""

    def __init__(self, unbroken: Judge) -> None:
        self._judge = unbroken
        self._mutants = mutants(unbroken.guideline)
        self._kills = [0] * len(self._judge.cases)

    def span(self, span: tuple[int, int]) -> list[str | None]:
        return [self._killer(mutant) for mutant in self._mutants[span[0] : span[1]]]

    def _killer(self, mutant: Mutant) -> str | None:
        order = sorted(range(len(self._kills)), key=lambda index: -self._kills[index])
        killer = self._judge.killer(mutant, order)
        if killer is None:
            return None
        self._kills[killer] += 1
        return self._judge.cases[killer].id


_trials: list[_Trial] = []  # one per process, made when the process begins


def _begin(unbroken: Judge) -> None:
    _trials[:] = [_Trial(unbroken)]


def _span(span: tuple[int, int]) -> list[str | None]:
    return _trials[0].span(span)
