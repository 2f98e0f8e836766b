"""A long query on a thread of its own, so that a person can watch it and stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable

Act = Callable[[], None]


def watched(query: Act, look: Act, stop: Act, seconds: float) -> None:
    """Run the query; ``look`` every so many seconds. What stops the watching, as Ctrl-C, stops the query: ``stop`` asks
    it to end, as often as it takes. Raises what the query raises.
    """
    failed: list[BaseException] = []
    done = threading.Event()  # not ``is_alive``: a thread whose ``join`` is interrupted passes for dead (bpo-45274)

    def run() -> None:
        try:
            query()
        except BaseException as error:  # noqa: BLE001 - raised again on the other thread
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=run).start()
    try:
        while not done.wait(seconds):
            look()
    except BaseException:
        while not done.is_set():  # between two steps of the query a request is lost
            stop()
            done.wait(seconds)
        raise
    if failed:
        raise failed[0]
