"""`icdi publish`: any index, from a framework and a table of figures to a whole release."""

from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import phrase
from index_pipeline.cli.notices import show_notices
from index_pipeline.cli.progress import progress
from index_pipeline.cli.step_names import step_name


def publish(
    framework: Annotated[Path, typer.Option(help="指标体系目录 · folder of the framework")],
    observations: Annotated[
        Path,
        typer.Option(
            help="CSV 长表：ref_area, time_period, series_id, obs_value[, obs_status, source_id] · "
            "a tidy CSV: ref_area, time_period, series_id, obs_value[, obs_status, source_id]"
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="输出目录，发布写入其中的 releases/ · folder that gets the release, in releases/")
    ] = Path(),
    as_json: console.AsJson = False,
) -> None:
    """由一张数据表发布任意指数：浏览页面、简报、报告、工作簿、数据 ·
    Publish any index from a table: explorer, cards, report, workbook.

    输出语言取决于 framework.yaml 中 title 的语言：只有英文标题的指数只发布英文版 · The languages are those of the title
    in framework.yaml: an index whose title is in English alone is published in English alone.

    例 Example: icdi publish --framework my_index --observations my_index/observations.csv --out my_data
    """
    with progress(quiet=as_json) as step:
        step(phrase("starting"), 0)
        console.refuse_file(out)
        from index_pipeline.defs.whole import publish_figures
        from index_pipeline.framework.load import load
        from index_pipeline.sources.tidy import read_tidy

        found = load(framework)
        figures = read_tidy(observations, found.codes.regions, found.sources)
        made = publish_figures(
            figures, found, out.resolve() / "releases", lambda name, steps: step(step_name(name), steps)
        )
    if as_json:
        console.answer({"release": str(made.release), "warnings": made.notices})
        return
    show_notices(made.notices, made.release / "tables")
    console.complain(phrase("published", release=made.release.name, out=out))
    console.say(str(made.release / "index.html"))
