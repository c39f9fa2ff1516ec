"""`icdi register import`: the entries of an official list, from the published document into its register."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import MESSAGES, headings, phrase, title_of
from index_pipeline.cli.parts import refuse_partitioned
from index_pipeline.clock import today
from index_pipeline.errors import UserError
from index_pipeline.places import framework_folder, store_folder
from index_pipeline.unknown_names import unknown

if TYPE_CHECKING:
    from index_pipeline.framework.framework import Framework
    from index_pipeline.sources.lists.plan import Plan
    from index_pipeline.sources.lists.questions import Decisions, ListQuestion

SHOWN = 20
"""Questions and changes that are printed; `--json` and `--decisions` give all."""


class ListError(UserError):
    """A list cannot be imported; the message says why, in Chinese and English."""


def import_list(
    file: Annotated[
        Path,
        typer.Argument(
            help="公布的文件：DOCX、PDF、HTML、XLSX、XLS · the published document: DOCX, PDF, HTML, XLSX or XLS"
        ),
    ],
    register: Annotated[str, typer.Option("--register", help="名录代码 · register")],
    document: Annotated[str, typer.Option(help="文件名或文号 · title or number of the document")],
    day: Annotated[
        str, typer.Option("--date", help="公布日期：YYYY-MM-DD 或 YYYY · day of publication, YYYY-MM-DD; or YYYY")
    ],
    event: Annotated[
        str | None,
        typer.Option(
            help="条目的事件：designated（认定）、confirmed（复核）、revoked（撤销）、renamed（更名）"
            "[默认：按名单所写] · "
            "what happened to the entries: designated, confirmed, revoked, renamed [as the list says]"
        ),
    ] = None,
    category: Annotated[str | None, typer.Option(help="全部条目的门类 · category of all entries")] = None,
    total: Annotated[int | None, typer.Option(help="公告所称项数 · entries, as announced", min=0)] = None,
    name_column: Annotated[str | None, typer.Option(help="名称所在列的表头 · heading of the names' column")] = None,
    decide: Annotated[
        list[str] | None, typer.Option(help="对疑问的决定：KEY=ANSWER，可重复 · an answer: KEY=ANSWER; may be repeated")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(help="决定的 CSV 文件，未决的疑问写入其中 · CSV file of answers; what is open is written into it"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示，不写入 · show, write nothing")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再确认 · write without asking")] = False,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """导入公布的名单：先显示，再整份写入或不写入 ·
    Import an official list: shown, then written whole or not at all.

    地名按行政区划对应到地区；有歧义的、与已有条目相近的、序号或项数对不上的，一律询问，不猜测 · Places are mapped to
    regions by the list of administrative divisions. What is ambiguous, resembles a known entry, or does not add up is
    asked, never guessed.

    例 Example: icdi register import 名单.pdf --register time_honoured_brands --document 商务部公告 --date 2011-03-07
    """
    from index_pipeline.framework.load import load
    from index_pipeline.sources.lists.questions import Decisions, parse_decisions, read_decisions, write_questions
    from index_pipeline.sources.registers.entries import record_all

    found = load(framework_folder(framework))
    if register not in found.registers:
        raise ListError(unknown(MESSAGES["head_register"], register, found.registers, MESSAGES["the_framework"]))
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
            typer.confirm(phrase("write_events", count=len(planned.events)), abort=True)
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
        console.complain(phrase("known_to", last=last, year=year, register=register_id))


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

    from index_pipeline.sources.lists.places import Places
    from index_pipeline.sources.lists.plan import plan
    from index_pipeline.sources.lists.reading import read_list
    from index_pipeline.sources.lists.recognise import is_of_figures
    from index_pipeline.sources.lists.rows import read_rows
    from index_pipeline.sources.lists.terms import EVENTS_OF_LISTS, Announcement
    from index_pipeline.sources.problems import printable
    from index_pipeline.sources.registers.stocks import load_events
    from index_pipeline.sources.workbooks.arrival import content_of

    refuse_partitioned(register, folder)
    if given["event"] is not None and given["event"] not in EVENTS_OF_LISTS:
        raise ListError(unknown(MESSAGES["head_event"], given["event"], EVENTS_OF_LISTS, MESSAGES["lists"]))
    name, content = printable(file.name), content_of(file)
    places = Places(framework, year, decided)
    rows = read_rows(name, content)
    if is_of_figures(rows):
        raise ListError(MESSAGES["of_figures"].with_details(name=name))
    found = read_list(rows, places.is_place, name_column)
    if not found.items:
        raise ListError(MESSAGES["no_list"].with_details(name=name))
    digest = hashlib.sha256(content).hexdigest()[:12]
    announced = Announcement(register, year=year, **given)
    stored = load_events(folder)
    return plan(found, announced, f"{name[:60]} sha256:{digest}", stored, framework, decided), len(found.items)


def _year(day: str) -> int:
    try:
        return date.fromisoformat(day).year if "-" in day else date(int(day), 1, 1).year
    except ValueError as error:
        raise ListError(MESSAGES["not_a_day"].with_details(day=day)) from error


def _show(planned: "Plan", number: int, framework: "Framework", decided: "Decisions") -> None:
    regions = framework.codes.regions
    console.say(phrase("entries_read", count=number))
    rows = sorted(planned.regions.items())
    if rows:
        console.table(
            headings("region", "", "entries"), [(area, title_of(regions[area]), count) for area, count in rows]
        )
    for event in planned.new[:: max(1, len(planned.new) // 3)][:3]:
        said = {"title": event.title, "place": event.place or "", "year": event.time_period}
        console.say(phrase("example_entry", region=title_of(regions[event.ref_area or ""]), **said))
    for event in [event for event in planned.events if event.event != "designated"][:SHOWN]:
        what = phrase(f"event_{event.event}")
        console.say(phrase("event_line", event=what, entry=event.entry_id, title=event.title or ""))
    for key in decided.unused:
        console.complain(phrase("nothing_asks", key=key))
    for question in planned.questions[:SHOWN]:
        asked = {"key": question.key, "place": question.place, "question": question.said}
        console.say(phrase("question", answers=" | ".join(question.answers), **asked))
    if len(planned.questions) > SHOWN:
        console.say(f"… {len(planned.questions) - SHOWN}")
    for title, count in planned.other_lists.items():
        console.say(phrase("other_list", title=title, count=count))
    others = len(planned.events) - len(planned.new)
    counts = {name: len(getattr(planned, name)) for name in ("new", "known", "left_out")}
    console.say(phrase("list_counts", others=others, open=len(planned.questions), **counts))


def _outcome(planned: "Plan", written: int, register: str, dry_run: bool, decisions: Path | None) -> str:
    if planned.questions and decisions:
        return phrase("answer_in_file", file=decisions)
    if planned.questions:
        return phrase("answer_questions")
    if dry_run:
        return phrase("not_written")
    return phrase("events_written" if written else "nothing_new", register=register, count=written)


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
        "other_lists": planned.other_lists,
        "to_decide": [asked(question) for question in planned.questions],
        "regions": planned.regions,
        "written": written,
    }
