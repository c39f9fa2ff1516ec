"""Files are written whole; what a killed writer left is removed, and what a living one writes is not."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index_pipeline.files import files_below, hash_regular, make_folder, read_regular, write_text
from index_pipeline.locks import locked, shared

KILLED = """
import os, sys
from pathlib import Path
from index_pipeline.files import write_whole

def halfway(file):
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), 9)

write_whole(Path(sys.argv[1]), halfway)
"""


@pytest.mark.parametrize(
    "folder",
    ["observations/nbs", "registers", "withdrawn/nbs", "rejected", "inbox/taken", "releases", "quality", "tables"],
)
def test_what_a_killed_writer_left_is_taken_away_by_the_next(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "file"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    (left,) = path.parent.iterdir()
    assert left.name.endswith(".partial")

    write_text(path, "whole")

    assert [each.name for each in path.parent.iterdir()] == ["file"]


def test_a_living_writer_keeps_its_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index_pipeline.files import write_whole\n"
        "def slow(file):\n    file.write(b'slow'); print('begun', flush=True); sys.stdin.readline()\n"
        "write_whole(Path(sys.argv[1]), slow)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "slow")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        write_text(tmp_path / "quick", "quick")
        assert len(list(tmp_path.glob(".*.partial"))) == 1
        writer.communicate("\n")

    assert writer.returncode == 0
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"slow": "slow", "quick": "quick"}


def test_files_and_folders_can_be_read_by_everyone(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_text(tmp_path / "a" / "b" / "file", "x")
    finally:
        os.umask(before)

    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "a", tmp_path / "a/b", tmp_path / "a/b/file")]
    assert modes == [0o755, 0o755, 0o644]


def test_a_folder_in_whose_place_a_file_is_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(OSError, match="a"):
        make_folder(tmp_path / "a" / "b")
    with pytest.raises(FileExistsError):
        make_folder(tmp_path / "a")


def test_what_is_no_file_is_not_read_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for read in (lambda path: read_regular(path, 10), hash_regular):
        with pytest.raises(OSError, match="not a regular file"):
            read(tmp_path / "pipe")
        with pytest.raises(OSError, match="not a regular file"):
            read(tmp_path)


def test_files_below_a_folder_are_listed_with_links_and_without_folders(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "x", "x")
    write_text(tmp_path / "b", "x")
    (tmp_path / "loop").symlink_to(tmp_path)

    assert [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)] == ["a/x", "b", "loop"]


def test_what_was_left_is_removed_only_while_nobody_else_works(tmp_path: Path) -> None:
    removed = list[str]()
    with shared(tmp_path / ".lock", lambda: removed.append("first")):
        with shared(tmp_path / ".lock", lambda: removed.append("second")):
            pass
        with pytest.raises(TimeoutError), locked(tmp_path / ".lock", 0):
            pass
    with shared(tmp_path / ".lock", lambda: removed.append("third")):
        pass

    assert removed == ["first", "third"]


def test_a_file_system_without_locks_is_named_by_the_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("index_pipeline.locks.fcntl.flock", no_locks)

    with pytest.raises(OSError, match="No locks available") as refused, locked(tmp_path / ".lock", 0):
        pass
    assert refused.value.filename == str(tmp_path / ".lock")
    with pytest.raises(OSError, match="No locks available") as refused, shared(tmp_path / ".shared", int):
        pass
    assert refused.value.filename == str(tmp_path / ".shared")
