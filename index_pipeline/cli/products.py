"""`icdi scorecard`, `icdi map` and `icdi serve`: read a release, on paper or in a browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from index_pipeline.cli import console
from index_pipeline.places import data_folder

if TYPE_CHECKING:
    from index_pipeline.cli.serving import Missing


def scorecard(
    ref_area: Annotated[str, typer.Argument(help="地区代码或名称 · code or name of a region")],
    year: Annotated[int, typer.Argument(help="年份 · year")],
    language: Annotated[Literal["zh", "en"], typer.Option(help="语言 · language")] = "zh",
    out: Annotated[Path, typer.Option(help="输出目录 · folder to write to")] = Path(),
    release_id: Annotated[
        str | None, typer.Option("--release", help="发布号，默认最新 · release id [default: the newest]")
    ] = None,
    data: console.DataFolder = None,
) -> None:
    """制作某地区任一年份的评价简报：HTML 和 PDF ·
    Make the scorecard of a region for any year, as HTML and PDF.

    例 Example: icdi scorecard 江苏 2020
    """
    from index_pipeline.files import write_bytes
    from index_pipeline.publication.lookups.asked import region_of, year_of
    from index_pipeline.publication.releases.contents import read_contents
    from index_pipeline.publication.releases.folder import find
    from index_pipeline.publication.scorecards.files import scorecard as make

    contents = read_contents(find(data_folder(data) / "releases", release_id))
    for file in make(contents, region_of(contents, ref_area), year_of(contents, year), language):
        path = out / Path(file.path).name
        write_bytes(path, file.content)
        console.say(str(path))


def boundary_map(
    boundaries: Annotated[Path, typer.Argument(help="边界文件（GeoJSON，使用者自备） · GeoJSON file of your own")],
    component: Annotated[
        str | None, typer.Argument(help="指数、一级或二级指标，默认总指数 · component [default: the index]")
    ] = None,
    year: Annotated[int | None, typer.Option(help="年份，默认最新 · year [default: the newest]")] = None,
    review_number: Annotated[str, typer.Option(help="审图号 · number under which the map was reviewed")] = "",
    language: Annotated[Literal["zh", "en"], typer.Option(help="语言 · language")] = "zh",
    out: Annotated[Path, typer.Option(help="输出目录 · folder to write to")] = Path(),
    release_id: Annotated[
        str | None, typer.Option("--release", help="发布号，默认最新 · release id [default: the newest]")
    ] = None,
    data: console.DataFolder = None,
) -> None:
    """在自备边界内制作地图：SVG、网页、Plotly JSON ·
    Map scores within your own boundaries: SVG, page, Plotly JSON.

    例 Example: icdi map 边界.geojson --review-number "GS(2024)0650号"
    """
    from index_pipeline.files import write_bytes
    from index_pipeline.publication.lookups.asked import component_of, year_of
    from index_pipeline.publication.maps.files import map_files
    from index_pipeline.publication.releases.contents import read_contents
    from index_pipeline.publication.releases.folder import find

    contents = read_contents(find(data_folder(data) / "releases", release_id))
    chosen = component_of(contents, component) if component else contents.framework.index_id
    for file in map_files(contents, boundaries, year_of(contents, year), chosen, review_number, language):
        write_bytes(out / file.path, file.content)
        console.say(str(out / file.path))


def serve(
    port: Annotated[int, typer.Option(help="端口 · port", min=0, max=65535)] = 8000,
    release_id: Annotated[
        str | None, typer.Option("--release", help="发布号，默认最新 · release id [default: the newest]")
    ] = None,
    data: console.DataFolder = None,
) -> None:
    """浏览发布（仅本机） · Show a release in a browser, on this machine only.

    只有数据表的发布（icdi run --tables），其网页和文件在首次打开时生成 · Pages and files of a release of tables alone
    (`icdi run --tables`) are made when they are first opened.

    例 Example: icdi serve --port 8000
    """
    from index_pipeline.cli.serving import server
    from index_pipeline.publication.releases.folder import find, has_products

    folder = find(data_folder(data) / "releases", release_id)
    makers = () if has_products(folder) else (_on_request(folder, data),)
    with server(folder, port, *makers) as listening:
        console.say(f"{folder.name}: http://127.0.0.1:{listening.server_port}/")
        listening.serve_forever()


def _on_request(release: Path, data: Path | None) -> "Missing":
    from index_pipeline.defs.unchanged import keeping
    from index_pipeline.publication.products import OnRequest

    return OnRequest(release, keeping(data_folder(data))).content
