"""Names that a person asks for: what to say where there is none, with those that are close to it."""

import difflib
from collections.abc import Collection


def unknown(kind: str, asked: str, names: Collection[str], where: str) -> str:
    """Say in one sentence that `where` has nothing of this kind that is called `asked`, and what is close to it."""
    close = difflib.get_close_matches(asked, list(names), n=3, cutoff=0.5)
    return f"there is no {kind} {asked} in {where}" + (f"; did you mean {' or '.join(close)}?" if close else "")
