"""Every command serves a guideline of which the engine has never heard: no drug, quantity, event or schedule in it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.project.test_documents import commands

GUIDELINE = Path(__file__).parents[1] / "guideline" / "second"
RUSTY = GUIDELINE / "cases" / "rusty.yaml"
GONE = GUIDELINE / "cases" / "rusted_through.yaml"
OVERLAY = {"findings.yaml": "hinge_holds:\n  if_false: Our joiner has looked.\n"}
WITHOUT_ONE = (("cql",), ("db",))
"""What knows of no guideline: the language, and the board's database."""
Ran = subprocess.CompletedProcess[str]


def run(*words: str | Path, replies: str = "") -> Ran:
    program = [sys.executable, "-m", "resecta", *map(str, words)]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(program, input=replies, env=environment, capture_output=True, text=True, check=False)


def of(*words: str | Path, replies: str = "") -> Ran:
    """A command that takes the guideline as an option."""
    return run(*words, "--guideline", GUIDELINE, replies=replies)


def done(ran: Ran) -> str:
    told = ran.stderr.startswith("Wrote ") or ran.stderr.endswith(" assessed, 0 refused, 0 left out.\n")
    assert ran.returncode == 0, ran
    assert told or not ran.stderr, ran
    return ran.stdout


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_guideline_check(tmp_path: Path) -> None:
    assert "squeaking_door 0.1.0: sound. 2 statements, 2 elements" in done(run("guideline", "check", GUIDELINE))
    assert json.loads(done(run("guideline", "check", GUIDELINE, "--json"))) == {"problems": []}
    for name, text in OVERLAY.items():
        (tmp_path / name).write_text(text)
    assert "1 departure" in done(run("guideline", "check", GUIDELINE, "--overlay", tmp_path))


def test_guideline_coverage() -> None:
    assert "2/2 statements are used, and exercised by 7 cases." in done(of("guideline", "coverage"))
    assert json.loads(done(of("guideline", "coverage", "--json")))


def test_guideline_readings() -> None:
    assert "0 readings" in done(of("guideline", "readings"))
    assert json.loads(done(of("guideline", "readings", "--json"))) == []


def test_guideline_show(tmp_path: Path) -> None:
    assert "Oil on the hinge." in done(of("guideline", "show"))
    ladder = in_one_line(done(of("guideline", "show", "strategy:new_hinge")))
    assert "Preferred if: " in ladder
    assert json.loads(done(of("guideline", "show", "oil", "--json")))
    page = tmp_path / "guideline.html"
    assert done(of("guideline", "show", "--html", page)).strip() == str(page)
    assert "A squeaking door" in page.read_text()


def test_guideline_mutate() -> None:
    assert done(of("guideline", "mutate", "--processes", "1")).startswith("100.0% of ")


def test_guideline_init_beside_it(tmp_path: Path) -> None:
    done(run("guideline", "init", tmp_path / "begun"))
    assert ": sound." in done(run("guideline", "check", tmp_path / "begun"))
    refused = run("guideline", "init", GUIDELINE)
    assert refused.returncode == 2
    assert "the folder is not empty" in refused.stderr


def test_case_template(tmp_path: Path) -> None:
    text = done(of("case", "template"))
    assert "Does the door squeak?" in text
    (tmp_path / "empty.yaml").write_text(text)
    assert "Not decided yet" in done(of("assess", tmp_path / "empty.yaml"))


def test_case_check() -> None:
    assert "7/7 cases agree" in done(of("case", "check", *sorted((GUIDELINE / "cases").iterdir())))


def test_case_new(tmp_path: Path) -> None:
    replies = "D-1\n2026-03-09\nrusted through\nyes\nyes\n"
    said = in_one_line(done(of("case", "new", "--output", tmp_path / "door.yaml", replies=replies)))
    assert "Asked because" in said
    assert "the guideline prefers a new hinge" in said
    assert "the guideline prefers a new hinge" in in_one_line(done(of("assess", tmp_path / "door.yaml")))


def test_assess_for_a_reader() -> None:
    said = in_one_line(done(of("assess", RUSTY)))
    assert "With quiet intent, the guideline prefers oil." in said
    assert "The door squeaks, a rusty hinge." in said
    assert "The source does not say how to keep a hinge from rusting. (S02)" in in_one_line(
        done(of("assess", RUSTY, "--all"))
    )
    assert "()" not in said


def test_assess_says_a_verdict_that_is_its_own_criterion_once(tmp_path: Path) -> None:
    (tmp_path / "guideline.yaml").write_text("criteria: [door_squeaks]\n", encoding="utf-8")
    said = in_one_line(done(of("assess", GUIDELINE / "cases" / "quiet.yaml", "--overlay", tmp_path)))
    assert "The door is quiet. The door is quiet." not in said
    assert "The door is quiet." in said


def test_assess_as_json() -> None:
    advice = json.loads(done(of("assess", RUSTY, "--json")))
    assert advice["intent"] == "quiet"
    assert [(each["id"], each["status"]) for each in advice["strategies"]] == [
        ("oil", "preferred"),
        ("new_hinge", "condition-not-met"),
    ]
    assert advice["regimens"] == []


def test_assess_a_folder(tmp_path: Path) -> None:
    lines = done(of("assess", GUIDELINE / "cases", "--json")).splitlines()
    assert len([json.loads(line) for line in lines]) == 7
    done(of("assess", GUIDELINE / "cases", "--json", "--output", tmp_path / "advice"))
    assert len(list((tmp_path / "advice").iterdir())) == 7


