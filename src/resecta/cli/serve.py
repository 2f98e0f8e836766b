"""``resecta serve``: the tumour board as a web application, on this machine unless it is told otherwise."""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resecta.cli.options import Named, overlays, pack
from resecta.cli.say import say
from resecta.document import InputError, Place, Problem
from resecta.document.extras import SERVED

if TYPE_CHECKING:
    from resecta.board import Board
    from resecta.board.seal import Seal
    from resecta.web.provider import Provider
    from resecta.web.settings import WebSettings

EXAMPLE = """\b
Examples:
  resecta serve --demo
  resecta serve --database sqlite:///board.db
  resecta serve --database sqlite:///board.db --administrator admin
  resecta serve --database postgresql://board@localhost/board --https --port 8000
"""
DEMO = "sqlite:///resecta-demo.db"
LOOPBACK = "127.0.0.1"
KEEP_ALIVE_SECONDS = 75
"""Longer than proxies keep a connection: one that the server ends first may be ended under a request."""


@click.command(epilog=EXAMPLE)
@click.option(
    "--database",
    type=Named("sqlite:///FILE or postgresql://USER@HOST/NAME"),
    metavar="ADDRESS",
    envvar="RESECTA_DATABASE",
    help="sqlite:///FILE or postgresql://USER@HOST/NAME; also from RESECTA_DATABASE.",
)
@click.option("--demo", is_flag=True, help="A board with invented people and patients, in an SQLite file.")
@click.option(
    "--host",
    type=Named("where to listen, as 127.0.0.1"),
    default=LOOPBACK,
    show_default=True,
    help="Where to listen; a reverse proxy stands before all else.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--https", is_flag=True, help="People reach the board by https, through a proxy on this machine.")
@click.option(
    "--signatures", type=click.IntRange(1, 9), default=2, show_default=True, help="People who sign a decision."
)
@click.option(
    "--provider",
    type=Named("the address of the issuer"),
    metavar="ISSUER",
    help="Sign-in by OpenID Connect; see RESECTA_CLIENT_ID, RESECTA_CLIENT_SECRET.",
)
@click.option("--address", metavar="URL", help="With --provider: where people reach the board.")
@click.option(
    "--administrator",
    type=Named("the name to sign in by"),
    metavar="NAME",
    help="Make the first account of an empty board; its password is told once.",
)
@click.option(
    "--time-zone",
    type=Named("a zone, as Europe/Copenhagen"),
    metavar="NAME",
    envvar="RESECTA_TIME_ZONE",
    help="Where the board meets, as Europe/Copenhagen; also from RESECTA_TIME_ZONE. Without it, the machine's.",
)
@click.option("--judge-first", is_flag=True, help="One's own view is recorded before the advice opens.")
@click.option(
    "--identity",
    type=click.Choice(["full", "initials", "hidden"]),
    default="initials",
    show_default=True,
    help="How much of the patient's name the screen in the room shows.",
)
@overlays
@pack
def serve(**options: Any) -> int:
    """Serve the board: patients, meetings, decisions that are signed and never lost.

    Without --host only this machine reaches it. Ctrl-C ends it.
    """
    SERVED.require("resecta serve")
    import uvicorn

    from resecta.board.packs import open_pack
    from resecta.board.schema import require_current
    from resecta.board.sealed_codes import require_openable
    from resecta.web.application import application
    from resecta.web.site import Site

    if options["time_zone"]:
        _keep_time(options["time_zone"])
    address = _address(options["database"], demo=options["demo"])
    board = _board(address, options)
    if not options["demo"]:
        require_current(board.database)
        require_openable(board.database, board.settings.seal)
    kept = open_pack(options["pack"], options["overlays"])
    settings = _settings(options)
    if options["demo"]:
        settings = _furnished(board, kept, settings, address)
    elif options["administrator"]:
        _make_administrator(board, options["administrator"])
    site = Site(board, kept, settings, _provider(options, board))
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    say(f"{kept.guideline.title} ({kept.guideline.imprint})", err=True)
    port = options["port"] or _free_port(options["host"])
    say(f"The board is at http://{options['host']}:{port}/ – Ctrl-C ends it.", err=True)
    uvicorn.run(
        application(site),
        host=options["host"],
        port=port,
        loop="uvloop",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        proxy_headers=options["https"],
    )
    return 0


