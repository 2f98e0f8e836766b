"""conditions.md written out a second time, in plain Python over a dict of facts: the oracle against which the pack is
judged.

It shares no code with the product: three-valued logic, dates and statuses are spelled out here, section by section.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

Truth = bool | None
Facts = dict[str, Any]
BIOLOGICS_WITH_BEVACIZUMAB = ("bevacizumab", "bevacizumab with EGFR inhibitor")
EGFR_INHIBITORS = ("cetuximab", "panitumumab", "bevacizumab with EGFR inhibitor")
ABLATION_FACTS = ("clearance_with_ablation_feasible", "all_original_sites_treatable")
OPERATIONS = (
    "simultaneous_resection",
    "primary_first",
    "liver_first",
    "liver_resection_alone",
    "resection_with_ablation",
    "re_resection",
)


def k_not(a: Truth) -> Truth:
    return None if a is None else not a


def k_and(*parts: Truth) -> Truth:
    if any(p is False for p in parts):
        return False
    return None if any(p is None for p in parts) else True


def k_or(*parts: Truth) -> Truth:
    if any(p is True for p in parts):
        return True
    return None if any(p is None for p in parts) else False


def is_(facts: Facts, element: str, *values: Any) -> Truth:
    value = facts.get(element)
    return None if value is None else value in values


def months_on(date: dt.date, months: int) -> dt.date:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


class Reference:
    """The expected conclusions for one set of undisputed facts (section 1 has been applied by the reader)."""

    def __init__(self, facts: Facts, today: dt.date) -> None:
        self.f = {key: value for key, value in facts.items() if value is not None}
        self.today = today
        self._short_names()
        self.findings = self._criteria()
        self.findings.update(self._of_the_primary())
        self.findings.update(self._timing())
        self.capped = self._cap() and "fit_for_major_surgery" not in self.f
        self.unfit = self.f.get("fit_for_major_surgery") is False

    # ------------------------------------------------------------ the short names at the head of the table

    def _short_names(self) -> None:
        f = self.f
        self.place = is_(f, "primary_status", "in situ")
        self.out = is_(f, "primary_status", "resected")
        self.unclear_margin = k_and(self.out, is_(f, "primary_resection_margin", "R1", "R2"))
        self.rectum_done = k_and(self.out, is_(f, "primary_resection_margin", "R0"))
        self.recurrent = f.get("recurrent_liver_disease") is True
        self.synchronous = is_(f, "metastasis_timing", "synchronous")
        self.unirradiated = is_(f, "pelvic_radiotherapy", "none")
        self.irradiated = f.get("pelvic_radiotherapy") not in (None, "none")
        self.converted = f.get("baseline_resectable") is False
        ablated = "ablation_date" in f and f.get("ablation_accepted_as_clearance") is True
        self.liver_treated = "liver_operation" in f or ablated
        unfinished = f.get("liver_surgery_unfinished") is True
        # after a recurrence each was an earlier one, unless its own event says that it is of this episode
        operated_since = not self.recurrent or f.get("liver_operation_since_recurrence") is True
        ablated_since = not self.recurrent or f.get("ablation_since_recurrence") is True
        treated_since = ("liver_operation" in f and operated_since) or (ablated and ablated_since)
        self.liver_done = treated_since and not unfinished
        self.begun = self._begun()
        planned = f.get("planned_operation")
        self.planned = planned if planned is not None and planned >= self.today else None
        self.multiple = self._multiple()
        self.progression = f.get("restaging_result") == "progression"
        untouched = "liver_operation" not in f and "ablation_date" not in f and self.begun is False
        empty = f.get("liver_metastases_count") == 0 and untouched
        self.outside = f.get("primary_tumour_site") == "colon" or empty

    def _begun(self) -> Truth:
        f = self.f
        if "chemotherapy_start" in f or f.get("course_of_this_episode") is True or f.get("chemotherapy_months", 0) > 0:
            return True
        return None if f.get("undated_chemotherapy") is True else False

    def _multiple(self) -> Truth:
        if "multiple_liver_metastases" in self.f:
            return bool(self.f["multiple_liver_metastases"])
        count = self.f.get("liver_metastases_count")
        return None if count is None else count >= 2

    # ------------------------------------------------------------ section 3: the criteria

    def ablation_raised(self) -> bool:
        return any(name in self.f for name in ABLATION_FACTS)

    def ablation_clears(self) -> bool:
        return all(self.f[name] is True for name in ABLATION_FACTS if name in self.f)

    def _criteria(self) -> dict[str, Truth]:
        f = self.f
        originals, r0 = f.get("all_original_sites_resectable"), f.get("primary_r0_resectable")
        asked = originals is not None or self.converted
        self.by_resection = k_and(f.get("complete_resection_feasible"), originals if asked else True)
        by_ablation: Truth = False
        if self.ablation_raised():
            by_ablation = k_and(self.ablation_clears(), f.get("ablation_accepted_as_clearance"))
        complete = k_or(self.by_resection, by_ablation)
        elsewhere = {"none": True, "resectable": True, "unresectable": False}.get(f.get("extrahepatic_disease", ""))
        controlled = k_or(k_and(self.place, r0), self.rectum_done, k_and(self.unclear_margin, r0))
        remnant = self._remnant()
        liver = k_or(self.liver_done, k_and(complete, remnant))
        self.unable = k_not(k_and(elsewhere, liver))
        self.able = k_and(liver, controlled, elsewhere)
        # The source's sequence is written for what was resectable from the start.
        self.sequence = k_and(self.able, self.synchronous, not self.recurrent, not self.converted)
        segments = f.get("segments_resected")
        return {
            "complete_resection": complete,
            "primary_controlled": controlled,
            "no_unresectable_extrahepatic_disease": elsewhere,
            "adequate_remnant": remnant,
            "resectable": self.able,
            "within_three_segments": None if segments is None else segments <= 3,
            "synchronous": self.synchronous,
            "all_sites_amenable": originals,
            "clearance_with_ablation": self._clearance(),
        }

    def measured(self) -> Any:
        """The remnant in percent, where one is measured."""
        return None if self.f.get("remnant_volume_method") == "estimated" else self.f.get("future_liver_remnant")

    def _remnant(self) -> Truth:
        measured, word = self.measured(), self.f.get("remnant_adequate")
        if measured is None:
            return word
        if measured <= 30:
            return False
        return None if word is False else True

    def _clearance(self) -> Truth:
        if self.ablation_raised():
            return self.ablation_clears()
        feasible = self.f.get("complete_resection_feasible") is True
        return True if feasible and self.f.get("all_original_sites_resectable") is not False else None

    def _of_the_primary(self) -> dict[str, Truth]:
        f = self.f
        minor = k_or(
            is_(f, "primary_bleeding", "minor", "unspecified"),
            is_(f, "primary_obstruction", "passable stenosis", "unspecified", "diverted"),
        )
        grave = k_or(
            is_(f, "primary_bleeding", "relevant", "transfused", "uncontrolled"),
            is_(f, "primary_obstruction", "impending", "complete"),
        )
        barred = k_and(self.place, k_or(grave, k_and(minor, f.get("liver_first_cleared") is not True)))
        self.pending = barred is True and grave is not True
        symptoms = [
            k_not(is_(f, symptom, "none")) for symptom in ("primary_bleeding", "primary_obstruction", "primary_pain")
        ]
        symptoms += [f.get("other_primary_symptom"), f.get("perforation") is True]
        emergency = k_or(
            f.get("perforation"), is_(f, "primary_obstruction", "complete"), is_(f, "primary_bleeding", "uncontrolled")
        )
        return {
            "liver_first_barred": barred,
            "symptomatic_primary": k_and(self.place, k_or(*symptoms)),
            "emergency": emergency,
        }

    # ------------------------------------------------------------ section 3: timing

    def _timing(self) -> dict[str, Truth]:
        months = self.f.get("chemotherapy_months")
        perioperative = k_and(self.able, self.synchronous, not self.recurrent)
        return {
            "bevacizumab_interval_kept": self._bevacizumab(),
            "chemotherapy_started_in_window": self._started(),
            "evaluation_in_window": self._evaluated() if self.sequence is True else None,
            "operation_about_three_months": None,
            "hepatectomy_about_three_months": None,
            "chemotherapy_total_complete": months >= 6 if perioperative is True and months is not None else None,
            "operation_in_chemoradiation_window": self._after_chemoradiation(),
            "rectal_delay_within_limit": self._delayed(),
            "restaging_overdue": self._overdue(),
        }

    def _bevacizumab(self) -> Truth:
        last = self.f.get("last_bevacizumab")
        operation = None if last is None else self.operation_after(last)
        return None if operation is None else (operation - last).days >= 42

    def operation_after(self, last: dt.date) -> dt.date | None:
        """The Planned operation, else the first one done on or after the day of the last bevacizumab."""
        if self.planned is not None:
            return self.planned
        operations = ("rectal_operation", "liver_operation", "first_operation_after_bevacizumab")
        done = [self.f[name] for name in operations if name in self.f and self.f[name] >= last]
        return min(done, default=None)

    def short_course_of_the_sequence(self) -> dt.date | None:
        """The last fraction from which the first cycle is counted."""
        last, start = self.f.get("last_radiotherapy_fraction"), self.f.get("chemotherapy_start")
        if self.f.get("pelvic_radiotherapy") != "short course" or self.sequence is not True or last is None:
            return None
        return None if start is not None and start < last else last

    def _started(self) -> Truth:
        last, start = self.short_course_of_the_sequence(), self.f.get("chemotherapy_start")
        if last is None:
            return None
        if start is not None:
            return 11 <= (start - last).days <= 18
        none_given = self.f.get("chemotherapy_months") == 0 and self.begun is False
        return False if none_given and (self.today - last).days > 18 else None

    def _evaluated(self) -> Truth:
        start, first = self.f.get("chemotherapy_start"), self.f.get("first_restaging")
        if start is None:
            return None
        if first is not None:
            return 42 <= (first - start).days <= 56
        return False if (self.today - start).days > 56 else None

    def evaluated_after_the_window(self) -> bool:
        """A restaging is on record, but a later one than the window of S15: "none is on record" would be untrue."""
        start, last = self.f.get("chemotherapy_start"), self.f.get("last_restaging")
        return start is not None and last is not None and (last - start).days > 56

    def rectum_gone_before(self, last: dt.date) -> bool:
        """Nothing is left to time: the rectum was out before the last fraction."""
        return self.out is True and "rectal_operation" in self.f and self.f["rectal_operation"] < last

    def rectal_operation_after(self, last: dt.date) -> dt.date | None:
        """The rectal operation that follows the last fraction; while the primary is in place, the Planned one."""
        if self.place is True:
            return self.planned
        done: dt.date | None = self.f.get("rectal_operation")
        return done if done is not None and done >= last else None

    def full_dose_chemoradiation(self) -> dt.date | None:
        """The last fraction of a full-dose long course that leaves an operation to time."""
        f, last = self.f, self.f.get("last_radiotherapy_fraction")
        full = f.get("pelvic_radiotherapy") == "long course" and f.get("pelvic_radiotherapy_dose", 0) >= 45
        return last if full and last is not None and not self.rectum_gone_before(last) else None

    def short_course_in_synchronous_disease(self) -> dt.date | None:
        """The last fraction from which the delay of the rectal operation is counted."""
        f, last = self.f, self.f.get("last_radiotherapy_fraction")
        applies = f.get("pelvic_radiotherapy") == "short course" and self.synchronous is True and not self.recurrent
        return last if applies and last is not None and not self.rectum_gone_before(last) else None

    def _after_chemoradiation(self) -> Truth:
        last = self.full_dose_chemoradiation()
        if last is None:
            return None
        operation = self.rectal_operation_after(last)
        if operation is not None:
            return 35 <= (operation - last).days <= 70
        return False if self.place is True and (self.today - last).days > 70 else None

    def _delayed(self) -> Truth:
        last = self.short_course_in_synchronous_disease()
        if last is None:
            return None
        operation, limit = self.rectal_operation_after(last), months_on(last, 6)
        if operation is not None:
            return operation <= limit
        return False if self.place is True and self.today > limit else None

    def counted_from(self) -> dt.date | None:
        """The day from which the next re-assessment is counted, in unresectable disease."""
        f = self.f
        start = f.get("chemotherapy_start", f.get("start_of_the_dated_course"))
        dated = start is not None and start >= f.get("start_of_the_dated_course", dt.date.max)
        undated = f.get("undated_restaging") is True and "last_restaging" not in f and not dated
        if self.unable is not True or start is None or undated:
            return None
        return max(start, f.get("last_restaging", start))

    def _overdue(self) -> Truth:
        base = self.counted_from()
        if base is None:
            return None
        late = self.today > months_on(base, 2) + dt.timedelta(14)
        return None if not late and "chemotherapy_start" not in self.f else late

    # ------------------------------------------------------------ section 4

    def _cap(self) -> bool:
        f = self.f
        return f.get("ecog_performance_status", 0) >= 2 or f.get("age", 0) >= 75 or f.get("comorbidity") == "severe"

    def progression_since_rectal_operation(self) -> Truth:
        if not self.progression:
            return False
        if "last_restaging" not in self.f or "rectal_operation" not in self.f:
            return None
        return bool(self.f["last_restaging"] >= self.f["rectal_operation"])

    def _preferences(self) -> dict[str, Truth]:
        """Strategy → the column "preferred when open and"; those that are never preferred are left out."""
        f, place = self.f, self.place
        more, barred = k_not(self.findings["within_three_segments"]), self.findings["liver_first_barred"]
        touched = f.get("segments_touched")
        primary_threatens, liver_threatens = is_(f, "greatest_threat", "primary"), is_(f, "greatest_threat", "liver")
        return {
            "simultaneous_resection": touched is None or 0 < touched <= 3,
            "primary_first": k_or(
                k_and(self.rectum_done, k_not(self.progression_since_rectal_operation())),
                k_and(place, more, k_or(primary_threatens, barred)),
            ),
            "liver_first": k_or(
                k_and(self.liver_done, place), k_and(place, more, liver_threatens, k_not(barred))
            ),
            "liver_resection_alone": self.rectum_done,
            "conversion_chemotherapy": True,
        }  # fmt: skip

    def _conditions(self) -> dict[str, list[Truth]]:
        g, able, unable, fresh, liver_left = (
            self.findings, self.able, self.unable, not self.recurrent, not self.liver_done
        )  # fmt: skip
        metachronous = k_not(self.synchronous)
        return {
            "simultaneous_resection": [able, g["within_three_segments"], self.place, fresh, liver_left],
            "primary_first": [able, fresh, liver_left, k_or(self.place, k_and(self.out, self.synchronous))],
            "liver_first": [able, fresh, k_or(self.place, k_and(self.liver_done, self.unclear_margin))],
            "liver_resection_alone": [able, self.out, metachronous, fresh, liver_left],
            "resection_with_ablation": [
                g["clearance_with_ablation"],
                g["primary_controlled"],
                g["no_unresectable_extrahepatic_disease"],
                g["adequate_remnant"],
                k_not(self.by_resection),
                liver_left,
            ],
            "re_resection": [able, self.recurrent],
            "conversion_chemotherapy": [unable],
            "local_treatment_then_chemotherapy": [unable, self.place, k_or(g["symptomatic_primary"], self.multiple)],
        }

    def strategies(self) -> dict[str, str]:
        return {id: self._status(id, conditions) for id, conditions in self._conditions().items()}

    def _status(self, id: str, conditions: list[Truth]) -> str:
        operation = id in OPERATIONS
        barred = k_and(self.findings["liver_first_barred"], not self.liver_done) if id == "liver_first" else False
        if self.outside:
            return "condition-not-met"
        if barred is True:
            return "contraindicated"
        if any(condition is False for condition in conditions) or (operation and self.unfit):
            return "condition-not-met"
        if barred is None or any(condition is None for condition in conditions):
            return "undetermined"
        held_back = operation and (self.capped or self.findings["emergency"] is True)
        return "preferred" if self._preferences().get(id, False) is True and not held_back else "option"

    def first_by_the_source(self, id: str) -> bool:
        """Whether this operation would be preferred if nothing of ours held it back."""
        barred = id == "liver_first" and k_and(self.findings["liver_first_barred"], not self.liver_done) is not False
        return (
            not barred
            and not self.unfit
            and all(condition is True for condition in self._conditions()[id])
            and self._preferences().get(id, False) is True
        )

    # ------------------------------------------------------------ section 5

    def regimens(self) -> dict[str, str]:
        f = self.f
        if self.outside:
            return dict.fromkeys(
                ("folfox", "folfiri", "add_bevacizumab", "add_cetuximab", "add_panitumumab"), "condition-not-met"
            )
        six_given = f.get("chemotherapy_months", 0) >= 6
        egfr = {"wild type": "option", "mutant": "contraindicated"}.get(f.get("kras_status", ""), "blocked")
        return {
            "folfox": "preferred" if self.able is True and not six_given else "option",
            "folfiri": "option",
            "add_bevacizumab": "blocked" if self.too_near() else "option",
            "add_cetuximab": egfr,
            "add_panitumumab": egfr,
        }

    def too_near(self) -> bool:
        return self.planned is not None and (self.planned - self.today).days < 42

    def intent(self) -> str:
        if self.outside:
            return "undetermined"
        if self.able is True and not self.unfit:
            return "curative"
        if self.unable is True:
            return "palliative" if self.f.get("conversion_conceivable") is False else "conversion"
        return "undetermined"

    # ------------------------------------------------------------ section 6

    def recommendations(self) -> dict[str, str]:
        words = {True: "applies", False: "not-applicable", None: "undetermined"}
        truth = {**self._when_resectable(), **self._when_unresectable(), **self._whatever_the_resectability()}
        kept = ("full_team", "weigh_patient_factors")
        return {
            id: "not-applicable" if self.outside and id not in kept else words[value] for id, value in truth.items()
        }

    def _when_resectable(self) -> dict[str, Truth]:
        able, fresh = self.able, not self.recurrent
        short_course = k_and(self.sequence, self.place, self.unirradiated, k_not(self.begun), not self.liver_done)
        dose = self.f.get("pelvic_radiotherapy_dose")
        full = k_and(is_(self.f, "pelvic_radiotherapy", "long course"), None if dose is None else dose >= 45)
        return {
            "settle_resectability": able is None,
            "resect_both_sites": self.site_left(),
            "resection_after_conversion": self.conversion(),
            "short_course_radiotherapy_first": short_course,
            "perioperative_chemotherapy_six_months": k_and(able, self.synchronous, fresh),
            "total_mesorectal_excision": k_and(able, self.place),
            "postoperative_radiotherapy": k_and(self.complete_rectal_resection(), self.unirradiated),
            "surgery_after_chemoradiation": k_and(able, self.place, full),
            "re_resection": k_and(self.recurrent, able),
        }  # fmt: skip

    def site_left(self) -> Truth:
        return k_and(self.able, not self.recurrent, k_not(k_and(self.rectum_done, self.liver_done)))

    def conversion(self) -> Truth:
        baseline = self.f.get("baseline_resectable")
        if self.liver_done or (baseline is None and self.begun is False):
            return False
        return k_and(self.able, k_not(baseline), self.f.get("all_original_sites_resectable"))

    def complete_rectal_resection(self) -> Truth:
        """S23 but for the irradiation."""
        return k_and(self.rectum_done, self.synchronous, not self.recurrent, k_not(self.unable))

    def local_treatment(self) -> Truth:
        return k_and(self.unable, self.place, k_or(self.findings["symptomatic_primary"], self.multiple))

    def _when_unresectable(self) -> dict[str, Truth]:
        unable, symptomatic = self.unable, self.findings["symptomatic_primary"]
        obstruction = self.f.get("primary_obstruction")
        closed = None if obstruction in (None, "unspecified") else obstruction in ("impending", "complete")
        symptoms = k_and(unable, symptomatic, self.unirradiated)
        return {
            "start_chemotherapy_now": k_and(unable, k_not(self.begun)),
            "reassess_every_two_months": unable,
            "local_treatment_then_chemotherapy": self.local_treatment(),
            "stoma": k_and(unable, self.place, closed),
            "short_course_for_symptoms": symptoms,
            "chemotherapy_with_pelvic_radiotherapy": symptoms,
        }

    def _whatever_the_resectability(self) -> dict[str, Truth]:
        f = self.f
        biologic, kras = f.get("proposed_biologic"), f.get("kras_status")
        given = "last_bevacizumab" in f or f.get("undated_bevacizumab") is True
        none_in_question = False if f.get("chemotherapy_months") == 0 else None
        return {
            "bevacizumab_free_interval": True if given or biologic in BIOLOGICS_WITH_BEVACIZUMAB else none_in_question,
            "test_kras": kras in (None, "failed"),
            "no_upfront_long_course": k_and(self.synchronous, f.get("proposed_first_treatment") == "long course"),
            "no_debulking": self.leaves_disease(),
            "ablation": self._ablation(),
            "full_team": True,
            "weigh_patient_factors": True,
            "no_two_biologics": biologic == "bevacizumab with EGFR inhibitor",
            "no_egfr_inhibitor_without_wild_type": biologic in EGFR_INHIBITORS and kras != "wild type",
        }

    def leaves_disease(self) -> Truth:
        if "intended_margin" in self.f:
            return self.f["intended_margin"] in ("R1", "R2")
        elsewhere, complete = (
            self.findings[id] for id in ("no_unresectable_extrahepatic_disease", "complete_resection")
        )
        return k_or(k_not(elsewhere), k_and(not self.liver_done, k_not(complete)))

    def _ablation(self) -> Truth:
        if self.liver_done or (self.by_resection is True and not self.ablation_raised()):
            return False
        return k_and(
            *(
                self.findings[id]
                for id in ("clearance_with_ablation", "no_unresectable_extrahepatic_disease", "primary_controlled")
            )
        )

    # ------------------------------------------------------------ section 7

    def silent(self) -> list[str]:
        held = self._notices()
        if self.outside:
            held = {id: holds for id, holds in held.items() if id in ("emergency_not_covered", "outside_the_guideline")}
        return [id for id, holds in held.items() if holds is True]

    def _notices(self) -> dict[str, Truth]:
        f, g, able, unable = self.f, self.findings, self.able, self.unable
        planned = f.get("planned_operation")
        return {
            "symptoms_with_resectable_disease": k_and(able, g["symptomatic_primary"]),
            "small_remnant_remedies": g["adequate_remnant"] is False and not self.liver_done,
            "only_primary_unresectable": g["primary_controlled"] is False and unable is False,
            "recurrence_schedule": self.recurrent,
            "metachronous_schedule": self.synchronous is False,
            "fitness_not_in_criteria": self.capped or self.unfit,
            "emergency_not_covered": g["emergency"],
            "second_irradiation": self.irradiated and k_or(self.complete_rectal_resection(), self.local_treatment()),
            "both_sites_operated": k_and(self.rectum_done, self.liver_done),
            "outside_the_guideline": self.outside,
            "rectal_margin_not_clear": k_and(able, self.unclear_margin),
            "converted_sequence": k_and(able, self.synchronous, self.converted),
            "progression_on_first_line": k_and(unable, self.begun, self.progression),
            "resectable_but_unfit": k_and(able, self.unfit),
            "planned_operation_passed": planned is not None and planned < self.today,
            "rectum_left_after_complete_response": k_and(f.get("clinical_complete_response") is True, self.place),
            "remnant_by_word": self.by_word() and not self.liver_done,
        }

    def by_word(self) -> bool:
        """Nothing is measured, and the liver surgeon has spoken."""
        return self.measured() is None and "remnant_adequate" in self.f
