"""The figures of a survey, imported into the store like those of any other file; the workbooks are kept beside it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from index_pipeline.files import write_bytes
from index_pipeline.framework.framework import Framework
from index_pipeline.judgement.forms import FormError, FormFault
from index_pipeline.judgement.surveys.agreement import Agreement, agreed, agreement, disagreements, score, step
from index_pipeline.judgement.surveys.coding import Answer, Coding, Key
from index_pipeline.judgement.surveys.declare import SOURCE
from index_pipeline.language import Both
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.harmonise import Harmonised
from index_pipeline.sources.ingest import store
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import Reading
from index_pipeline.sources.receipts import Receipt

ARCHIVE = "surveys"
"""Folder of the data folder that keeps the workbooks: `surveys/<survey>/<year>/<first 12 of the digest>.xlsx`."""


def figures(
    codings: Sequence[Coding], adjudicated: Coding | None, framework: Framework
) -> tuple[Coding, tuple[Figure, ...]]:
    """Return the figure of each region, and the workbook whose cells it is read from.

    It is the adjudicated one; without it the first, whose codes are those of all.

    Args:
        codings: Two or more.
        adjudicated: Decides if they differ.
        framework: Gives the regions.

    Raises:
        FormError: alpha is below a bound; the coders differ and nobody decided; or a code above the lowest names no
            document.
    """
    final = adjudicated or codings[0]
    answers = adjudicated.answers if adjudicated else agreed(codings)
    faults = [_below(found, final) for found in agreement(codings, framework.ref_areas) if not found.suffices]
    open_ = [] if adjudicated else disagreements(codings, framework.ref_areas)
    if open_:
        cells = tuple(found.answers[0].cell for found in open_)
        said = Both(
            f"the coders differ in {len(open_)} codes: decide them in a workbook of --to-adjudicate, and give it with "
            "--adjudicated",
            f"编码员有{len(open_)}处不一致，请用 --to-adjudicate 生成裁定工作簿，填好后用 --adjudicated 给出",
        )
        faults.append(FormFault(final.file, said, final.sheet, cells))
    faults += _without_document(final, answers)
    if faults:
        raise FormError(faults)
    return final, tuple(_figure(final, answers, area, codings) for area in framework.ref_areas)


def take(
    codings: Sequence[Coding], adjudicated: Coding | None, data: Path, framework: Framework, options: Options
) -> Receipt:
    """Import the figures of a survey into the store, and keep its workbooks; all or nothing.

    A figure names the workbook by the name that it is kept under, which is a hash: names of files may be those of
    coders.

    Args:
        codings: Two or more.
        adjudicated: Decides if they differ.
        data: The data folder.
        framework: Gives regions, series and source.
        options: `today` is the day of release; `accept` and `revision` are what a person answers.

    Raises:
        FormError: as `figures`.
        Refusal: the store refuses the figures; it is then unchanged.
    """
    final, found = figures(codings, adjudicated, framework)
    everybody = (*codings, *([adjudicated] if adjudicated else []))
    whole = hashlib.sha256("".join(coding.digest for coding in everybody).encode()).hexdigest()
    reading = Reading(_kept_as(final), whole, "XLSX", (), (), (), (), unended=False)
    options = replace(options, released=options.today, source=SOURCE)
    made: list[Path] = []
    try:
        for coding in everybody:
            path = data / _kept_as(coding)
            if not path.exists():
                made.append(path)
                write_bytes(path, coding.content)
        receipt = store(reading, Harmonised(found, (), ()), data, framework, options)
    except Refusal as refusal:
        _remove(made)
        raise Refusal(final.file, refusal.problems, refusal.more) from refusal
    except BaseException:
        _remove(made)
        raise
    if receipt.batch is None:
        _remove(made)
    return replace(receipt, file=final.file)


def _kept_as(coding: Coding) -> str:
    return f"{ARCHIVE}/{coding.survey.id}/{coding.year}/{coding.digest[:12]}.xlsx"


def _remove(made: Sequence[Path]) -> None:
    for path in made:
        path.unlink(missing_ok=True)


def _below(found: Agreement, final: Coding) -> FormFault:
    if found.alpha is None:
        said = Both(
            f"Krippendorff's alpha of {found.of} is not defined, as all codes are equal: agreement cannot be shown",
            f"{found.of}的代码全部相同，Krippendorff α系数没有定义，无法证明一致性",
        )
    else:
        said = Both(
            f"Krippendorff's alpha of {found.of} is {found.alpha:.4f}, below {found.least:g}: discuss the codes, "
            "improve the wording of the items, and code again",
            f"{found.of}的Krippendorff α系数为{found.alpha:.4f}，低于{found.least:g}："
            "请讨论分歧、完善条目表述后重新编码",
        )
    return FormFault(f"survey/{final.survey.id}.yaml", said)


def _without_document(final: Coding, answers: dict[Key, Answer]) -> list[FormFault]:
    lowest = {item.id: item.codes[0].value for item in final.survey.items}
    cells = tuple(a.document_cell for (_, item), a in answers.items() if a.code > lowest[item] and not a.document)
    said = Both("a code above the lowest needs its document", "代码高于最低者须写明依据文件")
    return [FormFault(final.file, said, final.sheet, cells)] if cells else []


def _figure(final: Coding, answers: dict[Key, Answer], area: str, codings: Sequence[Coding]) -> Figure:
    own = [answers[area, item.id] for item in final.survey.items]
    value = score([answer.code for answer in own], final.survey)
    documents = dict.fromkeys(f"{answer.document} {answer.address}".strip() for answer in own)
    named = "；".join(text for text in documents if text)
    note = f"由{len(codings)}名编码员依据公开文件编码" + (f"：{named}" if named else "：未见相关文件")
    return Figure(
        final.survey.id,
        area,
        final.year,
        Decimal(repr(value)),
        "A",
        step(final.survey),
        final.sheet,
        _ranges([answer.cell for answer in own]),
        f"{value:g}",
        note=note,
    )


def _ranges(cells: Sequence[str]) -> str:
    """Name cells of one column by their runs: `F2:F9`, or `F2,F40:F41`."""
    column = cells[0].rstrip("0123456789")
    runs: list[list[int]] = []
    for line in sorted(int(cell.removeprefix(column)) for cell in cells):
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return ",".join(f"{column}{r[0]}" if len(r) == 1 else f"{column}{r[0]}:{column}{r[-1]}" for r in runs)
