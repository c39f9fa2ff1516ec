"""`icdi quality`: the quality report of the newest run."""

from index_pipeline.cli import console
from index_pipeline.errors import UserError
from index_pipeline.places import data_folder


class NoReportError(UserError):
    """No run has left a quality report yet."""


def quality(data: console.DataFolder = None, as_json: console.AsJson = False) -> None:
    """质量报告 · Show the newest quality report in short; the last line is its page.

    Raises:
        NoReportError: there is none.
    """
    from index_pipeline.quality.reports import pages, summary

    folder = data_folder(data) / "quality"
    found = pages(folder)
    if not found:
        raise NoReportError(f"{folder}: no quality report yet; `icdi run` makes one")
    short = summary(found[-1]) or {}
    if as_json:
        console.answer({**short, "page": str(found[-1])})
        return
    console.table(("", ""), [(name, "" if value is None else str(value)) for name, value in short.items()])
    console.say(str(found[-1]))
