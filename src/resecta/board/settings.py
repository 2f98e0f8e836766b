"""What a hospital sets for its board."""

from __future__ import annotations

import datetime
from dataclasses import field

from resecta.board.seal import Seal
from resecta.lazy_dataclass import dataclass

MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What one argon2id hash costs: passes, memory in KiB, lanes. The defaults are argon2-cffi's (RFC 9106's second
    recommendation); only tests go below.
    """

    passes: int = 3
    memory: int = 65_536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """``signatures``: named people who must sign a decision. ``judge_first``: a clinician's own view is recorded
    before the advice opens. ``fresh``: how long credentials given for a signature count as given for it.
    ``idle`` and ``absolute`` end a session. ``waits``: how long the n-th wrong password in a row of one person from one
    address makes the next try wait; the last one repeats. ``seal``: the keys by which the database keeps secrets.
    """

    signatures: int = 2
    judge_first: bool = False
    fresh: datetime.timedelta = 2 * MINUTE
    idle: datetime.timedelta = 30 * MINUTE
    absolute: datetime.timedelta = 12 * 60 * MINUTE
    waits: tuple[datetime.timedelta, ...] = (0 * MINUTE, 0 * MINUTE, MINUTE / 4, MINUTE, 5 * MINUTE, 15 * MINUTE)
    password: PasswordCost = field(default_factory=PasswordCost)
    seal: Seal = field(default_factory=Seal)
