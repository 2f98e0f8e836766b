"""``resecta db``: the board's database: brought up to date, backed up, verified, its decisions replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resecta.cli import options
from resecta.cli.say import say, say_json

if TYPE_CHECKING:
    from resecta.board import Database

EXAMPLE = """\b
Examples:
  resecta db upgrade --database sqlite:///new.db
  resecta db backup --output monday.backup --database sqlite:///board.db
  resecta db restore friday.backup --database sqlite:///new.db
  resecta db verify --database sqlite:///board.db
  resecta db verify --anchors anchors.jsonl --key anchor.key.pub --database sqlite:///board.db --json
  resecta db replay --database sqlite:///board.db
  resecta db key --output new.key
  resecta db seal-key --output seal.key
  resecta db reseal --database sqlite:///board.db
  resecta db anchor --key anchor.key --database sqlite:///board.db
  resecta db downgrade --to 0001 --database sqlite:///board.db
"""

Command = TypeVar("Command", bound=Callable[..., Any])


def _database(command: Command) -> Command:
    return click.option(
        "--database",
        "address",
        required=True,
        envvar="RESECTA_DATABASE",
        metavar="ADDRESS",
        help="sqlite:///FILE or postgresql://USER@HOST/NAME; also from RESECTA_DATABASE, so that no password is typed.",
    )(command)


def _json(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


@click.group(epilog=EXAMPLE)
def db() -> None:
    """The board's database: bring it up to date, back it up, prove that it is whole."""


@db.command(short_help="Make the tables, or bring them up to date.")
@_database
def upgrade(address: str) -> None:
    """Bring the database to the tables of this Resecta, in one step that is done whole or not at all.

    A new database is made; one that is up to date stays as it is. Make a backup first.
    """
    with _opened(address, "upgrade") as database:
        from resecta.board import schema

        changed = schema.upgrade(database)
    say("The database is up to date." if changed else "The database was up to date.")


@db.command(short_help="Go back to the tables of an earlier Resecta.")
@click.option("--to", "revision", required=True, metavar="REVISION", help="As 0001.")
@_database
def downgrade(revision: str, address: str) -> None:
    """Bring the database back to an earlier revision, before an earlier Resecta is started on it.

    What only the later tables can hold goes; they say so.
    """
    with _opened(address, "downgrade") as database:
        from resecta.board import schema

        changed = schema.downgrade(database, revision)
    say(f"The database is at {revision}." if changed else f"The database was at {revision}.")


@db.command(short_help="Write everything into one file.")
@click.option(
    "--output", "file", type=options.FILE_TO_WRITE, required=True, help="A new file; one that is there is kept."
)
@_database
def backup(file: Path, address: str) -> None:
    """Write everything, as of one moment, into a file that its owner alone can read; people may work on meanwhile.

    It holds patients in clear text: keep it as you keep the database. Either kind of database takes it back.
    """
    with _current(address, "backup") as database:
        from resecta.board.backup import back_up

        count = back_up(database, file)
    say(f"{count} rows. Wrote {file}")


@db.command(short_help="Put a backup into a new database.")
@click.argument("file", type=options.PATH, metavar="FILE")
@_database
def restore(file: Path, address: str) -> None:
    """Put a backup into an empty database; it replaces nothing. Upgrade and verify it afterwards."""
    with _opened(address, "restore") as database:
        from resecta.board.backup import restore as restored

        count = restored(database, file)
    say(f"{count} rows. Next: resecta db upgrade, resecta db verify")


@db.command(short_help="Is the audit trail whole, and all that it names?")
@click.option("--anchors", type=options.PATH, metavar="FILE", help="What `resecta db anchor` printed, a line each.")
@click.option("--key", type=options.PATH, metavar="FILE", help="The public key of the anchors.")
@_json
@_database
def verify(anchors: Path | None, key: Path | None, as_json: bool, address: str) -> int:
    """Walk the trail from its first link, and compare every record that it names; name the first that is broken.

    Exit code 1 if one is. Only an anchor that was kept elsewhere finds a trail that was written anew as a whole.
    """
    if (anchors is None) != (key is None):
        raise click.UsageError("--anchors and --key belong together: a signature and the key that bears it out.")
    with _current(address, "verify") as database:
        from resecta.board.anchor import read_anchors
        from resecta.board.verify import verify as verified

        kept = () if anchors is None or key is None else read_anchors(anchors, key)
        verdict = verified(database, kept)
    broken = verdict.broken
    if as_json:
        told = None if broken is None else {"link": broken.link, "text": broken.words}
        say_json({"links": verdict.links, "anchors": len(kept), "broken": told, "remarks": list(verdict.remarks)})
        return int(broken is not None)
    for remark in verdict.remarks:
        say(f"Remark: {remark}.")
    say(f"{verdict.links} links, {len(kept)} anchors: " + ("whole." if broken is None else f"broken. {broken.words}."))
    return int(broken is not None)


