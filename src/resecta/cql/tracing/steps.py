"""The steps of a trace: small closures, one per kind of node, that work out a value and the reasons for it together.

Each function takes the steps of its operands and hands back one step. They run for every definition of every case, so
they are written flat: tuples and integers, no objects, no dispatch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from resecta.cql.tracing.family import NOTHING_NEEDED, Algebra, Family
from resecta.cql.tracing.run import Bench, Outcome, Step
from resecta.cql.values import Value

Operation = Callable[..., Value]


def constant(value: Value) -> Step:
    """A value that no fact enters."""
    outcome: Outcome = (value, NOTHING_NEEDED if value is not None else (), 0)
    return lambda _: outcome


def parameter(index: int, known: Family, missing: int) -> Step:
    """A fact or a setting."""
    unknown: Outcome = (None, (), missing)

    def step(bench: Bench) -> Outcome:
        value = bench.values[index]
        return unknown if value is None else (value, known, 0)

    return step


def reference(index: int, bodies: Sequence[Step]) -> Step:
    """Another definition, worked out once per case."""

    def step(bench: Bench) -> Outcome:
        outcome = bench.outcomes[index]
        if outcome is None:
            outcome = bench.outcomes[index] = bodies[index](bench)
        return outcome

    return step


def negation(operand: Step) -> Step:
    """``not``: the same reasons."""

    def step(bench: Bench) -> Outcome:
        value, family, missing = operand(bench)
        return (value if value is None else not value, family, missing)

    return step


def connective(left: Step, right: Step, deciding: Value, algebra: Algebra) -> Step:
    """``and`` (deciding: false), ``or`` (true): one deciding operand is enough, the other answer takes both."""
    otherwise = not deciding

    def step(bench: Bench) -> Outcome:
        one = left(bench)
        other = right(bench)
        if one[0] is deciding:
            return (deciding, algebra.either(one[1], other[1]), 0) if other[0] is deciding else one
        if other[0] is deciding:
            return other
        if one[0] is None or other[0] is None:
            return (None, (), one[2] | other[2])
        return (otherwise, algebra.both(one[1], other[1]), 0)

    return step


def exclusive(left: Step, right: Step, algebra: Algebra) -> Step:
    """``xor``: always takes both."""

    def step(bench: Bench) -> Outcome:
        one, other = left(bench), right(bench)
        if one[0] is None or other[0] is None:
            return (None, (), one[2] | other[2])
        return (one[0] is not other[0], algebra.both(one[1], other[1]), 0)

    return step


def comparison_with_constant(index: int, operate: Callable[[Value], Value], known: Family, missing: int) -> Step:
    """The commonest atom: one fact against a constant."""
    unknown: Outcome = (None, (), missing)

    def step(bench: Bench) -> Outcome:
        fact = bench.values[index]
        if fact is None:
            return unknown
        value = operate(fact)
        return unknown if value is None else (value, known, 0)

    return step


def operation(operands: Sequence[Step], operate: Operation, algebra: Algebra, *, assumes: bool) -> Step:
    """Any strict operation. ``assumes``: it may answer although an operand is unknown, which is then an assumption."""

    def step(bench: Bench) -> Outcome:
        outcomes = [operand(bench) for operand in operands]
        value = operate(*[outcome[0] for outcome in outcomes])
        if value is None:
            return (None, (), _blamed(outcomes, algebra))
        family: Family = NOTHING_NEEDED
        for outcome in outcomes:
            if outcome[0] is not None:
                family = algebra.both(family, algebra.facts_only(outcome[1]))
            elif assumes:
                family = algebra.assuming(family, outcome[2])
        return (value, family, 0)

    return step


def _blamed(outcomes: Sequence[Outcome], algebra: Algebra) -> int:
    """The facts an unknown result waits for; where every operand is known (dates that end early), all that it read."""
    missing = 0
    for outcome in outcomes:
        missing |= outcome[2]
    if missing or any(outcome[0] is None for outcome in outcomes):
        return missing
    for outcome in outcomes:
        missing |= algebra.all_facts(outcome[1])
    return missing


def unary(operand: Step, operate: Callable[[Value], Value]) -> Step:
    """A change of type: keeps the operand's reasons as they are."""

    def step(bench: Bench) -> Outcome:
        value, family, missing = operand(bench)
        if value is None:
            return (None, (), missing)
        changed = operate(value)
        return (changed, family, 0) if changed is not None else (None, (), missing)

    return step


def atom(inner: Step, bit: int, algebra: Algebra) -> Step:
    """The outcome of a comparison, marked with the comparison's own bit."""

    def step(bench: Bench) -> Outcome:
        value, family, missing = inner(bench)
        if value is None:
            return (None, (), missing)
        return (value, tuple([algebra.marked(reason, bit) for reason in family]), 0)

    return step


