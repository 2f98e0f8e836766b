"""A guideline as typed values: what a pack holds once read and found sound. Frozen; complete once built.

Every name that refers to logic (``condition``, ``define``, ``when`` …) is that of a CQL definition in ``logic.cql``. In
a sentence ``{Name of a parameter or definition}`` stands for the value in the case at hand.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from resecta.document.problem import Place
from resecta.guideline.takes import Take
from resecta.lazy_dataclass import dataclass

ASSESSED_ON = "Assessed on"
"""The parameter of the logic that holds the day of assessment."""
SEGMENTS = "Segments"
"""The type of a field that lists liver segments: shown, and read by no rule."""
KEYS_OF_EVENTS = ("activity", "date", "start", "end", "episode", "notes")
"""What every event of a case may say, whatever its activity: no field is called so."""


class Direction(StrEnum):
    """How a recommendation points: the four forces are kept apart everywhere (reading G2)."""

    DO = "do"
    CONSIDER = "consider"
    AVOID = "avoid"
    CONTRAINDICATED = "contraindicated"


@dataclass(frozen=True, slots=True)
class Head:
    """A line of the source under which it lists statements ("options include:"), with its references."""

    id: str
    line: int
    quote: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """That a clinician has read an entry and stands by it: who, with the discipline, and on which day."""

    by: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Statement:
    """One numbered assertion of the source (S01 …): the unit of traceability.

    ``line`` and ``quote`` are the source's own line and sentence, ``head`` the id of the line it is listed under,
    ``says`` ours, ``reading`` how it is computed, ``references`` the source's opaque reference numbers, its head's
    among them. ``review`` is None while no clinician has reviewed how it is computed.
    """

    id: str
    section: str
    kind: str
    line: int
    head: str | None
    quote: str
    says: str
    reading: str
    references: tuple[str, ...]
    review: Review | None
    place: Place


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read the source; in force, its ``values`` set parameters of ``logic.cql`` (name → CQL literal)."""

    id: str
    text: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """An interpretation (A01 …). With ``options`` it is a setting that a site may switch; ``choice`` is the option in
    force. ``review`` is None while no clinician has reviewed it.
    """

    id: str
    title: str
    text: str
    asks: str
    why: str
    statements: tuple[str, ...]
    options: tuple[Option, ...]
    default: str | None
    choice: str | None
    review: Review | None
    place: Place


@dataclass(frozen=True, slots=True)
class Code:
    """A terminology code. ``mark``: verified, seen or recalled."""

    system: str
    code: str
    mark: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Implausible:
    """Values strictly between ``above`` and ``below`` are refused with ``mend`` (a fraction meant as percent).

    ``{meant}`` in the mend is the value ``times`` so much.
    """

    above: Decimal
    below: Decimal
    times: Decimal
    mend: str


@dataclass(frozen=True, slots=True)
class Element:
    """One named, typed patient fact. ``type`` is a CQL type name; ``unit`` UCUM (or "years"/"months" for display only).

    ``noun`` is what a sentence calls the fact ("whether all liver disease can be removed"); ``says`` the words for
    each of its values, or under ``value`` for any, and under ``unknown`` what the case sentence says while it is not
    recorded, but not where another fact has the value of ``untold_where``. ``unrecorded`` says in words what *not
    recorded* means (docs/decisions/unknown.md); ``done`` marks dates that cannot lie after the assessment, ``lasting``
    what one patient never changes, ``band`` what names the patient at the top of a page. ``zero_denies``: elements that
    do not exist where a 0 is stated.
    """

    id: str
    name: str
    type: str
    unit: str
    choices: tuple[str, ...]
    minimum: Decimal | None
    maximum: Decimal | None
    question: str
    noun: str
    says: Mapping[str, str]
    untold_where: Mapping[str, str]
    help: str
    group: str
    discipline: str
    judgement: bool
    done: bool
    unrecorded: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    codes: tuple[Code, ...]
    lasting: bool
    band: bool
    zero_denies: tuple[str, ...]
    derive: Take | None
    implausible: Implausible | None
    place: Place


@dataclass(frozen=True, slots=True)
class EventField:
    """One field an event of this activity may carry: CQL type, unit, choices, smallest and largest value, and whether
    an event must carry it.
    """

    id: str
    type: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    required: bool = False


