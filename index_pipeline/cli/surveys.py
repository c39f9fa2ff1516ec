"""`icdi survey`: figures that people code from documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.cli import console, taking
from index_pipeline.cli.language import MESSAGES, headings, language, phrase, title_of
from index_pipeline.clock import EARLIEST_YEAR, today
from index_pipeline.places import framework_folder, store_folder

if TYPE_CHECKING:
    from index_pipeline.framework.framework import Framework
    from index_pipeline.judgement.surveys.agreement import Agreement, Disagreement
    from index_pipeline.judgement.surveys.coding import Coding

app = typer.Typer(
    help="由文件编码的数据：编码员工作簿、一致性、数据序列 · "
    "Figures coded from documents: coders' workbooks, agreement, series.",
    no_args_is_help=True,
)


@app.command()
def new(
    survey_id: Annotated[
        str,
        typer.Argument(
            help="调查代码；随附：organisation、policies_and_standards、publicity · "
            "survey; shipped are: organisation, policies_and_standards, publicity",
        ),
    ],
    year: Annotated[int, typer.Option(help="编码的年份 · year that is coded", min=EARLIEST_YEAR, max=9999)],
    items: Annotated[
        Path | None,
        typer.Option(
            help="条目文件（YAML）[默认：指标体系中的，或随附的] · "
            "items, a YAML file [default: the framework's, or as shipped]"
        ),
    ] = None,
    coder: Annotated[
        list[str] | None, typer.Option(help="编码员，可重复 [默认：A 和 B] · a coder, once for each [default: A and B]")
    ] = None,
    out: Annotated[Path, typer.Option(help="工作簿的目录 · folder for the workbooks")] = Path(),
    framework: console.FrameworkFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """生成编码工作簿，每名编码员一本 · Make a workbook for each coder: regions × items, with drop-downs.

    同时在指标体系中登记：survey/ID.yaml、指标与来源 · It also declares the survey in the framework: survey/ID.yaml, its
    series, its source.

    例 Example: icdi survey new organisation --year 2024 --coder 张三 --coder 李四
    """
    from index_pipeline.files import write_bytes
    from index_pipeline.framework.load import load
    from index_pipeline.judgement.forms import bare
    from index_pipeline.judgement.surveys.declare import SurveyError, declare, find
    from index_pipeline.judgement.surveys.sheet import workbook

    folder = framework_folder(framework)
    found = load(folder)
    survey, path = find(survey_id, items, folder)
    named = [bare(name) for name in coder or ["A", "B"]]
    paths = [out / f"{survey_id}_{year}_{_file_name(name)}.xlsx" for name in named]
    for place, target in enumerate(paths):
        if target.exists() or target in paths[:place]:
            raise SurveyError(MESSAGES["exists" if target.exists() else "same_coder"].with_details(path=target))
    contents = [workbook(survey, found, year, name if coder else "", None) for name in named]
    declared = declare(survey, path, folder, found)
    for target, content in zip(paths, contents, strict=True):
        write_bytes(target, content)
    if as_json:
        console.answer({"survey": survey_id, "declared": list(map(str, declared)), "workbooks": list(map(str, paths))})
        return
    for changed in declared:
        console.say(phrase("framework_changed", path=changed))
    for target in paths:
        console.say(phrase("workbook", path=target))


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="各编码员的工作簿 · the coders' workbooks, two or more")],
    adjudicated: Annotated[Path | None, typer.Option(help="裁定后的工作簿 · the adjudicated workbook")] = None,
    to_adjudicate: Annotated[
        Path | None, typer.Option(help="生成待裁定的工作簿 · make a workbook to adjudicate the differences in")
    ] = None,
    accept: taking.Accept = None,
    why: taking.Why = None,
    revision: taking.Revision = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示，不写入 · show, write nothing")] = False,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """读入编码：一致性、分歧、入库 · Read the coders' workbooks: agreement, differences, figures stored.

    一致性低于 survey/ID.yaml 的下限、尚有分歧或缺依据文件时不入库 · Nothing is stored below the bound of alpha in
    survey/ID.yaml, while coders differ, or without documents.

    例 Example: icdi survey read organisation_2024_张三.xlsx organisation_2024_李四.xlsx --adjudicated 裁定.xlsx
    """
    from index_pipeline.framework.load import load
    from index_pipeline.judgement.surveys.agreement import agreement, disagreements
    from index_pipeline.judgement.surveys.coding import read_codings
    from index_pipeline.judgement.surveys.declare import SurveyError
    from index_pipeline.judgement.surveys.record import figures, take
    from index_pipeline.sources.options import Options
    from index_pipeline.sources.problems import Refusal
    from index_pipeline.sources.receipts import Receipt, Rejection

    if len(files) < 2:
        raise SurveyError(MESSAGES["two_coders"].with_details(path=files[0]))
    answers, announced = taking.answers(accept, why, revision)
    options = Options(today(), accept=answers, revision=announced)
    folder, found = store_folder(data), load(framework_folder(framework))
    everybody = read_codings([*files, *([adjudicated] if adjudicated else [])], found)
    codings, decided = everybody[: len(files)], everybody[len(files)] if adjudicated else None
    rows, differences = agreement(codings, found.ref_areas), disagreements(codings, found.ref_areas)
    if not as_json:
        _show(codings, rows, differences, found)
    if to_adjudicate:
        _write_adjudication(to_adjudicate, codings, differences, found)
        if not as_json:
            console.say(phrase("to_adjudicate", path=to_adjudicate))
        return
    result = _as_dict(codings, rows, differences)
    if dry_run:
        _, scores = figures(codings, decided, found)
        _show_scores({figure.ref_area: float(figure.value or 0) for figure in scores}, result, found, as_json=as_json)
        return
    outcome: Receipt | Rejection
    try:
        outcome = take(codings, decided, folder, found, options)
    except Refusal as refusal:
        outcome = Rejection(refusal.file, refusal.problems, None, refusal.more)
    if as_json:
        console.answer(result | {"receipt": outcome.as_dict()})
    else:
        taking.show(outcome)
    if isinstance(outcome, Rejection):
        raise typer.Exit(1)


def _show(
    codings: "tuple[Coding, ...]",
    rows: "tuple[Agreement, ...]",
    differences: "tuple[Disagreement, ...]",
    framework: "Framework",
) -> None:
    title = codings[0].survey.title.get(language())
    console.say(phrase("coded", title=title, year=codings[0].year, count=len(codings)))
    console.table(
        headings("agreement", "level", "units", "alpha", "from", "to", "percent", "least_alpha"),
        [
            (
                row.of,
                row.level,
                row.units,
                *("" if value is None else f"{value:.4f}" for value in (row.alpha, row.lower, row.upper)),
                f"{row.percent:.1f}",
                "" if row.least is None else f"{row.least:g}",
            )
            for row in rows
        ],
    )
    console.say("\n" + phrase("differences", count=len(differences)))
    if differences:
        console.table(
            (*headings("region", "", "item"), *(coding.coder for coding in codings)),
            [
                (
                    row.ref_area,
                    title_of(framework.codes.regions[row.ref_area]),
                    row.item,
                    *(f"{answer.code:g} ({answer.cell})" for answer in row.answers),
                )
                for row in differences
            ],
        )


def _show_scores(scores: dict[str, float], result: dict[str, Any], framework: "Framework", *, as_json: bool) -> None:
    """Show the score of each region, which is not written."""
    if as_json:
        console.answer(result | {"figures": scores})
        return
    rows = [(area, title_of(framework.codes.regions[area]), score) for area, score in scores.items()]
    console.table(headings("region", "", "score"), rows)
    console.say(phrase("not_written"))


def _as_dict(
    codings: "tuple[Coding, ...]", rows: "tuple[Agreement, ...]", differences: "tuple[Disagreement, ...]"
) -> dict[str, Any]:
    return {
        "survey": codings[0].survey.id,
        "year": codings[0].year,
        "coders": len(codings),
        "agreement": [vars(row) for row in rows],
        "disagreements": [
            {
                "ref_area": row.ref_area,
                "item": row.item,
                "codes": [answer.code for answer in row.answers],
                "cells": [answer.cell for answer in row.answers],
            }
            for row in differences
        ],
    }


def _write_adjudication(
    path: Path, codings: "tuple[Coding, ...]", differences: "tuple[Disagreement, ...]", framework: "Framework"
) -> None:
    from index_pipeline.files import write_bytes
    from index_pipeline.judgement.surveys.adjudication import adjudication
    from index_pipeline.judgement.surveys.declare import SurveyError

    if path.exists():
        raise SurveyError(MESSAGES["exists"].with_details(path=path))
    write_bytes(path, adjudication(codings, differences, framework))


def _file_name(name: str) -> str:
    """Return a name as part of a file's name: what separates folders, or is not seen, is an underscore."""
    return "".join(sign if sign.isalnum() else "_" for sign in name)