def null_test(operand: Step, bit: int, algebra: Algebra, *, negated: bool, passes: bool) -> Step:
    """``is null``. ``passes``: a known operand brings its own atoms (it is Boolean); else the test is the atom."""

    def step(bench: Bench) -> Outcome:
        value, family, missing = operand(bench)
        if value is None:
            return (not negated, (bit | missing,), 0)
        if passes:
            return (negated, family, 0)
        return (negated, tuple([algebra.marked(reason, bit) for reason in family]), 0)

    return step


def truth_test(operand: Step, wanted: Value, bit: int, algebra: Algebra, *, negated: bool, steady: bool) -> Step:
    """``is true``, ``is false``. ``steady``: an operand that is not as wanted would not be so without facts either."""

    def step(bench: Bench) -> Outcome:
        value, family, missing = operand(bench)
        if value is wanted:
            return (not negated, family, 0)
        if value is None:
            return (negated, (algebra.assumed(bit, missing, ~bench.unknown, steady=steady),), 0)
        return (negated, (algebra.supporting(family[0]),) if steady else family, 0)

    return step


def coalesce(operands: Sequence[Step], softens: Sequence[Value], bit: int, algebra: Algebra) -> Step:
    """The first that is known. ``softens``: per operand, the value that the next would give anyway (None: none)."""

    def step(bench: Bench) -> Outcome:
        support = 0
        waiting = 0
        for operand, same in zip(operands, softens, strict=True):
            value, family, missing = operand(bench)
            if value is None:
                waiting |= missing
                support |= algebra.supporting(bit | missing)
            elif same is not None and value == same:
                return (value, (algebra.supporting(family[0]) | support,), 0)
            elif support:
                return (value, tuple([reason | support for reason in family]), 0)
            else:
                return (value, family, 0)
        return (None, (), waiting)

    return step


def absent(operands: Sequence[Step]) -> Step:
    """Always unknown: what the operands before the first known one wait for. The assumption behind a ``Coalesce``."""

    def step(bench: Bench) -> Outcome:
        waiting = 0
        for operand in operands:
            value, _, missing = operand(bench)
            if value is not None:
                break
            waiting |= missing
        return (None, (), waiting)

    return step


class Branch:
    """One ``when … then …``: its steps, and what the choice needs to know of their form."""

    __slots__ = ("bit", "condition", "null", "result", "steady")

    def __init__(self, condition: Step, result: Step, bit: int, *, steady: bool, null: bool) -> None:
        self.condition = condition
        self.result = result
        self.bit = bit
        self.steady = steady
        self.null = null


def choice(branches: Sequence[Branch], otherwise: Step, algebra: Algebra, *, null: bool) -> Step:
    """``if`` and ``case``: the first condition that is true decides. ``null``: ``otherwise`` is a literal null.

    What led past the other conditions is part of the reason.
    """

    def step(bench: Bench) -> Outcome:
        led: Family = NOTHING_NEEDED
        passed: list[Outcome] = []
        for branch in branches:
            outcome = branch.condition(bench)
            passed.append(outcome)
            if outcome[0] is True:
                led = algebra.both(led, outcome[1])
                return _taken(bench, branch.result, led, passed, algebra, null=branch.null)
            led = _passed_by(led, outcome, branch, bench.unknown, algebra)
        return _taken(bench, otherwise, led, passed, algebra, null=null)

    return step


def _passed_by(led: Family, outcome: Outcome, branch: Branch, unknown: int, algebra: Algebra) -> Family:
    if outcome[0] is None:
        support = algebra.assumed(branch.bit, outcome[2], ~unknown, steady=branch.steady)
    elif branch.steady:
        support = algebra.supporting(outcome[1][0])
    else:
        return algebra.both(led, outcome[1])
    return tuple([reason | support for reason in led])


def _taken(
    bench: Bench, result: Step, led: Family, passed: Sequence[Outcome], algebra: Algebra, *, null: bool
) -> Outcome:
    value, family, missing = result(bench)
    if value is not None:
        return (value, family if led is NOTHING_NEEDED else algebra.both(led, family), 0)
    if null:
        return (None, (), _to_blame(passed, bench.unknown, algebra))
    for outcome in passed:
        missing |= outcome[2]
    return (None, (), missing)


def _to_blame(passed: Sequence[Outcome], unknown: int, algebra: Algebra) -> int:
    """For a null that the text chose: the unrecorded facts of the conditions that led there, else all of theirs."""
    missing = recorded = 0
    for outcome in passed:
        if outcome[0] is None:
            missing |= outcome[2]
        else:
            leaning = algebra.leaning(outcome[1])
            missing |= leaning & unknown
            recorded |= leaning
    return missing or recorded
