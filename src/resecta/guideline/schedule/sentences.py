"""What a plan says beside its dates, in the guideline's own words or the usual ones; each text has places that the
plan fills.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import ClassVar

from resecta.document.problem import Place
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Sentences:
    """One text for each thing that a plan may have to say.

    ``left_out``: of parts that hang on facts; ``no_date``: of steps that would; ``no_day``: of steps that hang on
    the day of a date known to its month. ``known_roughly`` and ``set_roughly``: that a date, done or set, has no
    day. ``some_days``: what holds on some of the days that dates can be; ``every_day`` and ``ends``: what holds on
    all of them, or on the first and the last, with what it comes to on the first and the last. ``given`` and
    ``given_roughly``: the label of what has been, on no day that is known; ``not_again``: that it is not proposed.
    ``squeezed`` and ``eased``: what gave way to a set date; ``fixed_on`` and ``fixed_in``: how the set day or month
    is then called. ``elsewhere`` and ``elsewhere_in``: an operation on a day or in a month that is no step of the
    strategy; ``which_step``: one that may be any of several steps. ``set_off_day`` and ``held_off_day``: a day on
    which its kind is not done, set or left by a window. ``under_way`` and ``no_cycle``: cycles that are not laid
    out, or do not fit; ``unbegun``: what would count from these. ``open_number``: in place of a count that nobody
    knows. ``last_dose``: where the interval of a drug stands at its last dose. ``unbound``: an operation whose day
    nothing binds. ``overlap`` and ``misfit``: what does not fit in the record.
    """

    id: str
    left_out: str
    no_date: str
    no_day: str
    known_roughly: str
    set_roughly: str
    some_days: str
    every_day: str
    ends: str
    given: str
    given_roughly: str
    not_again: str
    squeezed: str
    eased: str
    fixed_on: str
    fixed_in: str
    elsewhere: str
    elsewhere_in: str
    which_step: str
    set_off_day: str
    held_off_day: str
    under_way: str
    no_cycle: str
    unbegun: str
    unbound: str
    open_number: str
    last_dose: str
    overlap: str
    misfit: str
    place: Place

    kind: ClassVar[str] = "sentences"


@cache
def usual() -> Sentences:
    """What a plan says where its guideline has no words of its own (``sentences.yaml``)."""
    import yaml  # a guideline with all its own sentences does without

    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one where PyYAML was built with it
    return Sentences(id="", **yaml.load(text, Loader=loader), place=Place(""))  # noqa: S506 - both loaders are safe
