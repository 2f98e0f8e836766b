"""Migrations of the board's database, run by Alembic; ``resecta.board.schema`` is what others call."""
