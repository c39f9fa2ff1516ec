"""Coders' completed workbooks: every region and item with its code, document and address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index_pipeline.characters import shortened
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.survey import Item, Survey
from index_pipeline.judgement.forms import (
    Form,
    FormError,
    FormFault,
    FormLine,
    bare,
    fields,
    lines,
    number,
    read_form,
    read_together,
    verbatim,
)
from index_pipeline.judgement.surveys.mistakes import MISTAKES, Mistake, mistake_of, said_of
from index_pipeline.judgement.surveys.sheet import HEADINGS, STAMPS
from index_pipeline.language import Both

Key = tuple[str, str]
"""Region and item."""


@dataclass(frozen=True)
class Answer:
    """The code of one region and item, its cell, and what it is based on."""

    code: float
    cell: str
    document: str
    address: str
    document_cell: str


@dataclass(frozen=True)
class Coding:
    """One coder's workbook: its bytes, its survey and coder, and its answers."""

    file: str
    content: bytes = field(repr=False)
    digest: str
    sheet: str
    coder: str
    survey: Survey
    year: int
    answers: dict[Key, Answer]


def read_codings(paths: Sequence[Path], framework: Framework) -> tuple[Coding, ...]:
    """Read the workbooks of one survey and year, one from each coder.

    Raises:
        FormError: with every fault found: a workbook is incomplete, or they are not of one survey and year, or two are
            of one coder.
    """
    return read_together(paths, lambda path: read_coding(path, framework), _together)


def read_coding(path: Path, framework: Framework) -> Coding:
    """Read one workbook.

    Raises:
        FormError: with every fault found: the survey is not the framework's, or its items have changed since; a
            region or an item is missing, unknown or repeated; a code is missing or not one of the item's.
    """
    form = read_form(path)
    stamps = fields(form, STAMPS)
    name = stamps["survey"].text if "survey" in stamps else ""
    survey = framework.surveys.get(name)
    table = lines(form, HEADINGS)
    if not name or "coder" not in stamps:
        said = Both("this is not a coder's workbook of `icdi survey new`", "不是 icdi survey new 生成的编码工作簿")
        raise FormError([FormFault(form.file, said)])
    if table is None:
        heads = ", ".join(HEADINGS)
        said = Both(f"no sheet has all of the columns {heads}", f"没有一张工作表具备全部列：{heads}")
        raise FormError([FormFault(form.file, said)])
    if survey is None:
        field = stamps["survey"]
        said = Both(
            f"the framework has no survey {shortened(name)}: give the right one with --framework",
            f"指标体系中没有调查{shortened(name)}，请用 --framework 指明",
        )
        raise FormError([FormFault(form.file, said, field.sheet, (field.cell,))])
    sheet, rows = table
    faults = list(_stamp_faults(form, survey))
    answers, wrong = _answers(form.file, sheet, rows, survey, framework)
    faults += wrong
    coder, year = stamps.get("coder"), stamps.get("year")
    if coder and not coder.text:
        faults.append(
            FormFault(form.file, Both("the coder has no name", "未填写编码员姓名"), coder.sheet, (coder.cell,))
        )
    if faults or not coder or not year:
        raise FormError(faults)
    return Coding(form.file, form.content, form.digest, sheet, coder.text, survey, int(year.text), answers)


def _together(found: list[Coding]) -> Iterator[FormFault]:
    for place, coding in enumerate(found):
        for other in found[:place]:
            if coding.digest == other.digest:
                said = Both(f"it is the same workbook as {other.file}", f"与 {other.file} 是同一工作簿")
            elif coding.coder.casefold() == other.coder.casefold():
                said = Both(
                    f"its coder {coding.coder} is also that of {other.file}: give each coder a name of their own",
                    f"编码员{coding.coder}与 {other.file} 相同，请各填各的姓名",
                )
            elif (coding.survey.id, coding.year) != (other.survey.id, other.year):
                said = Both(
                    f"it is of {coding.survey.id} {coding.year}, but {other.file} of {other.survey.id} {other.year}",
                    f"属于{coding.survey.id} {coding.year}年，而 {other.file} 属于{other.survey.id} {other.year}年",
                )
            else:
                continue
            yield FormFault(coding.file, said)
            break


