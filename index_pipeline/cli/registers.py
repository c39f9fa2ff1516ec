"""`icdi register`: the resource library of the guideline, entry by entry."""

from typing import TYPE_CHECKING, Annotated

import typer

from index_pipeline.cli import console, declaring, lists, parts
from index_pipeline.cli.language import MESSAGES, headings, language, phrase
from index_pipeline.clock import today
from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.places import framework_folder, store_folder
from index_pipeline.unknown_names import unknown

if TYPE_CHECKING:
    from index_pipeline.framework.codes import CodeLists


class UnknownNameError(UserError):
    """No register or region has the name that is asked for."""


app = typer.Typer(
    help="资源名录：列出、导入、新增、撤销 · Registers of heritage, crafts and bases: list, import, add, revoke.",
    no_args_is_help=True,
)
app.command("new")(declaring.new_register)
app.command("wanted")(declaring.wanted)
app.command("known")(declaring.known)
app.command("import")(lists.import_list)
app.command("partition")(parts.partition_register)

RegisterId = Annotated[str, typer.Argument(help="名录代码 · register")]
EntryId = Annotated[str, typer.Argument(help="条目代码 · entry")]
Year = Annotated[int, typer.Option(help="事件的年份 · year of the event")]
Document = Annotated[str, typer.Option(help="文件名或文号 · document that states it")]
Grade = Annotated[str | None, typer.Option(help="等级评估 · grade")]
Note = Annotated[str | None, typer.Option(help="说明 · note")]


