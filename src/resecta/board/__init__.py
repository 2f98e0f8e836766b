"""What a tumour board remembers: people, patients and their facts, meetings, signed decisions, and who did what.

A ``Board`` (database, settings, clock) and an ``Actor`` go into every service; frozen values come out. Each call is one
transaction, and says in the audit trail who did or read what. What is clinical is never overwritten, only superseded.
docs/decisions/board.md tells the services.
"""

from resecta.board.act import Board
from resecta.board.database import Database, DatabaseGoneError, open_database
from resecta.board.rights import SYSTEM, Action, Actor, NotAllowedError, NotFoundError, Role, may
from resecta.board.settings import PasswordCost, Settings

__all__ = [
    "SYSTEM",
    "Action",
    "Actor",
    "Board",
    "Database",
    "DatabaseGoneError",
    "NotAllowedError",
    "NotFoundError",
    "PasswordCost",
    "Role",
    "Settings",
    "may",
    "open_database",
]
