"""The application over PostgreSQL: a meeting from the agenda to the signed sheet, and every route for every role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.board.conftest import CHEAP, SEAL, Ticking
from tests.board.servers import PostgreSQL
from tests.web import test_deciding, test_matrix
from tests.web.conftest import Room, furnished

from resecta.board import Board, Settings, open_database
from resecta.board.packs import Pack
from resecta.board.schema import upgrade

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    with PostgreSQL() as started:
        yield started


@pytest.fixture
def room(server: PostgreSQL, pack: Pack) -> Iterator[Room]:
    database = open_database(server.empty())
    upgrade(database)
    yield furnished(Board(database, Settings(password=CHEAP, seal=SEAL), Ticking()), pack)
    database.close()


world = test_matrix.world


def test_from_the_agenda_to_the_signed_sheet(room: Room, case_files: dict[str, Path]) -> None:
    test_deciding.test_from_the_agenda_to_the_signed_sheet(room, case_files)


def test_the_page_of_that_day_is_shown_again_exactly(room: Room, case_files: dict[str, Path]) -> None:
    test_deciding.test_the_page_of_that_day_is_shown_again_exactly(room, case_files)


def test_nothing_of_another_team_is_there_for_anybody(world: test_matrix.World) -> None:
    test_matrix.test_nothing_of_another_team_is_there_for_anybody(world)
