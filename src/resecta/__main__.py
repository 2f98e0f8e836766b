"""``python -m resecta``: the same as the command ``resecta``."""

from resecta.cli import main

if __name__ == "__main__":
    main()
