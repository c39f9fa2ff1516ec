"""A survey from its items to the store: workbooks that come back, agreement, figures with their documents."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from filling import Material, change, columns, fill_coding

from index_pipeline.framework.survey import Code, Item, Survey
from index_pipeline.framework.text import Text
from index_pipeline.framework.yaml_files import read_model
from index_pipeline.judgement.forms import FormError
from index_pipeline.judgement.surveys.adjudication import adjudication
from index_pipeline.judgement.surveys.agreement import agreement, disagreements, score, step
from index_pipeline.judgement.surveys.coding import Coding, read_coding, read_codings
from index_pipeline.judgement.surveys.declare import SurveyError, declare, find, templates
from index_pipeline.judgement.surveys.record import take
from index_pipeline.sources.options import Options, acceptances
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.store.vintages import load_observations

OPTIONS = Options(date(2026, 11, 24))
LATER = Options(date(2026, 11, 25))
CODING = "编码 Coding"

CODES = {
    ("110000", "plan"): 1, ("110000", "rules"): 2,
    ("210000", "plan"): 0, ("210000", "rules"): 1,
    ("310000", "plan"): 1, ("310000", "rules"): 1,
    ("650000", "plan"): 0, ("650000", "rules"): 0,
}  # fmt: skip


def two(material: Material, **others: object) -> list[Path]:
    """Workbooks of two coders who agree, but for the codes in `others` (`plan_110000`) of the second."""
    second = {tuple(reversed(name.split("_"))): code for name, code in others.items()}
    return [
        fill_coding(material.blank("a.xlsx"), "张三", lambda area, item: CODES[area, item]),
        fill_coding(material.blank("b.xlsx"), "李四", lambda area, item: second.get((area, item), CODES[area, item])),
    ]


def test_a_workbook_comes_back_as_it_was_filled_in(material: Material) -> None:
    path, _ = two(material)

    found = read_coding(path, material.framework)

    assert (found.coder, found.year, found.survey.id) == ("张三", 2023, "plans")
    assert {key: answer.code for key, answer in found.answers.items()} == CODES
    answer = found.answers["110000", "rules"]
    assert (answer.cell, answer.document, answer.address) == ("F3", "《某某规划》", "https://example.cn/1")


def test_order_of_lines_and_columns_is_free(material: Material) -> None:
    def turn(book: openpyxl.Workbook) -> None:
        sheet = book[CODING]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, row in enumerate([rows[0], *reversed(rows[1:])], start=1):
            for column, value in enumerate(reversed(row), start=1):
                sheet.cell(number, column).value = value

    path, _ = two(material)
    found = read_coding(change(path, turn), material.framework)

    assert {key: answer.code for key, answer in found.answers.items()} == CODES


def _set(cell: str, value: object, sheet: str = CODING) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell].value = value

    return edit


def _drop_lines(column: str, text: str) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[CODING]
        at = columns(sheet)[column]
        for row in range(sheet.max_row, 1, -1):
            if sheet.cell(row, at).value == text:
                sheet.delete_rows(row)

    return edit


def _append(*cells: object) -> Callable[[openpyxl.Workbook], None]:
    return lambda book: book[CODING].append(cells)


def _sort_names_alone(book: openpyxl.Workbook) -> None:
    sheet = book[CODING]
    names = [sheet.cell(row, 2).value for row in range(2, 10)]
    for row, name in enumerate(reversed(names), start=2):
        sheet.cell(row, 2).value = name


INSTRUCTIONS = "说明 Instructions"
EXTRA_ITEM = ("110000", "北京市", "extra", "?", "", 1)
DOUBLED = ("110000", "北京市", "plan", "是否印发规划？", "", 1)

FAULTS = {
    "a cell left empty": (_set("F3", None), "F3", "未填代码", "there is no code"),
    "a text for a number": (_set("F3", "是"), "F3", "“是”不是rules的代码", "is not a code of rules"),
    "a code that there is not": (_set("F3", 3), "F3", "可填0, 1, 2", "its codes are 0, 1, 2"),
    "a formula without a result": (_set("F3", "=1+1"), "F3", "未填代码", "there is no code"),
    "half a code": (_set("F2", 0.5), "F2", "可填0, 1", "its codes are 0, 1"),
    "an item added": (_append(*EXTRA_ITEM), "C10", "extra不是本调查的条目", "extra is not an item"),
    "an item removed": (_drop_lines("item", "rules"), "", "缺少条目rules的行", "missing for items rules"),
    "a region missing": (_drop_lines("ref_area", "310000"), "", "缺少1个地区的行：上海市", "missing for 1 regions"),
    "another region": (_set("A2", "710000"), "A2", "710000不是指标体系中的地区", "710000 is not a region"),
    "a line twice": (_append(*DOUBLED), "C2, C10", "重复出现", "is there twice"),
    "one column sorted alone": (_sort_names_alone, "A2, A3, A4", "应选中整行", "sort whole lines only"),
    "no name": (_set("B6", "", INSTRUCTIONS), "B6", "未填写编码员姓名", "the coder has no name"),
    "another version": (_set("B5", "0123456789ab", INSTRUCTIONS), "B5", "条目版本", "made for other items"),
    "another survey": (_set("B3", "roads", INSTRUCTIONS), "B3", "指标体系中没有调查roads", "has no survey roads"),
    "no year": (_set("B4", "今年", INSTRUCTIONS), "B4", "不是四位年份", "is not a year"),
    "no sheet": (lambda book: book.remove(book[CODING]), "", "没有一张工作表具备全部列", "all of the columns ref_area"),
    "no column": (lambda book: book[CODING].delete_cols(7), "", "没有一张工作表具备全部列", "codes, code, document"),
    "no instructions": (lambda book: book.remove(book[INSTRUCTIONS]), "", "不是 icdi survey new 生成", "not a coder's"),
}


@pytest.mark.parametrize("text", ["1 ", "１", "1.0", 1.0])
def test_a_number_as_text_is_the_number(material: Material, text: object) -> None:
    path, _ = two(material)

    found = read_coding(change(path, _set("F2", text)), material.framework)

    assert found.answers["110000", "plan"].code == 1


@pytest.mark.parametrize(("edit", "place", "zh", "en"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_sentence_with_its_place(
    material: Material, edit: Callable[[openpyxl.Workbook], object], place: str, zh: str, en: str
) -> None:
    path, _ = two(material)
    change(path, edit)

    with pytest.raises(FormError) as caught:
        read_coding(path, material.framework)

    faults = [str(fault) for fault in caught.value.faults if zh in str(fault)]
    assert len(faults) == 1
    assert faults[0].startswith("a.xlsx")
    assert place in faults[0]
    assert en in faults[0]
    assert "\n" not in faults[0]


def test_many_empty_cells_are_one_sentence(material: Material) -> None:
    path = fill_coding(material.blank("a.xlsx"), "张三", lambda _area, _item: None)

    with pytest.raises(FormError) as caught:
        read_coding(path, material.framework)

    assert str(caught.value) == (
        "a.xlsx, 编码 Coding F2, F3, F4 等8处 · and 5 more: 未填代码，每个地区的每个条目都要填 · "
        "there is no code: each region and item needs one"
    )


def test_what_is_no_workbook_is_said(material: Material) -> None:
    path = material.blank("a.xlsx")
    path.write_text("ref_area,item,code\n", encoding="utf-8")

    with pytest.raises(FormError, match=r"不是Excel工作簿.*not an Excel workbook: save it as .xlsx"):
        read_coding(path, material.framework)
    with pytest.raises(FormError, match=r"nowhere.xlsx: .*the file cannot be opened"):
        read_coding(path.with_name("nowhere.xlsx"), material.framework)


def test_coders_have_names_of_their_own(material: Material) -> None:
    one, other = two(material)
    fill_coding(other, "张三", lambda area, item: CODES[area, item])

    with pytest.raises(FormError, match=r"b.xlsx: 编码员张三与 a.xlsx 相同.*give each coder a name of their own"):
        read_codings([one, other], material.framework)
    with pytest.raises(FormError, match=r"a.xlsx: 与 a.xlsx 是同一工作簿"):
        read_codings([one, one], material.framework)


def test_agreement_and_differences(material: Material) -> None:
    framework = material.framework
    codings = read_codings(two(material, rules_210000=2), framework)

    plan, rules, codes, scores = agreement(codings, framework.ref_areas)

    assert (plan.alpha, plan.percent, plan.level) == (1.0, 100.0, "nominal")
    # ordinal codes of 8 values: 0 twice, 1 three times, 2 three times; one pair 1–2 differs: δ² = (3/2 + 3/2)² = 9
    # D_e over ordered pairs: 2·(2·3·2.5² + 2·3·5.5² + 3·3·3²) = 600; α = 1 − 7·(2·9)/600
    assert rules.alpha == pytest.approx(1 - 7 * 18 / 600, abs=1e-12)
    assert (rules.percent, codes.percent, scores.percent) == (75.0, 87.5, 75.0)
    assert (codes.of, codes.units, codes.level, codes.least) == ("all codes", 8, "interval", 0.6)
    # scores 100, 25, 75, 0 and 100, 50, 75, 0
    # D_e over ordered pairs: Σ(x − y)² = 2·(8·Σx² − (Σx)²) = 2·(8·34,375 − 425²) = 188,750
    assert scores.alpha == pytest.approx(1 - 7 * 2 * 25**2 / 188_750, abs=1e-12)
    (found,) = disagreements(codings, framework.ref_areas)
    assert (found.ref_area, found.item) == ("210000", "rules")
    assert [(answer.code, answer.cell) for answer in found.answers] == [(1, "F5"), (2, "F5")]


def test_figures_reach_the_store_with_cells_and_documents(material: Material) -> None:
    framework, paths = material.framework, two(material)
    codings = read_codings(paths, framework)

    receipt = take(codings, None, material.data, framework, OPTIONS)
    again = take(codings, None, material.data, framework, OPTIONS)

    assert (receipt.new, receipt.source_id, receipt.released) == (4, "coded_documents", "2026-11-24")
    assert (again.batch, again.unchanged) == (None, 4)
    rows = list(csv.DictReader((material.data / str(receipt.batch)).open(encoding="utf-8")))
    assert {row["ref_area"]: float(row["obs_value"]) for row in rows} == {
        "110000": 100, "210000": 25, "310000": 75, "650000": 0
    }  # fmt: skip
    assert {(row["series_id"], row["time_period"], row["source_file"]) for row in rows} == {
        ("plans", "2023", f"surveys/plans/2023/{codings[0].digest[:12]}.xlsx")
    }
    assert [row["source_cell"] for row in rows] == ["F2:F3", "F4:F5", "F6:F7", "F8:F9"]
    assert rows[0]["note"] == "由2名编码员依据公开文件编码：《某某规划》 https://example.cn/1"
    assert rows[3]["note"] == "由2名编码员依据公开文件编码：未见相关文件"
    assert load_observations(material.data).num_rows > 4
    kept = material.data / rows[0]["source_file"]
    assert kept.read_bytes() == paths[0].read_bytes()
    assert len(list(kept.parent.iterdir())) == 2


def test_differences_wait_for_a_decision(material: Material) -> None:
    framework, paths = material.framework, two(material, rules_210000=2)
    codings = read_codings(paths, framework)
    before = _files(material.data)

    with pytest.raises(FormError, match=r"有1处不一致.*differ in 1 codes"):
        take(codings, None, material.data, framework, OPTIONS)
    assert _files(material.data) == before

    decided = material.folder / "c.xlsx"
    decided.write_bytes(adjudication(codings, disagreements(codings, framework.ref_areas), framework))
    sheet = openpyxl.load_workbook(decided)[CODING]
    assert sheet["F5"].value is None
    assert sheet["I5"].value == "张三：1 《某某规划》 https://example.cn/1；李四：2 《某某规划》 https://example.cn/1"
    assert sheet["F2"].value == 1
    change(decided, lambda book: (_set("F5", 2)(book), _set("G5", "《办法（试行）》")(book)))
    everybody = read_codings([*paths, decided], framework)
    receipt = take(everybody[:2], everybody[2], material.data, framework, OPTIONS)

    rows = {r["ref_area"]: r for r in csv.DictReader((material.data / str(receipt.batch)).open(encoding="utf-8"))}
    assert float(rows["210000"]["obs_value"]) == 50
    assert rows["210000"]["source_file"] == f"surveys/plans/2023/{everybody[2].digest[:12]}.xlsx"
    assert rows["210000"]["note"].endswith("：《办法（试行）》")


@pytest.mark.parametrize(
    ("others", "document", "said"),
    [
        pytest.param(
            {"plan_110000": 0, "plan_210000": 1, "rules_650000": 2},
            "《规划》",
            "alpha of all codes is -?0.",
            id="alpha",
        ),
        pytest.param(
            {}, "", "a.xlsx, 编码 Coding G2, G3, G5 等5处 .*须写明依据文件.*needs its document", id="document"
        ),
    ],
)
def test_nothing_is_stored_below_the_bound_or_without_documents(
    material: Material, others: dict[str, object], document: str, said: str
) -> None:
    framework, paths = material.framework, two(material, **others)
    for path in () if document else paths:
        change(path, _without_documents)
    codings = read_codings(paths, framework)
    before = _files(material.data)

    with pytest.raises(FormError, match=said):
        take(codings, None, material.data, framework, OPTIONS)
    assert _files(material.data) == before


def test_a_refusal_of_the_store_leaves_no_workbook_behind(material: Material) -> None:
    framework, paths = material.framework, two(material)
    take(read_codings(paths, framework), None, material.data, framework, OPTIONS)
    codings = _coded_again(material)
    before = _files(material.data)

    with pytest.raises(Refusal, match=r"a.xlsx: .*the store has 100 .*--accept F2:F3 .*--why .*--revision"):
        take(codings, None, material.data, framework, LATER)
    with pytest.raises(Refusal, match="published on the same day"):
        take(codings, None, material.data, framework, replace(OPTIONS, revision="《补充编码说明》"))
    assert _files(material.data) == before


def test_figures_coded_again_name_what_announces_it(material: Material) -> None:
    framework = material.framework
    take(read_codings(two(material), framework), None, material.data, framework, OPTIONS)

    options = replace(LATER, revision="《补充编码说明》")
    receipt = take(_coded_again(material), None, material.data, framework, options)

    assert (receipt.revised, receipt.unchanged, receipt.document) == (3, 1, "《补充编码说明》")
    rows = list(csv.DictReader((material.data / str(receipt.batch)).open(encoding="utf-8")))
    assert rows[0]["note"] == (
        "由2名编码员依据公开文件编码：《某某规划》 https://example.cn/1；修订 · revision: 《补充编码说明》"
    )


def test_a_cell_that_was_checked_keeps_its_documents_and_the_reason(material: Material) -> None:
    framework = material.framework
    take(read_codings(two(material), framework), None, material.data, framework, OPTIONS)

    cells = ["F2:F3", "F4:F5", "F8:F9"]
    options = replace(LATER, accept=acceptances(cells, ["原编码漏看文件"]))
    receipt = take(_coded_again(material), None, material.data, framework, options)

    assert [line.partition(":")[0] for line in receipt.accepted_cells] == ["F2", "F4", "F8"]
    rows = list(csv.DictReader((material.data / str(receipt.batch)).open(encoding="utf-8")))
    assert all(row["note"].startswith("由2名编码员依据公开文件编码：《某某规划》") for row in rows)
    assert all(row["note"].endswith("；已核实 · accepted: 原编码漏看文件") for row in rows)


def _coded_again(material: Material) -> tuple[Coding, ...]:
    """Workbooks of two others, who give every code as 1, but for the first."""
    paths = [fill_coding(material.blank(f"{name}.xlsx"), name, lambda *_: 1) for name in ("a", "b")]
    return read_codings([change(path, _set("F2", 0)) for path in paths], material.framework)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([(0, 1)] * 4, 25, id="four items of 0 and 1"),
        pytest.param([(0, 1), (0, 1, 2)], 25, id="halves of one item of two"),
        pytest.param([(0, 1, 2), (0, 1, 2, 3)], 100 / 12, id="sixths of a half"),
        pytest.param([(1, 3, 5)], 20, id="codes that begin above 0"),
        pytest.param([(0, 0.5, 1)], 50, id="codes with decimals"),
    ],
)
def test_figures_are_multiples_of_their_step(items: list[tuple[float, ...]], expected: float) -> None:
    survey = Survey(
        id="s",
        title=Text(zh="甲"),
        items=tuple(
            Item(
                id=f"i{number}",
                question=Text(zh="问"),
                level="ordinal",
                codes=tuple(Code(value=value, anchor=Text(zh="码")) for value in codes),
            )
            for number, codes in enumerate(items)
        ),
    )

    assert float(step(survey)) == pytest.approx(float(expected), rel=1e-15)
    for codes in product(*items):
        multiple = score(codes, survey) / float(step(survey))
        assert multiple == pytest.approx(round(multiple), abs=1e-9)


def test_lines_that_are_hidden_are_read(material: Material) -> None:
    path, _ = two(material)

    def hide(book: openpyxl.Workbook) -> None:
        book[CODING].row_dimensions[3].hidden = True
        book[CODING].column_dimensions["G"].hidden = True
        book[INSTRUCTIONS].sheet_state = "hidden"

    found = read_coding(change(path, hide), material.framework)

    assert {key: answer.code for key, answer in found.answers.items()} == CODES
    assert found.answers["110000", "rules"].document == "《某某规划》"


def test_a_name_is_that_name_whatever_is_hidden_in_it(material: Material) -> None:
    one, other = two(material)
    fill_coding(other, "张\u200b三\u3000", lambda area, item: CODES[area, item])

    with pytest.raises(FormError, match=r"b.xlsx: 编码员张三与 a.xlsx 相同"):
        read_codings([one, other], material.framework)


def test_a_document_has_no_hidden_characters(material: Material) -> None:
    path, _ = two(material)

    found = read_coding(change(path, _set("G2", "《规划》\u202e\n第3号")), material.framework)

    assert found.answers["110000", "plan"].document == "《规划》\ufffd 第3号"


def test_a_survey_is_declared_once(material: Material, tmp_path: Path) -> None:
    survey, path = find("plans", None, material.indicators)
    assert path == material.indicators / "survey" / "plans.yaml"
    assert declare(survey, path, material.indicators, material.framework) == []
    last = (material.indicators / "series.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert last == "plans,规划,Plans,points,规划,,0,100,,,,,,"

    other = Path(shutil.copy(path, tmp_path / "other.yaml"))
    other.write_text(path.read_text(encoding="utf-8").replace("0.6", "0.8"), encoding="utf-8")
    survey, path = find("plans", other, material.indicators)
    with pytest.raises(SurveyError, match=r"请直接修改该文件.*change this file itself"):
        declare(survey, path, material.indicators, material.framework)
    other.write_text(path.read_text(encoding="utf-8").replace("id: plans", "id: gdp"), encoding="utf-8")
    survey, path = find("gdp", other, material.indicators)
    with pytest.raises(SurveyError, match=r"series.csv has another series gdp already"):
        declare(survey, path, material.indicators, material.framework)
    with pytest.raises(SurveyError, match=r"没有调查 roads.*organisation, policies_and_standards, publicity"):
        find("roads", None, material.indicators)


@pytest.mark.parametrize("name", templates())
def test_a_shipped_survey_follows_its_paragraph(name: str) -> None:
    root = Path(__file__).resolve().parents[3]
    survey, _ = find(name, None, Path("nowhere"))

    assert survey.theme == name
    assert all(item.sentence and item.question.zh and item.question.en for item in survey.items)
    guideline = root.parent / "shared" / "framework" / "guideline_446_2016.txt"
    if not guideline.is_file():
        pytest.skip("the guideline's text is not beside the project")
    text = guideline.read_text(encoding="utf-8")
    for item in survey.items:
        assert item.sentence is not None
        assert all(part in text for part in item.sentence.zh.split("……")), item.id


def test_items_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "id: x\ntitle: {zh: 甲}\nitems: [{id: a, question: {zh: 问}, level: ordinal, codes: "
        "[{value: 1, anchor: {zh: 一}}, {value: 0, anchor: {zh: 零}}]}]\n",
        encoding="utf-8",
    )

    with pytest.raises(ValueError, match="item a: its codes are not two or more, each once, in ascending order"):
        read_model(path.read_bytes(), Survey)


def _without_documents(book: openpyxl.Workbook) -> None:
    for cell in book[CODING]["G"][1:]:
        cell.value = None


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != ".lock"}
