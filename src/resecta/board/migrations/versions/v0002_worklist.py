"""The worklist, worked out ahead. It is made again from the entries, so nothing is lost with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "worked",
        sa.Column("patient", sa.String(16), sa.ForeignKey("patient.id", name="fk_worked_patient"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("patient", name="pk_worked"),
    )
    op.create_table(
        "task",
        sa.Column("patient", sa.String(16), sa.ForeignKey("patient.id", name="fk_task_patient"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.PrimaryKeyConstraint("patient", "place", name="pk_task"),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("task")
    op.drop_table("worked")
