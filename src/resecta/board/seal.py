"""Secrets that the database keeps sealed: who has a copy of it has none of them without the key, which is elsewhere.

Fernet (AES-128-CBC with HMAC-SHA-256), several keys at once so that one can be replaced: the newest seals, each opens.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from resecta.document import InputError, Place, Problem, read_source
from resecta.lazy_dataclass import dataclass

KEYS = "RESECTA_SEAL_KEY"
"""The variable that holds the keys, the newest first, apart by blanks."""
FILE = "RESECTA_SEAL_KEY_FILE"
"""The variable that names a file with them, one a line."""


class CannotOpenError(Exception):
    """No key that was given opens what is sealed, or it was sealed for another account."""


@dataclass(frozen=True)
class Seal:
    """The keys of a board; none: nothing can be sealed, and nothing that is sealed be opened."""

    keys: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Seal({len(self.keys)} keys)"

    def close(self, account: str, secret: str) -> str:
        """The secret of an account as the database keeps it. Raises InputError where there is no key."""
        if not self.keys:
            mend = f"make a key by `resecta db seal-key` and name its file in {FILE}"
            raise InputError([Problem(Place("new_code"), "this board has no key to keep a secret by", mend)])
        return self._all.encrypt(f"{account} {secret}".encode()).decode()

    def open(self, account: str, sealed: str) -> str:
        """The secret of an account. Raises CannotOpenError."""
        if not self.keys:
            raise CannotOpenError
        try:
            whose, _, secret = self._all.decrypt(sealed.encode()).decode().partition(" ")
        except (InvalidToken, ValueError):
            raise CannotOpenError from None
        if whose != account:
            raise CannotOpenError
        return secret

    @property
    def _all(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self.keys])


def seal_of(environment: Mapping[str, str]) -> Seal:
    """The keys that the environment gives, or names a file of. Raises InputError for both, and for what is no key."""
    given, file = environment.get(KEYS, ""), environment.get(FILE, "")
    if given and file:
        mend = "give one of the two"
        raise InputError([Problem(Place(KEYS), f"{FILE} is given as well", mend)])
    keys = tuple((read_source(Path(file)) if file else given).split())
    wrong = [number for number, key in enumerate(keys, 1) if not _is_key(key)]
    if wrong or (file and not keys):
        mend = "`resecta db seal-key` makes one"
        place = Place(file) if file else Place(KEYS)
        raise InputError([Problem(place, f"key {number} is none", mend) for number in wrong or [1]])
    return Seal(keys)


def seal_from_environment() -> Seal:
    """The keys of this process. Raises InputError as ``seal_of``."""
    return seal_of(os.environ)


def make_seal_key(path: Path) -> None:
    """Write a new key into a new file that its owner alone can read. Raises InputError where it cannot."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        mend = "a key is never replaced: name another, or put a new key above the old one by hand"
        raise InputError([Problem(Place(str(path)), "there is a file already", mend)]) from None
    except OSError as error:
        message = (error.strerror or str(error)).lower()
        raise InputError([Problem(Place(str(path)), message, "name another place")]) from None
    with os.fdopen(handle, "wb") as opened:
        opened.write(Fernet.generate_key() + b"\n")


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
