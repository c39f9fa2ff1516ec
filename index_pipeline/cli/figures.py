"""`icdi ingest` and `icdi inbox`: import files into the store of observations, completely or not at all."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from index_pipeline.cli import console, taking
from index_pipeline.cli.indices import run as compute
from index_pipeline.cli.language import headings, language, phrase, title_of
from index_pipeline.cli.progress import progress
from index_pipeline.clock import day, today
from index_pipeline.places import framework_folder, store_folder


def ingest(
    files: Annotated[
        list[Path], typer.Argument(help="文件：CSV、XLSX、XLS、HTML 表格 · files: CSV, XLSX, XLS, HTML tables")
    ],
    series: Annotated[
        str | None, typer.Option(help="数据序列代码，文件未写明时给出 · series, where the file does not say")
    ] = None,
    year: Annotated[int | None, typer.Option(help="年份，文件未写明时 · year, where the file does not say")] = None,
    released: Annotated[
        str | None,
        typer.Option(
            help="公布日期，如 2026-03-01 [默认：今天] · day of publication, such as 2026-03-01 [default: today]"
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="来源代码，文件未写明时给出 · source, where the file does not say")
    ] = None,
    accept: taking.Accept = None,
    why: taking.Why = None,
    revision: taking.Revision = None,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """导入数据文件，每份整份导入或不导入 ·
    Read files into the store, each whole or not at all.

    内容相同的再次导入不产生变化 · The same bytes again change nothing.

    例 Example: icdi ingest 分省年度数据.csv --released 2026-03-01
    """
    with progress(quiet=as_json or not sys.stderr.isatty()) as step:
        from index_pipeline.framework.load import load
        from index_pipeline.sources.ingest import ingest as take
        from index_pipeline.sources.options import Options
        from index_pipeline.sources.problems import Refusal
        from index_pipeline.sources.receipts import Receipt, Rejection

        folder, found = store_folder(data), load(framework_folder(framework))
        answers = taking.answers(accept, why, revision)
        options = Options(today(), series, year, day(released) if released else None, source, *answers)
        outcomes: list[Receipt | Rejection] = []
        for file in files:
            step(file.name, len(files))
            try:
                outcomes.append(take(file, folder, found, options))
            except Refusal as refusal:
                outcomes.append(Rejection(refusal.file, refusal.problems, None, refusal.more))
    if as_json:
        console.answer([outcome.as_dict() for outcome in outcomes])
    for outcome in () if as_json else outcomes:
        taking.show(outcome)
    if any(isinstance(outcome, Rejection) for outcome in outcomes):
        raise typer.Exit(1)


def inbox(
    run: Annotated[
        bool, typer.Option("--run", help="有数据变动时随即计算 · compute the index where figures changed")
    ] = False,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """导入 data/inbox 中的文件，或移入 data/rejected 并附报告 ·
    Take each file of data/inbox, or move it to data/rejected.

    同时用 --run 和 --json 时，运行结果为第二个对象 · A report is beside each rejected file. With
    --run and --json, the answer of the run follows as a second object.

    例 Example: icdi inbox --run
    """
    with progress(quiet=as_json or not sys.stderr.isatty()):
        from index_pipeline.defs.notify import tell_of_refusals
        from index_pipeline.framework.load import load
        from index_pipeline.sources.inbox import take_inbox
        from index_pipeline.sources.receipts import Receipt, Rejection

        folder, found = store_folder(data), load(framework_folder(framework))
    outcomes: list[Receipt | Rejection] = []
    try:
        for outcome in take_inbox(folder, found, today()):
            outcomes.append(outcome)
            if not as_json:
                console.say(outcome.sentence(language()))
            if not as_json and isinstance(outcome, Receipt):
                taking.remark(outcome)
    finally:
        console.complain(*tell_of_refusals(outcomes))
    if as_json:
        console.answer([outcome.as_dict() for outcome in outcomes])
    elif not outcomes:
        console.say(phrase("inbox_empty"))
    if run and any(outcome.batch for outcome in outcomes):
        compute(framework=framework, data=data, as_json=as_json)
    if any(isinstance(outcome, Rejection) for outcome in outcomes):
        raise typer.Exit(1)


def due(
    framework: console.FrameworkFolder = None, data: console.DataFolder = None, as_json: console.AsJson = False
) -> None:
    """列出各来源现有年份与应有年份，逾期的在前 ·
    List the newest year of each source and the one due; overdue first.

    例 Example: icdi due
    """
    from index_pipeline.defs.notify import tell_of_due
    from index_pipeline.framework.load import load
    from index_pipeline.sources.registers.stocks import load_events
    from index_pipeline.sources.store.calendar import due as compare
    from index_pipeline.sources.store.vintages import load_observations

    folder, found = store_folder(data), load(framework_folder(framework))
    rows = compare(load_observations(folder), load_events(folder), found, today()).to_pylist()
    console.complain(*tell_of_due([row for row in rows if row["overdue"]], found))
    if as_json:
        console.answer([{**row, "late_series": _late(row)} for row in rows])
        return
    if not rows:
        console.say(phrase("no_calendar"))
        return
    rows.sort(key=lambda row: not row["overdue"])
    console.table(
        headings("source", "title", "newest_year", "expected_year", ""),
        [
            (
                row["source_id"],
                found.sources[row["source_id"]].title.get(language()),
                row["newest_year"] or "",
                row["expected_year"] or "",
                phrase("overdue") if row["overdue"] else "",
            )
            for row in rows
        ],
    )
    late = [
        (row["source_id"], series, title_of(found.codes.series.get(series)), year)
        for row in rows
        for series, year in _late(row).items()
    ]
    if late:
        console.say("\n" + phrase("late_series"))
        console.table(headings("source", "series", "", "newest_year"), late)


def _late(row: dict[str, Any]) -> dict[str, int]:
    """Return the late series of a row of `tables.DUE`, with their newest year."""
    pairs = (part.split(":") for part in (row["late_series"] or "").split("|") if part)
    return {series: int(year) for series, year in pairs}
