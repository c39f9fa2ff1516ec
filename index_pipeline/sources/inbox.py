"""The inbox: each file in it is taken, or moved away with a report that says why not and what to do."""

import json
import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from index_pipeline.files import locked, write_text
from index_pipeline.framework.load import Framework
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, Refusal, printable
from index_pipeline.sources.receipts import Receipt, Rejection

INBOX, TAKEN, REJECTED = "inbox", "inbox/taken", "rejected"
OPTIONS = ".options.json"
"""Ending of the file beside a file that holds its options: series, year, released, source."""

ARRIVING = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart")
"""Endings by which programs mark a file that is still arriving."""

AGAIN = {"changing", "busy", "unwritable"}
"""Problems that pass: the file stays in the inbox and is tried again."""

LONGEST_NAME = 180


def take_inbox(data: Path, framework: Framework, today: date) -> list[Receipt | Rejection]:
    """Take every file of `inbox/`, in the order of their names.

    A file that is taken moves to `inbox/taken/`, with its receipt beside it; one that is refused to `rejected/`, with
    a report in Markdown and JSON. One that is still being written, or was replaced while it was read, stays for the
    next time; so do all where another process takes the inbox now. Folders, hidden files and files that programs mark
    as arriving are passed over.

    Args:
        data: The data folder.
        framework: Gives codes, bounds and sources.
        today: The current day.

    Returns:
        One outcome a file.
    """
    if not (data / INBOX).is_dir():
        return []
    try:
        with locked(data / ".inbox.lock", 0):
            return [take(name, data, framework, today) for name in _waiting(data / INBOX)]
    except TimeoutError:
        return []


def take(name: str, data: Path, framework: Framework, today: date) -> Receipt | Rejection:
    """Take the file called `name` of the inbox.

    Raises:
        Refusal: `name` leads out of the inbox. Nothing is moved.
    """
    path = data / INBOX / name
    if Path(name).name != name or name in {"", ".", ".."} or path.parent.resolve() != (data / INBOX).resolve():
        raise Refusal(printable(name), [Problem("outside_inbox")])
    state = _state(path)
    try:
        receipt = ingest(path, data, framework, _options(path, today))
    except Refusal as refusal:
        if state is None or refusal.problems[0].kind in AGAIN:
            return Rejection(printable(name), refusal.problems, None)
        return _reject(path, data, today, refusal, state)
    target = data / TAKEN / _fitting(f"{receipt.released}__{receipt.digest[:12]}__{name}")
    write_text(target.with_name(f"{target.name}.receipt.json"), _json(receipt.as_dict()))
    _move(path, target, state)
    return receipt


def _waiting(inbox: Path) -> Iterator[str]:
    for entry in sorted(os.scandir(inbox), key=lambda entry: entry.name):
        hidden = entry.name.startswith((".", "~$")) or entry.name.endswith((OPTIONS, *ARRIVING))
        if not hidden and not entry.is_dir(follow_symlinks=False):
            yield entry.name


def _options(path: Path, today: date) -> Options:
    """Read the options beside a file, where there are any."""
    beside = _beside(path)
    if beside is None:
        return Options(today)
    try:
        given = json.loads(beside.read_text(encoding="utf-8-sig")) if beside.stat().st_size < 10_000 else None
        if not isinstance(given, dict) or not given.keys() <= {"series", "year", "released", "source"}:
            raise ValueError("they are no object with series, year, released or source")
        return Options(
            today=today,
            series=None if given.get("series") is None else str(given["series"]),
            year=None if given.get("year") is None else int(given["year"]),
            released=None if given.get("released") is None else date.fromisoformat(given["released"]),
            source=None if given.get("source") is None else str(given["source"]),
        )
    except (ValueError, TypeError, RecursionError, OSError) as error:
        raise Refusal(
            printable(path.name), [Problem("bad_options", value=beside.name, details={"why": error})]
        ) from error


def _reject(path: Path, data: Path, today: date, refusal: Refusal, state: tuple[int, ...]) -> Rejection:
    folder = data / REJECTED
    folder.mkdir(parents=True, exist_ok=True)
    name = _free(folder, f"{today.isoformat()}__{path.name}")
    rejection = Rejection(printable(path.name), refusal.problems, f"{REJECTED}/{printable(name)}")
    write_text(folder / f"{name}.report.json", _json(rejection.as_dict()))
    write_text(folder / f"{name}.report.md", rejection.markdown())
    if not _move(path, folder / name, state):
        for report in (f"{name}.report.json", f"{name}.report.md"):
            (folder / report).unlink(missing_ok=True)
        return Rejection(printable(path.name), (Problem("changing"),), None)
    return rejection


def _move(path: Path, target: Path, state: tuple[int, ...] | None) -> bool:
    """Move a file and its options, unless it is no longer the one that was read: then it stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.rename(target)
    except FileNotFoundError:
        return False
    if _state(target) != state:
        target.rename(path)
        return False
    beside = _beside(path)
    if beside is not None:
        beside.rename(target.with_name(f"{target.name}{OPTIONS}"))
    return True


def _beside(path: Path) -> Path | None:
    """Return the file of options beside a file; None where there is none."""
    beside = path.with_name(f"{path.name}{OPTIONS}")
    fits = len(os.fsencode(beside.name)) < 256
    return beside if fits and beside.is_file() and not beside.is_symlink() else None


def _state(path: Path) -> tuple[int, ...] | None:
    """Return what tells a file from another, or from itself after a change."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_ino, stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime_ns


def _free(folder: Path, name: str) -> str:
    name = _fitting(name)
    number, free = 1, name
    while (folder / free).exists() or (folder / free).is_symlink() or (folder / f"{free}.report.json").exists():
        number += 1
        free = f"{name[:10]}__{number}{name[10:]}"
    return free


def _fitting(name: str) -> str:
    """Shorten a name to what file systems bear, its end kept."""
    while len(name.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
        middle = len(name) // 2
        name = name[: middle - 1] + name[middle:]
    return name


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