@app.command("list")
def list_entries(
    register_id: Annotated[
        str | None, typer.Argument(help="名录代码或名称，默认全部 · register [default: all]")
    ] = None,
    region: Annotated[str | None, typer.Option(help="地区代码或名称 · code or name of a region")] = None,
    search: Annotated[str | None, typer.Option(help="名称、地点中的文字 · text in title or place")] = None,
    page: Annotated[int, typer.Option(help="第几页 · page", min=1)] = 1,
    rows_of_page: Annotated[int, typer.Option("--rows", help="每页行数 · rows of a page", min=1)] = 50,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """按地区与文字查找并分页列出条目 · List events by region and text, in pages; --json gives all.

    例 Example: icdi register list industrial_heritage --region 辽宁 --search 钢铁
    """
    from index_pipeline.framework.load import load
    from index_pipeline.sources.registers.stocks import load_events

    found = load(framework_folder(framework))
    registers = {name: code for code, r in found.registers.items() for name in (code, r.title.zh, r.title.en) if name}
    areas = {
        name: area.ref_area
        for area in found.codes.regions.values()
        for name in (area.ref_area, area.title_zh, area.title_en, area.short_zh, *area.labels)
        if name
    }
    register = _choose(MESSAGES["head_register"], register_id, registers)
    ref_area = _choose(MESSAGES["head_region"], region, areas)
    rows = [
        row
        for row in load_events(store_folder(data)).to_pylist()
        if register in (None, row["register_id"])
        and ref_area in (None, row["ref_area"])
        and (search is None or search in f"{row['title']} {row['place'] or ''}")
    ]
    if as_json:
        console.answer(rows)
        return
    if not rows:
        console.say(phrase("no_events"))
        return
    pages = -(-len(rows) // rows_of_page)
    first = (min(page, pages) - 1) * rows_of_page
    shown = rows[first : first + rows_of_page]
    names = ("register_id", "entry_id", "title", "category", "grade", "ref_area", "place", "event", "time_period")
    console.table(
        headings("register", "entry", "title", "category", "grade", "region", "place", "event", "year"),
        [[_cell(name, row[name], found.codes) for name in names] for row in shown],
    )
    spans = {"first": first + 1, "last": first + len(shown), "page": min(page, pages), "pages": pages}
    console.say(phrase("page_of", count=f"{len(rows):,}", **spans))


@app.command()
def add(
    register_id: RegisterId,
    title: Annotated[str, typer.Argument(help="名称 · title")],
    region: Annotated[str, typer.Option(help="地区代码或名称 · code or name of the region")],
    year: Year,
    document: Document,
    category: Annotated[str | None, typer.Option(help="门类 · category")] = None,
    place: Annotated[str | None, typer.Option(help="地点 · place")] = None,
    entry: Annotated[str | None, typer.Option(help="条目代码，默认顺次编号 · entry [default: the next number]")] = None,
    grade: Grade = None,
    note: Note = None,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """新增一个被认定的条目 ·
    Add an entry that was designated.

    例 Example: icdi register add industrial_heritage 某某厂旧址 --region 辽宁 --year 2026 --document 第八批名单
    """
    given = {"title": title, "ref_area": region, "category": category, "place": place, "entry_id": entry}
    _record(
        register_id, "designated", year, document, {**given, "grade": grade, "note": note}, framework, data, as_json
    )


@app.command()
def revoke(
    register_id: RegisterId,
    entry_id: EntryId,
    year: Year,
    document: Document,
    note: Note = None,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """记录条目被撤销 ·
    Record that an entry was revoked.

    例 Example: icdi register revoke industrial_heritage industrial_heritage_012 --year 2026 --document 公告2026年第5号
    """
    _record(register_id, "revoked", year, document, {"entry_id": entry_id, "note": note}, framework, data, as_json)


@app.command()
def confirm(
    register_id: RegisterId,
    entry_id: EntryId,
    year: Year,
    document: Document,
    grade: Grade = None,
    note: Note = None,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """记录条目经复核仍有效，或评定等级 ·
    Record that a review left an entry in force, or graded it.

    例 Example: icdi register confirm industrial_heritage industrial_heritage_012 --year 2026 --document 复核名单
    """
    given = {"entry_id": entry_id, "grade": grade, "note": note}
    _record(register_id, "confirmed", year, document, given, framework, data, as_json)


@app.command()
def rename(
    register_id: RegisterId,
    entry_id: EntryId,
    title: Annotated[str, typer.Argument(help="新名称 · new title")],
    year: Year,
    document: Document,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """记录条目更名 ·
    Record that an entry has another title.

    例 Example: icdi register rename industrial_heritage industrial_heritage_012 新名称 --year 2026 --document 公告
    """
    _record(register_id, "renamed", year, document, {"entry_id": entry_id, "title": title}, framework, data, as_json)


@app.command()
def move(
    register_id: RegisterId,
    entry_id: EntryId,
    region: Annotated[str, typer.Argument(help="新地区 · new region")],
    year: Year,
    document: Document,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """记录条目迁至其他地区 ·
    Record that an entry is in another region.

    例 Example: icdi register move industrial_heritage industrial_heritage_012 吉林 --year 2026 --document 公告
    """
    _record(register_id, "moved", year, document, {"entry_id": entry_id, "ref_area": region}, framework, data, as_json)


def _cell(name: str, value: object, codes: "CodeLists") -> object:
    """Return a cell of the list of events: the event and the region by name, all else as it is."""
    if name == "event":
        return phrase(f"event_{value}")
    return codes.area_title(str(value)).get(language()) if name == "ref_area" and value else value or ""


def _choose(kind: Both, asked: str | None, names: dict[str, str]) -> str | None:
    """Return the code of what is asked for by code or name; None if nothing is."""
    if asked is None:
        return None
    if asked not in names:
        raise UnknownNameError(unknown(kind, asked, names, MESSAGES["the_framework"], names.__getitem__))
    return names[asked]


def _record(
    register_id: str,
    event: str,
    year: int,
    document: str,
    given: dict[str, str | None],
    framework: console.FrameworkFolder,
    data: console.DataFolder,
    as_json: bool,
) -> None:
    from index_pipeline.framework.load import load
    from index_pipeline.sources.registers.entries import record
    from index_pipeline.sources.registers.events import Event

    found = load(framework_folder(framework))
    folder = store_folder(data)
    parts.refuse_partitioned(register_id, folder)
    is_begun = not (folder / "registers" / f"{register_id}.csv").exists()
    row = record(Event(register_id, event, year, document, **given), folder, found, today())
    if is_begun:
        console.complain(phrase("register_begun", register=register_id))
    if as_json:
        console.answer(row)
    else:
        said = {"entry": row["entry_id"], "title": row["title"], "event": phrase(f"event_{event}"), "year": year}
        console.say(phrase("event_recorded", register=register_id, **said))
    lists.warn_of_later(register_id, year, found)
