"""The case file shown in the documentation is one, and its message is the one that is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from resecta.case import read_case
from resecta.case.read import KEYS, case_of
from resecta.document import InputError, read_text
from resecta.guideline import Guideline


def block(root: Path, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", (root / "docs/case-file.md").read_text(), re.DOTALL)
    assert found
    return found[1]


def test_the_documented_case_is_read(shipped: Guideline, root: Path, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(block(root, "yaml"))
    case = read_case(file, shipped)
    assert {dispute.element for dispute in case.disputes} == {"greatest_threat"}
    assert len(case.lesions) == 2
    assert case.remarks == ("The day of the rectal operation is known to the month only: March 2025.",)
    assert case.facts["extrahepatic_disease"].value == "resectable"


def test_the_documented_message_is_given(shipped: Guideline, root: Path) -> None:
    text = "case: A\nassessed_on: 2026-06-08\nfacts:\n  kras_status: WT\n"
    with pytest.raises(InputError) as caught:
        case_of(read_text(text, "case.yaml"), shipped)
    assert str(caught.value) == block(root, "text").rstrip()


def test_every_key_of_a_case_is_documented(root: Path) -> None:
    page = (root / "docs/case-file.md").read_text()
    for key in KEYS:
        assert re.search(rf"\b{key}\b", page), key
