"""Experts' completed workbooks: for each component the points of its children, or their judgement matrix."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index_pipeline.characters import shortened
from index_pipeline.framework.framework import Framework
from index_pipeline.judgement.experts.nodes import JudgedNode, Method, judged, version
from index_pipeline.judgement.experts.sheet import PAIRS, POINTS, STAMPS
from index_pipeline.judgement.forms import (
    Field,
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
)
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both

WHOLE = 1e-6
"""By how much points may miss a sum of 100."""

LEFT, RIGHT = ("左", "left"), ("右", "right")
"""How the answer begins to which of two is more important."""


@dataclass(frozen=True)
class Answers:
    """One expert's workbook. `values` holds by component the points of its children, or their judgement matrix.

    `cells` are, by component and pair, the cells of the degrees.
    """

    file: str
    expert: str
    method: Method
    sheet: str
    values: dict[str, Floats]
    cells: dict[str, dict[tuple[str, str], str]]


def read_folder(folder: Path, framework: Framework) -> tuple[Answers, ...]:
    """Read every workbook of a folder, one from each expert; hidden files and lock files of open programs are ignored.

    Raises:
        FormError: with every fault found: there is no workbook, one is incomplete, or they are not of one method, or
            two are of one expert.
    """
    if not folder.is_dir():
        raise FormError([FormFault(str(folder), Both("this folder does not exist", "没有这个目录"))])
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    if not paths:
        raise FormError([FormFault(str(folder), Both("this folder has no workbook", "目录中没有工作簿"))])
    return read_together(paths, lambda path: read_answers(path, framework), _together)


def read_answers(path: Path, framework: Framework) -> Answers:
    """Read one expert's workbook.

    Raises:
        FormError: with every fault found: it is of another framework or edition, a child or pair is missing, unknown
            or repeated, a cell is empty or out of range, or points do not add up to 100.
    """
    form = read_form(path)
    stamps = fields(form, STAMPS)
    if set(STAMPS) - stamps.keys() or stamps["method"].text not in {"ahp", "budget_allocation"}:
        said = Both(
            "this is not an expert's workbook of `icdi experts sheet`", "不是 icdi experts sheet 生成的专家工作簿"
        )
        raise FormError([FormFault(form.file, said)])
    faults = list(_other_framework(form, stamps, framework))[:1]
    expert = stamps["expert"]
    if not expert.text:
        said = Both("the expert has no name", "未填写专家姓名")
        faults.append(FormFault(form.file, said, expert.sheet, (expert.cell,)))
    method: Method = "ahp" if stamps["method"].text == "ahp" else "budget_allocation"
    headings = PAIRS if method == "ahp" else POINTS
    table = lines(form, headings)
    if table is None:
        heads = ", ".join(headings)
        said = Both(f"no sheet has all of the columns {heads}", f"没有一张工作表具备全部列：{heads}")
        raise FormError([*faults, FormFault(form.file, said)])
    answers = Answers(form.file, expert.text, method, table[0], {}, {})
    if not faults or faults[0].cells == (expert.cell,):
        faults += _fill(answers, table[1], judged(framework))
    if faults:
        raise FormError(faults)
    return answers


def _other_framework(form: Form, stamps: Mapping[str, Field], framework: Framework) -> Iterator[FormFault]:
    """Yield what a workbook is of instead: another framework, edition or tree."""
    definition = framework.definition
    for label, own, en, zh in (
        ("framework", definition.id, "framework", "指标体系"),
        ("edition", definition.edition, "edition", "版次"),
        ("version", version(framework), "version of the tree", "指标树版本"),
    ):
        stamp = stamps[label]
        if stamp.text != own:
            shown = shortened(stamp.text) or "∅"
            said = Both(
                f"the workbook is of {en} {shown}, not {own}: make new ones with `icdi experts sheet`",
                f"工作簿的{zh}是{shown}，不是{own}，请用 icdi experts sheet 重新生成",
            )
            yield FormFault(form.file, said, stamp.sheet, (stamp.cell,))


def _together(found: list[Answers]) -> Iterator[FormFault]:
    for place, answers in enumerate(found):
        for other in found[:place]:
            if answers.expert.casefold() == other.expert.casefold():
                said = Both(
                    f"its expert {answers.expert} is also that of {other.file}: give each expert a name of their own",
                    f"专家{answers.expert}与 {other.file} 相同，请各填各的姓名",
                )
            elif answers.method != other.method:
                said = Both(
                    f"its method is {answers.method}, but that of {other.file} is {other.method}",
                    f"方法为{answers.method}，而 {other.file} 为{other.method}",
                )
            else:
                continue
            yield FormFault(answers.file, said)
            break


def _fill(answers: Answers, rows: list[FormLine], nodes: tuple[JudgedNode, ...]) -> list[FormFault]:
    """Add what the lines say to `answers`; return what is wrong with them."""
    ahp = answers.method == "ahp"
    names = ("left", "right") if ahp else ("child",)
    expected = {
        (node.component_id, *key) for node in nodes for key in (node.pairs if ahp else ((n,) for n in node.names))
    }
    found: dict[tuple[str, ...], FormLine] = {}
    faults: list[FormFault] = []
    for line in rows:
        key = (bare(line.texts["component"]), *(bare(line.texts[name]) for name in names))
        if not any(key[1:]):
            continue  # the heading or the sum of a component
        if key not in expected:
            said = Both(f"{' / '.join(key)} is not in the tree", f"{' / '.join(key)}不在指标树中")
            faults.append(FormFault(answers.file, said, answers.sheet, (line.cells[names[0]],)))
        elif key in found:
            said = Both(f"{' / '.join(key)} is there twice", f"{' / '.join(key)}重复出现")
            cells = (found[key].cells[names[0]], line.cells[names[0]])
            faults.append(FormFault(answers.file, said, answers.sheet, cells))
        found.setdefault(key, line)
    if missing := [" / ".join(key) for key in sorted(expected - found.keys())]:
        shown = ", ".join(missing[:3]) + ("" if len(missing) <= 3 else ", …")
        said = Both(f"{len(missing)} lines are missing: {shown}", f"缺少{len(missing)}行：{shown}")
        faults.append(FormFault(answers.file, said, answers.sheet))
    if faults:
        return faults
    for node in nodes:
        faults += (_matrix if ahp else _points)(answers, node, found)
    return faults


def _points(answers: Answers, node: JudgedNode, found: dict[tuple[str, ...], FormLine]) -> Iterator[FormFault]:
    own = {name: found[node.component_id, name] for name in node.names}
    texts = {name: bare(line.texts["points"]) for name, line in own.items()}
    cells = {name: line.cells["points"] for name, line in own.items()}
    points = {name: number(text) for name, text in texts.items()}
    if empty := tuple(cells[name] for name, text in texts.items() if not text):
        said = Both(f"points are missing in {node.component_id}", f"{node.component_id}的分值未填")
        yield FormFault(answers.file, said, answers.sheet, empty)
    wrong = {name: text for name, text in texts.items() if text and not 0 <= _or(points[name], -1) <= 100}
    for name, text in wrong.items():
        said = Both(f"“{shortened(text)}” is not a number from 0 to 100", f"“{shortened(text)}”不是0到100的数")
        yield FormFault(answers.file, said, answers.sheet, (cells[name],))
    if empty or wrong:
        return
    values = np.array([_or(points[name], 0) for name in node.names])
    if abs(values.sum() - 100) > WHOLE:
        said = Both(
            f"the points of {node.component_id} add up to {values.sum():.10g}, not 100",
            f"{node.component_id}的分值合计为{values.sum():.10g}，不是100",
        )
        yield FormFault(answers.file, said, answers.sheet, tuple(cells.values()))
    answers.values[node.component_id] = values


def _matrix(answers: Answers, node: JudgedNode, found: dict[tuple[str, ...], FormLine]) -> Iterator[FormFault]:
    matrix = np.eye(len(node.names))
    answers.cells[node.component_id] = {pair: found[node.component_id, *pair].cells["degree"] for pair in node.pairs}
    faults: dict[Both, list[str]] = {}
    for left, right in node.pairs:
        line = found[node.component_id, left, right]
        fault = _fault(line, node.component_id)
        if fault:
            column, said = fault
            faults.setdefault(said, []).append(line.cells[column])
            continue
        degree = number(bare(line.texts["degree"])) or 1.0
        value = 1 / degree if bare(line.texts["more"]).casefold().startswith(RIGHT) else degree
        i, j = node.names.index(left), node.names.index(right)
        matrix[i, j], matrix[j, i] = value, 1 / value
    yield from (FormFault(answers.file, said, answers.sheet, tuple(cells)) for said, cells in faults.items())
    answers.values[node.component_id] = matrix


def _fault(line: FormLine, component_id: str) -> tuple[str, Both] | None:
    """Return the column of a pair that is not answered as it has to be, and why."""
    text, more = bare(line.texts["degree"]), bare(line.texts["more"]).casefold()
    degree = number(text)
    if not text:
        return "degree", Both(f"pairs of {component_id} are not compared", f"{component_id}尚有未比较的对")
    if degree is None or not 1 <= degree <= 9:
        return "degree", Both(f"“{shortened(text)}” is not a degree from 1 to 9", f"“{shortened(text)}”不是1到9的程度")
    if degree > 1 and not more.startswith((*LEFT, *RIGHT)):
        return "more", Both("it is not said which is more important, left or right", "未选哪项更重要（左或右）")
    return None


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
