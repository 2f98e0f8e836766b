"""The name of a class stands in one place of the program, but for the pairs that are listed here with their reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "resecta"
CLASS = re.compile(r"^class (\w+)", re.MULTILINE)

SHARED = {
    "the guideline's entry, and what the advice concludes of it": (
        "Argument Conclusion Finding Intent Recommendation Regimen Strategy"
    ),
    "a node as written, and its core": "And Coalesce Definition If IsNull Not Or Parameter",
    "one idea, of one case and of the columns of many": "Moved Reach Span Trail Try",
    "a take, and a field's own word for something else": "Answered First Given",
    "a word of two fields, each its own in its field": (
        "Case Counted Course Departure Episode Fact Known Link Note Record Recorded Refused Sheet "
        "Signature Site Speech Window Wording"
    ),
}
"""Why a name may stand in two places → the names. This list only shrinks."""
SHARED_TODAY = {name for names in SHARED.values() for name in names.split()}


@cache
def places() -> Mapping[str, list[str]]:
    """The name of every class of the program → the files that it stands in."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        for name in CLASS.findall(file.read_text()):
            found[name].append(str(file.relative_to(SOURCE)))
    return found


def test_a_class_name_stands_in_one_place_but_for_the_pairs_listed() -> None:
    assert {name: files for name, files in places().items() if len(files) > 1 and name not in SHARED_TODAY} == {}


def test_a_listed_name_stands_in_two_places_and_no_more() -> None:
    assert {name: places().get(name) for name in SHARED_TODAY if len(places().get(name, ())) != 2} == {}


def test_a_name_is_listed_for_one_reason() -> None:
    assert len(SHARED_TODAY) == sum(len(names.split()) for names in SHARED.values())
