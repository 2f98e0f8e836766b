"""Anchors: how long the trail is and how it ends, signed; kept where nobody who reaches the database can write."""

from __future__ import annotations

import base64
import datetime
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from resecta.board import canonical
from resecta.board.database import Database
from resecta.board.moment import Clock, now, written
from resecta.board.tables import trail_head
from resecta.document import InputError, Place, Problem, read_source
from resecta.document.whole_file import write_whole
from resecta.lazy_dataclass import dataclass

_KEYS = {"number", "hash", "at", "signature"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number and hash of the last link at a moment."""

    number: int
    hash: str
    at: datetime.datetime

    @property
    def text(self) -> str:
        """What is signed."""
        return canonical.write({"number": self.number, "hash": self.hash, "at": written(self.at)})


def drop_anchor(database: Database, key: Path, clock: Clock = now) -> str:
    """The anchor of now as one line of JSON, signed with the private key in this file. Raises InputError."""
    signing = _private(key)
    with database.reading() as connection:
        head = connection.execute(select(trail_head)).one()
    made = Anchor(head.number, head.hash, clock())
    signature = base64.b64encode(signing.sign(made.text.encode())).decode()
    return canonical.write({**canonical.read(made.text), "signature": signature})


def read_anchors(path: Path, key: Path) -> tuple[Anchor, ...]:
    """The anchors in a file, one a line, each with a signature that the public key in the other file bears out.

    Raises InputError with every line that is none.
    """
    public, problems, found = _public(key), [], []
    for number, line in enumerate(read_source(path).splitlines(), 1):
        if line.strip():
            made = _anchor(line, public)
            if made is None:
                message = "this is no anchor, or was not signed with this key"
                problems.append(Problem(Place(str(path), number), message, "give the key of the board that signed it"))
            else:
                found.append(made)
    if not found and not problems:
        problems.append(
            Problem(Place(str(path)), "there is no anchor in this file", "give what `resecta db anchor` printed")
        )
    if problems:
        raise InputError(problems)
    return tuple(found)


def make_key(path: Path) -> Path:
    """Write a new private key (Ed25519, PEM), readable by its owner alone, and beside it the public one; its path.

    Raises InputError where a file stands there already.
    """
    public = path.with_name(f"{path.name}.pub")
    for file in (path, public):
        if file.exists():
            raise InputError(
                [Problem(Place(str(file)), "there is a file already", "a key is never replaced: name another")]
            )
    made = Ed25519PrivateKey.generate()
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise InputError(
            [Problem(Place(str(path)), (error.strerror or str(error)).lower(), "name another place")]
        ) from None
    with os.fdopen(handle, "wb") as opened:
        opened.write(made.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    write_whole(public, made.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    return public


def _anchor(line: str, key: Ed25519PublicKey) -> Anchor | None:
    try:
        data = canonical.read(line)
        if not isinstance(data, dict) or set(data) != _KEYS:
            return None
        made = Anchor(int(data["number"]), str(data["hash"]), datetime.datetime.fromisoformat(data["at"]))
        key.verify(base64.b64decode(data["signature"], validate=True), made.text.encode())
    except (ValueError, TypeError, InvalidSignature):
        return None
    return made


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(read_source(path).encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(
            [Problem(Place(str(path)), "this is no private key (Ed25519, PEM)", "`resecta db key` makes one")]
        )
    return key


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(read_source(path).encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        mend = "give the file that ends in .pub"
        raise InputError([Problem(Place(str(path)), "this is no public key (Ed25519, PEM)", mend)])
    return key
