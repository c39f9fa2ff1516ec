"""`icdi fetch`: figures from where their sources publish them."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import MESSAGES, headings, phrase, said
from index_pipeline.clock import today
from index_pipeline.errors import UserError
from index_pipeline.places import framework_folder, store_folder

if TYPE_CHECKING:
    from index_pipeline.fetch.fetching import FetchItem
    from index_pipeline.framework.framework import Framework


def fetch(
    source: Annotated[
        str | None,
        typer.Option(help="一个来源 [默认：写明获取方式的全部来源] · one source [default: all that say how]"),
    ] = None,
    series: Annotated[
        list[str] | None,
        typer.Option(help="数据序列，可重复 [默认：全部] · a series, once for each [default: all]"),
    ] = None,
    years: Annotated[
        str | None, typer.Option(help="年份，如 2018-2024 或 2024 · years, such as 2018-2024 or 2024")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="只取逾期未入库的 · only what `icdi due` names")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将询问的内容 · say what would be asked")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="逐步核对网站与本程序的预期 · try one series, step by step, write nothing")
    ] = False,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """联网获取公布的数据；须由负责人开启，默认关闭。中断后以同一命令继续 ·
    Fetch figures from their publishers, once the owner allows it.

    来源的 YAML 写明可访问的主机与要取的内容，此外一概不访问。应答原样存入 data/archive，再像其他文件一样读入 · The
    YAML of a source names the hosts that may be asked, and what for; no other is. Answers are archived as they came,
    then read like any other file. Interrupted, the same command goes on where it was.

    首次使用会询问；ICDI_FETCH=1 表示允许 · The first use asks; ICDI_FETCH=1 says yes.

    例 Example: icdi fetch --source nbs_annual --series gdp --years 2018-2024
    """
    from index_pipeline.fetch.consent import consent
    from index_pipeline.fetch.fetching import Wish, plan
    from index_pipeline.fetch.fetching import fetch as begin
    from index_pipeline.framework.load import load

    folder, found = store_folder(data), load(framework_folder(framework))
    wish = Wish(source, tuple(series or ()), _years(years), due)
    items = plan(wish, folder, found, today())
    if dry_run:
        _say_plan(items, as_json=as_json)
        return
    if not items:
        console.answer([]) if as_json else console.say(phrase("nothing_to_fetch"))
        return
    hosts = {host for item in items for host in item.method.hosts}
    consent(hosts, folder, os.environ, typer.confirm if sys.stdin.isatty() and sys.stderr.isatty() else None)
    if check:
        _check(items, folder, found, as_json=as_json)
        return
    outcomes = []
    for outcome in begin(wish, folder, found, today()):
        outcomes.append(outcome)
        if not as_json:
            (console.complain if outcome.problems else console.say)(outcome.sentence())
    if as_json:
        console.answer([outcome.as_dict() for outcome in outcomes])
    if any(outcome.problems for outcome in outcomes):
        raise typer.Exit(1)


def _years(text: str | None) -> tuple[int, int] | None:
    """Read the first and the last year.

    Raises:
        UserError: the text is neither a year nor two.
    """
    if text is None:
        return None
    found = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—:]\s*(\d{4})\s*)?", text)
    if found is None:
        raise UserError(MESSAGES["not_years"].with_details(text=text))
    return int(found[1]), int(found[2] or found[1])


def _say_plan(items: "Iterable[FetchItem]", *, as_json: bool) -> None:
    rows = [
        {
            "source_id": item.source.id,
            "item": item.name,
            "method": item.method.method,
            "first": item.first,
            "last": item.last,
            "done": item.is_known,
            **item.where(),
        }
        for item in items
    ]
    if as_json:
        console.answer(rows)
    elif rows:
        console.table(
            headings("source", "series", "years", "what", "where"),
            [
                (
                    row["source_id"],
                    row["item"],
                    f"{row['first']}–{row['last']}" if row["method"] == "nbs" else "",
                    phrase("fetched_before") if row["done"] else row["what"],
                    row["address"],
                )
                for row in rows
            ],
        )
    else:
        console.say(phrase("nothing_to_fetch"))


def _check(items: "list[FetchItem]", data: Path, framework: "Framework", *, as_json: bool) -> None:
    """Try the first series of the plan."""
    from index_pipeline.fetch.bureau import Library
    from index_pipeline.fetch.checking import check
    from index_pipeline.fetch.client import Client
    from index_pipeline.fetch.series import Task
    from index_pipeline.framework.fetching import Bureau

    item = next((item for item in items if isinstance(item.method, Bureau)), None)
    if item is None or not isinstance(item.method, Bureau):
        raise UserError(MESSAGES["check_is_for_nbs"])
    steps = []
    with Client(item.method) as client:
        task = Task(data, framework, item.source.id, today())
        for step in check(item.name, item.first, item.last, Library(client, item.method), task):
            steps.append(step)
            if not as_json:
                console.say(said(step.sentence()))
    if as_json:
        console.answer([vars(step) for step in steps])
    if not all(step.as_expected for step in steps):
        raise typer.Exit(1)
