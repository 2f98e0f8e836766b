"""Corrections of who a patient is; a hospital number that was given by mistake is free for whom it belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
ASIDE = "identity_aside"
"""The table while an older Resecta is at work, which shows patients as they were registered."""
_ONCE = "uq_patient_team_hospital_number"


def upgrade() -> None:
    """Make the table, or take it back; a number is unique among those that stand, which the application sees to."""
    if sa.inspect(op.get_bind()).has_table(ASIDE):
        op.rename_table(ASIDE, "identity")
    else:
        _make()
    if _ONCE in {one["name"] for one in sa.inspect(op.get_bind()).get_unique_constraints("patient")}:
        if op.get_bind().dialect.name == "sqlite":
            _made_anew()
        else:
            op.drop_constraint(_ONCE, "patient")
        op.create_index("ix_patient_team_hospital_number", "patient", ["team", "hospital_number"])


def downgrade() -> None:
    """Put it aside. Numbers stay free: those that stand may be twice among those that were registered."""
    op.rename_table("identity", ASIDE)


def _make() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("patient", sa.String(16), sa.ForeignKey("patient.id", name="fk_identity_patient"), nullable=False),
        sa.Column("hospital_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("born", sa.Date, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("supersedes", sa.String(16), nullable=False),
        sa.Column("account", sa.String(16), sa.ForeignKey("account.id", name="fk_identity_account"), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("supersedes", name="uq_identity_supersedes"),
    )
    op.create_index("ix_identity_patient", "identity", ["patient"])


def _made_anew() -> None:
    """SQLite drops no constraint: the table is made again with its rows, and nothing that names them is touched."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE patient_kept AS SELECT * FROM patient")
    op.drop_table("patient")
    op.create_table(
        "patient",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("team", sa.String(16), sa.ForeignKey("team.id", name="fk_patient_team"), nullable=False),
        sa.Column("hospital_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("born", sa.Date, nullable=False),
        sa.Column("registered_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
    )
    op.execute(
        "INSERT INTO patient (id, team, hospital_number, name, born, registered_at) "
        "SELECT id, team, hospital_number, name, born, registered_at FROM patient_kept"
    )
    op.drop_table("patient_kept")
