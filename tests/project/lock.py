"""Write the lock files: every release that an environment holds, with the hashes of its files, and no address.

``requirements.lock`` is what ``make run`` installs, ``requirements-build.lock`` what builds the package itself, and
``requirements-test.lock`` what ``make test`` adds; the last is solved under the other two, so that they agree.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
    with tempfile.TemporaryDirectory() as folder:
        agreed = Path(folder) / "agreed.txt"
        agreed.write_text(
            "".join((ROOT / lock).read_text() for lock in ("requirements.lock", "requirements-build.lock"))
        )
        extras = ("--extra", "all", "--extra", "cohort", "--extra", "spark", "--group", "test")
        compile_lock("requirements-test.lock", "pyproject.toml", *extras, "--constraint", str(agreed))


if __name__ == "__main__":
    main()
