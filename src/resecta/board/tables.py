"""The tables of the board. What is clinical is only ever added to; what became of it follows from later rows.

Texts named ``…_json`` are canonical JSON (``resecta.board.canonical``); every id but a number is random.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from resecta.board.moment import Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _id() -> Column[str]:
    return Column("id", String(16), primary_key=True)


def _of(name: str, table: str, *, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    return Column(name, ForeignKey(f"{table}.id"), nullable=nullable, primary_key=primary_key)


team = Table("team", metadata, _id(), Column("name", Text, nullable=False, unique=True))

account = Table(
    "account",
    metadata,
    _id(),
    Column("username", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),  # opinions and signatures go by it
    Column("roles_json", Text, nullable=False),
    Column("discipline", Text),
    Column("password_hash", Text),
    Column("totp_secret", Text),  # sealed (resecta.board.seal)
    Column("totp_step", Integer),  # the last step whose code was taken: none is taken twice
    Column("subject", Text, unique=True),  # issuer and subject of OpenID Connect
    Column("calendar_hash", String(64), unique=True),  # of the secret address of their calendar
    Column("active", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
)

account_team = Table(
    "account_team",
    metadata,
    _of("account", "account", primary_key=True),
    _of("team", "team", primary_key=True),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _of("account", "account"),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

attempt = Table(
    "attempt",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("username_hash", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_attempt_username_hash_address_at", "username_hash", "address", "at"),
)

patient = Table(
    "patient",
    metadata,
    _id(),
    _of("team", "team"),
    Column("hospital_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("born", Date, nullable=False),
    Column("registered_at", Moment, nullable=False),
    Index("ix_patient_team_hospital_number", "team", "hospital_number"),
)

# Who a patient is after a correction. ``supersedes``: the correction before it, or the patient of the first one.
identity = Table(
    "identity",
    metadata,
    _id(),
    _of("patient", "patient"),
    Column("hospital_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("born", Date, nullable=False),
    Column("because", Text, nullable=False),
    Column("supersedes", String(16), nullable=False, unique=True),
    _of("account", "account"),
    Column("at", Moment, nullable=False),
    Index("ix_identity_patient", "patient"),
)

entry = Table(
    "entry",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    _of("patient", "patient"),
    Column("kind", String(16), nullable=False),
    Column("key", Text, nullable=False),
    Column("whose", Text, nullable=False),
    Column("content_json", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    _of("recorded_by", "account", nullable=True),
    Column("recorded_at", Moment, nullable=False),
    Column("supersedes", ForeignKey("entry.id"), unique=True),
    Index("ix_entry_patient", "patient"),
)
# Two people who write at once: the later one meets these, whatever was read before.
first_of_its_chain = Index(
    "uq_entry_first_of_its_chain",
    entry.c.patient,
    entry.c.kind,
    entry.c.key,
    entry.c.whose,
    unique=True,
    sqlite_where=entry.c.supersedes.is_(None),
    postgresql_where=entry.c.supersedes.is_(None),
)

meeting = Table(
    "meeting",
    metadata,
    _id(),
    _of("team", "team"),
    Column("day", Date, nullable=False),
    Column("begins", String(5), nullable=False),
    Column("place", Text, nullable=False),
    Index("ix_meeting_team_day", "team", "day"),
)

item = Table(
    "item",
    metadata,
    _id(),
    _of("meeting", "meeting"),
    _of("patient", "patient"),
    Column("position", Integer, nullable=False),
    Column("minutes", Text, nullable=False),
    _of("moved_to", "item", nullable=True),
    Column("moved_because", Text, nullable=False),
    UniqueConstraint("meeting", "patient"),
)

# What took a case off its agenda and what put it back: a later row undoes an earlier one, and none is ever changed.
agenda_change = Table(
    "agenda_change",
    metadata,
    _id(),
    _of("item", "item"),
    Column("kind", Text, nullable=False),
    Column("position", Integer, nullable=False),  # where the case stood
    _of("becomes", "item", nullable=True),  # the item that a move made at the other meeting
    Column("because", Text, nullable=False),
    Column("undoes", ForeignKey("agenda_change.id"), unique=True),
    _of("account", "account"),
    Column("at", Moment, nullable=False),
    Index("ix_agenda_change_item", "item"),
)

attendance = Table(
    "attendance",
    metadata,
    _of("meeting", "meeting", primary_key=True),
    Column("discipline", Text, primary_key=True),
    Column("name", Text, primary_key=True),  # "" for a discipline that is absent
    Column("because", Text, nullable=False),
)

own_view = Table(
    "own_view",
    metadata,
    _of("item", "item", primary_key=True),
    _of("account", "account", primary_key=True),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    _id(),
    _of("item", "item"),
    _of("patient", "patient"),
    Column("plan_json", Text, nullable=False),
    Column("departures_json", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("comments_json", Text, nullable=False),
    Column("signatures", Integer, nullable=False),  # how many it needs
    _of("proposed_by", "account"),
    Column("proposed_at", Moment, nullable=False),
    Column("request", Text, nullable=False, unique=True),  # of the click: a second one finds the decision of the first
    Index("ix_decision_patient", "patient"),
)

snapshot = Table(
    "snapshot",
    metadata,
    _of("decision", "decision", primary_key=True),
    Column("day", Date, nullable=False),
    Column("entries_digest", String(64), nullable=False),
    Column("case_json", Text, nullable=False),
    Column("advice_json", Text, nullable=False),
    Column("page", LargeBinary, nullable=False),  # the page of that day, packed by zlib
    Column("pack", ForeignKey("pack.digest"), nullable=False),
    Column("guideline_digest", String(64), nullable=False),
    Column("version", Text, nullable=False),  # of Resecta
)

pack = Table(
    "pack",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("files_json", Text, nullable=False),
)

pack_file = Table(
    "pack_file",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

signature = Table(
    "signature",
    metadata,
    _of("decision", "decision", primary_key=True),
    _of("account", "account", primary_key=True),
    Column("name", Text, nullable=False),
    Column("discipline", Text),
    Column("at", Moment, nullable=False),
    Column("shown_by", Text, nullable=False),
)

withdrawal = Table(
    "withdrawal",
    metadata,
    _of("decision", "decision", primary_key=True),
    _of("account", "account"),
    Column("because", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

addendum = Table(
    "addendum",
    metadata,
    _id(),
    _of("decision", "decision"),
    _of("account", "account"),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("request", Text, nullable=False, unique=True),
    Index("ix_addendum_decision", "decision"),
)

follow_up = Table(
    "follow_up",
    metadata,
    _id(),
    _of("decision", "decision"),
    _of("account", "account"),
    Column("done", Text, nullable=False),
    Column("reason", Text),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_follow_up_decision", "decision"),
)

worked = Table(
    "worked",
    metadata,
    _of("patient", "patient", primary_key=True),
    Column("day", Date, nullable=False),
    Column("entry", Integer, nullable=False),  # the number of the patient's last entry that was taken in
)

task = Table(
    "task",
    metadata,
    _of("patient", "patient", primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("due", Date),
)

trail = Table(
    "trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("account", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("patient", Text),
    Column("detail_json", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_trail_patient", "patient"),
)

# One row: how long the trail is and how it ends. What is cut off its end is missed here.
trail_head = Table(
    "trail_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
