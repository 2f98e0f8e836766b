"""The lock files name releases and hashes, no address and no setting of the machine that wrote them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("board", "cohort", "spark")
"""Extras of hundreds of megabytes: `make run` does without them, `make test` does not."""
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def releases(lock: Path) -> set[str]:
    """The pinned releases of a lock file: ``name==version`` with its condition, if it has one."""
    return {line.removesuffix("\\").strip() for line in lock.read_text().splitlines() if re.match(r"[a-z0-9]", line)}


def test_there_is_a_lock_for_running_building_serving_and_testing() -> None:
    names = ["requirements-board.lock", "requirements-build.lock", "requirements-test.lock", "requirements.lock"]
    assert [lock.name for lock in LOCKS] == names


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_no_address_and_no_option_but_hashes(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert set(re.findall(r"--[a-z-]+", text)) == {"--hash"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_release_is_pinned_with_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text().strip())
    assert len(entries) > 3
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==\S+ (; .+ )?\\\n    --hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_the_tests_run_with_the_releases_that_users_get() -> None:
    tested = releases(ROOT / "requirements-test.lock")
    assert releases(ROOT / "requirements.lock") <= tested
    assert releases(ROOT / "requirements-board.lock") <= tested


def test_the_lock_holds_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    light = [name for key, extra in extras.items() if key not in HEAVY for name in extra]
    heavy = [name for key in HEAVY for name in extras[key]]
    assert _names([*project["dependencies"], *light]) <= _locked("requirements.lock")
    assert _names(heavy) <= _locked("requirements-test.lock")


def _names(lines: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in lines} - {"resecta"}


def _locked(name: str) -> set[str]:
    return {release.split("==")[0] for release in releases(ROOT / name)}
