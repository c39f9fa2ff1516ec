"""`icdi series`: the indicators as publishers state them: find one, add one."""

from typing import Annotated

import typer
from typer.core import TyperGroup

from index_pipeline.cli import console
from index_pipeline.cli.language import MESSAGES, headings, language, phrase, title_of
from index_pipeline.places import framework_folder

FIND = "find"


class _FindsByDefault(TyperGroup):
    """`icdi series WORD` is `icdi series find WORD`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        named = args and (args[0] in self.commands or args[0].startswith("-"))
        return super().parse_args(ctx, args if named or not args else [FIND, *args])


app = typer.Typer(
    cls=_FindsByDefault,
    help="数据序列：icdi series WORD 按名称、列名或单位查找，add 新增 · "
    "Series of figures: `icdi series WORD` finds one, `add` adds one.",
    no_args_is_help=True,
)


@app.command(FIND)
def find(
    words: Annotated[list[str], typer.Argument(help="名称、标签、单位或代码中的文字 · text to look for")],
    framework: console.FrameworkFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """列出含有所给各词的数据序列 ·
    List the series in which every word is found.

    例 Example: icdi series 社会消费品
    """
    from index_pipeline.framework.load import load

    codes = load(framework_folder(framework)).codes
    found = [
        series
        for series in codes.series.values()
        if all(
            word.casefold()
            in " ".join((series.series_id, series.title_zh, series.title_en, series.unit, *series.labels)).casefold()
            for word in words
        )
    ]
    if as_json:
        console.answer([{**vars(series), "labels": list(series.labels)} for series in found])
    elif not found:
        console.say(phrase("no_series_found", words=" ".join(words)))
    else:
        rows = [(each.series_id, title_of(each), codes.unit_title(each.unit).get(language())) for each in found]
        console.table(headings("series", "title", "unit"), rows)


@app.command()
def add(
    series_id: Annotated[str, typer.Argument(help="代码，拉丁字母开头 · identifier, in Latin letters")],
    title: Annotated[str, typer.Option(help="文件中的中文名称 · name in Chinese, as files state it")] = "",
    title_en: Annotated[str, typer.Option(help="英文名称 · name in English")] = "",
    unit: Annotated[str, typer.Option(help="units.csv 中的单位，如 个、万元 · a unit of units.csv")] = "",
    label: Annotated[
        list[str] | None, typer.Option(help="文件中的其他名称，可重复 · another name that files state; may be repeated")
    ] = None,
    minimum: Annotated[float | None, typer.Option(help="合理的最小值 · least plausible figure")] = None,
    maximum: Annotated[float | None, typer.Option(help="合理的最大值 · greatest plausible figure")] = None,
    jump: Annotated[
        float | None, typer.Option(help="合理的最大年际倍数 · greatest plausible factor from year to year")
    ] = None,
    breaks: Annotated[
        list[int] | None, typer.Option("--break", help="口径调整首年，可重复 · first year of a new definition")
    ] = None,
    part_of: Annotated[
        str,
        typer.Option(
            help="所属总体的数据序列，本序列不大于它 · the series that this one is a part of, and never above"
        ),
    ] = "",
    sampled: Annotated[
        bool,
        typer.Option(
            "--sampled", help="各年抽样比不同的抽样人数，只用其比率 · counts of samples: only ratios are compared"
        ),
    ] = False,
    note: Annotated[str, typer.Option(help="说明 · note")] = "",
    framework: console.FrameworkFolder = None,
) -> None:
    """在 series.csv 中新增数据序列；此后可由标题和列名识别其文件 ·
    Add a series to series.csv; its title and labels identify its files.

    例 Example: icdi series add design_centres --title 国家级工业设计中心数 --title-en "National industrial design
    centres" --unit 个 --minimum 0 --maximum 500
    """
    from index_pipeline.errors import UserError
    from index_pipeline.framework.changes.adding import add_series, unit_named

    if not (title or title_en):
        raise UserError(MESSAGES["no_title"])
    folder = framework_folder(framework)
    add_series(
        folder,
        {
            "series_id": series_id,
            "title_zh": title,
            "title_en": title_en,
            "unit": unit_named(folder, unit),
            "labels": "|".join(label or []),
            "breaks": "|".join(map(str, breaks or [])),
            "minimum": _text(minimum),
            "maximum": _text(maximum),
            "jump": _text(jump),
            "part_of": part_of,
            "sampled": "yes" if sampled else "",
            "note": note,
        },
    )
    console.say(phrase("series_added", series=series_id, folder=folder))


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"
