"""`icdi framework`: the index as data."""

from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console, starting
from index_pipeline.cli.language import language, phrase
from index_pipeline.places import framework_folder

app = typer.Typer(
    help="指标体系：检查、测算新的二级指标 · The framework: check it, measure another theme.", no_args_is_help=True
)

app.command("new")(starting.new)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="指标体系目录 · folder of the framework")],
    as_json: console.AsJson = False,
) -> None:
    """读取指标体系，按文件和字段指出每处错误 ·
    Load a framework and name every fault, by file and field.

    例 Example: icdi framework check indicators
    """
    from index_pipeline.framework.framework import components
    from index_pipeline.framework.load import load

    framework = load(folder)
    nodes = list(components(framework.definition.index))
    measured = [node for node in nodes if not node.not_measured]
    found = {
        "edition": framework.definition.edition,
        "components": len(nodes),
        "not_measured": [node.id for node in nodes if node.not_measured],
        "indicators": len(framework.indicators),
        "supplementary": sum(len(node.supplementary) for node in nodes),
        "sources": len(framework.sources),
        "regions": len(framework.ref_areas),
        "digest": framework.digest,
    }
    if as_json:
        console.answer(found)
        return
    counts = {
        "title": framework.definition.title.get(language()),
        "measured": len(measured),
        "regions": found["regions"] or phrase("any"),
    }
    console.say(phrase("framework_valid", folder=folder, **{**found, **counts}))


@app.command()
def schema(folder: Annotated[Path, typer.Argument(help="输出目录 · folder to write to")]) -> None:
    """写出指标体系、指标和来源文件的 JSON 模式 ·
    Write the JSON schemas of framework, indicator and source files.

    例 Example: icdi framework schema indicators/schema
    """
    from index_pipeline.files import write_text
    from index_pipeline.framework.schema import schemas

    for name, text in schemas().items():
        write_text(folder / name, text)
        console.say(str(folder / name))


@app.command()
def measure(
    theme: Annotated[str, typer.Argument(help="未测量的二级指标 · theme that is not measured")],
    register: Annotated[str, typer.Option(help="所计条目的名录代码 · register whose entries are counted")],
    quantities: Annotated[
        str, typer.Option("--as", help="density, share, location_quotient；逗号分隔 · one or several, with commas")
    ] = "density",
    per: Annotated[
        str | None,
        typer.Option(help="分母数据序列 [默认：常住人口] · series it is relative to [default: resident population]"),
    ] = None,
    weight: Annotated[
        float | None,
        typer.Option(help="二级指标的权重 [默认：与同级相同] · weight of the theme [default: as its siblings]", min=0),
    ] = None,
    edition: Annotated[str | None, typer.Option(help="新方法版次的名称 · name of the edition that this makes")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示，不写入 · show, write nothing")] = False,
    framework: console.FrameworkFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """以名录测算一个二级指标：写出指标文件，并列入指标层级 ·
    Measure a theme by a register: its indicators and place in the tree.

    写出指标文件，并在 framework.yaml 中以 indicators 取代 not_measured，权重依本版规则；显示差异供审阅 · The field
    not_measured gives way to indicators, with the weights that the edition's rule gives; the change is shown as a diff.

    例 Example: icdi framework measure brands_and_quality --register time_honoured_brands
    """
    import difflib

    from index_pipeline.framework.changes.register_indicators import measured_by_register
    from index_pipeline.framework.load import load

    folder = framework_folder(framework)
    found = load(folder)
    asked = tuple(dict.fromkeys(part.strip() for part in quantities.split(",") if part.strip()))
    files = measured_by_register(folder, found, theme, register, asked, per=per, weight=weight, edition=edition)
    before = {name: found.files[name].decode("utf-8-sig") if name in found.files else "" for name in files.texts}
    if not dry_run:
        files.write(folder)
    if as_json:
        console.answer({"theme": theme, "register": register, "files": sorted(files.texts), "written": not dry_run})
        return
    for name, text in sorted(files.texts.items()):
        old, new = (content.splitlines() for content in (before[name], text))
        console.say("\n".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=1, lineterm="")))
    console.say(phrase("not_written") if dry_run else phrase("theme_measured", theme=theme))
    if edition is None:
        console.say(phrase("name_the_edition"))
