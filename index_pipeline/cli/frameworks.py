"""`icdi framework`: the index as data."""

from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import language, phrase

app = typer.Typer(help="框架 · the framework: is it whole?", no_args_is_help=True)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="框架目录 · folder of the framework")],
    as_json: console.AsJson = False,
) -> None:
    """检查框架 · Load a framework and name every fault, by file and field."""
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
    """写出 JSON 模式 · Write the JSON schemas of framework, indicator and source files."""
    from index_pipeline.files import write_text
    from index_pipeline.framework.schema import schemas

    for name, text in schemas().items():
        write_text(folder / name, text)
        console.say(str(folder / name))
