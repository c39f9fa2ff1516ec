"""Unknown names in the input: the message, with the known names that are close to it."""

import difflib
from collections.abc import Iterable

from index_pipeline.language import Both


def unknown(kind: str | Both, asked: str, names: Iterable[str], where: str | Both) -> Both:
    """Say in one sentence that `where` has nothing of this kind that is called `asked`, and what is close to it."""
    close = difflib.get_close_matches(asked, list(names), n=3, cutoff=0.5)
    close = list({name.casefold(): name for name in reversed(close)}.values())[::-1]
    meant = Both(f"; did you mean {' or '.join(close)}?", f"（是否指 {'、'.join(close)}？）") if close else Both("", "")
    details = {"kind": kind, "asked": asked, "where": where, "meant": meant}
    said = Both("there is no {kind} {asked} in {where}{meant}", "{where}中没有{kind}“{asked}”{meant}")
    return Both(said.filled("en", details), said.filled("zh", details))


def closest(name: object, known: Iterable[str]) -> str:
    """Return the known name that is closest to `name`; empty if none is close."""
    return next(iter(difflib.get_close_matches(str(name), list(known), n=1)), "")


def near(name: str, known: Iterable[str]) -> str:
    """Ask, at the end of a sentence, whether the known name closest to `name` was meant; empty if none is close."""
    close = closest(name, known)
    return f"; did you mean {close}?" if close else ""
