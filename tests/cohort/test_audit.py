"""An audit counts, for each rule that a result tells of, where it was kept, where not, and where nobody can tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resecta.cohort.audit import Audit, audit
from resecta.cohort.audit.page import render
from resecta.cohort.audit.rules import How
from resecta.cohort.engines import Engine
from resecta.cohort.result import metadata_for
from resecta.cohort.source import find
from resecta.document import InputError
from resecta.guideline import Guideline
from resecta.guideline.status import ConclusionKind

if TYPE_CHECKING:
    from tests.draw.browser import Browser

WINDOW = "bevacizumab_interval_kept"
WORDS = {
    ConclusionKind.STRATEGY: "undetermined",
    ConclusionKind.REGIMEN: "undetermined",
    ConclusionKind.RECOMMENDATION: "not-applicable",
}


def row(guideline: Guideline, **told: Any) -> dict[str, Any]:
    """A line of a result in which nothing is known but what is told."""
    found: dict[str, Any] = {
        "case": "",
        "intent": "undetermined",
        "missing": ["kras_status", "future_liver_remnant"],
        "hospital": "A",
    }
    for kind, id, _ in guideline.answers:
        if kind is not ConclusionKind.INTENT:
            found[f"{kind}__{id}"] = WORDS.get(kind)
    for finding in guideline.findings.values():
        if finding.window is not None:
            found |= {f"window__{finding.id}__applies": None, f"window__{finding.id}__missed_by_days": None}
    found |= {"decided_by__simultaneous_resection": "Resectable"}
    return {**found, "treated__strategy": None, "treated__regimen": None, **told}


def audited(guideline: Guideline, engine: Engine, folder: Path, rows: list[dict[str, Any]]) -> Audit:
    kinds: dict[str, pa.DataType] = {"missing": pa.list_(pa.string())}
    for name in rows[0]:
        truths = name.startswith(("finding__", "silent__")) or name.endswith("__applies")
        days = name.endswith("missed_by_days")
        kinds.setdefault(name, pa.bool_() if truths else pa.int32() if days else pa.string())
    pq.write_table(pa.Table.from_pylist(rows, pa.schema(kinds)), folder / "out.parquet")
    return audit(guideline, engine, find(str(folder / "out.parquet")), ["hospital"])


def counts(found: Audit, id: str) -> tuple[int, int, int]:
    (kept,) = (one for one in found.kept if one.id == id)
    return kept.inside, kept.outside, kept.open


def window(applies: bool | None, days: int | None, kept: bool | None) -> dict[str, Any]:
    return {
        f"window__{WINDOW}__applies": applies,
        f"window__{WINDOW}__missed_by_days": days,
        f"finding__{WINDOW}": kept,
    }


def test_a_time_is_judged_only_of_those_whom_the_window_concerns(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    lines = [window(True, 0, True), window(True, -3, False), window(True, None, None), window(None, None, None)]
    lines += [window(False, None, None)] * 4
    found = audited(shipped, duck, tmp_path, [row(shipped, **line) for line in lines])
    assert counts(found, WINDOW) == (1, 1, 2)


def test_what_is_not_overdue_so_far_is_kept(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    told = {"window__restaging_overdue__applies": True, "finding__restaging_overdue": False}
    late = {**told, "finding__restaging_overdue": True, "window__restaging_overdue__missed_by_days": 9}
    found = audited(shipped, duck, tmp_path, [row(shipped, **told), row(shipped, **late)])
    assert counts(found, "restaging_overdue") == (1, 1, 0)


def test_a_treatment_is_kept_where_it_was_open_and_told_apart_where_nobody_can_tell(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    statuses = ["preferred", "option", "contraindicated", "condition-not-met", "undetermined"]
    given = [
        row(shipped, treated__strategy="simultaneous_resection", strategy__simultaneous_resection=status)
        for status in statuses
    ]
    other = row(shipped, treated__strategy="primary_first", strategy__simultaneous_resection="contraindicated")
    found = audited(shipped, duck, tmp_path, [*given, other, row(shipped)])
    assert counts(found, "strategy:simultaneous_resection") == (2, 2, 1)
    (kept,) = (one for one in found.kept if one.id == "strategy:simultaneous_resection")
    assert kept.reasons == (("Resectable", 2),)
    assert kept.missing == (("future_liver_remnant", 1),)  # KRAS is to be found out too, and tells nothing here
    assert kept.groups["hospital"] == {"A": (2, 4)}


def test_of_several_regimens_given_together_each_is_judged(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    told = {"regimen__folfox": "option", "regimen__add_bevacizumab": "contraindicated"}
    found = audited(shipped, duck, tmp_path, [row(shipped, treated__regimen="folfox; add_bevacizumab", **told)])
    assert counts(found, "regimen:folfox") == (1, 0, 0)
    assert counts(found, "regimen:add_bevacizumab") == (0, 1, 0)
    assert counts(found, "regimen:folfiri") == (0, 0, 0)


def test_a_proposal_against_the_guideline_is_counted_and_a_warning_about_the_disease_is_not(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    against = row(shipped, recommendation__no_egfr_inhibitor_without_wild_type="applies")
    found = audited(
        shipped, duck, tmp_path, [against, row(shipped), row(shipped, recommendation__no_debulking="applies")]
    )
    assert counts(found, "no_egfr_inhibitor_without_wild_type") == (2, 1, 0)
    assert "no_debulking" not in {one.id for one in found.kept}


def test_a_treatment_that_the_guideline_does_not_know_is_an_error(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="did you mean liver_first"):
        audited(shipped, duck, tmp_path, [row(shipped, treated__strategy="liver first")])


def test_a_result_of_another_guideline_is_refused_with_both_named(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    told = {b"resecta.guideline": b"ours", b"resecta.version": b"7", b"resecta.digest": b"0" * 64}
    table = pa.table({"case": ["a"], "intent": ["curative"], "missing": [["age"]]}).replace_schema_metadata(told)
    pq.write_table(table, tmp_path / "out.parquet")
    with pytest.raises(InputError, match=rf"ours 7 \(0+\), not by {shipped.id} {shipped.version}"):
        audit(shipped, duck, find(str(tmp_path / "out.parquet")))


def test_a_table_that_is_no_result_is_said_to_be_none(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    pq.write_table(pa.table({"case": ["a"], "age": [50]}), tmp_path / "in.parquet")
    with pytest.raises(InputError, match="it is no result of resecta cohort assess") as raised:
        audit(shipped, duck, find(str(tmp_path / "in.parquet")))
    assert len(raised.value.problems) == 1


def test_the_page_says_that_patients_are_made_up_and_fills_every_sentence(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    page = render(shipped, audited(shipped, duck, tmp_path, [row(shipped)]), {"synthetic": "no row is a patient"}, 5)
    assert "Not patients:" in page
    assert re.findall(r"\{[A-Z][^{}]*\}", page[page.index("<main>") :]) == []


def test_a_result_of_made_up_patients_says_so_too(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    table = pa.table({"case": ["a"]}).replace_schema_metadata({b"resecta.synthetic": b"nobody", b"theirs": b"x"})
    pq.write_table(table, tmp_path / "in.parquet")
    told = metadata_for(shipped, duck, find(str(tmp_path / "in.parquet")))
    assert told["resecta.synthetic"] == "nobody"
    assert "theirs" not in told


def test_a_rule_that_rests_on_no_statement_names_its_readings(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    found = audited(shipped, duck, tmp_path, [row(shipped)])
    assert all(one.cited for one in found.kept)


def test_every_statement_is_in_a_row_or_named_as_one_that_no_result_tells_of(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    found = audited(shipped, duck, tmp_path, [row(shipped)])
    told = {statement for one in found.kept for statement in one.statements}
    assert told.isdisjoint(found.unaudited)
    assert told | set(found.unaudited) == set(shipped.statements)


def test_a_target_without_tolerance_is_neither_kept_nor_missed_and_its_days_are_told(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    target = "hepatectomy_about_three_months"
    days = [0] * 6 + [9] * 7
    rows = [
        row(shipped, **{f"window__{target}__applies": True, f"window__{target}__missed_by_days": day}) for day in days
    ]
    found = audited(shipped, duck, tmp_path, rows)
    (told,) = (one for one in found.kept if one.id == target)
    assert (told.how, told.judged, dict(told.days)) == (How.TARGET, 0, {0: 6, 9: 7})
    page = render(shipped, found, {}, 5)
    line = page[page.index(shipped.findings[target].title) :]
    assert How.TARGET in line[: line.index("</tr>")]
    assert ">0<" not in line[: line.index("</tr>")]


def test_days_inside_the_window_stand_apart_from_the_first_week_outside(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    days = {-8: 5, -7: 6, -1: 7, 0: 8, 1: 9, 7: 10, 22: 11, 400: 12}
    rows = [row(shipped, **window(True, day, day == 0)) for day, count in days.items() for _ in range(count)]
    page = render(shipped, audited(shipped, duck, tmp_path, rows), {}, 5)
    told = dict(re.findall(r'<tr><th scope="row">([^<]+)</th><td class="number">(\d+)</td></tr>', page))
    bars = {span: int(count) for span, count in told.items() if span == "inside" or "before" in span or "after" in span}
    some = {span: count for span, count in bars.items() if count}
    dash = "\N{EN DASH}"
    assert some == {
        f"8{dash}14 before": 5,
        f"1{dash}7 before": 13,
        "inside": 8,
        f"1{dash}7 after": 19,
        f"22{dash}28 after": 11,
        "176 or more after": 12,
    }
    assert len(bars) == 2 + 1 + 26  # the weeks between in which nobody is, too


@pytest.mark.slow
def test_the_page_is_as_wide_as_its_screen_and_asks_for_nothing(
    shipped: Guideline, duck: Engine, tmp_path: Path, browser: Browser
) -> None:
    rows = [row(shipped, hospital=name, **window(True, 0, True)) for name in "AB" for _ in range(20)]
    rows += [row(shipped, hospital=name, **window(True, -3, False)) for name in "AB" for _ in range(9)]
    html = render(shipped, audited(shipped, duck, tmp_path, rows), {"digest": "0" * 64}, 5)
    for width in (1440, 390):
        asked = len(browser.asked)
        page = browser.open(html, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("table.rules tbody tr").first.is_visible()
        assert browser.asked[asked:] == []
        targets = page.eval_on_selector_all("table.rules a", "links => links.map(link => link.getAttribute('href'))")
        assert targets
        assert all(page.locator(target).count() == 1 for target in targets)


@pytest.mark.slow
def test_the_page_passes_on_nothing_that_hides(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    ward = "A\x1b[2J\u202eB"
    rows = [row(shipped, hospital=ward, **window(True, 0, True)) for _ in range(9)]
    rows += [row(shipped, hospital="C", **window(True, -3, False)) for _ in range(9)]
    page = render(shipped, audited(shipped, duck, tmp_path, rows), {"digest": ward}, 1)
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert page.count("A\\x1b[2J\\u202eB") > 1


def test_the_page_tells_no_count_below_the_least(shipped: Guideline, duck: Engine, tmp_path: Path) -> None:
    rows = [row(shipped, **window(True, 0, True)) for _ in range(20)] + [row(shipped, **window(True, -3, False))] * 3
    page = render(shipped, audited(shipped, duck, tmp_path, rows), {}, 5)
    start = page.index(shipped.findings[WINDOW].title)
    line = page[start : page.index("</tr>", start)]
    assert "left out" in line
    assert ">3<" not in line
    assert ">20<" not in line  # with the total it would give the 3 away