@db.command(short_help="Is the advice of every decision what it was?")
@_json
@_database
def replay(as_json: bool, address: str) -> int:
    """Assess the case of every decision again, by the guideline that was kept with it, and compare the advice.

    Exit code 1 if one differs. Decisions are named by their ids; nothing of a patient is printed.
    """
    with _current(address, "replay") as database:
        from resecta.board.replay import replay as replayed

        found = list(replayed(database))
    other = [one for one in found if one.differs is not None]
    if as_json:
        rows = [{"decision": one.decision, "version": one.version, "differs": one.differs} for one in found]
        say_json(
            {"decisions": len(found), "same": len(found) - len(other), "differ": [r for r in rows if r["differs"]]}
        )
        return int(bool(other))
    for one in other:
        say(f"Decision {one.decision}, made with Resecta {one.version}: {one.differs}")
    say(f"{len(found)} decisions, {len(found) - len(other)} with the same advice.")
    return int(bool(other))


@db.command(short_help="Make the key that signs anchors.")
@click.option(
    "--output", "file", type=options.FILE_TO_WRITE, required=True, help="A new file; the public key goes beside it."
)
def key(file: Path) -> None:
    """Make a private key (Ed25519) that its owner alone can read, and beside it FILE.pub, which proves its anchors."""
    _installed("key")
    from resecta.board.anchor import make_key

    say(f"Wrote {file} and {make_key(file)}")


@db.command("seal-key", short_help="Make the key by which secrets are kept.")
@click.option("--output", "file", type=options.FILE_TO_WRITE, required=True, help="A new file.")
def seal_key(file: Path) -> None:
    """Make a key that its owner alone can read; keep it apart from the database and its backups.

    RESECTA_SEAL_KEY_FILE names it to `resecta serve`, `db upgrade`, `db downgrade` and `db reseal`. A file may hold
    several keys, a line each: the first seals, each opens.
    """
    _installed("seal-key")
    from resecta.board.seal import make_seal_key

    make_seal_key(file)
    say(f"Wrote {file}")


@db.command(short_help="Seal the secrets of one-time codes with the newest key.")
@_database
def reseal(address: str) -> None:
    """Open each secret with whichever key of RESECTA_SEAL_KEY_FILE fits, and seal it with the first; then an older key
    can be thrown away.
    """
    with _current(address, "reseal") as database:
        from resecta.board import Board, Settings
        from resecta.board.seal import seal_from_environment
        from resecta.board.sealed_codes import reseal as resealed

        count = resealed(Board(database, Settings(seal=seal_from_environment())))
    say(f"{count} secrets are sealed with the newest key.")


@db.command(short_help="Print a signed anchor of the trail, to be kept elsewhere.")
@click.option("--key", "file", type=options.PATH, required=True, metavar="FILE", help="The private key.")
@_database
def anchor(file: Path, address: str) -> None:
    """Print how long the trail is and how it ends, signed, as one line: once a day, onto a machine of its own."""
    with _current(address, "anchor") as database:
        from resecta.board.anchor import drop_anchor

        line = drop_anchor(database, file)
    say(line)


@db.command(short_help="Give the application's own user its rights (PostgreSQL).")
@click.argument("role", metavar="ROLE")
@_database
def grant(role: str, address: str) -> None:
    """Let an existing role work as the application, run by the owner of the tables: it may add to the trail and to what
    is signed, and can neither change nor remove it. Run it again after each upgrade.
    """
    with _current(address, "grant") as database:
        from resecta.board.grants import grant as granted

        granted(database, role)
    say("Granted.")


@contextmanager
def _opened(address: str, command: str) -> Iterator[Database]:
    _installed(command)
    from resecta.board import open_database

    database = open_database(address)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _current(address: str, command: str) -> Iterator[Database]:
    """A database that is up to date; the command that brings it there is told otherwise."""
    with _opened(address, command) as database:
        from resecta.board import schema

        schema.require_current(database)
        yield database


def _installed(command: str) -> None:
    from resecta.document.extras import BOARD

    BOARD.require(f"resecta db {command}")
