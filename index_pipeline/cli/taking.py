"""Shared by commands that import figures: a person's answers to a refusal, and the message about the outcome."""

from typing import TYPE_CHECKING, Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import language, phrase

if TYPE_CHECKING:
    from index_pipeline.sources.options import Acceptance
    from index_pipeline.sources.receipts import Receipt, Rejection

Accept = Annotated[
    list[str] | None,
    typer.Option(help="已核实的单元格，如提示所示，可重复 · a cell that was checked, as the refusal names it"),
]
Why = Annotated[
    list[str] | None,
    typer.Option(help="核实的理由：全部单元格一个，或各一个 · why it is right: one for all cells, or one each"),
]
Revision = Annotated[str | None, typer.Option(help="公布修订的文件 · the document that announces a revision")]


def answers(
    accept: list[str] | None, why: list[str] | None, revision: str | None
) -> "tuple[tuple[Acceptance, ...], str | None]":
    """Return the cells that a person has checked, and the document that announces a revision.

    Raises:
        UserError: a cell has no reason, a reason no cell, or one of the texts is not on one line.
    """
    from index_pipeline.sources.options import acceptances, document

    return acceptances(accept or [], why or []), document(revision)


def show(outcome: "Receipt | Rejection") -> None:
    """Say what was imported from a file, and what a person should look at; or why it was refused."""
    from index_pipeline.sources.receipts import Rejection

    file = outcome.file
    if isinstance(outcome, Rejection):
        console.complain(*(phrase("refused", file=file, cause=cause.sentence(language())) for cause in outcome.causes))
        if outcome.more:
            console.complain(phrase("refused_more", file=file, count=f"{outcome.more:,}"))
        return
    console.say(outcome.sentence(language()))
    if outcome.batch:
        console.say(phrase("batch_of", batch=outcome.batch))
    remark(outcome)


def remark(outcome: "Receipt") -> None:
    """Say what a person should look at in a file that was imported: revisions, what was left out, warnings."""
    file = outcome.file
    for kind, lines in (
        ("revised", outcome.revisions),
        ("accepted", outcome.accepted_cells),
        ("left_out", outcome.left_out),
        ("warning", outcome.warnings),
    ):
        console.complain(*(phrase(kind, file=file, line=line) for line in lines))
