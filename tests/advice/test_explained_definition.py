"""``--explain`` takes any definition of the logic by its name, and says where its value comes from."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from resecta import load
from resecta.case.model import Case
from resecta.case.read import read_case
from resecta.document import InputError
from resecta.draw.explain import explained, print_explanation


def printed(case: Case, name: str) -> str:
    out = io.StringIO()
    print_explanation(explained(load(), case, name), Console(file=out, width=200))
    return out.getvalue()


@pytest.fixture
def case(root: object) -> Case:
    return read_case(f"{root}/docs/examples/friday.yaml", load())


@pytest.mark.parametrize("name", ["Least future liver remnant", "definition:Least future liver remnant"])
def test_a_definition_is_explained_by_its_name(case: Case, name: str) -> None:
    assert "= 30 %" in printed(case, name)


@pytest.mark.slow
def test_every_definition_of_the_shipped_guideline_is_explained(case: Case) -> None:
    names = list(load().own_definitions)
    assert len(names) > 150
    assert all(name in printed(case, f"definition:{name}") for name in names[::10])


def test_a_name_that_nothing_has_is_refused_with_the_nearest(case: Case) -> None:
    with pytest.raises(InputError, match="did you mean Least future liver remnant"):
        printed(case, "Least future liver remnants")
