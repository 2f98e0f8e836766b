"""What went wrong, in words: a person's fault and the system's as their messages, ours by its kind and place."""

from __future__ import annotations

import errno
import os

FAULT_OF_OURS = 70
_MENDS = {
    errno.ENAMETOOLONG: "give a shorter name",
    errno.ENOSPC: "make room, or name another place",
    errno.EACCES: "change its permissions, or name another",
    errno.EPERM: "change its permissions, or name another",
    errno.ENOENT: "check its name and its folder",
    errno.EEXIST: "remove it, or name another",
    errno.ELOOP: "remove the circle of links, or name another",
}


def told_fault(error: Exception) -> tuple[str, int]:
    """The message for this error, and the exit code. With RESECTA_TRACEBACK a fault of ours is raised again."""
    from resecta.document.problem import ResectaError  # only now: ``--help`` has no use for the readers of files

    if isinstance(error, ResectaError):
        return str(error), 2
    return (_of_the_system(error), 2) if isinstance(error, OSError) else (_own_fault(error), FAULT_OF_OURS)


def _of_the_system(error: OSError) -> str:
    """What the system refuses where no reader or writer of ours has put it in words."""
    place = "" if error.filename is None else f"{error.filename}: "
    mend = _MENDS.get(error.errno or 0, "mend that, or name another file or folder")
    return f"{place}{(error.strerror or str(error)).lower()}\n  {mend}"


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
