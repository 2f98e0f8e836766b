"""Where a part is not installed, what needs it says so before any work; all else answers the same."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from tests.edges.program import EXAMPLE, ROOT
from tests.timeline.patients import sheet

from resecta.case import case_from, read_case
from resecta.cli import resecta
from resecta.cql import evaluate_expression, parse_expression
from resecta.cql.values import ucum
from resecta.cql.values.units import TABLE, ratio, unit
from resecta.document import InputError, extras
from resecta.draw.timeline import png
from resecta.guideline import Guideline, load
from resecta.timeline import Planner
from resecta.timeline.ics import to_ics

EXTRAS = [each for each in vars(extras).values() if isinstance(each, extras.Extra)]
PARTS = {
    *("holidays", "icalendar", "resvg_py", "ucumvert", "pint", "z3"),
    *("alembic", "argon2", "cryptography", "psycopg", "sqlalchemy"),
    *("altair", "duckdb", "ibis", "pyarrow", "pyspark", "vl_convert"),
}


@pytest.fixture
def nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if only the core were installed."""
    real = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in PARTS else real(name, package)

    monkeypatch.setattr("importlib.util.find_spec", find)
    monkeypatch.setattr("resecta.document.extras.find_spec", find)
    monkeypatch.setattr(ucum, "find_spec", find)
    forget_units()
    yield
    forget_units()


def forget_units() -> None:
    for kept in (ucum._definitions, ucum._essence, unit, ratio):
        kept.cache_clear()


@pytest.mark.usefixtures("nothing_more")
@pytest.mark.parametrize(
    ("options", "extra"),
    [
        (["--ics", "plan.ics", "--strategy", "liver_first"], "timeline"),
        (["--country", "DE"], "timeline"),
        (["--svg", "plan.png"], "pictures"),
        (["--svg", "PLAN.PNG"], "pictures"),
    ],
)
def test_an_option_that_needs_a_part_says_so_before_any_work(options: list[str], extra: str) -> None:
    with pytest.raises(InputError, match=rf"install resecta\[{extra}\]"):
        resecta.main(["plan", "no_such_case.yaml", *options], standalone_mode=False)


@pytest.mark.usefixtures("nothing_more")
@pytest.mark.parametrize(
    ("line", "extra"),
    [
        ("guideline prove", "proof"),
        ("guideline diff nowhere elsewhere", "proof"),
        ("explain nowhere.yaml --why-not liver_first", "proof"),
        ("cohort assess nowhere.parquet --output out.parquet", "cohort"),
        ("cohort assess nowhere.parquet --output out.parquet --engine spark", "spark"),
        ("cohort map nowhere.csv", "cohort"),
        ("cohort coverage nowhere.parquet", "cohort"),
        ("cohort audit nowhere.parquet", "cohort"),
        ("cohort synthesise 1 --output out.parquet", "cohort"),
        ("db verify --database sqlite:///nowhere.db", "board"),
        ("db key --output nowhere.key", "board"),
        ("serve --demo", "board"),
    ],
)
def test_a_command_that_needs_a_part_says_so_before_any_work(line: str, extra: str) -> None:
    with pytest.raises(InputError, match=rf"install resecta\[{extra}\]"):
        resecta.main(line.split(), standalone_mode=False)


def modules(distribution: str) -> set[str]:
    """What can be imported of a distribution."""
    wanted = distribution.replace("-", "_").lower()
    pairs = module_owners().items()
    return {name for name, named in pairs if wanted in {each.replace("-", "_").lower() for each in named}}


@cache
def module_owners() -> Mapping[str, list[str]]:
    """Which distributions each module comes from: read once, for it opens every file list of the environment."""
    return importlib.metadata.packages_distributions()