class Unmarked(StrEnum):
    """The episode of an event that nothing dates to one: nobody knows and it is asked, or it is this one."""

    ASKED = "asked"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Activity:
    """Something done to a patient on a day or over a ``course``: one has start and end, any other a ``date``.

    Of which episode one is that does not say so itself (docs/decisions/unknown.md): ``follows`` names the courses that
    draw it into their own; ``unmarked`` says what holds where nothing else tells. ``says``: how the case sentence
    tells one; the first whose ``{field}`` places the event fills is taken, else the title.
    """

    id: str
    title: str
    lane: str
    course: bool
    unmarked: Unmarked
    follows: tuple[str, ...]
    fields: tuple[EventField, ...]
    says: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence added where the definition ``when`` is true."""

    when: str
    text: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The dates a timing finding compares, each the name of a definition of type Date (``applies`` Boolean,
    ``missed_by_days`` Integer: 0 inside, negative before, positive after; without it the days are counted from the
    others); None where there is none. ``waived`` (Boolean): while it is true, a missed window is a warning, no bound.
    """

    applies: str
    earliest: str | None = None
    latest: str | None = None
    actual: str | None = None
    caution_from: str | None = None
    missed_by_days: str | None = None
    waived: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A definition shown to people, with its sentence for each truth value and, for timing, its window.

    ``hazards``: sentences that stand above every verdict while they hold.
    """

    id: str
    title: str
    define: str
    if_true: str
    if_false: str
    if_unknown: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    notes: tuple[Note, ...]
    hazards: tuple[Note, ...]
    window: Window | None
    place: Place


@dataclass(frozen=True, slots=True)
class Notice:
    """What the source is silent about: shown while ``condition`` is true, refers to the board.

    ``beyond_scope``: shown for patients outside the guideline too. ``above_verdict``: nobody should read the verdict
    without it.
    """

    id: str
    title: str
    condition: str
    beyond_scope: bool
    text: str
    above_verdict: bool
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A direction toward ``target`` (``kind:id``) while ``condition`` is true.

    ``beyond_scope``: stands for patients outside the guideline too. ``if_disputed``: a finding or element
    (``kind:id``) whose dispute makes it apply.
    """

    id: str
    text: str
    direction: Direction
    target: str
    condition: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    notes: tuple[Note, ...]
    beyond_scope: bool
    if_disputed: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason for or against a strategy; listed whatever ``holds`` is."""

    side: str
    text: str
    holds: str
    statements: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """A way to treat; its status follows by the ladder ``strategy:id`` (``guideline.ladder``).

    ``barred`` and ``preferred`` are None where nothing bars it or puts it first; ``pending`` is true while the bar
    rests on what the board may still clear. ``operation``: fitness counts.
    """

    id: str
    title: str
    summary: str
    operation: bool
    conditions: tuple[str, ...]
    barred: str | None
    pending: str | None
    preferred: str | None
    arguments: tuple[Argument, ...]
    notes: tuple[Note, ...]
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    activities: tuple[str, ...]
    constraints: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Regimen:
    """A drug combination; its status follows by the ladder ``regimen:id``. ``waits_for``: the elements a block waits
    for; ``blocked_word``: what it is called. ``if_disputed``: what it is where sides of a dispute lead apart, if told.
    """

    id: str
    title: str
    kind: str
    drugs: tuple[str, ...]
    cycle_weeks: int
    conditions: tuple[str, ...]
    contraindicated: str | None
    blocked: str | None
    blocked_word: str | None
    waits_for: tuple[str, ...]
    preferred: str | None
    if_disputed: str | None
    notes: tuple[Note, ...]
    statements: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class AskedWhile:
    """An element on the missing list while ``condition`` is true (None: always), recorded or not."""

    element: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class AsksOnly:
    """What an unknown of a definition asks for, where that is less than all the facts that it waits for."""

    define: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextRow:
    """What a meeting must see and no rule reads, ``above_verdict`` beside its question. ``asks``: how it is asked for;
    "" where the interview does not. ``needed``: "listing" where no agenda takes a case without it, "signing" where a
    decision asks once for it, "" for neither.
    """

    id: str
    label: str
    above_verdict: bool
    asks: str
    needed: str


@dataclass(frozen=True, slots=True)
class Intent:
    """One value of the intent of treatment, held while ``condition`` is true; the first that holds is taken."""

    value: str
    condition: str


@dataclass(frozen=True, slots=True)
class Departure:
    """One place where a site's overlay differs from the shipped guideline."""

    file: str
    id: str
    shipped: str
    site: str
