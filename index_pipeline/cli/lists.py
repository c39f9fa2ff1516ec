"""`icdi register import`: the entries of an official list, from the published document into its register."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.choices import unknown
from index_pipeline.cli import console
from index_pipeline.cli.parts import refuse_partitioned
from index_pipeline.clock import today
from index_pipeline.errors import UserError
from index_pipeline.places import framework_folder, store_folder

if TYPE_CHECKING:
    from index_pipeline.framework.framework import Framework
    from index_pipeline.sources.lists.plan import Plan
    from index_pipeline.sources.lists.questions import Decisions, ListQuestion

SHOWN = 20
"""Questions and changes that are printed; `--json` and `--decisions` give all."""


class ListError(UserError):
    """A list cannot be imported; the message says why, in Chinese and English."""


def import_list(
    file: Annotated[Path, typer.Argument(help="公布的文件 · the published document: DOCX, PDF, HTML, XLSX or XLS")],
    register: Annotated[str, typer.Option("--register", help="名录代码 · register")],
    document: Annotated[str, typer.Option(help="文件名或文号 · title or number of the document")],
    day: Annotated[str, typer.Option("--date", help="公布日期 · day of publication, YYYY-MM-DD; or YYYY")],
    event: Annotated[
        str | None,
        typer.Option(
            help="事件 · what happened to the entries: designated, confirmed, revoked, renamed [as the list says]"
        ),
    ] = None,
    category: Annotated[str | None, typer.Option(help="门类 · category of all entries")] = None,
    total: Annotated[int | None, typer.Option(help="公告所称项数 · entries, as announced", min=0)] = None,
    name_column: Annotated[str | None, typer.Option(help="名称所在列的表头 · heading of the names' column")] = None,
    decide: Annotated[list[str] | None, typer.Option(help="决定 · an answer: KEY=ANSWER; may be repeated")] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="决定表 · CSV file of answers; what is open is written into it")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示，不写入 · show, write nothing")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再确认 · write without asking")] = False,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """导入公布的名单 · Import an official list: shown first, then written whole or not at all.

    地名按行政区划对应到地区；有歧义的、与已有条目相近的、序号或项数对不上的，一律询问，不猜测 · Places are mapped to
    regions by the list of administrative divisions. What is ambiguous, resembles a known entry, or does not add up is
    asked, never guessed.

    例 Example: icdi register import 名单.pdf --register time_honoured_brands --document 商务部公告 --date 2011-03-07
    """
    from index_pipeline.framework.load import load
    from index_pipeline.sources.entries import record_all
    from index_pipeline.sources.lists.questions import Decisions, parse_decisions, read_decisions, write_questions

    found = load(framework_folder(framework))
    if register not in found.registers:
        raise ListError(unknown("register", register, found.registers, "the framework"))
    answers = read_decisions(decisions) if decisions and decisions.exists() else {}
    decided = Decisions({**answers, **parse_decisions(decide or [])})
    folder = store_folder(data)
    given = {"event": event, "category": category, "total": total, "document": document}
    planned, number = _plan(file, register, _year(day), given, name_column, found, folder, decided)
    if decisions and planned.questions:
        write_questions(decisions, planned.questions, decided.answers)
    if not as_json:
        _show(planned, number, found, decided)
    written: list[dict[str, Any]] = []
    is_whole = not planned.questions
    if is_whole and planned.events and not dry_run:
        if not yes and not as_json and sys.stdin.isatty():
            typer.confirm(f"写入{len(planned.events)}条事件 · write {len(planned.events)} events?", abort=True)
        written = record_all(planned.events, folder, found, today())
    if as_json:
        console.answer(_as_dict(planned, number, written))
    else:
        console.say(_outcome(planned, len(written), register, dry_run, decisions))
    newest = max((row["time_period"] for row in written), default=0)
    warn_of_later(register, newest, found)
    if not is_whole:
        raise typer.Exit(1)


def warn_of_later(register_id: str, year: int, framework: "Framework") -> None:
    """Warn that the register has no count for a year yet, and say how that is changed."""
    last = framework.registers[register_id].last
    if year > last:
        console.complain(
            f"warning: 名录只到{last}年，{year}年齐全后请运行 icdi register known {register_id} {year} · the register "
            f"counts as known to {last}: when {year} is whole, run icdi register known {register_id} {year}"
        )


def _plan(
    file: Path,
    register: str,
    year: int,
    given: dict[str, Any],
    name_column: str | None,
    framework: "Framework",
    folder: Path,
    decided: "Decisions",
) -> "tuple[Plan, int]":
    import hashlib

    from index_pipeline.sources.arrival import content_of
    from index_pipeline.sources.lists.places import Places
    from index_pipeline.sources.lists.plan import plan
    from index_pipeline.sources.lists.reading import read_list
    from index_pipeline.sources.lists.rows import read_rows
    from index_pipeline.sources.lists.terms import EVENTS_OF_LISTS, Announcement
    from index_pipeline.sources.problems import printable
    from index_pipeline.sources.registers import load_events

    refuse_partitioned(register, folder)
    if given["event"] is not None and given["event"] not in EVENTS_OF_LISTS:
        raise ListError(unknown("event", given["event"], EVENTS_OF_LISTS, "lists"))
    name, content = printable(file.name), content_of(file)
    places = Places(framework, year, decided)
    found = read_list(read_rows(name, content), places.is_place, name_column)
    if not found.items:
        raise ListError(
            f"{name}: 没有找到名单：表头须有“名称”一类的列，并有序号或地区等列 · no list was found: its headings "
            "need a column of names, such as 企业名称, and another, such as 序号 or 地区; --name-column gives the one "
            "of the names"
        )
    digest = hashlib.sha256(content).hexdigest()[:12]
    announced = Announcement(register, year=year, **given)
    stored = load_events(folder)
    return plan(found, announced, f"{name[:60]} sha256:{digest}", stored, framework, decided), len(found.items)


def _year(day: str) -> int:
    try:
        return date.fromisoformat(day).year if "-" in day else date(int(day), 1, 1).year
    except ValueError as error:
        raise ListError(f"--date {day}: 应写为 YYYY-MM-DD · write it as YYYY-MM-DD, such as 2024-02-05") from error


def _show(planned: "Plan", number: int, framework: "Framework", decided: "Decisions") -> None:
    regions = framework.codes.regions
    console.say(f"读到{number}项 · {number} entries were read")
    rows = sorted(planned.regions.items())
    console.table(("region", "", "entries"), [(area, regions[area].title_zh, count) for area, count in rows])
    for event in planned.new[:: max(1, len(planned.new) // 3)][:3]:
        title = regions[event.ref_area or ""].title_zh
        console.say(f"例 example: {event.title}；{event.place or ''} → {title}；{event.time_period}")
    for event in [event for event in planned.events if event.event != "designated"][:SHOWN]:
        console.say(f"{event.event}: {event.entry_id} {event.title or ''}")
    for note in planned.notes[:SHOWN]:
        console.say(f"注意 · note: {note}")
    for key in decided.unused:
        console.complain(f"warning: {key}: 没有这一问题 · nothing asks this")
    for question in planned.questions[:SHOWN]:
        console.say(f"? {question.key}\n  {question.place}: {question.said}\n  {' | '.join(question.answers)}")
    if len(planned.questions) > SHOWN:
        console.say(f"… {len(planned.questions) - SHOWN}")
    others = len(planned.events) - len(planned.new)
    console.say(
        f"新增{len(planned.new)}，已有{len(planned.known)}，事件{others}，不取{len(planned.left_out)}，"
        f"待定{len(planned.questions)} · {len(planned.new)} new, {len(planned.known)} known, {others} events of known "
        f"entries, {len(planned.left_out)} left out, {len(planned.questions)} to decide"
    )


def _outcome(planned: "Plan", written: int, register: str, dry_run: bool, decisions: Path | None) -> str:
    if planned.questions and decisions:
        return (
            f"未写入：请填写 {decisions} 的 decision 列后再运行 · nothing was written: fill in the column decision of "
            f"{decisions} and run again"
        )
    if planned.questions:
        return (
            "未写入：有待决定的问题，请用 --decide KEY=ANSWER 或 --decisions FILE.csv 回答 · nothing was written: "
            "answer with --decide KEY=ANSWER, or in a file with --decisions FILE.csv"
        )
    if dry_run:
        return "未写入 · nothing was written"
    if not written:
        return f"{register}: 没有新内容 · nothing is new"
    return f"{register}: 已写入{written}条事件 · {written} events were written"


def _as_dict(planned: "Plan", number: int, written: list[dict[str, Any]]) -> dict[str, Any]:
    def asked(question: "ListQuestion") -> dict[str, Any]:
        said = {"key": question.key, "place": question.place, "question": question.said}
        return {**said, "answers": list(question.answers)}

    return {
        "read": number,
        "new": [event.title for event in planned.new],
        "known": [{"name": name, "entry_id": entry.entry_id} for name, entry in planned.known],
        "events": [vars(event) for event in planned.events if event.event != "designated"],
        "left_out": list(planned.left_out),
        "to_decide": [asked(question) for question in planned.questions],
        "notes": list(planned.notes),
        "regions": planned.regions,
        "written": written,
    }
