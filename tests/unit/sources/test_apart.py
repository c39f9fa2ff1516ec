"""Files are read apart: whatever happens to what reads one, the next one is read, and nothing is left running."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from samples import as_xlsx, body

from index_pipeline.sources.workbooks.apart import read_apart, running

TABLE = as_xlsx([["地区", "2023年"], *body([2023])])

READS = """
import sys, time
from pathlib import Path
from index_pipeline.sources.workbooks.apart import read_apart, running
assert read_apart("XLSX", Path(sys.argv[1]).read_bytes(), is_form=False, seconds=20)
print(running().pid, flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture(autouse=True)
def no_program_of_another_test() -> None:
    """The processor time of a program counts where it ends: here, that of these files alone."""
    running().end()
    running.cache_clear()


def rows(content: bytes, kind: str = "XLSX", seconds: float = 20) -> list[list[str]] | None:
    answer = read_apart(kind, content, is_form=False, seconds=seconds)
    found: list[list[str]] | None = answer["sheets"][0]["rows"] if answer else None
    return found


def test_after_the_program_was_ended_the_next_file_is_read() -> None:
    read = rows(TABLE)
    before = running().pid
    os.kill(before, signal.SIGKILL)

    assert rows(TABLE) == read
    assert running().pid != before


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    endless = b"<table>" + b"<tr><td>1</td></tr>" * 200_000 + b"</table>"
    start = time.monotonic()

    assert rows(endless, "HTML", seconds=0.02) is None
    assert time.monotonic() - start < 3
    assert rows(TABLE)


def test_what_is_no_file_of_its_kind_is_a_problem_and_the_next_one_is_read() -> None:
    assert read_apart("PDF", b"%PDF-1.7", is_form=False, seconds=20) == {
        "problem": {"kind": "broken", "sheet": None, "cells": [], "details": {"format": "PDF"}}
    }
    assert rows(TABLE)


def test_files_that_are_read_at_once_have_each_their_own_sheets() -> None:
    tables = [as_xlsx([["地区", "2023年"], ["北京市", number]]) for number in range(24)]

    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(rows, tables))

    assert [found and found[1][1] for found in read] == [str(number) for number in range(24)]


@pytest.mark.parametrize("how", ["it ends", "it is killed"])
def test_the_program_ends_with_the_process_that_started_it(how: str, tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(TABLE)
    command = [sys.executable, "-c", READS, str(tmp_path / "table.xlsx"), "0" if how == "it ends" else "60"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    program = int(process.stdout.readline())
    if how == "it is killed":
        process.kill()
    process.wait()

    assert_ends(program)


def assert_ends(pid: int) -> None:
    """Wait until a process has ended, or is the zombie of one that nobody waits for."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} is still running")
