"""`icdi register new` and `icdi register wanted`: registers that a framework does not have yet."""

from typing import TYPE_CHECKING, Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import MESSAGES, language, phrase
from index_pipeline.clock import EARLIEST_YEAR
from index_pipeline.errors import UserError
from index_pipeline.places import framework_folder

if TYPE_CHECKING:
    from index_pipeline.framework.text import Text


class MissingError(UserError):
    """Something that a register needs is missing; the message names the option."""


def new_register(
    register_id: Annotated[
        str,
        typer.Argument(help="名录代码；随附的见 wanted · register; `wanted` lists those that are shipped"),
    ],
    title: Annotated[str | None, typer.Option(help="英文名称 · title in English")] = None,
    title_zh: Annotated[str | None, typer.Option(help="中文名称 · title in Chinese")] = None,
    publisher: Annotated[str | None, typer.Option(help="公布机关英文名 · publisher in English")] = None,
    publisher_zh: Annotated[str | None, typer.Option(help="公布机关 · publisher in Chinese")] = None,
    first: Annotated[
        int | None, typer.Option(help="已知的首年 · first year that is known", min=EARLIEST_YEAR, max=9999)
    ] = None,
    last: Annotated[
        int | None, typer.Option(help="已知的末年 · last year that is known", min=EARLIEST_YEAR, max=9999)
    ] = None,
    category: Annotated[list[str] | None, typer.Option(help="门类，可多次 · a category; may be repeated")] = None,
    url: Annotated[str | None, typer.Option(help="公布机关网址 · address of the publisher")] = None,
    framework: console.FrameworkFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """登记一份名录：写明公布机构和已知年份的来源文件 ·
    Declare a register: whose list it is, and which years are known.

    首年至末年之间，名录须完整：之外的年份没有数 · The register has to be whole from the first to the last year; no
    other year has a count.

    例 Example: icdi register new time_honoured_brands --last 2023
    """
    from index_pipeline.framework.load import load
    from index_pipeline.framework.registers import declare_register, register_source, wanted_lists

    folder = framework_folder(framework)
    found = load(folder)
    shipped = wanted_lists().get(register_id)
    title_of = _text("--title", title, title_zh, shipped.title if shipped else None)
    publisher_of = _text("--publisher", publisher, publisher_zh, shipped.publisher if shipped else None)
    begins = first or (shipped.first if shipped else None)
    if begins is None or last is None:
        raise MissingError(MESSAGES["give_years"])
    if begins > last:
        raise MissingError(MESSAGES["first_after_last"].with_details(first=begins, last=last))
    content = register_source(
        register_id,
        title_of,
        publisher_of,
        shipped.publication if shipped else title_of,
        shipped.files if shipped else (title_of.get("zh"),),
        (begins, last),
        categories=tuple(category or ()),
        url=url,
        note=shipped.note if shipped else None,
    )
    path = declare_register(folder, found, register_id, content)
    if as_json:
        console.answer({"register": register_id, "file": str(path), "first": begins, "last": last})
        return
    years = {"first": begins, "last": last}
    console.say(phrase("register_declared", register=register_id, title=title_of.get(language()), path=path, **years))


def known(
    register_id: Annotated[str, typer.Argument(help="名录代码 · register")],
    last: Annotated[int, typer.Argument(help="名录完整的末年 · last year for which it is whole")],
    framework: console.FrameworkFolder = None,
) -> None:
    """设定名录完整到哪一年；此后的年份不计数 ·
    Say until which year a register is whole; no later one has a count.

    例 Example: icdi register known time_honoured_brands 2024
    """
    from index_pipeline.files import write_text
    from index_pipeline.framework.load import load
    from index_pipeline.framework.registers import with_known_years
    from index_pipeline.unknown_names import unknown

    folder = framework_folder(framework)
    found = load(folder)
    register = found.registers.get(register_id)
    if register is None:
        raise MissingError(unknown(MESSAGES["head_register"], register_id, found.registers, MESSAGES["the_framework"]))
    if last < register.first:
        raise MissingError(MESSAGES["before_first"].with_details(last=last, first=register.first))
    source = next(source.id for source in found.sources.values() if register in source.registers)
    text = found.files[f"source/{source}.yaml"].decode("utf-8")
    write_text(folder / "source" / f"{source}.yaml", with_known_years(text, register_id, last))
    console.say(phrase("register_known", register=register_id, first=register.first, last=last))


def wanted(as_json: console.AsJson = False) -> None:
    """列出未测量的二级指标所缺的名单：文件、机构、列、总数 ·
    List what would measure further themes: files, authority, columns.

    应收项数只列有文件可据的，其余以公告为准 · Numbers to expect are given where a document states them; otherwise the
    announcement does.

    例 Example: icdi register wanted
    """
    from index_pipeline.framework.registers import wanted_lists

    lists = wanted_lists().values()
    if as_json:
        console.answer([wanted.model_dump() for wanted in lists])
        return
    for wanted in lists:
        speaks = language()
        console.say(phrase("wanted_head", id=wanted.id, title=wanted.title.get(speaks)))
        console.say(phrase("wanted_theme", text=", ".join(wanted.themes)))
        console.say(phrase("wanted_authority", text=wanted.publisher.get(speaks)))
        console.say(phrase("wanted_files", text=phrase("and").join(wanted.files)))
        console.say(phrase("wanted_columns", text=wanted.columns.get(speaks)))
        for total in wanted.totals:
            said = {"day": total.as_of, "entries": total.entries, "what": total.what.get(speaks)}
            console.say(phrase("wanted_total", source=total.source, **said))
        if not wanted.totals:
            console.say(phrase("wanted_no_total"))
        if wanted.note:
            console.say(f"  {wanted.note.get(speaks)}")


def _text(option: str, en: str | None, zh: str | None, shipped: "Text | None") -> "Text":
    from index_pipeline.framework.text import Text

    if en is None and zh is None:
        if shipped is None:
            raise MissingError(MESSAGES["give_option"].with_details(option=option))
        return shipped
    return Text(zh=zh or "", en=en or "")
