"""Every capability as a command. A command line comes in; text, files and an exit code go out.

Exit codes: 0 done; 1 the answer is "no" (a check failed); 2 bad input, with one message on standard error that names
the file, the place and the mend; 70 a fault of our own; 141 the reader of a pipe went away. Never a traceback: it could
show what a case file says of a patient.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from resecta import __version__
from resecta.cli.lazy import Later, LazyGroup

__all__ = ["COMMANDS", "main", "resecta"]

COMMANDS = {
    "assess": Later("resecta.cli.assess", "assess", "Advice for one patient, or for every case of a folder."),
    "case": Later("resecta.cli.case", "case", "Write, ask for and check case files."),
    "compare": Later("resecta.cli.compare", "compare", "What changed between two cases or guidelines, and why."),
    "plan": Later("resecta.cli.plan", "plan", "The dated treatment timeline of a case."),
    "guideline": Later("resecta.cli.guideline", "guideline", "Check, show and test a guideline."),
    "cohort": Later("resecta.cli.cohort", "cohort", "The guideline over a table of many patients."),
    "cql": Later("resecta.cli.cql", "cql", "Evaluate CQL expressions."),
}

FAULT_OF_OURS = 70
PIPE_CLOSED = 141
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=LazyGroup, later=COMMANDS, context_settings=CONTEXT)
@click.version_option(__version__, message="%(prog)s %(version)s")
def resecta() -> None:
    """Advice from a clinical guideline for one patient, explained line by line.

    For a multidisciplinary team: it supports the team's decision and never takes it. Not a medical device.
    """


def main() -> NoReturn:
    """Run one command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show "≥" gets "?", not a UnicodeEncodeError.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are text files when run as a program
    try:
        code = _run()
        sys.stdout.flush()
        sys.exit(code)
    except BrokenPipeError:
        # Nobody reads any more (`resecta … | head`). Give the interpreter's last flush somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)


def _run() -> int:
    """Run the command; what went wrong becomes one message on standard error and an exit code."""
    try:
        outcome = resecta.main(prog_name="resecta", standalone_mode=False)
    except SystemExit as left:  # a command's own sys.exit(1)
        return left.code if isinstance(left.code, int) else 0
    except BrokenPipeError:
        raise
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return _say("Stopped.", 130)
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        return _say(f"{place}{error.strerror or error}", 2)
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback could print a patient's data
        return _explain(error)
    return outcome if isinstance(outcome, int) else 0  # click hands back the code of `ctx.exit(code)`


def _explain(error: Exception) -> int:
    """Tell a person's fault from ours. Imported only now: ``--help`` has no use for the readers of files."""
    from resecta.document.problem import ResectaError

    return _say(str(error), 2) if isinstance(error, ResectaError) else _own_fault(error)


def _own_fault(error: Exception) -> int:
    """Name the kind of the fault and its place in our code, never the error's text: it may quote a case."""
    if os.environ.get("RESECTA_TRACEBACK"):
        raise error
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return _say(
        f"This is a fault in Resecta, not in your files: {type(error).__name__}{place}.\n"
        "Please report it; RESECTA_TRACEBACK=1 shows the full trace, which may hold what the case file says.",
        FAULT_OF_OURS,
    )


def _say(message: str, code: int) -> int:
    """Print to standard error, control characters made visible: a case file must not steer the terminal."""
    shown = "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in message)
    click.echo(shown, err=True)
    return code
