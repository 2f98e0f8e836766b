"""What needs a solver says so where none is installed."""

from __future__ import annotations

import click


def require_solver() -> None:
    """Raise UsageError (exit code 2) without the solver of the extra ``proof``."""
    try:
        import z3  # noqa: F401 - whether it can be imported is all that is asked
    except ImportError:
        message = "This needs a solver that is not installed: pip install 'resecta[proof]'."
        raise click.UsageError(message) from None
