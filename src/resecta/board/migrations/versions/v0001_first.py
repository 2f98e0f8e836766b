"""The tables of the first release: people, patients and entries, meetings, decisions, the trail."""

from __future__ import annotations

from alembic import op
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
    insert,
)

revision = "0001"
down_revision = None

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_made = MetaData(naming_convention=NAMES)


def _id() -> Column[str]:
    return Column("id", String(16), primary_key=True)


def _of(name: str, table: str, *, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    return Column(name, ForeignKey(f"{table}.id"), nullable=nullable, primary_key=primary_key)


team = Table("team", _made, _id(), Column("name", Text, nullable=False, unique=True))

account = Table(
    "account",
    _made,
    _id(),
    Column("username", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),  # opinions and signatures go by it
    Column("roles_json", Text, nullable=False),
    Column("discipline", Text),
    Column("password_hash", Text),
    Column("totp_secret", Text),
    Column("totp_step", Integer),  # the last step whose code was taken: none is taken twice
    Column("subject", Text, unique=True),  # issuer and subject of OpenID Connect
    Column("calendar_hash", String(64), unique=True),  # of the secret address of their calendar
    Column("active", Boolean, nullable=False),
    Column("made_at", String(27), nullable=False),
)

account_team = Table(
    "account_team",
    _made,
    _of("account", "account", primary_key=True),
    _of("team", "team", primary_key=True),
)

session = Table(
    "session",
    _made,
    Column("token_hash", String(64), primary_key=True),
    _of("account", "account"),
    Column("began_at", String(27), nullable=False),
    Column("seen_at", String(27), nullable=False),
    Column("ended_at", String(27)),
)

attempt = Table(
    "attempt",
    _made,
    Column("number", Integer, primary_key=True),
    Column("username_hash", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Index("ix_attempt_username_hash_address_at", "username_hash", "address", "at"),
)

patient = Table(
    "patient",
    _made,
    _id(),
    _of("team", "team"),
    Column("hospital_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("born", Date, nullable=False),
    Column("registered_at", String(27), nullable=False),
    UniqueConstraint("team", "hospital_number"),
)

entry = Table(
    "entry",
    _made,
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
    Column("recorded_at", String(27), nullable=False),
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
    _made,
    _id(),
    _of("team", "team"),
    Column("day", Date, nullable=False),
    Column("begins", String(5), nullable=False),
    Column("place", Text, nullable=False),
    Index("ix_meeting_team_day", "team", "day"),
)

item = Table(
    "item",
    _made,
    _id(),
    _of("meeting", "meeting"),
    _of("patient", "patient"),
    Column("position", Integer, nullable=False),
    Column("minutes", Text, nullable=False),
    _of("moved_to", "item", nullable=True),
    Column("moved_because", Text, nullable=False),
    UniqueConstraint("meeting", "patient"),
)

attendance = Table(
    "attendance",
    _made,
    _of("meeting", "meeting", primary_key=True),
    Column("discipline", Text, primary_key=True),
    Column("name", Text, primary_key=True),  # "" for a discipline that is absent
    Column("because", Text, nullable=False),
)

own_view = Table(
    "own_view",
    _made,
    _of("item", "item", primary_key=True),
    _of("account", "account", primary_key=True),
    Column("words", Text, nullable=False),
    Column("at", String(27), nullable=False),
)

decision = Table(
    "decision",
    _made,
    _id(),
    _of("item", "item"),
    _of("patient", "patient"),
    Column("plan_json", Text, nullable=False),
    Column("departures_json", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("comments_json", Text, nullable=False),
    Column("signatures", Integer, nullable=False),  # how many it needs
    _of("proposed_by", "account"),
    Column("proposed_at", String(27), nullable=False),
    Column("request", Text, nullable=False, unique=True),  # of the click: a second one finds the decision of the first
    Index("ix_decision_patient", "patient"),
)

snapshot = Table(
    "snapshot",
    _made,
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
    _made,
    Column("digest", String(64), primary_key=True),
    Column("files_json", Text, nullable=False),
)

pack_file = Table(
    "pack_file",
    _made,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

signature = Table(
    "signature",
    _made,
    _of("decision", "decision", primary_key=True),
    _of("account", "account", primary_key=True),
    Column("name", Text, nullable=False),
    Column("discipline", Text),
    Column("at", String(27), nullable=False),
    Column("shown_by", Text, nullable=False),
)

withdrawal = Table(
    "withdrawal",
    _made,
    _of("decision", "decision", primary_key=True),
    _of("account", "account"),
    Column("because", Text, nullable=False),
    Column("at", String(27), nullable=False),
)

addendum = Table(
    "addendum",
    _made,
    _id(),
    _of("decision", "decision"),
    _of("account", "account"),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Column("request", Text, nullable=False, unique=True),
    Index("ix_addendum_decision", "decision"),
)

follow_up = Table(
    "follow_up",
    _made,
    _id(),
    _of("decision", "decision"),
    _of("account", "account"),
    Column("done", Text, nullable=False),
    Column("reason", Text),
    Column("words", Text, nullable=False),
    Column("at", String(27), nullable=False),
    Index("ix_follow_up_decision", "decision"),
)

trail = Table(
    "trail",
    _made,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
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
    _made,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)


def upgrade() -> None:
    """Make every table, and the head of a trail without links."""
    _made.create_all(op.get_bind(), checkfirst=False)
    op.get_bind().execute(insert(trail_head).values(id=1, number=0, hash="0" * 64))


def downgrade() -> None:
    """Remove every table, with all that is in it."""
    _made.drop_all(op.get_bind(), checkfirst=False)
