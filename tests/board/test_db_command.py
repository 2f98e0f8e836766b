"""``resecta db``: what it prints, its exit codes, and that it is quiet about patients and passwords."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.board.conftest import Room
from tests.board.deciding import table

from resecta import cli
from resecta.board import open_database, tables
from resecta.board.packs import open_pack
from resecta.board.schema import revisions, upgrade


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command as a person does; exit code, output, errors."""

    def ran(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["resecta", "db", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, said.out, said.err

    return ran


Run = Callable[..., tuple[int, str, str]]


def address(room: Room) -> str:
    """The address of the board's database."""
    return room.board.database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")


def test_from_a_new_database_to_a_backup_that_is_put_back(run: Run, tmp_path: Path) -> None:
    old, new = (f"sqlite:///{tmp_path}/{name}.db" for name in ("old", "new"))
    assert run("verify", "--database", old)[0] == 2
    assert list(tmp_path.iterdir()) == []  # a slip in the name makes no file
    assert run("upgrade", "--database", old) == (0, "The database is up to date.\n", "")
    assert run("upgrade", "--database", old) == (0, "The database was up to date.\n", "")
    assert run("backup", "--output", str(tmp_path / "b"), "--database", old)[0] == 0
    assert run("restore", str(tmp_path / "b"), "--database", new)[0] == 0
    assert run("verify", "--database", new) == (0, "0 links, 0 anchors: whole.\n", "")
    assert run("downgrade", "--to", revisions()[0], "--database", new)[0] == 0
    code, _, told = run("replay", "--database", new)
    assert (code, "resecta db upgrade" in told) == (2, True)


def test_a_broken_trail_is_exit_code_1_and_names_the_link(run: Run, room: Room) -> None:
    room.patient()
    assert run("verify", "--database", address(room))[0] == 0
    with room.board.database.writing() as connection:
        connection.execute(update(tables.patient).values(name="Somebody else"))
    code, out, _ = run("verify", "--database", address(room))
    assert (code, "was altered" in out, "Somebody" in out, "Ada" in out) == (1, True, False, False)
    code, out, _ = run("verify", "--json", "--database", address(room))
    told = json.loads(out)
    assert (code, told["broken"]["link"], told["anchors"]) == (1, told["links"], 0)


def test_an_anchor_is_printed_and_proved_with_its_key(run: Run, room: Room, tmp_path: Path) -> None:
    key, kept = tmp_path / "key", tmp_path / "anchors"
    assert run("key", "--output", str(key))[0] == 0
    kept.write_text(run("anchor", "--key", str(key), "--database", address(room))[1])
    proved = ("--anchors", str(kept), "--key", f"{key}.pub", "--database", address(room))
    code, out, _ = run("verify", *proved)
    assert (code, "1 anchors: whole" in out) == (0, True)
    code, _, told = run("verify", "--anchors", str(kept), "--database", address(room))
    assert (code, "belong together" in told) == (2, True)
    kept.write_text("{}")
    code, _, told = run("verify", *proved)
    assert (code, f"{kept}:1" in told, "  give the key" in told) == (2, True, True)


def test_a_decision_whose_advice_differs_is_exit_code_1(run: Run, room: Room) -> None:
    made = table(room, open_pack()).proposed()
    assert run("replay", "--database", address(room)) == (0, "1 decisions, 1 with the same advice.\n", "")
    with room.board.database.writing() as connection:
        connection.execute(update(tables.pack_file).values(content=b""))
    code, out, _ = run("replay", "--json", "--database", address(room))
    told = json.loads(out)
    assert (code, [one["decision"] for one in told["differ"]]) == (1, [made.id])
    code, out, _ = run("replay", "--database", address(room))
    assert (code, out.startswith(f"Decision {made.id}, made with Resecta")) == (1, True)


@pytest.mark.parametrize(
    "given",
    ["nowhere", "mysql://h/x", "sqlite://", "sqlite:///no/such/folder/x.db", "postgresql://u:secret@127.0.0.1:1/x"],
)
def test_an_address_that_leads_nowhere_is_one_clear_message_without_its_password(run: Run, given: str) -> None:
    code, out, told = run("verify", "--database", given)
    assert (code, out) == (2, "")
    assert "Traceback" not in told
    assert "secret" not in told
    assert told.count("\n") <= 2


def test_rights_are_postgresqls(run: Run, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/b.db")
    upgrade(database)
    database.close()
    code, _, told = run("grant", "application", "--database", f"sqlite:///{tmp_path}/b.db")
    assert (code, "SQLite has no roles" in told) == (2, True)
