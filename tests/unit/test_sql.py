"""A query that a person interrupts is an interruption, not a fault of the program or of a file."""

import os
import signal
import threading
from pathlib import Path

import pytest

from index_pipeline import sql


def test_an_interrupted_query_is_a_keyboard_interrupt(tmp_path: Path) -> None:
    query = tmp_path / "long.sql"
    query.write_text("select sum(a.range * b.range) from range(100000) a, range(10000000) b", encoding="utf-8")
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        sql.run(query, {})
