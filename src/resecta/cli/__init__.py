"""Every capability as a command. A command line comes in; text, files and an exit code go out.

Exit codes: 0 done; 1 the answer is "no" (a check failed); 2 bad input, with one message on standard error that names
the file, the place and the mend; 70 a fault of our own; 130, 143 or 129 it was asked to stop (Ctrl-C, SIGTERM, SIGHUP);
141 the reader of a pipe went away. Never a traceback: it could show what a case file says of a patient.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from resecta import __version__
from resecta.cli.lazy import Later, LazyGroup
from resecta.cli.signals import Stopped, ending_in_order
from resecta.cli.streams import open_streams, silence_output

__all__ = ["COMMANDS", "main", "resecta"]

COMMANDS = {
    "assess": Later("resecta.cli.assess", "assess", "Advice for one patient, or for every case of a folder."),
    "case": Later("resecta.cli.case", "case", "Write, ask for and check case files."),
    "explain": Later("resecta.cli.explain", "explain", "What would alter a conclusion, and what would settle one."),
    "compare": Later("resecta.cli.compare", "compare", "What changed between two cases or guidelines, and why."),
    "plan": Later("resecta.cli.plan", "plan", "The dated treatment timeline of a case."),
    "guideline": Later("resecta.cli.guideline", "guideline", "Check, show and test a guideline."),
    "cohort": Later("resecta.cli.cohort", "cohort", "The guideline over a table of many patients."),
    "serve": Later("resecta.cli.serve", "serve", "The tumour board as a web application."),
    "db": Later("resecta.cli.db", "db", "The board's database: upgrade, back up, verify, replay."),
    "cql": Later("resecta.cli.cql", "cql", "Evaluate CQL expressions."),
}

INTERRUPTED = 130
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
    with open_streams(), ending_in_order():
        sys.exit(_finished())


def _finished() -> int:
    """Run the command until all it says is out."""
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more (`resecta … | head`)
        silence_output()
        return PIPE_CLOSED
    except OSError as error:
        silence_output()
        return _tell(f"standard output: {(error.strerror or str(error)).lower()}", 2)
    except Stopped as stopped:
        silence_output()
        return _tell(str(stopped), stopped.code)
    return code


def _run() -> int:
    """Run the command; what went wrong becomes one message on standard error and an exit code."""
    try:
        outcome = _outcome()
    except SystemExit as left:  # a command's own sys.exit(1), or a library that met a pipe which nobody reads
        if isinstance(left.__context__, BrokenPipeError):
            raise left.__context__ from None
        return left.code if isinstance(left.code, int) else 0
    except click.exceptions.Exit as left:
        return left.exit_code
    except BrokenPipeError:
        raise
    except click.ClickException as error:
        from resecta.cli.usage import misread

        return _tell(misread(error), 2)
    except Stopped as stopped:
        return _tell(str(stopped), stopped.code)
    except click.Abort:
        return _tell("Stopped.", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback could print a patient's data
        from resecta.cli.faults import told_fault

        return _tell(*told_fault(error))
    return outcome if isinstance(outcome, int) else 0


def _outcome() -> object:
    """What the command returns. click's own ``main`` would take a broken pipe for a failure of the command."""
    if "_RESECTA_COMPLETE" in os.environ:
        resecta.main(prog_name="resecta")  # a shell asks for completions
    with resecta.make_context("resecta", sys.argv[1:]) as context:
        return resecta.invoke(context)


def _tell(message: str, code: int) -> int:
    from resecta.cli.say import say

    say(message, err=True)
    return code
