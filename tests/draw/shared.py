"""The worked cases that every view is tried on: eight that ship with the guideline, and those of the field."""

from __future__ import annotations

from pathlib import Path

from tests.shipped import shipped_guideline

EIGHT = (
    "bevacizumab_three_weeks_before_planned_surgery",
    "liver_is_the_greatest_threat_silent_primary_liver_first",
    "remnant_28_percent_below_the_threshold",
    "same_threat_from_the_liver_but_the_rectum_bleeds_liver_first_contraindicated",
    "short_course_radiotherapy_done_chemotherapy_started_on_day_25",
    "synchronous_resectable_two_segments_the_simultaneous_standard",
    "unresectable_at_first_kras_wild_type_conversion_chemotherapy",
    "unresectable_kras_unknown_start_now_block_the_egfr_inhibitor",
)
_TREATED = (
    *("bevacizumab_three_weeks_before_planned_surgery", "between_two_stages_of_the_hepatectomy"),
    *("converted_at_the_second_month", "liver_done_rectum_left", "local_excision_then_relapse_in_place"),
    *("operation_planned_six_weeks_after_chemoradiation", "progression_between_the_operations"),
    *("rectum_resected_with_a_positive_margin", "recurrence_after_synchronous_disease"),
    *("short_course_radiotherapy_done_chemotherapy_started_on_day_25", "simultaneous_operation_is_not_late"),
    *("stoma_due_one_week_after_bevacizumab", "three_cycles_of_capox_are_counted", "vanished_site_is_watched"),
)
FIELD = Path(__file__).parent / "field"
SHARED = (*(shipped_guideline().path / "cases" / f"{name}.yaml" for name in EIGHT), *sorted(FIELD.glob("*.yaml")))
FIRST_VISITS = tuple(path for path in SHARED if path.stem not in _TREATED)
"""Those of patients whom nobody has treated yet."""
