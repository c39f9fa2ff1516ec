"""The inbox: each file in it is imported, or moved away with a report that says why not and what to do."""

import json
import math
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.files import make_folder, read_regular, write_text
from index_pipeline.framework.framework import Framework
from index_pipeline.language import english_first
from index_pipeline.locks import locked
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.moving import State, fitting_name, free_name, moved, state_of
from index_pipeline.sources.options import Options, are_options, parse_options
from index_pipeline.sources.problems import Problem, Refusal, printable
from index_pipeline.sources.receipts import Receipt, Rejection
from index_pipeline.sources.store.stored_figures import StoredFigures
from index_pipeline.sources.workbooks.arrival import PASSING, unread

INBOX, TAKEN, REJECTED = "inbox", "inbox/taken", "rejected"
OPTIONS = ".options.json"
"""Ending of the file beside a file that holds its options: `options.KEYS`."""

ARRIVING = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart")
"""Endings by which programs mark a file that is still arriving."""

AGAIN = {"changing", "busy", "unwritable", "unmovable", "unread"}
"""Problems that pass: the file stays in the inbox and is tried again."""

LARGEST_OPTIONS = 10_000


def take_inbox(
    data: Path, framework: Framework, today: date, seconds: float = math.inf
) -> Iterator[Receipt | Rejection]:
    """Import every file of `inbox/`, in the order of their names, and yield the outcome of each when it is known.

    An imported file moves to `inbox/taken/`, with its receipt beside it; one that is refused to `rejected/`, with
    a report in Markdown and JSON. One that is still being written, or was replaced while it was read, stays for the
    next time; so do all if another process imports the inbox now. A file at which a reader fails in an unforeseen
    way is refused like any other, and delays no other file. Folders, hidden files and files marked as arriving
    are ignored.

    Args:
        data: The data folder.
        framework: Gives codes, bounds and sources.
        today: The current day.
        seconds: No further file is started after that time; the rest stays for the next time.

    Yields:
        One outcome per file.

    Raises:
        StoredFileError: the store itself cannot be read.
    """
    if not (data / INBOX).is_dir():
        return
    until, stored = time.monotonic() + seconds, StoredFigures(data)
    with ExitStack() as held:
        try:
            held.enter_context(locked(data / ".inbox.lock", 0))
        except TimeoutError:
            return
        for name in _waiting(data / INBOX):
            yield take(name, data, framework, today, stored)
            if time.monotonic() > until:
                return


def take(
    name: str, data: Path, framework: Framework, today: date, stored: StoredFigures | None = None
) -> Receipt | Rejection:
    """Import the file called `name` from the inbox; `stored` as in `ingest`.

    Raises:
        Refusal: `name` leads out of the inbox. Nothing is moved.
    """
    path = data / INBOX / name
    if Path(name).name != name or name in {"", ".", ".."} or path.parent.resolve() != (data / INBOX).resolve():
        raise Refusal(printable(name), [Problem("outside_inbox")])
    state = state_of(path)
    try:
        receipt = ingest(path, data, framework, _options(path, today), stored)
    except Refusal as refusal:
        refused = refusal
    except UserError:
        raise
    except Exception as error:
        is_passing = (isinstance(error, OSError) and error.errno in PASSING) or isinstance(error, MemoryError)
        kind, why = "unread" if is_passing else "unexpected", f"{type(error).__name__}: {error}"[:300]
        refused = Refusal(printable(name), [Problem(kind, details={"why": why})])
    else:
        return _keep(path, data, receipt, state)
    if state is None or refused.problems[0].kind in AGAIN:
        return Rejection(printable(name), refused.problems, None, refused.more)
    return _reject(path, data, today, refused, state)


def _waiting(inbox: Path) -> Iterator[str]:
    """Yield the names of the files that wait; those of JSON last, as one may hold the options of another file."""
    for entry in sorted(os.scandir(inbox), key=lambda entry: (entry.name.endswith(".json"), entry.name)):
        hidden = entry.name.startswith((".", "~$")) or entry.name.endswith((OPTIONS, *ARRIVING))
        if not hidden and not entry.is_dir(follow_symlinks=False):
            yield entry.name


