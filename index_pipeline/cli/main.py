"""The commands, their help, and how errors are reported."""

import atexit
import gc
import logging
import os
import re
import sqlite3
import sys
from io import TextIOWrapper
from typing import NoReturn

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from index_pipeline import locks
from index_pipeline.causes import cause
from index_pipeline.cli import (
    backfill,
    citing,
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
    site,
    sources,
    surveys,
    withdrawals,
)
from index_pipeline.cli.console import complain, say
from index_pipeline.cli.language import asked_for, language, option_first, phrase, speak
from index_pipeline.cli.typer_words import in_words, speak_help
from index_pipeline.errors import UserError
from index_pipeline.language import Bilingual

INTERRUPTED = 130

SELDOM = (100_000, 50, 100)
"""Thresholds of Python's search for garbage: imports alone make a million objects that stay."""

HELP = ("Usage: ", "用法：")
"""What a help text begins with."""

LACKING = re.compile(r"(Missing .*|No such command '[^']*')\.")
"""Typer's sentence of an argument, option or command that is missing or unknown, without what may be given."""

app = typer.Typer(
    name="icdi",
    help="工业文化发展指数：计算、发布、追溯每个数据 · "
    "Industrial Culture Development Index: compute it, publish it, trace every figure.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(speak)
app.command("run")(indices.run)
app.command("score")(indices.score)
app.command("backfill")(backfill.backfill)
app.command("publish")(publishing.publish)
app.command("ingest")(figures.ingest)
app.command("inbox")(figures.inbox)
app.command("fetch")(fetching.fetch)
app.command("withdraw")(withdrawals.withdraw)
app.command("due")(figures.due)
app.command("scorecard")(products.scorecard)
app.command("map")(products.boundary_map)
app.command("serve")(products.serve)
app.command("site")(site.site)
app.command("explain")(releases.explain)
app.command("cite")(citing.cite)
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


def main() -> NoReturn:
    """Run the command that this process was started with, and end the process with its exit code.

    Garbage is looked for seldom, and not at the end, where the memory goes back to the system at once: a third of the
    processor time of a small run went into it. What was registered to run at the end, since this began, does run.
    """
    gc.set_threshold(*SELDOM)
    code = 1

    def leave() -> None:
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # one may be closed
                stream.flush()
        except OSError:
            os._exit(code or 1)
        os._exit(code)

    atexit.register(leave)
    code = run(sys.argv[1:])
    sys.exit(code)


def run(given: list[str]) -> int:
    """Run a command; return 0 if it did what was asked, 1 after a sentence if it did not.

    For one that was interrupted it is 130, as of other programs.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for characters that the terminal's encoding lacks
    try:
        arguments = option_first(given)
        speak(asked_for(arguments))
        locks.LOGGER.addFilter(_in_one_language)
        command = get_command(app)
        speak_help(command)
        code = command(arguments, prog_name="icdi", standalone_mode=False)
        if code == INTERRUPTED:
            complain(phrase("interrupted"))
    except TyperException as error:
        text = error.format_message() if hasattr(error, "format_message") else str(error)
        if text.startswith(HELP):  # if no command was given
            say(text)
        else:
            said, context = in_words(text, "error"), getattr(error, "ctx", None)
            if LACKING.fullmatch(text) and context:
                said = phrase("lacking", error=said.rstrip(".。"), command=context.command_path)
            complain(said)
        code = 1
    except (typer.Abort, KeyboardInterrupt):
        complain(phrase("interrupted"))
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:
        if os.environ.get("ICDI_TRACEBACK"):
            raise
        complain(*sentences(error))
        code = 1
    return int(code or 0)


def _in_one_language(record: logging.LogRecord) -> bool:
    """Let a record be said in the language of the command."""
    given = record.args if isinstance(record.args, tuple) else ()
    record.args = tuple(each.get(language()) if isinstance(each, Bilingual) else each for each in given)
    return True


def sentences(error: Exception) -> list[str]:
    """Report an error in sentences: its own if it is meant for people, its kind if it is a fault of the program."""
    if isinstance(error, OSError):
        return [phrase("system", file=error.filename or phrase("a_file"), why=cause(error))]
    if isinstance(error, UserError):
        return error.sentences(language())
    if history := _history_fault(error):
        return [phrase("history_fault", why=history)]
    return [phrase("unexpected", name=type(error).__name__, why=cause(error))]


def _history_fault(error: BaseException | None) -> str | None:
    """Return what SQLite says, in which Dagster keeps the history of runs, if SQLite is what failed."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return str(cause(error).get(language()))
        error = error.__cause__ or error.__context__
    return None
