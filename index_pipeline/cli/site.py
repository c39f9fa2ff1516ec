"""`icdi site`: releases as one static site, with what changed from each to the next."""

from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import phrase
from index_pipeline.places import data_folder


def site(
    folder: Annotated[Path, typer.Argument(help="站点目录，新目录、空目录或已有站点 · folder: new, empty, or a site")],
    release_ids: Annotated[
        list[str] | None,
        typer.Option("--release", help="只加入该发布，可多次给出 · add this release alone; may be given again"),
    ] = None,
    url: Annotated[
        str, typer.Option(help="站点网址，默认取指标体系的 site_url · address [default: the framework's site_url]")
    ] = "",
    data: console.DataFolder = None,
) -> None:
    """将各次发布生成静态站点，网址固定 ·
    Publish releases as one static site with stable addresses.

    附变动、Atom 订阅、站点地图与 robots.txt。最新发布位于站点根目录，各发布永久保留在 releases/<发布号>/；
    再次运行只加入新的发布 ·
    It has the changes, Atom feeds, a site map and robots.txt. The newest release is at the root, each one stays at
    releases/<id>/; run again, it adds new releases alone.

    例 Example: icdi site public --url https://example.org/icdi/
    """
    from index_pipeline.publication.site.make import make_site
    from index_pipeline.robustness.changed import sentences

    made = make_site(folder.resolve(), data_folder(data) / "releases", release_ids or (), url, sentences)
    console.complain(phrase("site_written", count=made.releases, added=made.added))
    if not made.url:
        console.complain(phrase("site_without_address"))
    console.say(str(folder / "index.html"))
