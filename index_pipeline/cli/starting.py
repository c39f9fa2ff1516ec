"""`icdi framework new`: a first framework from a table of figures."""

from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import phrase
from index_pipeline.errors import UserError
from index_pipeline.language import Both

ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheet programs write CSV in."""


class FolderError(UserError):
    """The folder of a new framework has files already, or a table cannot be read."""


def new(
    folder: Annotated[Path, typer.Argument(help="新指标体系的目录 · folder of the new framework")],
    figures: Annotated[
        Path,
        typer.Option(help="数据表 CSV：每行一个地区，每列一个指标 · CSV: a row per region, a column per indicator"),
    ],
    title: Annotated[
        list[str], typer.Option(help="指数名称，中英文各一次 · title of the index; twice for Chinese and English")
    ],
    structure: Annotated[
        Path | None, typer.Option(help="结构表 CSV（COINr 的 iMeta） · CSV of the tree, as COINr's iMeta")
    ] = None,
    source: Annotated[str, typer.Option(help="数据来源 · where the figures are from")] = "",
    year: Annotated[int | None, typer.Option(help="表中没有年份列时 · year of a table without one")] = None,
    as_json: console.AsJson = False,
) -> None:
    """由数据表新建指标体系，其文件此后手工修改 ·
    Make a first framework from a table, then to be edited by hand.

    数据表可为宽表（如 COINr 的 iData）或长表；没有结构表时各指标直属总指数，均为正向 · The table is wide
    (as COINr's iData) or tidy (ref_area,time_period,series_id,obs_value). Without --structure every indicator is a
    child of the index, and higher is better.

    例 Example: icdi framework new my_index --figures figures.csv --title "My index" --source "Statistical office, 2024"
    """
    from index_pipeline.files import write_text
    from index_pipeline.framework.changes.starting import Title, first_framework, language_of
    from index_pipeline.framework.load import load

    if folder.exists() and any(folder.iterdir()):
        raise FolderError(Both(f"{folder} is not empty: name a new folder", f"{folder} 不为空：请另选新目录"))
    texts: dict[str, str] = {language_of(text): text for text in title}
    files = first_framework(_rows(figures), _rows(structure) if structure else None, Title(texts, source, year))
    with TemporaryDirectory() as parent:
        made = Path(parent) / "framework"  # has the mode of a new folder, unlike the temporary one
        for name, text in files.items():
            write_text(made / name, text)
        framework = load(made)
        copytree(made, folder, dirs_exist_ok=True)
    if as_json:
        console.answer({"folder": str(folder), "files": sorted(files), "indicators": len(framework.indicators)})
        return
    console.complain(phrase("framework_new", folder=folder, indicators=len(framework.indicators)))
    console.say(f"icdi publish --framework {folder} --observations {folder / 'observations.csv'}")


def _rows(path: Path) -> list[dict[str, str]]:
    import csv
    import io

    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_other_signs(path, text)
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(io.StringIO(text, newline=""))]
    raise FolderError(
        Both(f"{path} is not text: save the sheet as CSV (UTF-8)", f"{path} 不是文本：请将工作表另存为 CSV（UTF-8）")
    )


def _refuse_other_signs(path: Path, text: str) -> None:
    heading = text.partition("\n")[0]
    if "," not in heading and any(sign in heading for sign in ";\t"):
        raise FolderError(
            Both(
                f"{path}: its columns are not separated by commas: save the sheet as CSV with commas, and a point in "
                "numbers",
                f"{path}：各列不以逗号分隔：请另存为逗号分隔的 CSV，小数用点",
            )
        )
