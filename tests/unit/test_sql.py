"""A query that a person interrupts is an interruption, not a fault of the program or of a file."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index_pipeline import sql


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A process that heeds interruptions: one that is started in the background may ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_query_is_a_keyboard_interrupt(tmp_path: Path) -> None:
    query = tmp_path / "long.sql"
    query.write_text("select sum(a.range * b.range) from range(100000) a, range(50000) b", encoding="utf-8")
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        sql.run(query, {})
