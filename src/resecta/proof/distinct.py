"""Are two definitions equal for every patient, though nobody says so?"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from resecta.cql import Value, literal
from resecta.cql.core.nodes import Constant
from resecta.proof.checked import PROVED, CheckedClaim, Result
from resecta.proof.record import values_of
from resecta.proof.smallest import described
from resecta.proof.terms import differ, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from resecta.guideline.properties import Distinct
    from resecta.proof.prove import Prover


def distinct(prover: Prover, claim: Distinct) -> CheckedClaim:
    """Definitions that no patient met so far tells apart stand in one group; a patient is asked for who splits it."""
    definitions = prover.guideline.logic.definitions
    of = prover.patient.formulas.definition
    names = [name for name in claim.of if not isinstance(definitions[name], Constant)]
    groups = _split([names], {name: of(name).form.key for name in names})
    for patient, values in prover.drawn:
        told = _told(values)
        split = _split(groups, told)
        if len(split) != len(groups) or sum(map(len, split)) < sum(map(len, groups)):
            groups = split if prover.readable(patient) else groups
    alike: list[tuple[str, ...]] = []
    while groups:
        group = groups.pop()
        first, *others = group
        model = prover.solving.model(some(differ(of(first), of(other)) for other in others))
        if model is None:
            alike.append(tuple(group))
            continue
        groups = _split([*groups, group], _told(values_of(prover.guideline, described(prover.patient, model))))
    said = {frozenset(pair) for group in claim.alike for pair in itertools.combinations(group, 2)}
    found = {frozenset(pair) for group in alike for pair in itertools.combinations(group, 2)}
    says = [f"{_both(pair)} are equal for every patient." for pair in found - said]
    says += [f"{_both(pair)} are said to be alike, and are not." for pair in said - found]
    says.sort()
    return CheckedClaim(Result.REFUTED, tuple(says)) if says else PROVED


def _told(values: Mapping[str, Value]) -> dict[str, str]:
    """The value of every definition, as text."""
    return {name: literal(value) for name, value in values.items()}


def _split(groups: Iterable[list[str]], told: Mapping[str, str]) -> list[list[str]]:
    """Each group as several, by what is told of its members; those that stand alone are done."""
    found: list[list[str]] = []
    for group in groups:
        parts: dict[str, list[str]] = {}
        for name in group:
            parts.setdefault(told[name], []).append(name)
        found += [part for part in parts.values() if len(part) > 1]
    return found


def _both(pair: Iterable[str]) -> str:
    return " and ".join(f'"{name}"' for name in sorted(pair))