def _options(path: Path, today: date) -> Options:
    """Read the options beside a file, if there are any."""
    beside = _beside(path)
    if beside is None:
        if misnamed := _misnamed(path):
            details: dict[str, object] = {"beside": printable(misnamed), "options": printable(f"{path.name}{OPTIONS}")}
            raise Refusal(printable(path.name), [Problem("misnamed_options", details=details)])
        return Options(today)
    try:
        if beside.stat().st_size > LARGEST_OPTIONS:
            raise ValueError(f"they are longer than {LARGEST_OPTIONS:,} bytes")
        return parse_options(beside.read_text(encoding="utf-8-sig"), today)
    except OSError as error:
        raise Refusal(printable(path.name), [unread(error)]) from error
    except (ValueError, RecursionError) as error:
        raise Refusal(
            printable(path.name), [Problem("bad_options", value=beside.name, details={"why": error})]
        ) from error


def _keep(path: Path, data: Path, receipt: Receipt, state: State | None) -> Receipt:
    """Move an imported file out of the inbox, with its receipt beside it."""
    target = data / TAKEN / fitting_name(f"{receipt.released}__{receipt.digest[:12]}__{path.name}")
    record = target.with_name(f"{target.name}.receipt.json")
    try:
        write_text(record, _json(receipt.as_dict()))
        if _move(path, target, state):
            return receipt
        why = english_first(
            "the figures were taken, but the file was replaced meanwhile: what is there now is taken next",
            "数值已导入，但文件在此期间被替换：现有文件下次导入",
        )
    except OSError as error:
        said = cause(error)
        why = english_first(
            f"the figures were taken, but the file could not be moved out of the inbox: {said.en}",
            f"数值已导入，但文件无法移出接收目录：{said.zh}",
        )
    record.unlink(missing_ok=True)
    return replace(receipt, warnings=(*receipt.warnings, why))


def _reject(path: Path, data: Path, today: date, refused: Refusal, state: State) -> Rejection:
    """Move a file that was refused away, its reports beside it; if it cannot be moved, no report is left."""
    folder = data / REJECTED
    name = free_name(folder, f"{today.isoformat()}__{path.name}")
    rejection = Rejection(printable(path.name), refused.problems, f"{REJECTED}/{printable(name)}", refused.more)
    reports = {f"{name}.report.json": _json(rejection.as_dict()), f"{name}.report.md": rejection.markdown()}
    left: tuple[Problem, ...] = (Problem("changing"),)
    try:
        for report, text in reports.items():
            write_text(folder / report, text)
        if _move(path, folder / name, state):
            return rejection
    except OSError as error:
        left = (Problem("unmovable", details={"why": cause(error)}), *refused.problems)
    for report in reports:
        (folder / report).unlink(missing_ok=True)
    return Rejection(printable(path.name), left, None)


def _move(path: Path, target: Path, state: State | None) -> bool:
    """Move a file and its options, unless it is no longer the one that was read: then it stays."""
    make_folder(target.parent)
    if not moved(path, target, state):
        return False
    beside = _beside(path)
    if beside is not None:
        moved(beside, target.with_name(f"{target.name}{OPTIONS}"), state_of(beside))
    return True


def _beside(path: Path) -> Path | None:
    """Return the file of options beside a file; None if there is none."""
    beside = path.with_name(f"{path.name}{OPTIONS}")
    fits = len(os.fsencode(beside.name)) < 256
    return beside if fits and beside.is_file() and not beside.is_symlink() else None


def _misnamed(path: Path) -> str | None:
    """Return the name of a file that holds the options of another under a wrong name: 表.csv.json, 表.options.json."""
    stems = (path.name, path.stem)
    names = (f"{stem}{ending}" for stem in stems for ending in (".json", ".option.json", ".options.json", ".opts.json"))
    fitting = (name for name in names if name != path.name and len(os.fsencode(name)) < 256)
    return next((name for name in fitting if _holds_options(path.with_name(name))), None)


def _holds_options(path: Path) -> bool:
    """Return whether a file holds options, whatever it is called."""
    try:
        return path.is_file() and are_options(read_regular(path, LARGEST_OPTIONS).decode("utf-8-sig"))
    except (OSError, ValueError):
        return False


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
