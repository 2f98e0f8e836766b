"""Write ``routes.md`` from the table of routes: ``make docs``. With ``--check``, only say whether it is up to date."""

import sys
from pathlib import Path

from resecta.board.rights import RIGHTS, Role
from resecta.web.routes import PAGES
from resecta.web.visit import Open, Page

PAGE = Path(__file__).with_name("routes.md")
ROLES = [role for role in Role if role is not Role.SYSTEM]
START = """\
# What the board answers, and to whom

Made by `make docs` from the table in `src/resecta/web/routes.py`; a test asks every route as every role, at home and
in another team (`tests/web/test_matrix.py`). "own" is one's own teams, "all" what belongs to no team; an empty cell is
refused. Besides these there are `/`, `/healthz`, `/readyz`, `/metrics`, `/static/…` and the description of the API,
which hold nothing of a patient.

"""


def row(page: Page) -> list[str]:
    """A route: method, address, right, and how far it reaches for each role."""
    if isinstance(page.action, Open):
        return [page.method, f"`{page.path}`", str(page.action), *("yes" for _ in ROLES)]
    reach = RIGHTS[page.action]
    cells = ["" if role not in reach else "all" if reach[role] == "all" else "own" for role in ROLES]
    return [page.method, f"`{page.path}`", str(page.action), *cells]


def main() -> None:
    head = ["", "Route", "Right", *(str(role) for role in ROLES)]
    lines = [head, ["---"] * len(head), *(row(page) for page in PAGES)]
    written = START + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written)
    elif not PAGE.exists() or PAGE.read_text() != written:
        sys.exit("docs/reference/routes.md is not what the application answers: run `make docs`")


if __name__ == "__main__":
    main()
