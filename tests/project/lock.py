"""Write the lock files: every release that an environment holds, with the hashes of its files, and no address.

``requirements.lock`` is what ``make run`` installs, ``requirements-build.lock`` what builds the package itself, and
``requirements-board.lock`` what ``make serve`` adds, and ``requirements-test.lock`` what ``make test`` adds; each
of the last two is solved under those before it, so that they agree.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE = ("requirements.lock", "requirements-build.lock")


def compile_lock(lock: str, *sources: str, given: str = "") -> None:
    """Solve the sources into one lock file, for every machine that the oldest supported Python runs on."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal"),
        *("--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11"),
        *sources,
        *("--output-file", lock),
    ]
    subprocess.run([*command, "-"] if given else command, input=given, text=True, cwd=ROOT, check=True)


def main() -> None:
    compile_lock("requirements.lock", "pyproject.toml", "--extra", "all")
    compile_lock("requirements-build.lock", given="hatchling\neditables\n")
    compile_under(BASE, "requirements-board.lock", "--extra", "all", "--extra", "board")
    extras = (*("--extra", "all", "--extra", "board", "--extra", "cohort", "--extra", "spark"), *("--group", "test"))
    compile_under((*BASE, "requirements-board.lock"), "requirements-test.lock", *extras)


def compile_under(locks: tuple[str, ...], lock: str, *options: str) -> None:
    """Solve the project with these extras into one lock file that takes the releases of the ``locks``."""
    with tempfile.TemporaryDirectory() as folder:
        agreed = Path(folder) / "agreed.txt"
        agreed.write_text("".join((ROOT / each).read_text() for each in locks))
        compile_lock(lock, "pyproject.toml", *options, "--constraint", str(agreed))


if __name__ == "__main__":
    main()
