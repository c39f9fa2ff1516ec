"""Lines of help as wide as the terminal, where a Chinese character takes two columns."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

OPENING, CLOSING = "（“《", "，。；：、）”》？！"
WIDE = "\u2e80-\uffef"
_PIECE = re.compile(rf' *"[^"]*"| *[{OPENING}\[]*(?:[{WIDE}]|[^\s{WIDE}{OPENING}{CLOSING}]+)?[{CLOSING}\]]*|\s+')
"""What a line does not break within: an argument in quotation marks, a word or a Chinese character with its signs."""
_COMMAND = re.compile(r"  (例：|Example: )")
_ARGUMENT = re.compile(r' *"[^"]*"| *\S+|\s+')
"""What the line of a command, which is copied, does not break within."""
_ENTRY = re.compile(r"  \S.*?  +(?=\S)")
"""The first column of an option or command, which its text goes beside."""


def aligned(lines: Iterable[str]) -> list[str]:
    """Give the texts of options or commands that follow each other the same first column."""
    found: list[str] = []
    for is_entry, group in groupby(lines, key=lambda line: _ENTRY.match(line) is not None):
        if not is_entry:
            found += group
            continue
        entries = [re.split("  +", line.lstrip(), maxsplit=1) for line in group]
        widest = max(width(first) for first, _ in entries)
        found += [f"  {first}{' ' * (widest - width(first))}  {text}" for first, text in entries]
    return found


def wrapped(line: str, columns: int) -> str:
    """Break a line that is wider than `columns`.

    What follows is indented as the line is: of an option or a command, as its text is. A word that is wider by itself
    stays whole.
    """
    entry = _ENTRY.match(line)
    indent = " " * (width(entry[0]) if entry else len(line) - len(line.lstrip()))
    lines = [entry[0] if entry else indent]
    pieces = _ARGUMENT if _COMMAND.match(line) else _PIECE
    for piece in pieces.findall(line[entry.end() if entry else len(indent) :]):
        if lines[-1].strip() and width(lines[-1] + piece) > columns:
            lines.append(indent + piece.lstrip())
        else:
            lines[-1] += piece
    return "\n".join(part.rstrip() for part in lines)


def width(text: str) -> int:
    """Return the columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "FW" else 1 for character in text)
