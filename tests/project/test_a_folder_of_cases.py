"""A folder is assessed by several processes as by one: the same bytes in the same order, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resecta.cli import batch
from resecta.document import InputError
from resecta.guideline import Guideline

CASES = sorted((Path(__file__).parents[2] / "src/resecta/guidelines/rectal_liver_metastases/cases").glob("*.yaml"))
COMMAND = [sys.executable, "-m", "resecta", "assess"]


def name_of(guideline: Guideline, file: Path) -> bytes:
    """Slow for the first files, so that the later ones are done before them; says which process did it."""
    if "bad" in file.name:
        raise InputError([])
    time.sleep(0.02 if file.name < "08" else 0)
    return f"{guideline.id} {file.name} {os.getpid()}".encode()


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_cores", lambda: 2)


@pytest.mark.usefixtures("two_cores")
def test_what_is_made_comes_in_the_order_of_the_files_and_a_bad_file_stops_nothing(shipped: Guideline) -> None:
    files = [Path(f"{number:02}{'bad' if number == 9 else ''}") for number in range(24)]
    with batch.made_of(shipped, files, name_of) as results:
        made = list(results)
    assert [one.text.split()[1].decode() for one in made if one.problem is None] == [
        str(file) for file in files if "bad" not in file.name
    ]
    assert [place for place, one in enumerate(made) if one.problem is not None] == [9]
    by = {one.text.split()[2] for one in made if one.problem is None}
    assert str(os.getpid()).encode() not in by
    assert len(by) == 2


def test_a_few_files_are_not_worth_a_second_process(shipped: Guideline) -> None:
    with batch.made_of(shipped, [Path("10"), Path("11")], name_of) as results:
        assert {one.text.split()[2] for one in results} == {str(os.getpid()).encode()}


def test_the_command_gives_for_a_folder_what_it_gives_for_each_file(tmp_path: Path) -> None:
    files = CASES[: batch.FEWEST_SHARED + 4]
    for file in files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    whole = subprocess.run([*COMMAND, str(tmp_path), "--json"], capture_output=True, check=True).stdout
    half = len(files) // 2  # too few for a second process
    parts = [
        subprocess.run([*COMMAND, "--json", *map(str, part)], capture_output=True, check=True).stdout
        for part in (files[:half], files[half:])
    ]
    assert whole == b"".join(parts)
    assert whole.count(b"\n") == len(files)


def test_ctrl_c_ends_every_process_with_one_word(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number:03}.yaml").write_bytes(CASES[0].read_bytes())
    running = subprocess.Popen(
        [*COMMAND, str(tmp_path), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline()
    assert running.stdout.readline()  # once the second is out, the first is counted
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: all processes of the group get it
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert re.fullmatch(r"Stopped\. [1-9]\d* of 400 answers were printed\.", told.decode().strip())
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
