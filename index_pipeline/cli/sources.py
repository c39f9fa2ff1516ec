"""`icdi source`: the origins of figures: list them, declare one."""

from typing import Annotated, Literal

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import headings, language, phrase
from index_pipeline.places import framework_folder

app = typer.Typer(help="数据来源：列出、新增 · Sources of figures: list, declare a new one.", no_args_is_help=True)


@app.command("list")
def list_sources(framework: console.FrameworkFolder = None, as_json: console.AsJson = False) -> None:
    """列出指标体系中的来源 ·
    List the sources that the framework declares.

    例 Example: icdi source list
    """
    from index_pipeline.framework.load import load

    sources = load(framework_folder(framework)).sources.values()
    if as_json:
        console.answer([source.model_dump(mode="json") for source in sources])
        return
    rows = [(source.id, phrase(f"kind_{source.kind}"), source.title.get(language())) for source in sources]
    console.table(headings("source", "kind", "title"), rows)


@app.command()
def new(
    source_id: Annotated[str, typer.Argument(help="代码，拉丁字母开头 · identifier, in Latin letters")],
    title: Annotated[str, typer.Option(help="中文名称 · title in Chinese")] = "",
    title_en: Annotated[str, typer.Option(help="英文名称 · title in English")] = "",
    publisher: Annotated[str, typer.Option(help="发布单位 · publisher in Chinese")] = "",
    publisher_en: Annotated[str, typer.Option(help="发布单位英文名称 · publisher in English")] = "",
    publication: Annotated[str, typer.Option(help="出版物，默认同名称 · publication [default: the title]")] = "",
    publication_en: Annotated[str, typer.Option(help="出版物英文名称 · the same in English")] = "",
    licence: Annotated[str, typer.Option(help="使用条款（中文） · terms of use, in Chinese")] = "",
    licence_en: Annotated[str, typer.Option(help="使用条款英文 · terms of use, in English")] = "",
    citation: Annotated[
        str, typer.Option(help="引用格式，默认“发布单位. 出版物.” · citation [default: publisher. publication.]")
    ] = "",
    citation_en: Annotated[str, typer.Option(help="引用格式英文 · the same in English")] = "",
    url: Annotated[str | None, typer.Option(help="网址 · address")] = None,
    recognise: Annotated[
        list[str] | None,
        typer.Option(help="文件中表明来源的文字，可重复 · text by which its files are recognised; may be repeated"),
    ] = None,
    kind: Annotated[
        Literal["series", "register"],
        typer.Option(help="series（数据）或 register（名录） · figures, or a register of entries"),
    ] = "series",
    framework: console.FrameworkFolder = None,
) -> None:
    """写出 source/ID.yaml：公布机构、网址、使用条款 ·
    Write source/ID.yaml: who published figures, where, on which terms.

    例 Example: icdi source new miit_design_centres --title 国家级工业设计中心名单 --publisher 工业和信息化部
    --licence "政府公开信息，引用须注明出处" --url https://www.miit.gov.cn
    """
    from index_pipeline.framework.changes.adding import add_source

    publications = _both(publication or title, publication_en or title_en)
    fields: dict[str, object] = {
        "id": source_id,
        "title": _both(title, title_en),
        "publisher": _both(publisher, publisher_en),
        "publication": publications,
        "kind": kind,
        "licence": _both(licence, licence_en),
        "citation": _both(
            citation or _cited(publisher, publications.get("zh", "")),
            citation_en or _cited(publisher_en, publications.get("en", "")),
        ),
        **({"url": url} if url else {}),
        **({"recognise": recognise} if recognise else {}),
    }
    path = add_source(framework_folder(framework), fields)
    console.say(phrase("source_added", source=source_id, path=path))


def _both(zh: str, en: str) -> dict[str, str]:
    return {language: text for language, text in (("zh", zh), ("en", en)) if text}


def _cited(publisher: str, publication: str) -> str:
    return f"{publisher}. {publication}." if publisher and publication else ""
