"""The commands, their help, and how errors are reported."""

import os
import sqlite3
import sys
from io import TextIOWrapper

import typer
from typer.exceptions import TyperException

from index_pipeline.cli import (
    differences,
    experts,
    fetching,
    figures,
    frameworks,
    indices,
    products,
    publishing,
    quality,
    registers,
    releases,
    series,
    sources,
    surveys,
    withdrawals,
)
from index_pipeline.cli.console import complain, say
from index_pipeline.cli.language import language, option_first, speak
from index_pipeline.errors import UserError

INTERRUPTED = 130

app = typer.Typer(
    name="icdi",
    help="工业文化发展指数 · Industrial Culture Development Index: compute it, publish it, trace every figure.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(speak)
app.command("run")(indices.run)
app.command("score")(indices.score)
app.command("publish")(publishing.publish)
app.command("ingest")(figures.ingest)
app.command("inbox")(figures.inbox)
app.command("fetch")(fetching.fetch)
app.command("withdraw")(withdrawals.withdraw)
app.command("due")(figures.due)
app.command("scorecard")(products.scorecard)
app.command("map")(products.boundary_map)
app.command("serve")(products.serve)
app.command("explain")(releases.explain)
app.command("diff")(differences.diff)
app.command("ui")(indices.ui)
app.add_typer(quality.app, name="quality")
app.add_typer(experts.app, name="experts")
app.add_typer(frameworks.app, name="framework")
app.add_typer(registers.app, name="register")
app.add_typer(releases.app, name="release")
app.add_typer(series.app, name="series")
app.add_typer(sources.app, name="source")
app.add_typer(surveys.app, name="survey")


def main() -> None:
    """Run a command; leave with 0 if it did what was asked, with 1 and a sentence if it did not.

    One that was interrupted leaves with 130, as programs do.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for characters that the terminal's encoding lacks
    try:
        code = app(option_first(sys.argv[1:]), standalone_mode=False)
        if code == INTERRUPTED:
            complain("已中断 · interrupted")
    except TyperException as error:
        text = error.format_message() if hasattr(error, "format_message") else str(error)
        if text.startswith("Usage: "):  # the help, if no command was given
            say(text)
        else:
            complain(text)
        code = 1
    except (typer.Abort, KeyboardInterrupt):
        complain("已中断 · interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:
        if os.environ.get("ICDI_TRACEBACK"):
            raise
        complain(*sentences(error))
        code = 1
    sys.exit(code or 0)


def sentences(error: Exception) -> list[str]:
    """Report an error in sentences: its own if it is meant for people, its kind if it is a fault of the program."""
    if isinstance(error, OSError):
        return [f"{error.filename or 'file'}: {error.strerror or error}"]
    if isinstance(error, UserError):
        return error.sentences(language())
    if history := _history_fault(error):
        return [f"the history of runs (data/dagster, or ICDI_STATE) cannot be written: {history}: make room, run again"]
    return [f"unexpected fault: {type(error).__name__}: {error} (ICDI_TRACEBACK=1 shows where)"]


def _history_fault(error: BaseException | None) -> str | None:
    """Return what SQLite says, in which Dagster keeps the history of runs, if SQLite is what failed."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return str(error)
        error = error.__cause__ or error.__context__
    return None
