"""``resecta guideline show``: what a clinician signs off holds the source's words, ours, the logic, its uses and its
cases.
"""

from __future__ import annotations

import itertools
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from resecta.authoring.document import as_data, describe
from resecta.authoring.page import fragments, render
from resecta.document import InputError
from resecta.guideline import Guideline, load

GOOD = Path(__file__).parent.parent / "guideline" / "good"


@pytest.fixture(scope="module")
def good() -> Guideline:
    """The small good guideline of the tests."""
    return load(GOOD)


class Anchors(HTMLParser):
    """The ids of a page, the fragments its links lead to, and the tags it uses."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id" and value is not None:
                self.ids.append(value)
            if tag == "a" and name == "href" and value is not None:
                self.links.add(value)


def anchors(page: str) -> Anchors:
    found = Anchors()
    found.feed(page)
    return found


def test_a_recommendation_carries_everything(good: Guideline) -> None:
    """Source by number, condition in words and as CQL, where used, which case exercises it."""
    (part,) = as_data(describe(good, "resect"))["parts"]
    assert part["kind"] == "recommendation"
    assert part["statements"][0]["quote"].startswith("Resect a lesion of 30 mm")
    condition = next(each for each in part["conditions"] if each["name"] == "Resectable")
    assert condition["cql"] == '"Small enough" and "Fit for surgery"'
    assert "Fit for surgery" in condition["words"]
    assert part["cases"] == [{"case": "small_lesion", "status": "applies"}]


def test_a_definition_names_what_uses_it(good: Guideline) -> None:
    """From the logic back to what it decides."""
    (part,) = as_data(describe(good, "definition:Resectable"))["parts"]
    users = {"finding:resectable", "recommendation:resect", "strategy:resection", "intent:intent", "guideline"}
    assert users >= set(part["used_by"])
    assert {"finding:resectable", "intent:intent"} <= set(part["used_by"])


def test_the_intent_is_a_part_with_its_ladder_its_conditions_and_its_cases(good: Guideline) -> None:
    """It is given like a status, and signed off first."""
    (part,) = as_data(describe(good, "intent"))["parts"]
    assert (part["kind"], part["id"], part["place"]) == ("intent", "intent", "guideline.yaml:32")
    assert [line["label"] for line in part["lines"]] == ["Undetermined if", "Curative if", "Otherwise"]
    assert [(each["role"], each["name"]) for each in part["conditions"]] == [("curative while", "Resectable")]
    assert {case["status"] for case in part["cases"]} == {"curative"}
    assert describe(good).parts[0].key == "intent:intent"
    assert "curative while" in render(describe(good))


def test_a_guideline_that_names_no_intent_has_no_such_part(tmp_path: Path) -> None:
    """Its ladder would say nothing."""
    shutil.copytree(GOOD, tmp_path / "pack")
    path = tmp_path / "pack" / "guideline.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("intent:\n  - {value: curative, condition: Resectable}\n", ""), encoding="utf-8")
    for case in (tmp_path / "pack" / "cases").iterdir():
        case.unlink()
    guideline = load(tmp_path / "pack")
    assert not guideline.intents
    assert "intent" not in {part.kind for part in describe(guideline).parts}


def test_an_element_names_the_definitions_that_read_it(good: Guideline) -> None:
    """A fact is used where the logic reads it."""
    (part,) = as_data(describe(good, "gene_status"))["parts"]
    assert "definition:Mutant" in part["used_by"]


def test_an_id_of_two_kinds_means_the_strategy(tmp_path: Path) -> None:
    """Ids are unique within a kind only; strategy first, and the kind may be said."""
    shutil.copytree(GOOD, tmp_path / "pack")
    regimens = tmp_path / "pack" / "regimens.yaml"
    regimens.write_text(regimens.read_text(encoding="utf-8").replace("the_drug:", "resection:"), encoding="utf-8")
    guideline = load(tmp_path / "pack")
    assert describe(guideline, "resection").parts[0].kind == "strategy"
    assert describe(guideline, "regimen:resection").parts[0].kind == "regimen"


@pytest.mark.parametrize("id", ["resectoin", "strategy:resect", "regimen:", "nonsense"])
def test_an_unknown_id_is_refused(good: Guideline, id: str) -> None:
    """One readable message."""
    with pytest.raises(InputError, match="there is no part"):
        describe(good, id)


def test_the_page_holds_every_part_once_and_every_link_arrives(good: Guideline) -> None:
    """Everything is cross-linked; nothing leads nowhere."""
    document = describe(good)
    found = anchors(render(document))
    assert len(found.ids) == len(set(found.ids))
    assert set(fragments(document.parts).values()) <= set(found.ids)
    assert {link for link in found.links if not link.startswith("#") or link[1:] not in found.ids} == set()


def test_the_page_fetches_nothing(good: Guideline) -> None:
    """One file: no picture, no style sheet, no script from elsewhere."""
    page = render(describe(good))
    assert not anchors(page).tags & {"link", "img", "iframe"}
    assert not re.search(r"(?:src|url)\s*[=(]\s*[\"']?https?:", page)


def test_markup_in_a_guideline_is_shown_not_run(tmp_path: Path) -> None:
    """Whoever writes a guideline cannot put a script into the page."""
    shutil.copytree(GOOD, tmp_path / "pack")
    hostile = "<script>alert(1)</script>"
    numbers = itertools.count(1)  # two titles of a kind may not be alike

    def marked(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}: '{hostile} {next(numbers)}'"

    for file in ("findings.yaml", "settings.yaml", "guideline.yaml"):
        path = tmp_path / "pack" / file
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^(\s+)(title|says|text): .*", marked, text), encoding="utf-8")
    page = render(describe(load(tmp_path / "pack")))
    assert hostile not in page
    assert "&lt;script&gt;" in page


def test_every_statement_and_reading_says_who_has_reviewed_it(good: Guideline) -> None:
    """Nobody yet is said, not left out."""
    page = render(describe(good))
    rows = len(good.statements) + len(good.readings)
    assert page.lower().count("reviewed by") - page.count("not reviewed by clinicians") == rows
    assert page.count("nobody yet, on: –") == rows
    assert f"{good.id} {good.version}, not reviewed by clinicians" in page


def test_a_review_is_told_with_its_name_and_day(tmp_path: Path) -> None:
    """Entered in the pack, shown on the page, counted in the imprint."""
    shutil.copytree(GOOD, tmp_path / "pack")
    path = tmp_path / "pack" / "guideline.yaml"
    text = path.read_text(encoding="utf-8")
    signed = "    review: {by: 'A. Surgeon, hepatobiliary surgery', on: 2026-05-04}\n"
    path.write_text(text.replace("    section: ", f"{signed}    section: ", 1), encoding="utf-8")
    guideline = load(tmp_path / "pack")
    assert "reviewed by: A. Surgeon, hepatobiliary surgery, on: 2026-05-04" in render(describe(guideline))
    assert "in part (1 of " in guideline.imprint


@pytest.mark.slow
def test_the_whole_shipped_guideline_is_at_most_250_kilobytes(shipped: Guideline) -> None:
    """It is sent by mail and opened on a telephone."""
    assert len(render(describe(shipped)).encode()) <= 250_000


@pytest.mark.slow
def test_where_the_guideline_is_introduced_its_source_is_told(shipped: Guideline) -> None:
    """No date, no author, references that lead nowhere: a reader must know before reading on."""
    assert "bears no date" in shipped.provenance
    assert shipped.provenance in render(describe(shipped, "S06"))
