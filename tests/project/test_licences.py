"""What Resecta is made of is stated: in the wheel, in the bill of materials, and on the page about libraries."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat
from cyclonedx.validation.json import JsonStrictValidator
from tests.project.sbom import TYPEFACE, VERSION, bill, licence_of, locked

ROOT = Path(__file__).parents[2]
PERMISSIVE = {"MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0", "OFL-1.1"}


@pytest.fixture(scope="module")
def written() -> str:
    return make_outputter(bill(), OutputFormat.JSON, VERSION).output_as_string(indent=2)


@pytest.mark.slow
def test_the_bill_of_materials_keeps_the_schema_of_cyclonedx(written: str) -> None:
    assert JsonStrictValidator(VERSION).validate_str(written) is None


def test_the_bill_holds_every_release_of_the_lock_with_hashes_and_a_licence(written: str) -> None:
    parts = {part["name"]: part for part in json.loads(written)["components"]}
    assert {*parts} == {TYPEFACE[0], *(name for name, _, _ in locked())}
    for name, version, hashes in locked():
        assert parts[name]["version"] == version
        assert {each["content"] for each in parts[name]["hashes"]} == {*hashes}
        assert parts[name]["licenses"], name
    assert re.search(r"/wor" + r"k/|://(?!cyclonedx\.org)", re.sub(r'"\$schema": "[^"]*"', "", written)) is None


def test_every_licence_is_one_that_lets_anybody_use_it(written: str) -> None:
    stated = {name: licence_of(name) for name, _, _ in locked()}
    words = {name: {*re.findall(r"[A-Za-z0-9.-]+", licence)} - {"AND", "OR"} for name, licence in stated.items()}
    assert {name: odd for name, each in words.items() if (odd := each - PERMISSIVE)} == {}
    assert TYPEFACE[1] in written


def test_the_page_about_libraries_states_each_licence_as_its_release_does() -> None:
    page = (ROOT / "docs/decisions/libraries.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (\S+) \| ([^|]+) \|$", page.partition("## Licences")[2], re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    wanted = {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in asked} - {"resecta"}
    assert {name: table.get(name, "").strip() for name in wanted} == {name: licence_of(name) for name in wanted}


def test_the_wheel_states_and_holds_every_licence(tmp_path: Path) -> None:
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()
        about = next(held.read(name).decode() for name in names if name.endswith(".dist-info/METADATA"))
        licences = [held.read(name).decode() for name in names if "/licenses/" in name]
    assert "License-Expression: Apache-2.0 AND OFL-1.1" in about
    assert len(licences) == 2
    assert any("Apache License" in text for text in licences)
    assert any("SIL OPEN FONT LICENSE Version 1.1" in text for text in licences)
