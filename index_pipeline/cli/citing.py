"""`icdi cite`: how a release is cited."""

from typing import Annotated, Literal

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import language
from index_pipeline.places import data_folder

ReleaseId = Annotated[str | None, typer.Argument(help="发布号，默认最新 · release id [default: the newest]")]
Form = Annotated[
    Literal["apa", "gbt7714", "bibtex", "ris"] | None,
    typer.Option("--as", help="格式，默认中文为 gbt7714 · form [default: apa, in Chinese gbt7714]"),
]


def cite(
    release_id: ReleaseId = None,
    form: Form = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """给出发布的引用格式：APA、GB/T 7714、BibTeX、RIS ·
    Print how a release is cited: APA, GB/T 7714, BibTeX or RIS.

    加 --json 为 CSL-JSON。作者、DOI 与网址取自该发布的 framework.yaml（citation、site_url）；引用日期为今天；
    题名与作者的语言由 --lang 决定 · With --json it is CSL-JSON. Authors, DOI and address are those of the release's
    framework.yaml (citation, site_url); the day of access is today; --lang decides in which language title and authors
    are.

    例 Example: icdi cite --as bibtex
    """
    from index_pipeline.clock import today
    from index_pipeline.framework.load import load
    from index_pipeline.publication.releases.citing import FORMS, cited, csl
    from index_pipeline.publication.releases.folder import find, published

    folder = find(data_folder(data) / "releases", release_id)
    found = cited(load(folder / "framework"), folder.name, published(folder), today(), language())
    if as_json:
        console.answer([csl(found)])
    else:
        console.say(FORMS[form or ("gbt7714" if language() == "zh" else "apa")](found))
