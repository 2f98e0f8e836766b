"""The state of a database: made, up to date, or older or newer than this application."""

from __future__ import annotations

from resecta.board import trail
from resecta.board.database import Database
from resecta.board.tables import metadata


def upgrade(database: Database) -> None:
    """Bring the database to the tables of this application; one that is up to date stays as it is."""
    from sqlalchemy import inspect

    if inspect(database.engine).has_table("trail_head"):
        return
    with database.writing() as connection:
        metadata.create_all(connection)
        trail.begin(connection)
