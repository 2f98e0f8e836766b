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
        f = self.f
        self.place = is_(f, "primary_status", "in situ")
        self.out = is_(f, "primary_status", "resected")
        self.recurrent = f.get("recurrent_liver_disease") is True
        self.liver_done = "liver_operation" in f and not self.recurrent
        self.synchronous = is_(f, "metastasis_timing", "synchronous")
        self.unirradiated = is_(f, "pelvic_radiotherapy", "none")
        self.outside = f.get("primary_tumour_site") == "colon" or f.get("liver_metastases_count") == 0
        self.findings = self._findings()
        g = self.findings
        self.able = g["resectable"]
        self.unable = k_not(
            k_and(g["complete_resection"], g["no_unresectable_extrahepatic_disease"], g["adequate_remnant"])
        )
        self.capped = self._cap() and "fit_for_major_surgery" not in f
        self.unfit = f.get("fit_for_major_surgery") is False

    # ------------------------------------------------------------ section 3

    def _ablation_raised(self) -> bool:
        return "clearance_with_ablation_feasible" in self.f or "all_original_sites_treatable" in self.f

    def _ablation_clears(self) -> bool:
        return all(
            self.f[name] is True
            for name in ("clearance_with_ablation_feasible", "all_original_sites_treatable")
            if name in self.f
        )

    def _complete(self) -> Truth:
        f = self.f
        resection: Truth = f.get("complete_resection_feasible")
        if "all_original_sites_resectable" in f or f.get("baseline_resectable") is False:
            resection = k_and(resection, f.get("all_original_sites_resectable"))
        ablation: Truth = False
        if self._ablation_raised():
            ablation = k_and(self._ablation_clears(), f.get("ablation_accepted_as_clearance"))
        return k_or(resection, ablation)

    def _findings(self) -> dict[str, Truth]:
        f = self.f
        r0 = f.get("primary_r0_resectable")
        g: dict[str, Truth] = {}
        g["complete_resection"] = self._complete()
        g["primary_controlled"] = k_or(
            k_and(self.place, r0),
            k_and(self.out, is_(f, "primary_resection_margin", "R0")),
            k_and(self.out, is_(f, "primary_resection_margin", "R1", "R2"), r0),
        )
        extra = f.get("extrahepatic_disease")
        g["no_unresectable_extrahepatic_disease"] = (
            None if extra in (None, "indeterminate") else extra in ("none", "resectable")
        )
        remnant = f.get("future_liver_remnant")
        measured = remnant is not None and f.get("remnant_volume_method") != "estimated"
        g["adequate_remnant"] = remnant > 30 if measured else None
        g["resectable"] = k_and(*g.values())
        segments = f.get("segments_resected")
        g["within_three_segments"] = None if segments is None else segments <= 3
        minor = k_or(
            is_(f, "primary_bleeding", "minor"), is_(f, "primary_obstruction", "passable stenosis", "diverted")
        )
        g["liver_first_barred"] = k_and(
            self.place,
            k_or(
                is_(f, "primary_bleeding", "relevant", "transfused", "uncontrolled"),
                is_(f, "primary_obstruction", "impending", "complete"),
                k_and(minor, f.get("liver_first_cleared") is not True),
            ),
        )
        g["symptomatic_primary"] = k_and(
            self.place,
            k_or(
                k_not(is_(f, "primary_bleeding", "none")),
                k_not(is_(f, "primary_obstruction", "none")),
                k_not(is_(f, "primary_pain", "none")),
                f.get("other_primary_symptom"),
                f.get("perforation") is True,
            ),
        )
        g["synchronous"] = self.synchronous
        g["all_sites_amenable"] = f.get("all_original_sites_resectable")
        if self._ablation_raised():
            g["clearance_with_ablation"] = self._ablation_clears()
        else:
            whole = f.get("complete_resection_feasible") is True and f.get("all_original_sites_resectable") is not False
            g["clearance_with_ablation"] = True if whole else None
        g["emergency"] = k_or(
            f.get("perforation"), is_(f, "primary_obstruction", "complete"), is_(f, "primary_bleeding", "uncontrolled")
        )
        self.findings = g
        g.update(self._timing(g))
        return g

    def _timing(self, g: dict[str, Truth]) -> dict[str, Truth]:
        in_sequence = g["resectable"] is True and self.synchronous is True
        months = self.f.get("chemotherapy_months")
        return {
            "bevacizumab_interval_kept": self._bevacizumab(),
            "chemotherapy_started_in_window": self._started(),
            "evaluation_in_window": self._evaluated() if in_sequence else None,
            "operation_about_three_months": None,
            "hepatectomy_about_three_months": None,
            "chemotherapy_total_complete": months >= 6 if in_sequence and months is not None else None,
            "operation_in_chemoradiation_window": self._after_chemoradiation(),
            "rectal_delay_within_limit": self._delayed(),
            "restaging_overdue": self._overdue(g),
        }

    def _bevacizumab(self) -> Truth:
        last = self.f.get("last_bevacizumab")
        if last is None:
            return None
        operation = self.operation_after(last)
        return None if operation is None else (operation - last).days >= 42

    def operation_after(self, last: dt.date) -> dt.date | None:
        """The planned operation, else the first one done on or after the day of the last bevacizumab."""
        f = self.f
        operations = ("rectal_operation", "liver_operation", "first_operation_after_bevacizumab")
        done = [f[k] for k in operations if k in f and f[k] >= last]
        return f.get("planned_operation") or (min(done) if done else None)

    def nothing_to_count_from(self) -> bool:
        """No first day of chemotherapy, or a restaging that is not dated to an episode."""
        undated = self.f.get("undated_restaging") is True and "last_restaging" not in self.f
        return "chemotherapy_start" not in self.f or undated

    def _short_course(self) -> dt.date | None:
        short = self.f.get("pelvic_radiotherapy") == "short course" and self.synchronous is True
        return self.f.get("last_radiotherapy_fraction") if short else None

    def _started(self) -> Truth:
        start, last = self.f.get("chemotherapy_start"), self._short_course()
        if last is None:
            return None
        if start is not None:
            return 11 <= (start - last).days <= 18 if start >= last else None
        late = self.f.get("chemotherapy_months") == 0 and (self.today - last).days > 18
        return False if late else None

    def _evaluated(self) -> Truth:
        start, first = self.f.get("chemotherapy_start"), self.f.get("first_restaging")
        if start is None:
            return None
        if first is not None:
            return 42 <= (first - start).days <= 56
        return False if (self.today - start).days > 56 else None

    def _after_chemoradiation(self) -> Truth:
        f, last = self.f, self.f.get("last_radiotherapy_fraction")
        if f.get("pelvic_radiotherapy") != "long course" or f.get("pelvic_radiotherapy_dose", 0) < 45 or last is None:
            return None
        operation = self._rectal_after(last)
        if operation is not None:
            return 35 <= (operation - last).days <= 70
        return False if self.place is True and (self.today - last).days > 70 else None

    def _delayed(self) -> Truth:
        last = self._short_course()
        if last is None:
            return None
        operation, limit = self._rectal_after(last), months_on(last, 6)
        if operation is not None:
            return operation <= limit
        return False if self.place is True and self.today > limit else None

    def _overdue(self, g: dict[str, Truth]) -> Truth:
        start, restaging = self.f.get("chemotherapy_start"), self.f.get("last_restaging")
        if start is None or self.nothing_to_count_from():
            return None
        base = restaging if restaging is not None and restaging >= start else start
        late = self.today > months_on(base, 2) + dt.timedelta(14)
        parts = (g["complete_resection"], g["no_unresectable_extrahepatic_disease"], g["adequate_remnant"])
        return k_and(k_not(k_and(*parts)), late)

    def _rectal_after(self, last: dt.date) -> dt.date | None:
        done: dt.date | None = self.f.get("rectal_operation")
        if done is not None and done >= last:
            return done
        return self.f.get("planned_operation") if self.place is True else None

    # ------------------------------------------------------------ section 4

    def _cap(self) -> bool:
        f = self.f
        return f.get("ecog_performance_status", 0) >= 2 or f.get("age", 0) >= 75 or f.get("comorbidity") == "severe"

    def strategies(self) -> dict[str, str]:
        f, g, able, unable = self.f, self.findings, self.able, self.unable
        within, fresh, liver_left = g["within_three_segments"], not self.recurrent, not self.liver_done
        more, threat, barred = k_not(within), f.get("greatest_threat"), g["liver_first_barred"]
        count = f.get("liver_metastases_count")
        symptomatic_or_multiple = k_or(g["symptomatic_primary"], None if count is None else count >= 2)
        stage_left = k_or(self.place, k_and(self.out, self.synchronous))
        primary_first = k_or(self.out, k_and(more, k_or(None if threat is None else threat == "primary", barred)))
        liver_first = k_or(self.liver_done, k_and(more, None if threat is None else threat == "liver", k_not(barred)))
        table: dict[str, tuple[list[Truth], Truth, Truth]] = {
            "simultaneous_resection": ([able, within, self.place, fresh, liver_left], True, False),
            "primary_first": ([able, fresh, liver_left, stage_left], primary_first, False),
            "liver_first": ([able, self.place, fresh], liver_first, k_and(barred, liver_left)),
            "liver_resection_alone": ([able, self.out, k_not(self.synchronous), fresh, liver_left], True, False),
            "resection_with_ablation": (
                [
                    g["clearance_with_ablation"], g["primary_controlled"], g["no_unresectable_extrahepatic_disease"],
                    g["adequate_remnant"], k_not(f.get("complete_resection_feasible")), liver_left,
                ],
                False,
                False,
            ),
            "re_resection": ([able, self.recurrent], False, False),
            "conversion_chemotherapy": ([unable], True, False),
            "local_treatment_then_chemotherapy": ([unable, self.place, symptomatic_or_multiple], False, False),
        }  # fmt: skip
        return {id: self._status(id, *row) for id, row in table.items()}

    def _status(self, id: str, conditions: list[Truth], preferred: Truth, barred: Truth) -> str:
        operation = id not in ("conversion_chemotherapy", "local_treatment_then_chemotherapy")
        if self.outside:
            return "condition-not-met"
        if barred is True:
            return "contraindicated"
        if any(c is False for c in conditions) or (operation and self.unfit):
            return "condition-not-met"
        if barred is None or any(c is None for c in conditions):
            return "undetermined"
        if preferred is True and not (operation and self.capped):
            return "preferred"
        return "option"

    # ------------------------------------------------------------ section 5

    def regimens(self) -> dict[str, str]:
        f = self.f
        if self.outside:
            return dict.fromkeys(
                ("folfox", "folfiri", "add_bevacizumab", "add_cetuximab", "add_panitumumab"), "condition-not-met"
            )
        planned = f.get("planned_operation")
        near = planned is not None and f.get("operation_urgency") != "emergency" and (planned - self.today).days < 42
        egfr = {"wild type": "option", "mutant": "contraindicated"}.get(f.get("kras_status", ""), "blocked")
        return {
            "folfox": "preferred" if self.able is True else "option",
            "folfiri": "option",
            "add_bevacizumab": "blocked" if near else "option",
            "add_cetuximab": egfr,
            "add_panitumumab": egfr,
        }

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
        f, g, able, unable = self.f, self.findings, self.able, self.unable
        months = f.get("chemotherapy_months")
        begun = "chemotherapy_start" in f or (months is not None and months > 0)
        no_margin = "intended_margin" not in f
        dose = f.get("pelvic_radiotherapy_dose")
        full = k_and(is_(f, "pelvic_radiotherapy", "long course"), None if dose is None else dose >= 45)
        count = f.get("liver_metastases_count")
        bevacizumab = "last_bevacizumab" in f or f.get("proposed_biologic") in (
            "bevacizumab",
            "bevacizumab with EGFR inhibitor",
        )
        symptoms = k_and(unable, g["symptomatic_primary"], self.unirradiated)
        baseline = f.get("baseline_resectable")
        converted = k_and(able, k_not(baseline), f.get("all_original_sites_resectable"))
        if baseline is None and months == 0:
            converted = False
        resect_alone = f.get("complete_resection_feasible") is True and not self._ablation_raised()
        in_question: Truth = True if bevacizumab else (False if months == 0 else None)
        truth: dict[str, Truth] = {
            "settle_resectability": able is None,
            "resect_both_sites": k_and(able, not self.recurrent, k_not(k_and(self.out, self.liver_done))),
            "start_chemotherapy_now": k_and(unable, not begun),
            "reassess_every_two_months": unable,
            "resection_after_conversion": converted,
            "short_course_radiotherapy_first": k_and(able, self.synchronous, self.place, self.unirradiated),
            "perioperative_chemotherapy_six_months": k_and(able, self.synchronous),
            "total_mesorectal_excision": k_and(able, self.place),
            "postoperative_radiotherapy": k_and(
                self.out, is_(f, "primary_resection_margin", "R0"), self.synchronous, self.unirradiated
            ),
            "surgery_after_chemoradiation": k_and(able, self.place, full),
            "local_treatment_then_chemotherapy": k_and(
                unable, self.place, k_or(g["symptomatic_primary"], None if count is None else count >= 2)
            ),
            "stoma": k_and(unable, self.place, is_(f, "primary_obstruction", "impending", "complete")),
            "short_course_for_symptoms": symptoms,
            "chemotherapy_with_pelvic_radiotherapy": symptoms,
            "bevacizumab_free_interval": in_question,
            "test_kras": f.get("kras_status") in (None, "failed"),
            "no_upfront_long_course": k_and(self.synchronous, f.get("proposed_first_treatment") == "long course"),
            "no_debulking": k_not(k_and(g["complete_resection"], g["no_unresectable_extrahepatic_disease"]))
            if no_margin
            else f["intended_margin"] in ("R1", "R2"),
            "ablation": False if resect_alone else g["clearance_with_ablation"],
            "re_resection": k_and(self.recurrent, able),
            "full_team": True,
            "weigh_patient_factors": True,
            "no_two_biologics": f.get("proposed_biologic") == "bevacizumab with EGFR inhibitor",
        }
        words = {True: "applies", False: "not-applicable", None: "undetermined"}
        if self.outside:
            kept = ("full_team", "weigh_patient_factors")
            return {id: words[value] if id in kept else "not-applicable" for id, value in truth.items()}
        return {id: words[value] for id, value in truth.items()}

    # ------------------------------------------------------------ section 7

    def silent(self) -> list[str]:
        f, g, able, unable = self.f, self.findings, self.able, self.unable
        irradiated = f.get("pelvic_radiotherapy") not in (None, "none")
        again = k_or(
            k_and(self.out, is_(f, "primary_resection_margin", "R0"), self.synchronous),
            k_and(unable, g["symptomatic_primary"]),
        )
        held = {
            "symptoms_with_resectable_disease": k_and(able, g["symptomatic_primary"]),
            "small_remnant_remedies": g["adequate_remnant"] is False,
            "only_primary_unresectable": g["primary_controlled"] is False and unable is False,
            "recurrence_schedule": self.recurrent,
            "metachronous_schedule": self.synchronous is False,
            "fitness_not_in_criteria": self.capped or self.unfit,
            "emergency_not_covered": g["emergency"],
            "second_irradiation": k_and(irradiated, again),
            "both_sites_operated": k_and(self.out, self.liver_done),
            "outside_the_guideline": self.outside,
        }
        return [id for id, holds in held.items() if holds is True]
