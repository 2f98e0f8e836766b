"""All mutants of a guideline, each id once."""

from __future__ import annotations

from resecta.authoring.mutation.entries import entry_mutants, setting_mutants
from resecta.authoring.mutation.logic import logic_mutants
from resecta.authoring.mutation.mutant import Mutant
from resecta.guideline import Guideline


def mutants(guideline: Guideline) -> tuple[Mutant, ...]:
    """Logic first, then settings, then the entries that refer to it."""
    found: dict[str, Mutant] = {}
    for source in (logic_mutants, setting_mutants, entry_mutants):
        for mutant in source(guideline):
            found.setdefault(mutant.id, mutant)
    return tuple(found.values())
