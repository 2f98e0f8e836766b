"""Turns at a file: one at a time, among threads and processes, and never kept by one that is dead."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from resecta.board.turns import turn

KEEPS = """
import sys, time
from pathlib import Path
from resecta.board.turns import turn
with turn(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(600)
"""


def test_turns_are_taken_one_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    met: list[int] = []

    def takes(number: int) -> None:
        for _ in range(5):
            with turn(tmp_path / "board.db"):
                inside.append(number)
                time.sleep(0.002)
                met.extend(each for each in inside if each != number)
                inside.remove(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(takes, range(6)))
    assert met == []


@pytest.mark.slow
def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    def waits() -> float:
        with turn(tmp_path / "board.db"):
            return time.monotonic()

    command = [sys.executable, "-c", KEEPS, str(tmp_path / "board.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, ThreadPoolExecutor(1) as pool:
        assert process.stdout is not None
        assert process.stdout.readline() == "mine\n"
        waiting = pool.submit(waits)
        time.sleep(0.2)
        assert not waiting.done()
        killed = time.monotonic()
        process.kill()
        assert waiting.result(timeout=60) >= killed


def test_where_no_file_can_be_made_work_goes_on_without_turns(tmp_path: Path) -> None:
    with turn(tmp_path / "no folder" / "board.db"):
        assert not (tmp_path / "no folder").exists()
