"""Experts' workbooks that come back: what is read from them, and what is wrong with them, one sentence per cause."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from filling import Material, change, fill_pairs, fill_points

from index_pipeline.judgement.experts.answers import read_answers, read_folder
from index_pipeline.judgement.experts.group import group_of
from index_pipeline.judgement.experts.nodes import judged, leaves
from index_pipeline.judgement.experts.weights import difference, weighted
from index_pipeline.judgement.forms import FormError

INSTRUCTIONS, POINTS, PAIRS = "说明 Instructions", "分配 Allocation", "两两比较 Pairs"

GIVEN = {"invention": 70, "heritage": 30, "patent_grants": 25.5, "output_per_resident": 74.5}


def points(_component: str, child: str) -> object:
    return GIVEN[child]


def test_points_come_back_as_they_were_given(material: Material) -> None:
    found = read_answers(fill_points(material.blank("a.xlsx", "budget_allocation"), "王五", points), material.framework)

    assert (found.expert, found.method) == ("王五", "budget_allocation")
    assert {name: values.tolist() for name, values in found.values.items()} == {
        "small": [70, 30], "invention": [25.5, 74.5]
    }  # fmt: skip


def test_pairs_come_back_as_a_judgement_matrix(material: Material) -> None:
    path = fill_pairs(material.blank("a.xlsx", "ahp"), "王五", lambda left, _: 3 if left == "invention" else 1 / 5)

    found = read_answers(path, material.framework)

    assert found.values["small"].tolist() == [[1, 3], [1 / 3, 1]]
    assert found.values["invention"].tolist() == [[1, 1 / 5], [5, 1]]
    assert found.cells["small"] == {("invention", "heritage"): "E3"}


def _set(cell: str, value: object, sheet: str = POINTS) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell].value = value

    return edit


def _swap_sheets(book: openpyxl.Workbook) -> None:
    book[POINTS].delete_rows(3)


POINT_FAULTS = {
    "a cell left empty": (_set("D4", None), "D4", "small的分值未填", "points are missing in small"),
    "a text for a number": (_set("D4", "三十"), "D4", "“三十”不是0到100的数", "“三十” is not a number from 0 to 100"),
    "a percent as text": (_set("D4", "30%"), "D4", "“30%”不是0到100的数", "is not a number from 0 to 100"),
    "more than there is": (_set("D4", 130), "D4", "“130”不是0到100的数", "is not a number from 0 to 100"),
    "less than nothing": (_set("D4", -5), "D4", "“-5”不是0到100的数", "is not a number from 0 to 100"),
    "a sum that is not 100": (_set("D4", 29.5), "D3, D4", "small的分值合计为99.5，不是100", "add up to 99.5, not 100"),
    "a child added": (_set("B4", "exports"), "B4", "small / exports不在指标树中", "small / exports is not in the tree"),
    "a child doubled": (_set("B4", "invention"), "B3, B4", "small / invention重复出现", "is there twice"),
    "a line removed": (_swap_sheets, "", "缺少1行：small / invention", "1 lines are missing: small / invention"),
    "no name": (_set("B7", None, INSTRUCTIONS), "B7", "未填写专家姓名", "the expert has no name"),
    "another framework": (
        _set("B3", "hdi", INSTRUCTIONS),
        "B3",
        "指标体系是hdi，不是small",
        "framework hdi, not small",
    ),
    "another edition": (_set("B4", "small-0", INSTRUCTIONS), "B4", "版次是small-0", "of edition small-0, not small-1"),
    "another tree": (_set("B5", "0" * 12, INSTRUCTIONS), "B5", "指标树版本", "version of the tree 000000000000, not"),
    "no sheet": (
        lambda book: book.remove(book[POINTS]),
        "",
        "没有一张工作表具备全部列",
        "columns component, child, points",
    ),
    "no instructions": (lambda book: book.remove(book[INSTRUCTIONS]), "", "不是 icdi experts sheet", "not an expert's"),
}


@pytest.mark.parametrize(("edit", "place", "zh", "en"), POINT_FAULTS.values(), ids=POINT_FAULTS)
def test_a_fault_of_points_is_one_sentence(
    material: Material, edit: Callable[[openpyxl.Workbook], object], place: str, zh: str, en: str
) -> None:
    path = change(fill_points(material.blank("a.xlsx", "budget_allocation"), "王五", points), edit)

    _refused(path, material, place, zh, en)


PAIR_FAULTS = {
    "an incomplete matrix": (_set("E3", None, PAIRS), "E3", "small尚有未比较的对", "pairs of small are not compared"),
    "a text for a number": (_set("E3", "很", PAIRS), "E3", "“很”不是1到9的程度", "“很” is not a degree from 1 to 9"),
    "a fraction": (_set("E3", 0.2, PAIRS), "E3", "“0.2”不是1到9的程度", "is not a degree from 1 to 9"),
    "off the scale": (_set("E3", 10, PAIRS), "E3", "“10”不是1到9的程度", "is not a degree from 1 to 9"),
    "neither left nor right": (_set("D3", None, PAIRS), "D3", "未选哪项更重要（左或右）", "which is more important"),
    "pair added": (_set("B3", "exports", PAIRS), "B3", "small / exports / heritage不在指标树中", "is not in the tree"),
}


@pytest.mark.parametrize(("edit", "place", "zh", "en"), PAIR_FAULTS.values(), ids=PAIR_FAULTS)
def test_a_fault_of_pairs_is_one_sentence(
    material: Material, edit: Callable[[openpyxl.Workbook], object], place: str, zh: str, en: str
) -> None:
    path = change(fill_pairs(material.blank("a.xlsx", "ahp"), "王五", lambda *_: 3), edit)

    _refused(path, material, place, zh, en)


def _refused(path: Path, material: Material, place: str, zh: str, en: str) -> None:
    with pytest.raises(FormError) as caught:
        read_answers(path, material.framework)
    (fault,) = [str(fault) for fault in caught.value.faults if zh in str(fault)]
    assert fault.startswith("a.xlsx")
    assert place in fault
    assert en in fault
    assert "\n" not in fault


def test_equal_importance_needs_no_side(material: Material) -> None:
    found = read_answers(fill_pairs(material.blank("a.xlsx", "ahp"), "王五", lambda *_: 1), material.framework)

    assert found.values["small"].tolist() == [[1, 1], [1, 1]]


def test_a_folder_is_read_whole_or_refused(material: Material) -> None:
    fill_points(material.blank("a.xlsx", "budget_allocation"), "王五", points)
    fill_points(material.blank("b.xlsx", "budget_allocation"), "王五", points)
    fill_pairs(material.blank("c.xlsx", "ahp"), "赵六", lambda *_: 3)
    (material.folder / "notes.txt").write_text("by telephone", encoding="utf-8")
    (material.folder / "~$a.xlsx").write_bytes(b"open elsewhere")

    with pytest.raises(FormError) as caught:
        read_folder(material.folder, material.framework)

    assert [str(fault).split(":")[0] for fault in caught.value.faults] == ["notes.txt", "b.xlsx", "c.xlsx"]
    assert "不是Excel工作簿" in str(caught.value.faults[0])
    assert "专家王五与 a.xlsx 相同" in str(caught.value.faults[1])
    assert "its method is ahp, but that of a.xlsx is budget_allocation" in str(caught.value.faults[2])
    with pytest.raises(FormError, match=r"没有这个目录 · this folder does not exist"):
        read_folder(material.folder / "x", material.framework)


def test_the_group_s_weights_reach_the_framework(material: Material) -> None:
    framework = material.framework
    fill_points(material.blank("a.xlsx", "budget_allocation"), "王五", points)
    fill_points(material.blank("b.xlsx", "budget_allocation"), "赵六", lambda _, child: 100 - GIVEN[child])
    answers = read_folder(material.folder, framework)
    group = group_of(answers, framework)
    path = material.indicators / "framework.yaml"

    before, after = weighted(path, group, "budget_allocation", len(answers), "experts")
    path.write_text(after, encoding="utf-8")

    changed = material.framework.definition
    assert [child.weight for child in changed.index.components] == [50, 50]
    assert changed.index.components[0].indicators == {"patent_grants": 50, "output_per_resident": 50}
    assert changed.experts is not None
    assert (changed.experts.method, changed.experts.number) == ("budget_allocation", 2)
    assert "王五" not in after
    lines = [line for line in difference(before, after, "f").splitlines()[2:] if line[:1] in "+-"]
    assert lines == [
        "+experts: {method: budget_allocation, number: 2}",
        "-robustness: {seed: 1, replicates: 20, weights: [{method: range, range: 0.25}]}",
        "+robustness: {seed: 1, replicates: 20, weights: [{method: experts, weights: {",
        "+      small: {invention: [30, 70], heritage: [70, 30]},",
        "+      invention: {patent_grants: [74.5, 25.5], output_per_resident: [25.5, 74.5]}}}]}",
        "-    - {id: invention, title: {zh: 发明, en: Invention}, indicators: {patent_grants: 1, "
        "output_per_resident: 1}}",
        "-    - {id: heritage, title: {zh: 遗产, en: Heritage}, indicators: {heritage_density: 1}}",
        "+    - {id: invention, weight: 50, title: {zh: 发明, en: Invention}, indicators: {patent_grants: 50, "
        "output_per_resident: 50}}",
        "+    - {id: heritage, weight: 50, title: {zh: 遗产, en: Heritage}, indicators: {heritage_density: 1}}",
    ]


def test_a_child_without_a_point_from_anybody_is_said(material: Material) -> None:
    fill_points(material.blank("a.xlsx", "budget_allocation"), "王五", lambda _, c: 100 if c.startswith("inv") else 0)
    change(material.folder / "a.xlsx", lambda book: (_set("D8", 40)(book), _set("D9", 60)(book)))
    framework = material.framework
    group = group_of(read_folder(material.folder, framework), framework)

    with pytest.raises(FormError, match=r"没有专家给small的heritage打分.*no expert gives heritage of small a point"):
        weighted(material.indicators / "framework.yaml", group, "budget_allocation", 1)


def test_weights_of_indicators_are_products_down_the_tree(material: Material) -> None:
    shares = {
        "small": {"invention": 0.6, "heritage": 0.4},
        "invention": {"patent_grants": 0.5, "output_per_resident": 0.5},
    }

    assert leaves(material.framework, shares) == pytest.approx(
        {"patent_grants": 0.3, "output_per_resident": 0.3, "heritage_density": 0.4}
    )
    assert [node.component_id for node in judged(material.framework)] == ["small", "invention"]
