"""A guideline that was found sound is read from the user's cache only while nothing that it was made of has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resecta.advice import assess, to_json
from resecta.case import read_case
from resecta.document import InputError
from resecta.guideline import checked, kept, load


@pytest.fixture(scope="module", autouse=True)
def shipped_is_read_once() -> None:
    """It is not, here: reading it again is what is tested."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/resecta"


@pytest.fixture
def pack(tmp_path: Path, root: Path) -> Path:
    """A small guideline that a test may write to."""
    return Path(shutil.copytree(root / "tests/guideline/second", tmp_path / "pack"))


def refuse_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "checked", lambda *_: pytest.fail("checked again"))


@pytest.mark.slow
def test_what_was_found_sound_is_kept_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load()
    refuse_to_check(monkeypatch)
    again = load()
    assert again.digest == first.digest
    assert repr(again) == repr(first)
    for path in sorted(first.cases_path.glob("*.yaml"))[:20]:
        told = [to_json(assess(guideline, read_case(path, guideline))) for guideline in (first, again)]
        assert told[0] == told[1]


def test_a_kept_guideline_says_where_its_parts_stand(pack: Path) -> None:
    first, again = load(pack), load(pack)
    assert first is not again
    for name, definition in first.library.definitions.items():
        assert again.library.definitions[name].spot == definition.spot
    assert [mention.spot for mention in again.mentions] == [mention.spot for mention in first.mentions]


def test_a_fault_in_any_file_is_told_although_the_folder_was_sound_before(pack: Path) -> None:
    load(pack)
    for file in [*sorted(pack.glob("*.yaml")), pack / "logic.cql"]:
        sound = file.read_bytes()
        file.write_bytes(sound + b"\nnonsense: [\n")
        with pytest.raises(InputError):
            load(pack)
        file.write_bytes(sound)
    (pack / "finding.yaml").write_text("")
    with pytest.raises(InputError, match=r"finding\.yaml"):
        load(pack)


def test_an_overlay_is_part_of_what_was_found_sound(tmp_path: Path, pack: Path) -> None:
    load(pack)
    site = tmp_path / "site"
    site.mkdir()
    (site / "logic.cql").write_text("nonsense")
    with pytest.raises(InputError):
        load(pack, [site])


def test_another_version_of_the_program_checks_again(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(pack)
    monkeypatch.setattr(kept, "_program", lambda: "the next version")
    refuse_to_check(monkeypatch)
    with pytest.raises(pytest.fail.Exception, match="checked again"):
        load(pack)


@pytest.mark.parametrize("damage", [b"", b"not a guideline", None])
def test_a_damaged_file_is_not_read_and_is_replaced(folder: Path, pack: Path, damage: bytes | None) -> None:
    digest = load(pack).digest
    (file,) = folder.glob("guideline-*")
    good = file.read_bytes()
    file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]) if damage is None else damage)
    assert load(pack).digest == digest
    assert file.read_bytes() == good


def test_where_there_is_no_safe_place_the_guideline_is_checked(folder: Path, pack: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert load(pack).digest == load(pack).digest
    assert list(folder.iterdir()) == []
