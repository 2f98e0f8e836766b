"""Passwords and one-time codes: what a person knows and has. Nothing here reads or writes the database."""

from __future__ import annotations

import datetime
import hashlib
import hmac

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from resecta.board.settings import PasswordCost
from resecta.document import InputError, Place, Problem

SHORTEST = 12
"""ASVS 4.0.3, 2.1.1."""
LONGEST = 1024
STEP_SECONDS = 30
_DRIFT = 1


def hashed(password: str, cost: PasswordCost) -> str:
    """The argon2id hash of a password. Raises InputError where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        mend = f"a password has {SHORTEST} to {LONGEST} characters; several words are easy to keep"
        raise InputError([Problem(Place("password"), f"{len(password)} characters", mend)])
    return _hasher(cost).hash(password)


def matches(password: str, known: str | None, cost: PasswordCost) -> bool:
    """Whether this is the password. Without a known hash it takes as long, and is not."""
    try:
        _hasher(cost).verify(_nobody(cost) if known is None else known, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def new_secret() -> str:
    """A secret for one-time codes (RFC 6238), as authenticators take it."""
    return pyotp.random_base32()


def address_of(secret: str, username: str) -> str:
    """The ``otpauth:`` address that a QR code shows."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Resecta")


def step_of(secret: str, code: str, at: datetime.datetime) -> int | None:
    """The time step whose code this is, the present one or a neighbour; None where it is no code of these."""
    totp, given = pyotp.TOTP(secret), "".join(code.split())
    now = int(at.timestamp()) // STEP_SECONDS
    found = None
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            found = step
    return found


def token_hash(token: str) -> str:
    """What is kept of a random token: its SHA-256. There is nothing to guess, so it may be quick."""
    return hashlib.sha256(token.encode()).hexdigest()


_NOBODY: dict[PasswordCost, str] = {}


def _nobody(cost: PasswordCost) -> str:
    """A hash of nobody's password, so that an unknown name takes as long to refuse as a known one."""
    if cost not in _NOBODY:
        _NOBODY[cost] = _hasher(cost).hash(pyotp.random_base32())
    return _NOBODY[cost]


def _hasher(cost: PasswordCost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)
