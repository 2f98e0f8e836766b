"""Write the table of rights into ``docs/security.md``: ``make docs``. With ``--check``, only compare."""

import sys
from pathlib import Path

from resecta.board.rights import Role, matrix

PAGE = Path(__file__).parents[1] / "security.md"
START, END = "<!-- rights -->\n", "<!-- end of rights -->\n"


def table() -> str:
    """The rights of people, as the program has them."""
    head, *rows = matrix(role for role in Role if role is not Role.SYSTEM)
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    written = f"{before}{START}\n{table()}\n{END}{after}"
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != written:
        sys.exit("docs/security.md is not what the program says: run `make docs`")


if __name__ == "__main__":
    main()
