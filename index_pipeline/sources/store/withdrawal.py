"""Withdrawal: a batch imported by mistake is removed completely from the store, and the reason is recorded."""

import itertools
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.characters import visible
from index_pipeline.errors import UserError
from index_pipeline.files import confirm, files_below, write_text
from index_pipeline.language import Bilingual, Both
from index_pipeline.sources.store.stored import stored_files, writing
from index_pipeline.sources.store.vintages import FILES

WITHDRAWN = "withdrawn"
RECEIPT = ".receipt.json"
"""Ending of the receipt beside a batch that was withdrawn."""


class WithdrawalError(UserError):
    """A batch cannot be withdrawn; the store is unchanged."""


@dataclass(frozen=True)
class Withdrawal:
    """A batch that was withdrawn: its name in the store before, the day, and why."""

    batch: str
    withdrawn: date
    why: str


def withdrawals(data: Path) -> list[Withdrawal]:
    """Read the receipts of `withdrawn/`, in the order of their names.

    One that cannot be read, or without its batch, is ignored: it then does not account for a missing figure.

    Raises:
        OSError: a folder cannot be listed.
    """
    folder = data / WITHDRAWN
    paths = files_below(folder) if folder.is_dir() else []
    return [
        found for path in paths if path.name.endswith(RECEIPT) and _batch_of(path).exists() and (found := _read(path))
    ]


def withdraw(batch: str, why: str, data: Path, today: date) -> Path:
    """Move a batch out of the store into `withdrawn/`, with a receipt that says when and why.

    The figures that it revised are the newest again. What it held can be imported again: no record of the file remains.

    Args:
        batch: The file's path relative to the data folder, as receipts and `icdi explain` name it; its path from the
            current folder; or its name, if no other batch has it.
        why: The reason, for those who look for the figures later.
        data: The data folder.
        today: The current day.

    Returns:
        The path of the batch now; the receipt is beside it.

    Raises:
        WithdrawalError: there is no such batch, or no reason, or it cannot be moved.
        TimeoutError: another process writes to the store.
        UnconfirmedError: it is withdrawn, but the disk did not confirm it.
    """
    if not why.strip():
        raise WithdrawalError(Both("say why the batch is withdrawn", "请说明撤回该批次的理由"))
    with writing(data):
        stored = [path.relative_to(data).as_posix() for path in stored_files(data, FILES)]
        named = _named(batch, stored, data)
        if named is None:
            example = "observations/nbs_annual/2026-03-01__0123456789ab.csv"
            raise WithdrawalError(
                Both(
                    f"{visible(batch)}: there is no such batch in {data}; its name, such as {example}, is in the "
                    "receipt and in `icdi explain`",
                    f"{visible(batch)}：{data} 中没有该批次；批次名称（如 {example}）见接收回执与 icdi explain",
                )
            )
        batch = named
        target = _free(data / WITHDRAWN / batch.removeprefix("observations/"))
        receipt = {"batch": batch, "withdrawn": today.isoformat(), "why": " ".join(visible(why).split())}
        try:
            write_text(_receipt(target), json.dumps(receipt, ensure_ascii=False, indent=2) + "\n")
            (data / batch).rename(target)
        except OSError as error:
            _receipt(target).unlink(missing_ok=True)
            because = cause(error)
            raise WithdrawalError(
                Bilingual(f"{batch}: it was not withdrawn ({because.en})", f"{batch}：未撤回（{because.zh}）")
            ) from error
        confirm(target)
        confirm(data / batch)
    return target


def _named(batch: str, stored: list[str], data: Path) -> str | None:
    """Return the batch of the store that a path or a name means; None if it means none, or several."""
    if batch in stored:
        return batch
    path = Path(batch)
    inside = path.resolve().is_relative_to(data.resolve())
    wanted = path.resolve().relative_to(data.resolve()).as_posix() if inside else None
    found = [name for name in stored if name == wanted or Path(name).name == batch]
    return found[0] if len(found) == 1 else None


def _receipt(target: Path) -> Path:
    return target.with_name(f"{target.name}{RECEIPT}")


def _batch_of(receipt: Path) -> Path:
    return receipt.with_name(receipt.name.removesuffix(RECEIPT))


def _read(path: Path) -> Withdrawal | None:
    try:
        receipt = json.loads(path.read_text(encoding="utf-8"))
        return Withdrawal(str(receipt["batch"]), date.fromisoformat(receipt["withdrawn"]), str(receipt["why"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _free(path: Path) -> Path:
    """Return `path`, with a number if a batch of that name was withdrawn before."""
    names = (path if number == 1 else path.with_stem(f"{path.stem}-{number}") for number in itertools.count(1))
    return next(name for name in names if not name.exists())
