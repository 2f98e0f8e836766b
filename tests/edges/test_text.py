"""Text of a case, pack or overlay cannot steer a terminal, turn a line around or hide; and a name is a name however it
was typed.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from tests.edges.program import EXAMPLE, ROOT, run

from resecta.authoring.document import describe
from resecta.authoring.page import render as render_guideline
from resecta.case import case_from, read_case
from resecta.cli import resecta
from resecta.cli.terminal import Terminal
from resecta.document import InputError, read_text
from resecta.document.visible import visible, visible_json
from resecta.draw.page import render
from resecta.guideline import Guideline, load
from resecta.timeline import Planner, assessment
from resecta.timeline.ics import Sheet, to_ics

HIDING = ("\x1b[2J", "\x07", "\x9b1A", "\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\x7f", "\u2028")
HOSTILE = "A" + "".join(HIDING) + "Z"


def hidden(text: str) -> list[str]:
    """The signs of a text that nobody could see."""
    return [sign for sign in HIDING if sign in text] + [sign for sign in text if sign in "\x1b\x07\x7f\x9b"]


def test_what_hides_is_an_escape_and_what_is_written_stays() -> None:
    assert hidden(visible(HOSTILE)) == []
    assert visible("\x1b\u202e") == "\\x1b\\u202e"
    plain = "24\u00a0% é e\u0301 – ≥ 肝 \u202f می\u200cخواهم 👩\u200d⚕️\n\tא"
    assert visible(plain) == plain


def test_json_reads_the_same_with_what_hides_written_out() -> None:
    content = json.dumps({"text": HOSTILE}, ensure_ascii=False).encode()
    assert hidden(visible_json(content).decode()) == []
    assert json.loads(visible_json(content)) == {"text": HOSTILE}


def hostile_case(guideline: Guideline) -> Any:
    sides = [{"by": f"{HOSTILE} one", "value": "liver"}, {"by": f"{HOSTILE} two", "value": "primary"}]
    return case_from(
        {
            "case": HOSTILE,
            "title": HOSTILE,
            "assessed_on": "2026-03-09",
            "facts": {
                "age": {"value": 50, "source": HOSTILE},
                "future_liver_remnant": {"value": 24, "source": HOSTILE},
                "greatest_threat": {"opinions": sides},
            },
            "lesions": [{"id": HOSTILE, "segments": [5], "near": [HOSTILE]}],
            "extrahepatic": [{"site": HOSTILE, "disease": "resectable"}],
            "events": [{"activity": "chemotherapy", "regimen": HOSTILE, "start": "2026-01-05"}],
            "context": {"question": HOSTILE, "notes": [{HOSTILE: HOSTILE}]},
        },
        guideline,
    )


def test_no_view_of_a_case_passes_on_what_hides(shipped: Guideline) -> None:
    from resecta.draw.explain import explained, print_explanation
    from resecta.draw.terminal import print_advice

    case = hostile_case(shipped)
    assessed = assessment(shipped, case)
    printed = Terminal()
    printed.file = io.StringIO()
    print_advice(shipped, assessed, printed)
    print_explanation(explained(shipped, case, "adequate_remnant"), printed)
    text = printed.file.getvalue()
    assert "A\\x1b[2J" in text.replace("\n", "")
    assert hidden(text) == []
    page = render(shipped, assessed)
    assert "A\\x1b[2J" in page
    assert hidden(page) == []


def test_the_program_prints_nothing_that_hides(tmp_path: Path) -> None:
    file = tmp_path / f"{HIDING[0]}{HIDING[3]}.yaml"
    escaped = json.dumps(HOSTILE)
    file.write_text(f"case: {escaped}\ntitle: {escaped}\nassessed_on: 2026-03-09\nfacts: {{kras_status: {escaped}}}\n")
    for arguments in (["assess", file], ["assess", file, "--json"], ["case", "check", tmp_path], ["plan", file]):
        done = run(*arguments)
        assert done.returncode == 2
        assert hidden(done.stdout + done.stderr) == [], arguments
    file.write_text(f"case: {escaped}\nassessed_on: 2026-03-09\nfacts: {{age: 50}}\n")
    for arguments in (["assess", file], ["assess", file, "--json"], ["case", "check", tmp_path]):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
        assert hidden(done.stdout + done.stderr) == [], arguments


@pytest.mark.slow
def test_an_overlay_prints_nothing_that_hides(tmp_path: Path) -> None:
    escaped = json.dumps(f"{HOSTILE}.")
    (tmp_path / "findings.yaml").write_text(f"adequate_remnant: {{title: {escaped}, if_false: {escaped}}}\n")
    (tmp_path / "elements.yaml").write_text(f"future_liver_remnant: {{question: {escaped}, help: {escaped}}}\n")
    site = load(overlays=[tmp_path])
    assert hidden(render_guideline(describe(site, None))) == []
    for arguments in (["case", "template"], ["guideline", "show", "adequate_remnant"], ["assess", EXAMPLE]):
        done = run(*arguments, "--overlay", tmp_path)
        assert done.returncode == 0, done.stderr
        assert hidden(done.stdout) == [], arguments


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small guideline whose property and choice hide signs, in a folder whose name is no UTF-8, with one case."""
    folder = tmp_path_factory.mktemp("pack") / os.fsdecode(b"caf\xe9")
    shutil.copytree(ROOT / "tests/guideline/second", folder, ignore=shutil.ignore_patterns("cases"))
    hiding = json.dumps(HOSTILE)
    holds = json.dumps("not (\"strategy:oil\" = 'preferred')")
    (folder / "properties.yaml").write_text(f"{hiding}: {{claim: always, title: {hiding}, holds: {holds}}}\n")
    elements = (folder / "elements.yaml").read_text()
    elements = elements.replace("[sound,", f"[{hiding},").replace("{sound:", f"{{{hiding}:")
    (folder / "elements.yaml").write_text(elements)
    (folder / "cases").mkdir()
    facts = f"{{door_squeaks: true, hinge: {hiding}}}"
    (folder / "cases/odd.yaml").write_text(f"case: 'P[/]'\nassessed_on: 2026-03-09\nfacts: {facts}\n")
    return folder


