"""`icdi scorecard` and `icdi serve`: read a release, on paper or in a browser."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated, Literal

import typer

from index_pipeline.cli import console
from index_pipeline.places import data_folder


def scorecard(
    ref_area: Annotated[str, typer.Argument(help="地区代码或名称 · code or name of a region")],
    year: Annotated[int, typer.Argument(help="年份 · year")],
    language: Annotated[Literal["zh", "en"], typer.Option(help="语言 · language")] = "zh",
    out: Annotated[Path, typer.Option(help="输出目录 · folder to write to")] = Path(),
    release_id: Annotated[
        str | None, typer.Option("--release", help="发布标识，默认最新 · release id [default: the newest]")
    ] = None,
    data: console.DataFolder = None,
) -> None:
    """制作评价卡 · Make the scorecard of a region for any year, as HTML and PDF."""
    from index_pipeline.files import write_bytes
    from index_pipeline.publication.contents import read_contents
    from index_pipeline.publication.explain import region_of
    from index_pipeline.publication.releases import find
    from index_pipeline.publication.scorecards.files import scorecard as make

    contents = read_contents(find(data_folder(data) / "releases", release_id))
    for file in make(contents, region_of(contents, ref_area), year, language):
        path = out / Path(file.path).name
        write_bytes(path, file.content)
        console.say(str(path))


def serve(
    port: Annotated[int, typer.Option(help="端口 · port")] = 8000,
    release_id: Annotated[
        str | None, typer.Option("--release", help="发布标识，默认最新 · release id [default: the newest]")
    ] = None,
    data: console.DataFolder = None,
) -> None:
    """浏览发布（仅本机） · Show a release in a browser, on this machine only."""
    from index_pipeline.publication.releases import find

    folder = find(data_folder(data) / "releases", release_id)
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        console.say(f"{folder.name}: http://127.0.0.1:{server.server_port}/")
        server.serve_forever()
