"""The secrets of one-time codes are sealed by a key that is not in the database (``resecta.board.seal``)."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from resecta.board.seal import FILE, CannotOpenError, seal_from_environment
from resecta.document import InputError, Place, Problem

revision = "0004"
down_revision = "0003"

_account = sa.table("account", sa.column("id", sa.String), sa.column("totp_secret", sa.Text))


def upgrade() -> None:
    """Seal each. Raises InputError where there are some and no key is given."""
    _each(lambda id, secret: seal_from_environment().close(id, secret))


def downgrade() -> None:
    """Open each again: an older Resecta reads them in clear text. Raises InputError where the key is not given."""
    _each(lambda id, sealed: seal_from_environment().open(id, sealed))


def _each(changed: Callable[[str, str], str]) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_account).where(_account.c.totp_secret.is_not(None))).all()
    for row in rows:
        try:
            value = changed(row.id, row.totp_secret)
        except (InputError, CannotOpenError):
            mend = f"name the file of the key in {FILE}; `resecta db seal-key` makes one"
            message = f"{len(rows)} secrets of one-time codes are to be sealed or opened, and no key for it is given"
            raise InputError([Problem(Place("--database"), message, mend)]) from None
        connection.execute(sa.update(_account).where(_account.c.id == row.id).values(totp_secret=value))