@pytest.mark.parametrize(
    "line",
    [
        "guideline prove --guideline {pack}",
        "guideline prove --guideline {pack} --json",
        "guideline coverage --guideline {pack}",
        "guideline check {pack}",
        "guideline diff {pack} {other}",
        "explain {case} --why-not oil --guideline {pack}",
        "explain {case} --why-not oil --guideline {pack} --json",
        "assess {case} --guideline {pack} --all",
    ],
)
def test_no_command_passes_on_what_a_guideline_hides(
    door: Path, line: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    names = {"pack": door, "case": door / "cases/odd.yaml", "other": ROOT / "tests/guideline/second"}
    with contextlib.suppress(click.exceptions.Exit):
        resecta.main([word.format(**names) for word in line.split()], standalone_mode=False)
    told = b"".join(capsysbinary.readouterr()).decode()
    assert told
    assert hidden(told) == []
    if "--json" in line:
        assert "\\u202e" in told
        assert "\u202e" in json.dumps(json.loads(told), ensure_ascii=False)
    elif "coverage" in line:
        assert "P[/]" in told


def test_a_problem_in_a_folder_whose_name_is_no_utf_8_is_told_as_json(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / "findings.yaml").write_text("[")
    assert resecta.main(["guideline", "check", "--overlay", str(folder), "--json"], standalone_mode=False) == 1
    (problem,) = json.loads(capsysbinary.readouterr().out)["problems"]
    assert problem["file"] == f"{tmp_path}/caf\\udce9/findings.yaml"


def test_every_command_speaks_through_one_place_that_makes_what_hides_visible() -> None:
    own = re.compile(r"(?<!\.)\bprint\(|\becho\(|stdout\.write|stderr\.write|stdout\.buffer\.write")
    files = (ROOT / "src/resecta/cli").rglob("*.py")
    assert [file.name for file in files if own.search(file.read_text())] == ["say.py"]


def test_no_paper_passes_on_what_hides(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    from resecta.web.print import pdf

    given: list[str] = []

    def take(*_: object, sys_inputs: dict[str, str], **__: object) -> tuple[bytes, list[str]]:
        given.append(sys_inputs["data"])
        return b"", []

    monkeypatch.setattr(typst, "compile_with_warnings", take)
    pdf("sheet", {"plan": HOSTILE, "comments": [[HOSTILE, (HOSTILE,)]], "stands": None, "day": {"year": 2026}})
    told = json.loads(given[0])
    assert hidden(json.dumps(told, ensure_ascii=False)) == []
    assert told == {"plan": visible(HOSTILE), "comments": [[visible(HOSTILE), [visible(HOSTILE)]]], "stands": None} | {
        "day": {"year": 2026}
    }


def test_a_calendar_passes_nothing_on_that_hides(shipped: Guideline) -> None:
    from dataclasses import replace

    timeline = Planner(shipped, read_case(EXAMPLE, shipped)).plan("liver_first")
    sheet = Sheet(HOSTILE, HOSTILE, datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC), b"a value of the site")
    events = tuple(event._replace(label=HOSTILE, figure=HOSTILE) for event in timeline.events)
    text = to_ics(replace(timeline, title=HOSTILE, events=events), sheet).decode()
    assert hidden(text.replace("\r\n ", "")) == []


def test_an_error_shows_what_hides_in_what_it_quotes(shipped: Guideline) -> None:
    with pytest.raises(InputError) as told:
        case_from({"assessed_on": "2026-03-09", HOSTILE: 1, "facts": {"kras_status": HOSTILE}}, shipped)
    assert hidden(str(told.value)) == []


@pytest.mark.parametrize("text", ["CT 2026-02-30", "2026-02-30", "on 0000-01-01 or 2026-12-31"])
def test_an_impossible_date_in_free_text_stays_text(shipped: Guideline, text: str) -> None:
    facts = {"age": {"value": 50, "source": text}}
    case = case_from({"assessed_on": "2026-03-09", "facts": facts, "context": {"notes": text}}, shipped)
    page = render(shipped, assessment(shipped, case))
    assert text.replace("2026-12-31", "31 December 2026") in page


@pytest.mark.parametrize("form", ["yaml", "api"])
def test_one_name_typed_in_two_ways_is_one_person(shipped: Guideline, form: str, tmp_path: Path) -> None:
    names = ["Dr Andr\u00e9", "Dr Andre\u0301"]
    opinions = [{"by": name, "value": "liver"} for name in names]
    case = {"assessed_on": "2026-03-09", "facts": {"greatest_threat": {"opinions": opinions}}}
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(InputError, match="gives two opinions"):
        _ = case_from(case, shipped) if form == "api" else read_case(file, shipped)


@pytest.mark.parametrize("name", ["", "  ", "\t"])
def test_an_empty_name_is_no_name(shipped: Guideline, name: str) -> None:
    facts = {"greatest_threat": {"opinions": [{"by": name, "value": "liver"}]}}
    with pytest.raises(InputError, match="an opinion without a name"):
        case_from({"assessed_on": "2026-03-09", "facts": facts}, shipped)
    with pytest.raises(InputError, match="a lesion's id is empty"):
        case_from({"assessed_on": "2026-03-09", "lesions": [{"id": name}]}, shipped)


def test_two_keys_that_are_one_text_are_refused() -> None:
    with pytest.raises(InputError, match="stands twice"):
        read_text("caf\u00e9: 1\ncafe\u0301: 2\n", "case.yaml")