def _provider(options: dict[str, Any], board: Board) -> Provider | None:
    """The hospital's provider. Raises InputError with all that it lacks."""
    if options["provider"] is None:
        return None
    from resecta.web.provider import Provider, ProviderSettings

    id, secret = (os.environ.get(name, "") for name in ("RESECTA_CLIENT_ID", "RESECTA_CLIENT_SECRET"))
    lacks = [
        Problem(Place("--provider"), f"{name} is not given", mend)
        for name, given, mend in (
            ("RESECTA_CLIENT_ID", id, "set it to the id under which the provider knows the board"),
            ("RESECTA_CLIENT_SECRET", secret, "set it to the secret that goes with the id"),
            ("--address", options["address"], "name it as https://board.example"),
        )
        if not given
    ]
    if lacks:
        raise InputError(lacks)
    back = f"{options['address'].rstrip('/')}/sign-in/back"
    return Provider(ProviderSettings(options["provider"], id, secret, back), board.clock)


def _free_port(host: str) -> int:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as free:
        free.bind((host, 0))
        return int(free.getsockname()[1])


def _make_administrator(board: Board, username: str) -> None:
    """The first account, with a password that is told once. Raises InputError where the board has people already."""
    import secrets

    from resecta.board import SYSTEM, Role, accounts
    from resecta.board.credentials import give_password

    if accounts.is_inhabited(board):
        mend = "leave --administrator out; the administrator of the board adds people"
        raise InputError([Problem(Place("--administrator"), "the board has people already", mend)])
    made = accounts.make_account(board, SYSTEM, username=username, name=username, roles=[Role.ADMINISTRATOR])
    password = secrets.token_urlsafe(16)
    give_password(board, SYSTEM, made.id, password)
    say(f"The administrator {username} signs in with the password {password} – change it at once.", err=True)


def _address(database: str | None, *, demo: bool) -> str:
    """The database to serve. Raises InputError for none, and for a demonstration that is not in an SQLite file."""
    if demo and database is not None and not database.startswith("sqlite:"):
        mend = "leave --demo out, or name a file as sqlite:///demo.db"
        raise InputError([Problem(Place("--demo"), "the demonstration is kept in an SQLite file only", mend)])
    if database is None and not demo:
        mend = "try --demo, or --database sqlite:///board.db"
        raise InputError([Problem(Place("--database"), "no database is named", mend)])
    return database or DEMO


def _board(address: str, options: dict[str, Any]) -> Board:
    from resecta.board import Board, Settings, open_database
    from resecta.board.seal import seal_from_environment

    seal = _demo_seal(address) if options["demo"] else seal_from_environment()
    settings = Settings(signatures=options["signatures"], judge_first=options["judge_first"], seal=seal)
    return Board(open_database(address), settings)


def _demo_seal(address: str) -> Seal:
    """The key of a demonstration lies beside its file: what it seals is made up."""
    from resecta.board.seal import FILE, make_seal_key, seal_of

    file = Path(f"{address.partition(':///')[2]}.key")
    if not file.exists():
        make_seal_key(file)
    return seal_of({FILE: str(file)})


def _keep_time(zone: str) -> None:
    """Let this process have the time of a zone: the day that it is, every time that is told, and the calendars.

    Raises InputError for a zone that nobody knows.
    """
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):  # none of this name, the name of a folder of them, no name at all
        mend = "name it as Europe/Copenhagen, or UTC"
        raise InputError([Problem(Place("--time-zone"), f"no time zone is called {zone[:40]!r}", mend)]) from None
    if sys.platform == "win32":
        mend = "leave --time-zone out, and set the zone of the machine"
        raise InputError([Problem(Place("--time-zone"), "on Windows the machine has one zone for all", mend)])
    os.environ["TZ"] = zone
    time.tzset()


def _settings(options: dict[str, Any]) -> WebSettings:
    from resecta.web.settings import IdentityShown, WebSettings

    return WebSettings(encrypted=options["https"], presented=IdentityShown(options["identity"]))


def _furnished(board: Board, kept: Any, settings: WebSettings, address: str) -> WebSettings:
    """The settings of a demonstration, whose database is filled where it is empty."""
    from dataclasses import replace

    from resecta.board.schema import upgrade
    from resecta.web.demo import furnish, people_of

    file = Path(address.partition(":///")[2])
    is_new = not file.exists()
    upgrade(board.database)
    if is_new:
        say(f"Making a demonstration in {file} …", err=True)
        furnish(board, kept, board.clock().astimezone().date())
    demo = people_of(kept)
    return replace(settings, demo_people=demo.people, demo_password=demo.password)
