"""What took a case off its agenda, and what put it back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
ASIDE = "agenda_change_aside"
"""The table while an older Resecta is at work: it knows none of it, and what was recorded is not lost."""


def upgrade() -> None:
    """Make the table, or take it back from where it was put aside."""
    if sa.inspect(op.get_bind()).has_table(ASIDE):
        op.rename_table(ASIDE, "agenda_change")
        return
    op.create_table(
        "agenda_change",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("item", sa.String(16), sa.ForeignKey("item.id", name="fk_agenda_change_item"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("becomes", sa.String(16), sa.ForeignKey("item.id", name="fk_agenda_change_becomes")),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("undoes", sa.String(16), sa.ForeignKey("agenda_change.id", name="fk_agenda_change_undoes")),
        sa.Column(
            "account", sa.String(16), sa.ForeignKey("account.id", name="fk_agenda_change_account"), nullable=False
        ),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_change"),
        sa.UniqueConstraint("undoes", name="uq_agenda_change_undoes"),
    )
    op.create_index("ix_agenda_change_item", "agenda_change", ["item"])


def downgrade() -> None:
    """Put it aside."""
    op.rename_table("agenda_change", ASIDE)
