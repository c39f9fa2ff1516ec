"""Progress on standard error: what runs, how many steps there are, how long it has taken."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from index_pipeline.characters import visible
from index_pipeline.cli.language import phrase

FIRST, EVERY = 1.0, 2.0
"""Seconds before the first line and between lines where standard error is not a terminal."""

Step = Callable[[str, int], None]
"""Called as a step begins: its name, and how many steps there are; 0 if that is not known."""


class _State:
    """The step that runs."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.number, self.steps, self.name = 0, 0, ""

    def step(self, name: str, steps: int) -> None:
        """Note that a step begins."""
        self.number, self.steps, self.name = self.number + bool(steps), steps, visible(name)

    def line(self) -> str:
        """Return where the command is, in the person's language."""
        seconds = f"{time.monotonic() - self.begun:.0f}"
        kind = "progress_of" if self.steps else "progress"
        return phrase(kind, seconds=seconds, number=self.number, steps=self.steps, name=self.name)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Step]:
    """Show the step that runs: one line that is rewritten on a terminal, else a line every other second.

    A command that ends within the first second shows nothing where standard error is not a terminal.

    Args:
        quiet: Show nothing.
    """
    state, ended = _State(), Event()
    if quiet:
        yield state.step
    elif sys.stderr.isatty():
        with _rewritten(state):
            yield state.step
    else:
        shown = Thread(target=_lines, args=(state, ended), daemon=True)
        shown.start()
        try:
            yield state.step
        finally:
            ended.set()
            shown.join()


@contextmanager
def _rewritten(state: _State) -> Iterator[None]:
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    class Line:
        def __rich__(self) -> Text:
            return Text(f"icdi: {state.line()}", no_wrap=True, overflow="ellipsis")

    with Live(Line(), console=Console(stderr=True), transient=True, refresh_per_second=4):
        yield


def _lines(state: _State, ended: Event) -> None:
    wait = FIRST
    while not ended.wait(wait):
        print(f"icdi: {state.line()}", file=sys.stderr, flush=True)
        wait = EVERY
