"""Names that a person gives: what to say where there is none, with those that are close to it."""

import difflib
from collections.abc import Iterable


def unknown(kind: str, asked: str, names: Iterable[str], where: str) -> str:
    """Say in one sentence that `where` has nothing of this kind that is called `asked`, and what is close to it."""
    close = difflib.get_close_matches(asked, list(names), n=3, cutoff=0.5)
    return f"there is no {kind} {asked} in {where}" + (f"; did you mean {' or '.join(close)}?" if close else "")


def closest(name: object, known: Iterable[str]) -> str:
    """Return the known name that is closest to `name`; empty where none is close."""
    return next(iter(difflib.get_close_matches(str(name), list(known), n=1)), "")


def near(name: str, known: Iterable[str]) -> str:
    """Ask, at the end of a sentence, whether the known name closest to `name` was meant; empty where none is close."""
    close = closest(name, known)
    return f"; did you mean {close}?" if close else ""