@pytest.mark.parametrize("name", sorted({extra.name for extra in EXTRAS}))
def test_an_extra_is_there_only_where_all_that_it_installs_is(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    asked = {module for extra in EXTRAS if extra.name == name for module in extra.modules}
    installed = [re.split(r"[^\w-]", line)[0] for line in project[name] if not line.startswith("resecta")]
    assert {each for each in installed if not modules(each) & asked} == set()


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_more")
def test_an_overlay_that_needs_a_part_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "constraints.yaml").write_text("hospital:\n  country: DE\n")
    with pytest.raises(InputError, match=r"constraints\.yaml:2:12: .*\n.*\n.*\n  install resecta\[timeline\]"):
        load(overlays=[tmp_path])


@pytest.mark.usefixtures("nothing_more")
def test_the_api_says_it_too(shipped: Guideline) -> None:
    timeline = Planner(shipped, read_case(EXAMPLE, shipped)).plan("liver_first")
    with pytest.raises(InputError, match=r"install resecta\[timeline\]"):
        to_ics(timeline, sheet())
    with pytest.raises(InputError, match=r"install resecta\[pictures\]"):
        png(timeline, foot="P1")


RARE = ["5 'mmol/L' > 4 'mmol/L'", "1 '[in_i]' > 2 'cm'", "convert 5 'nm' to 'um'"]
OF_THE_TABLE = [
    "2 'm' * 2 'm' > 10 'cm' * 30 'cm'",
    "6 'm' / 2 's' > 1 'cm' / 1 'min'",
    "3 'g' / 2 'm3' = 1.5 'g/m3'",
    "4 'Gy' * 2 = 800 'cGy'",
    "2 'm2' > 3 'dm2'",
    "1 '10*3.m' > 1 'm'",
    "ToQuantity('5 \\'mm2\\'') > 1 'mm' * 1 'mm'",
]


@pytest.mark.usefixtures("nothing_more")
@pytest.mark.parametrize("expression", RARE)
def test_a_unit_that_only_a_part_knows_is_refused_by_name(expression: str) -> None:
    with pytest.raises(InputError, match=r"is not a UCUM unit[\s\S]*install resecta\[units\]"):
        evaluate_expression(parse_expression(expression))


@pytest.mark.usefixtures("nothing_more")
def test_a_text_in_a_unit_that_only_a_part_knows_is_refused_and_never_null() -> None:
    with pytest.raises(InputError, match=r'the unit "mmol/L" is not known[\s\S]*install resecta\[units\]'):
        evaluate_expression(parse_expression("ToQuantity('5 \\'mmol/L\\'')"))


@pytest.mark.usefixtures("nothing_more")
def test_a_fact_in_a_unit_that_only_a_part_knows_is_refused_by_name(shipped: Guideline) -> None:
    facts = {"largest_liver_metastasis": {"value": 4, "unit": "[in_i]"}}
    with pytest.raises(InputError, match=r'"\[in_i\]" is not a unit for largest_liver_metastasis'):
        case_from({"assessed_on": "2026-03-09", "facts": facts}, shipped)


@pytest.mark.parametrize("expression", OF_THE_TABLE)
def test_what_is_made_of_common_units_answers_the_same_whatever_is_installed(
    expression: str, request: pytest.FixtureRequest
) -> None:
    forget_units()
    assert ucum.is_installed()
    with_all = evaluate_expression(parse_expression(expression))
    request.getfixturevalue("nothing_more")
    assert not ucum.is_installed()
    assert evaluate_expression(parse_expression(expression)) == with_all
    assert with_all is not None


def test_every_code_of_the_table_is_the_same_unit_in_ucum(request: pytest.FixtureRequest) -> None:
    codes = sorted(set(TABLE) - {"millisecond", "second", "minute", "hour", "day", "week", "month", "year"})
    by_ucum = {code: ucum.look_up(code) for code in codes}
    request.getfixturevalue("nothing_more")
    assert {code: ucum.look_up(code) for code in codes} == by_ucum
    assert None not in by_ucum.values()
