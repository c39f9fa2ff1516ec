"""`icdi quality`: the quality report of the newest run, and the entries that acknowledge what it found."""

from pathlib import Path

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import headings, phrase
from index_pipeline.clock import today
from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.places import data_folder

app = typer.Typer(
    help="质量报告 · The quality report of the newest run.\n\n例 Example: icdi quality", invoke_without_command=True
)


class NoReportError(UserError):
    """No run has left a quality report yet, or the newest cannot be read."""


@app.callback()
def quality(context: typer.Context, data: console.DataFolder = None, as_json: console.AsJson = False) -> None:
    """质量报告 · Show the newest quality report in short; the last line is its page.

    例 Example: icdi quality

    Raises:
        NoReportError: there is none.
    """
    from index_pipeline.quality.reports import summary

    if context.invoked_subcommand:
        context.obj = data
        return
    page = _newest(data)
    short = summary(page) or {}
    if as_json:
        console.answer({**short, "page": str(page)})
        return
    rows = [(phrase(f"quality_{name}"), _shown(value)) for name, value in short.items()]
    console.table(headings("name", "value"), rows)
    console.say(str(page))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return phrase("yes" if value else "no")
    return "" if value is None else str(value)


@app.command()
def acknowledge(context: typer.Context, data: console.DataFolder = None) -> None:
    """为新问题生成 acknowledgements.yaml 的条目 ·
    Print entries of acknowledgements.yaml for the new findings.

    填写 by 和 why 后粘贴 · Fill in `by` and `why`, and paste them into the file.

    例 Example: icdi quality acknowledge

    Raises:
        NoReportError: there is no report, or it is damaged.
    """
    from index_pipeline.quality.reports import findings

    page = _newest(data or context.obj)
    found = findings(page)
    if found is None:
        raise NoReportError(
            Both(
                f"{page.with_suffix('.json')}: the report cannot be read; `icdi run` makes one",
                f"{page.with_suffix('.json')}：报告无法读取；用 icdi run 重新生成",
            )
        )
    new = [finding for finding in found if not finding.known]
    entries = [(finding, finding.entry(today())) for finding in new]
    for finding, entry in entries:
        if entry is None:
            console.complain(phrase("cannot_be_acknowledged", finding=finding.sentence()))
        else:
            console.say(entry)
    if not new:
        console.complain(phrase("no_new_findings"))


def _newest(data: Path | None) -> Path:
    from index_pipeline.quality.reports import pages

    folder = data_folder(data) / "quality"
    found = pages(folder)
    if not found:
        raise NoReportError(
            Both(f"{folder}: no quality report yet; `icdi run` makes one", f"{folder}：尚无质量报告；用 icdi run 生成")
        )
    return found[-1]