def test_assess_as_a_page(tmp_path: Path) -> None:
    done(of("assess", GONE, "--html", tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text()
    assert "The hinge is rusted through." in page


def test_assess_explained() -> None:
    assert "Hinge is rusty, not rusted through" in in_one_line(done(of("assess", RUSTY, "--explain", "oil")))
    assert "Hinge is rusty" in in_one_line(done(of("assess", RUSTY, "--explain", "notice:rust_begins")))


def test_compare(tmp_path: Path) -> None:
    said = in_one_line(done(of("compare", RUSTY, GONE)))
    assert "Hinge: rusty → rusted through" in said
    assert "Oil: Preferred → Condition not met made by Hinge" in said
    assert json.loads(done(of("compare", RUSTY, GONE, "--json")))["conclusions"]
    done(of("compare", RUSTY, GONE, "--html", tmp_path / "difference.html"))
    assert "A new hinge" in (tmp_path / "difference.html").read_text()


@pytest.mark.parametrize(
    "form", [[], ["--json"], ["--strategy", "oil"], ["--ics", "plan.ics"], ["--svg", "plan.svg"]], ids=str
)
def test_plan_says_that_nothing_is_laid_out_in_time(form: list[str]) -> None:
    refused = of("plan", RUSTY, *form)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "this guideline lays out no strategy in time" in refused.stderr
    assert "declare its steps in constraints.yaml" in refused.stderr


def test_cohort_map(tmp_path: Path) -> None:
    (tmp_path / "doors.csv").write_text("case,hinge\na,rusty\n")
    assert "column: 'hinge'" in done(of("cohort", "map", tmp_path / "doors.csv"))


def test_cohort_coverage(tmp_path: Path) -> None:
    (tmp_path / "doors.csv").write_text("case,assessed_on,hinge\na,2026-06-08,rusty\n")
    assert "Nobody has door_squeaks" in done(of("cohort", "coverage", tmp_path / "doors.csv"))


def test_cohort_assess(tmp_path: Path) -> None:
    assert "2 rows assessed, 0 set aside" in _advice_on_doors(tmp_path)


def test_cohort_audit(tmp_path: Path) -> None:
    _advice_on_doors(tmp_path)
    ran = of("cohort", "audit", tmp_path / "advice.parquet", "--html", tmp_path / "audit.html")
    assert ran.returncode == 0, ran
    assert "Nothing in the result tells whether these were kept: S01, S02" in ran.stderr
    assert "Door squeaks" in (tmp_path / "audit.html").read_text()


def _advice_on_doors(folder: Path) -> str:
    doors, advice = folder / "doors.csv", folder / "advice.parquet"
    doors.write_text("case,assessed_on,door_squeaks,hinge\na,2026-06-08,true,rusty\nb,2026-06-08,,sound\n")
    ran = of("cohort", "assess", doors, "--output", advice)
    assert (ran.returncode, ran.stdout) == (0, "")
    return ran.stderr


def test_cohort_synthesise(tmp_path: Path) -> None:
    ran = of("cohort", "synthesise", "9", "--output", tmp_path / "doors.parquet")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no registry is made up for the guideline squeaking_door" in ran.stderr


def test_guideline_prove() -> None:
    ran = of("guideline", "prove")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "This guideline has no properties" in ran.stderr


def test_guideline_diff(tmp_path: Path) -> None:
    assert "no conclusion changes, for any patient" in done(run("guideline", "diff", GUIDELINE, GUIDELINE))
    shutil.copytree(GUIDELINE, tmp_path / "ours")
    logic = tmp_path / "ours" / "logic.cql"
    text = logic.read_text()
    logic.write_text(text.replace("'rusted through'", "'rusty'", 1))
    assert logic.read_text() != text
    _advice_on_doors(tmp_path)
    doors = ("--cohort", tmp_path / "advice.parquet", "--least", "1")
    told = done(run("guideline", "diff", GUIDELINE, tmp_path / "ours", *doors))
    assert "hinge: " in told
    assert "Of our 2 patients 1 are affected." in told


def test_explain(tmp_path: Path) -> None:
    why_not = done(of("explain", RUSTY, "--why-not", "oil"))
    assert "It would be condition-not-met with Hinge rusted through (now rusty)." in why_not
    nobody = GUIDELINE / "cases" / "nobody_looked.yaml"
    page = tmp_path / "asked.html"
    done(of("explain", nobody, "--what-would-settle", "new_hinge", "--html", page))
    assert "Settled, whichever way they turn out, by hinge." in page.read_text()
    settles = done(of("explain", nobody, "--what-would-settle", "new_hinge"))
    assert "Settled whichever way they turn out by: Hinge." in settles


def test_serve(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = f"sqlite:///{tmp_path / 'board.db'}"
    done(run("db", "upgrade", "--database", database))
    words = ("serve", "--database", database, "--guideline", GUIDELINE, "--port", port)
    with subprocess.Popen(
        [sys.executable, "-m", "resecta", *map(str, words)], stderr=subprocess.PIPE, text=True
    ) as board:
        assert board.stderr is not None
        try:
            told = [board.stderr.readline(), board.stderr.readline()]
        finally:
            board.terminate()
    assert "squeaking_door 0.1.0" in told[0], told
    assert f"http://127.0.0.1:{port}/" in told[1]


def test_no_command_is_left_out() -> None:
    tested: dict[str, Callable[..., None]] = {
        name: thing for name, thing in globals().items() if name.startswith("test_") and callable(thing)
    }
    groups = {path[:-1] for path in commands() if len(path) > 1}
    leaves = [path[1:] for path in commands() if path not in groups and path[1:2] not in WITHOUT_ONE]
    assert len(leaves) >= 11
    assert [path for path in leaves if not any(name.startswith("_".join(("test", *path))) for name in tested)] == []
