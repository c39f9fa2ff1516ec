"""What a person or a program reads: text, tables, JSON on standard output, complaints on standard error."""

import errno
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from index_pipeline.characters import visible, without_hidden
from index_pipeline.cli.language import said

FrameworkFolder = Annotated[
    Path | None,
    typer.Option(
        "--framework",
        help="指标体系目录 [默认：$ICDI_FRAMEWORK，未设时 indicators] · "
        "folder of the framework [default: $ICDI_FRAMEWORK, else indicators]",
    ),
]
DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data", help="数据目录 [默认：$ICDI_DATA，未设时 data] · data folder [default: $ICDI_DATA, else data]"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取 · print JSON, for programs")]


WIDTH = 240
"""Columns of a table that no terminal shows: a program may cut it, but nothing is folded."""


def say(text: str) -> None:
    """Print text on standard output in the person's language, without hidden characters, which move the cursor."""
    typer.echo("\n".join(without_hidden(line, "\ufffd") for line in said(text).split("\n")))


def complain(*sentences: str) -> None:
    """Print sentences on standard error in the person's language, each on its own line, without hidden characters."""
    for sentence in sentences:
        typer.echo(f"icdi: {visible(said(sentence))}", err=True)


def answer(content: Any) -> None:
    """Print JSON on standard output; dates as ISO 8601."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1, default=str))


def refuse_file(out: Path) -> None:
    """Refuse a folder to write to that is a file, before anything is computed.

    Raises:
        NotADirectoryError: it, or a part of its path, is a file.
    """
    for path in (out, *out.parents):
        if path.exists() and not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def rounded(value: float) -> str:
    """Return a number with six digits, a large one with all that are before the point."""
    return f"{value:.0f}" if MILLION <= abs(value) < LARGE else f"{value:.6g}"


MILLION, LARGE = 999_999.5, 1e15
"""From the one on six digits do not reach the point; from the other on a number has more digits than a double."""


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table, columns of numbers and blanks to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(header):
        known = [row[number] for row in rows if row[number] != ""]
        numeric = bool(known) and all(isinstance(cell, int | float) for cell in known)
        shown.add_column(Text(visible(name)), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(rounded(cell) if isinstance(cell, float) else Text(visible(str(cell))) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH).print(shown)
