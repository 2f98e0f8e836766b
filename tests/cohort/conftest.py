"""One engine of each kind for all tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import ibis


@pytest.fixture(scope="session")
def duckdb() -> Iterator[ibis.BaseBackend]:
    import ibis

    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()
