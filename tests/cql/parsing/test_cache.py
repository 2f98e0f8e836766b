"""The grammar's tables are kept only in a folder that is the user's alone, and reading goes on without them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resecta.cql.syntax.cache import tables_file

READ = "from resecta.cql import parse_expression; print(parse_expression('1 + 1').type)"


def test_the_file_lies_in_the_cache_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert tables_file("1.2.3") == str(tmp_path / "resecta" / "grammar-lark-1.2.3.pickle")
    assert (tmp_path / "resecta").stat().st_mode & 0o077 == 0


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "resecta").mkdir()
    (tmp_path / "resecta").chmod(0o777)
    assert tables_file("1.2.3") is None


def test_a_place_that_is_no_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert tables_file("1.2.3") is None


@pytest.mark.parametrize("content", [None, b"", b"not a pickle", b"\x80\x04."])
def test_reading_works_with_a_fresh_a_kept_and_a_damaged_file(tmp_path: Path, content: bytes | None) -> None:
    from lark import __version__

    if content is not None:
        (tmp_path / "resecta").mkdir(mode=0o700)
        (tmp_path / "resecta" / f"grammar-lark-{__version__}.pickle").write_bytes(content)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", READ],
            env={"XDG_CACHE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr, done.returncode) == ("Integer\n", "", 0)
