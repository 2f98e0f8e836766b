"""What is wrong in a site's constraints.yaml is said with its place and its mend, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from resecta.document import InputError
from resecta.guideline import Guideline, load
from resecta.timeline.check import check_schedule


def test_the_shipped_constraints_are_sound(guideline: Guideline) -> None:
    check_schedule(guideline)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("evaluation: {at_least: 6 fortnights}", '"6 fortnights" is no length of time'),
        ("evaluation: {at_least: Earliest evaluation after chemotherapy strat}", "did you mean"),
        ("evaluation: {to: restagging}", '"restagging" is no step'),
        ("evaluation: {while: Sinchronous}", '"Sinchronous" is no definition of logic.cql'),
        ("evaluation: {kind: frame}", '"frame" is no kind of entry'),
        ("evaluation: {at_lest: 6 weeks}", '"at_lest" is no key of this kind of entry'),
        ("restaging: {activity: scan}", '"scan" is no activity'),
        ("restaging: {days: moon}", '"moon" is no kind of day'),
        ("restaging: {recorded: {day: First restagin}}", '"First restagin" is no fact of logic.cql'),
        ("reassessments: {times: many}", "is not a whole number"),
        ("short_course: {sittings: five}", "is not a whole number"),
        ("conversion: {cycles: until dawn}", "says nothing of cycles"),
        ("hospital: {days: {theatre: [mon]}}", "is not a day of the week"),
        ("hospital: {days: {theatre: []}}", "no day of the week is named"),
    ],
)
def test_a_mistake_is_named_with_its_mend(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "constraints.yaml").write_text(text + "\n")
    with pytest.raises(InputError) as caught:
        check_schedule(load(overlays=[tmp_path]))
    assert message in str(caught.value)
    assert "constraints.yaml" in str(caught.value)


def test_a_bound_whose_step_the_strategy_lacks_would_never_hold_and_is_refused(tmp_path: Path) -> None:
    (tmp_path / "strategies.yaml").write_text("re_resection: {constraints: [decision, re_resection, evaluation]}\n")
    with pytest.raises(InputError, match="strategy re_resection has no step"):
        check_schedule(load(overlays=[tmp_path]))


def test_a_site_chooses_its_theatre_days(tmp_path: Path) -> None:
    (tmp_path / "constraints.yaml").write_text("hospital: {days: {theatre: [tuesday, thursday]}}\n")
    site = load(overlays=[tmp_path])
    check_schedule(site)
    assert any(departure.file == "constraints.yaml" for departure in site.departures)
