"""What went wrong, in words: a person's fault as its message, ours by its kind and place."""

from __future__ import annotations

import os

FAULT_OF_OURS = 70


def told_fault(error: Exception) -> tuple[str, int]:
    """The message for this error, and the exit code. With RESECTA_TRACEBACK a fault of ours is raised again."""
    from resecta.document.problem import ResectaError  # only now: ``--help`` has no use for the readers of files

    return (str(error), 2) if isinstance(error, ResectaError) else (_own_fault(error), FAULT_OF_OURS)


def _own_fault(error: Exception) -> str:
    """Name the kind of the fault and its place in our code, never the error's text: it may quote a case."""
    if os.environ.get("RESECTA_TRACEBACK"):
        raise error
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return (
        f"This is a fault in Resecta, not in your files: {type(error).__name__}{place}.\n"
        "Please report it; RESECTA_TRACEBACK=1 shows the full trace, which may hold what the case file says."
    )
