"""Unknown names in the input: the message, with the known names that are close to it."""

import difflib
from collections.abc import Callable, Iterable

from index_pipeline.language import Both

CLOSE, PROPOSED, LISTED = 0.5, 3, 12
"""Least likeness (0 to 1) of a name that is proposed, the most names that are, and the most that are listed instead."""


def unknown(
    kind: str | Both, asked: str, names: Iterable[str], where: str | Both, thing: Callable[[str], str] = str
) -> Both:
    """Say in one sentence that `where` has nothing of this kind that is called `asked`, and what is close to it.

    Of several names of one `thing`, only the closest is proposed, and of equally close ones the first. Where none is
    close, and there are few things, the first name of each is listed.
    """
    names = list(names)
    likeness = {name: difflib.SequenceMatcher(None, name, asked).ratio() for name in names}
    close: dict[str, str] = {}
    for name in sorted((name for name in names if likeness[name] >= CLOSE), key=lambda name: -likeness[name]):
        close.setdefault(thing(name), name)
    best = list(close.values())[:PROPOSED]
    known = list({thing(name): name for name in reversed(names)}.values())[::-1]
    meant = Both("", "")
    if best:
        meant = Both(f"; did you mean {' or '.join(best)}?", f"（是否指 {'、'.join(best)}？）")
    elif 0 < len(known) <= LISTED:
        meant = Both(f"; there are: {', '.join(known)}", f"；现有：{'、'.join(known)}")
    details = {"kind": kind, "asked": asked, "where": where, "meant": meant}
    said = Both("there is no {kind} {asked} in {where}{meant}", "{where}中没有{kind}“{asked}”{meant}")
    return Both(said.filled("en", details), said.filled("zh", details))


def closest(name: object, known: Iterable[str]) -> str:
    """Return the known name that is closest to `name`; empty if none is close."""
    return next(iter(difflib.get_close_matches(str(name), list(known), n=1)), "")


def near(name: object, known: Iterable[str]) -> Both:
    """Ask, at the end of a sentence, whether the known name closest to `name` was meant; empty if none is close."""
    close = closest(name, known)
    return Both(f"; did you mean {close}?", f"（是否指 {close}？）") if close else Both("", "")
