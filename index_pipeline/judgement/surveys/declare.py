"""Declare a survey in a framework: its definition, the series of its figures, and their source."""

from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.files import read_regular, write_bytes, write_text
from index_pipeline.framework.changes.adding import with_row
from index_pipeline.framework.code_files import LARGEST_LIST
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.shared import place
from index_pipeline.framework.survey import Survey
from index_pipeline.framework.yaml_files import LARGEST_FILE, YamlFileError, read_model
from index_pipeline.language import Bilingual, joined

TEMPLATES = Path(__file__).with_name("templates")
"""Surveys that are shipped; one becomes a framework's own when it is declared."""

SOURCE = "coded_documents"
"""The source of every figure that a survey gives."""

UNIT = "points"
"""Unit of those figures."""

SOURCE_FILE = Path(__file__).with_name(f"{SOURCE}.yaml")
"""What a framework is told about that source."""


class SurveyError(UserError):
    """A survey cannot be declared; the message says why, in Chinese and English."""


def templates() -> tuple[str, ...]:
    """Return the identifiers of the surveys that are shipped."""
    return tuple(sorted(path.stem for path in TEMPLATES.glob("*.yaml")))


def find(survey_id: str, items: Path | None, folder: Path) -> tuple[Survey, Path]:
    """Find the definition of a survey: the file `items`, else the framework's own, else the one that is shipped.

    Args:
        survey_id: Identifier of the survey.
        items: A YAML file, or None.
        folder: Folder of the framework.

    Raises:
        SurveyError: there is none, it cannot be read, or it defines another survey.
    """
    name = f"{survey_id}.yaml"
    path = items or next((p for p in (folder / "survey" / name, TEMPLATES / name) if p.is_file()), None)
    if path is None:
        known = ", ".join(templates())
        raise SurveyError(
            Bilingual(
                f"there is no survey {survey_id}: give its items with --items, or take one that is shipped: {known}",
                f"没有调查 {survey_id}：请用 --items 给出条目文件，或选用随附的 {known}",
            )
        )
    try:
        survey = read_model(read_regular(path, LARGEST_FILE), Survey)
    except OSError as error:
        why = cause(error)
        raise SurveyError(Bilingual(f"{path}: it cannot be opened: {why.en}", f"{path}：无法打开：{why.zh}")) from error
    except YamlFileError as error:
        raise SurveyError(
            joined(
                Bilingual(f"{path}: {fault.sentence('en')}", f"{path}：{fault.sentence('zh')}", f"{path}: {fault}")
                for fault in error.found
            )
        ) from error
    if survey.id != survey_id:
        raise SurveyError(
            Bilingual(f"{path}: its id is {survey.id}, not {survey_id}", f"{path}：id 为 {survey.id}，不是 {survey_id}")
        )
    return survey, path


def declare(survey: Survey, path: Path, folder: Path, framework: Framework) -> list[Path]:
    """Write what a framework lacks of a survey: `survey/<id>.yaml`, a line of `series.csv`, the source.

    Args:
        survey: As read from `path`.
        path: Its definition, copied unchanged.
        folder: Folder of the framework.
        framework: As loaded from `folder`.

    Returns:
        The files that were written or changed.

    Raises:
        SurveyError: the framework has another definition of this survey or another series of its name, lists no
            regions, or lacks its theme or the unit of its figures.
    """
    own, codes = folder / "survey" / f"{survey.id}.yaml", framework.codes
    _refuse(survey, path, own, framework)
    written = []
    if codes.series and survey.id not in codes.series:
        written.append(place(folder, "series.csv"))
        _add_series(written[-1], survey)
    if SOURCE not in framework.sources:
        written.append(folder / "source" / SOURCE_FILE.name)
        write_text(written[-1], SOURCE_FILE.read_text(encoding="utf-8"))
    if survey.id not in framework.surveys:
        written.append(own)
        write_text(own, read_regular(path, LARGEST_FILE).decode("utf-8-sig"))
    return written


def _refuse(survey: Survey, path: Path, own: Path, framework: Framework) -> None:
    codes = framework.codes
    if not framework.ref_areas:
        raise SurveyError(Bilingual("regions.csv lists no region to code", "regions.csv 中没有要编码的地区"))
    if survey.theme and survey.theme not in {node.id for node in components(framework.definition.index)}:
        raise SurveyError(
            Bilingual(
                f"{path}: theme: the tree has no component {survey.theme}: correct it, or leave it out",
                f"{path}：theme：指标体系中没有 {survey.theme}：请更正或去掉",
            )
        )
    if survey.id in framework.surveys and framework.surveys[survey.id] != survey:
        raise SurveyError(
            Bilingual(
                f"{own}: it differs from {path}: change this file itself, then leave out --items",
                f"{own}：与 {path} 不同：请直接修改该文件，再运行且不加 --items",
            )
        )
    series = codes.series.get(survey.id)
    if series and (series.unit, series.title_zh, series.title_en) != (UNIT, survey.title.zh, survey.title.en):
        raise SurveyError(
            Bilingual(
                f"{path}: series.csv has another series {survey.id} already: give the survey another id",
                f"{path}：series.csv 已有另一数据序列 {survey.id}，请换一个 id",
            )
        )
    if codes.units and UNIT not in codes.units:
        raise SurveyError(
            Bilingual(
                f"units.csv has no unit {UNIT}: add the line points,分,points,points,1,",
                f"units.csv 中没有单位 {UNIT}，请加一行 points,分,points,points,1,",
            )
        )


def _add_series(path: Path, survey: Survey) -> None:
    known = {
        "series_id": survey.id,
        "title_zh": survey.title.zh,
        "title_en": survey.title.en,
        "unit": UNIT,
        "labels": survey.title.zh or survey.title.en,
        "minimum": "0",
        "maximum": "100",
    }
    write_bytes(path, with_row(read_regular(path, LARGEST_LIST), known))