def _stamp_faults(form: Form, survey: Survey) -> Iterator[FormFault]:
    stamps = fields(form, STAMPS)
    for label in STAMPS:
        if label not in stamps:
            yield FormFault(
                form.file, Both(f"the line {label} is missing", f"缺少“{label}”一行"), next(iter(form.sheets))
            )
    version, year = stamps.get("version"), stamps.get("year")
    if version and version.text != survey.version:
        said = Both(
            f"the workbook was made for other items ({version.text}) than survey/{survey.id}.yaml has now "
            f"({survey.version}): make new workbooks with `icdi survey new {survey.id}`",
            f"工作簿的条目版本（{version.text}）与 survey/{survey.id}.yaml 现行版本（{survey.version}）不同，"
            f"请用 icdi survey new {survey.id} 重新生成",
        )
        yield FormFault(form.file, said, version.sheet, (version.cell,))
    if year and not (year.text.isdecimal() and len(year.text) == 4):
        said = Both(f"{shortened(year.text) or 'an empty cell'} is not a year", "不是四位年份")
        yield FormFault(form.file, said, year.sheet, (year.cell,))


def _answers(
    file: str, sheet: str, rows: list[FormLine], survey: Survey, framework: Framework
) -> tuple[dict[Key, Answer], list[FormFault]]:
    items = {item.id: item for item in survey.items}
    regions = {area: framework.codes.regions[area].title_zh for area in framework.ref_areas}
    answers: dict[Key, Answer] = {}
    mistakes: dict[Mistake, list[str]] = {}
    seen: dict[Key, str] = {}
    for line in rows:
        key = bare(line.texts["ref_area"]), bare(line.texts["item"])
        if wrong := mistake_of(line, key, seen, items, regions):
            column, mistake = wrong
            before = [seen[key]] if mistake[0] == "doubled" else []
            mistakes.setdefault(mistake, before).append(line.cells[column])
        else:
            answers[key] = _answer(line)
        seen.setdefault(key, line.cells["item"])
    faults = [
        FormFault(file, said_of(mistake, items, regions), sheet, tuple(mistakes[mistake]))
        for mistake in sorted(mistakes, key=lambda mistake: MISTAKES.index(mistake[0]))
    ]
    return answers, [*faults, *_missing(file, sheet, seen, regions, items)]


def _answer(line: FormLine) -> Answer:
    code = number(bare(line.texts["code"]))
    assert code is not None, "a line without a mistake has one of the item's codes"
    document, address = (verbatim(line.texts[column]) for column in ("document", "address"))
    return Answer(code, line.cells["code"], document, address, line.cells["document"])


def _missing(
    file: str, sheet: str, seen: dict[Key, str], regions: dict[str, str], items: dict[str, Item]
) -> Iterator[FormFault]:
    absent = {area for area in regions if not any((area, name) in seen for name in items)}
    removed = {name for name in items if not any((area, name) in seen for area in regions)}
    if absent:
        names = "、".join(regions[area] for area in list(regions) if area in absent)
        said = Both(f"lines are missing for {len(absent)} regions: {names}", f"缺少{len(absent)}个地区的行：{names}")
        yield FormFault(file, said, sheet)
    if removed:
        names = ", ".join(name for name in items if name in removed)
        yield FormFault(file, Both(f"lines are missing for items {names}", f"缺少条目{names}的行"), sheet)
    for area in regions:
        lost = [name for name in items if (area, name) not in seen and name not in removed]
        if lost and area not in absent:
            names = ", ".join(lost)
            said = Both(f"{regions[area]} lacks a line for {names}", f"{regions[area]}缺少条目{names}的行")
            yield FormFault(file, said, sheet)
