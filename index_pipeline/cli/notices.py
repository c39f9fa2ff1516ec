"""What a person reads of the notices of a calculation: the first ones, and where the others are."""

from collections.abc import Sequence
from pathlib import Path

from index_pipeline.cli import console
from index_pipeline.cli.language import phrase

MOST = 10


def show_notices(messages: Sequence[str], tables: Path) -> None:
    """Print the first notices, and how many more are in the table `notices` of the folder `tables`."""
    console.complain(*(phrase("notice", message=message) for message in messages[:MOST]))
    if len(messages) > MOST:
        console.complain(phrase("more_notices", count=len(messages) - MOST, table=tables))
