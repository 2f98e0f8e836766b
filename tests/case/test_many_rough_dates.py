"""More dates known to the month than can be tried together: open among all that could be, and never narrower."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from typing import Any

import pytest

from resecta.advice import Advice, assess
from resecta.advice.reasoning import parameters
from resecta.advice.scenarios import MOST_TRIED, Scenarios
from resecta.case import Case, Choice, case_from, derived
from resecta.case.could_be import could_be
from resecta.cql.values import Value
from resecta.guideline import Guideline
from resecta.guideline.status import ConclusionKind, Status

pytestmark = pytest.mark.slow

DAY = "2026-06-08"
MONTHS = [f"{2024 + month // 12}-{month % 12 + 1:02d}" for month in range(30)]
COURSES = {"chemotherapy", "postoperative_chemotherapy", "short_course_radiotherapy"}
ACTIVITIES = (
    *("restaging", "restaging", "bevacizumab", "chemotherapy", "chemotherapy", "postoperative_chemotherapy"),
    *("kras_result", "short_course_radiotherapy", "rectal_operation", "liver_operation", "ablation", "stoma"),
)
FIELDS = {"restaging": ("response", "stable", "progression"), "kras_result": ("wild type", "mutant", "failed")}


def event(chance: random.Random) -> dict[str, Any]:
    """A random event whose dates are known to the month, now and then marked or running."""
    activity = chance.choice(ACTIVITIES)
    month = chance.choice(MONTHS)
    found: dict[str, Any] = {"activity": activity}
    if activity in COURSES:
        found["start"] = month
        if chance.random() < 0.8:
            found["end"] = chance.choice([other for other in MONTHS if other >= month][:4])
        if activity != "short_course_radiotherapy" and chance.random() < 0.8:
            found["cycles"] = chance.randint(1, 8)
        if activity == "chemotherapy" and chance.random() < 0.2:
            found["bevacizumab"] = True
    else:
        found["date"] = month
    if activity in FIELDS and chance.random() < 0.9:
        found["result"] = chance.choice(FIELDS[activity])
    if chance.random() < 0.15:
        found["episode"] = chance.choice(("current", "earlier"))
    return found


def case(guideline: Guideline, seed: int) -> Case:
    """A random patient with up to forty rough dates, some of them facts beside the events."""
    chance = random.Random(seed)
    events: dict[str, dict[str, Any]] = {}
    for _ in range(chance.randint(6, 28)):
        one = event(chance)
        events.setdefault(f"{one['activity']} {one.get('date', one.get('start'))}", one)
    facts: dict[str, Any] = {
        "metastasis_timing": chance.choice(("synchronous", "metachronous", None)),
        "primary_status": chance.choice(("in situ", "resected", None)),
        "complete_resection_feasible": chance.choice((True, False, None)),
        "primary_r0_resectable": True,
        "extrahepatic_disease": "none",
        "future_liver_remnant": chance.choice((25, 40)),
        "planned_operation": chance.choice(("2026-07", "2026-06-20", None)),
    }
    dates = ("chemotherapy_start", "last_restaging", "last_bevacizumab", "liver_operation")
    facts |= {id: chance.choice(MONTHS) for id in dates if chance.random() < 0.2}
    if chance.random() < 0.2:
        facts["chemotherapy_months"] = chance.choice((0, 3))
    return case_from({"assessed_on": DAY, "facts": facts, "events": list(events.values())}, guideline)


def ways(guideline: Guideline, known: Case, chance: random.Random, count: int) -> list[Choice]:
    """Ways in which all that is open could be: every date on its first day, on its last, and as chance has it."""
    spans = [(date.key, date.about.first, (date.about.last - date.about.first).days) for date in known.approximate]
    found = []
    for number in range(count):
        share = (0.0, 1.0)[number] if number < 2 else None
        days = {
            key: first + datetime.timedelta(round(span * (chance.random() if share is None else share)))
            for key, first, span in spans
        }
        found.append(days)
    return [settled(guideline, known, days, chance) for days in found]


def settled(guideline: Guideline, known: Case, days: Mapping[str, datetime.date], chance: random.Random) -> Choice:
    """These days, and a side of whatever is disputed on them."""
    sides: dict[str, Value] = {}
    while True:
        disputes = derived(guideline, known.recorded, Choice(sides, days)).disputes
        left = [each for each in disputes if not each.follows and each.element not in sides]
        if not left:
            return Choice(sides, days)
        sides[left[0].element] = chance.choice(left[0].sides).value


@pytest.mark.parametrize("seed", range(40))
def test_an_element_never_has_a_value_that_it_could_not_be(shipped: Guideline, seed: int) -> None:
    known = case(shipped, seed)
    possible = {id: could_be(shipped, known.recorded, id, {}) for id in shipped.elements}
    for choice in ways(shipped, known, random.Random(seed), 6):
        facts = derived(shipped, known.recorded, choice).facts
        for id, values in possible.items():
            if values is not None:
                assert (facts[id].value if id in facts else None) in values, id


def truths(guideline: Guideline, known: Case, choice: Choice) -> Mapping[str, Value]:
    """The value of every definition if all that is open were so."""
    facts = {id: fact.value for id, fact in derived(guideline, known.recorded, choice).facts.items()}
    return guideline.logic.values(parameters(guideline, facts, known.assessed_on))


def may_come_out(advice: Advice, guideline: Guideline, values: Mapping[str, Value]) -> list[str]:
    """The conclusions that say something else than one way in which the case could be."""
    found = []
    for kind, id, define in guideline.answers:
        value = values[define]
        if kind is ConclusionKind.FINDING:
            said = advice.finding(id).value
            fits = said is None or said is value
        elif kind in (ConclusionKind.STRATEGY, ConclusionKind.REGIMEN):
            own = advice.strategy(id) if kind is ConclusionKind.STRATEGY else advice.regimen(id)
            fits = own.status in (Status.UNDETERMINED, Status.BLOCKED) or own.status.closed == Status(str(value)).closed
        elif kind is ConclusionKind.RECOMMENDATION:
            entry = guideline.recommendations[id]
            status = advice.recommendation(id).status
            fits = status in (Status.UNDETERMINED, str(value)) or entry.if_disputed is not None
        else:
            continue
        if not fits:
            found.append(f"{kind}:{id} {value}")
    return found


@pytest.mark.parametrize("seed", range(8))
def test_what_is_said_to_stand_stands_in_every_way_that_the_case_could_be(shipped: Guideline, seed: int) -> None:
    known = case(shipped, seed)
    advice = assess(shipped, known)
    for choice in ways(shipped, known, random.Random(seed), 20):
        assert may_come_out(advice, shipped, truths(shipped, known, choice)) == []


def test_no_element_is_tried_in_more_combinations_than_can_be_borne(shipped: Guideline) -> None:
    """Forty dates known to the month: what hangs on too many of them has every value that it could be, at once."""
    events = [{"activity": "restaging", "date": month, "result": "stable"} for month in MONTHS[2:22]]
    events += [{"activity": "chemotherapy", "start": month, "end": month, "cycles": 1} for month in MONTHS[3:13]]
    facts = {"metastasis_timing": "metachronous"}
    known = case_from({"assessed_on": DAY, "facts": facts, "events": events}, shipped)
    assert len(known.approximate) == 40
    open_ = Scenarios(shipped, known)
    assert open_.count <= MOST_TRIED
    assert {len(pairs) for pairs in open_.among.values()} != {1}
    (remark,) = [one for one in assess(shipped, known).remarks if one.startswith("Too many days")]
    assert "restaging, the start of chemotherapy, the end of chemotherapy may each" in remark


def test_no_chemotherapy_beside_a_course_known_to_the_month_is_disputed_on_every_day(shipped: Guideline) -> None:
    """What follows from the course is told apart by the dispute that another fact began."""
    course = {"activity": "chemotherapy", "start": "2025-06", "end": "2025-09", "cycles": 7}
    restagings = [{"activity": "restaging", "date": month, "result": "stable"} for month in ("2025-07", "2025-11")]
    facts = {"metastasis_timing": "synchronous", "chemotherapy_months": 0}
    known = case_from({"assessed_on": DAY, "facts": facts, "events": [course, *restagings]}, shipped)
    assert {dispute.element for dispute in known.disputes} == {"chemotherapy_months", "chemotherapy_start"}
    advice = assess(shipped, known)
    assert {conflict.element for conflict in advice.conflicts} == {"chemotherapy_months", "chemotherapy_start"}
    assert advice.finding("evaluation_in_window").value is None


def test_days_of_a_month_that_were_merged_are_still_said_as_a_span(shipped: Guideline) -> None:
    """The last days of December all come to the last of June: three days told apart would read as the only ones."""
    events: list[dict[str, Any]] = [
        {"activity": "short_course_radiotherapy", "start": "2025-11", "end": "2025-12"},
        *({"activity": "restaging", "date": month, "result": "stable"} for month in ("2026-03", "2026-04")),
        {"activity": "bevacizumab", "date": "2026-05"},
    ]
    facts = {"metastasis_timing": "synchronous", "primary_status": "in situ", "chemotherapy_start": "2026-02"}
    advice = assess(shipped, case_from({"assessed_on": "2026-07-06", "facts": facts, "events": events}, shipped))
    (hazard,) = [each for each in advice.hazards if each.finding == "rectal_delay_within_limit"]
    assert "due by a day between 1 June 2026 and 30 June 2026; none is on record" in hazard.text
