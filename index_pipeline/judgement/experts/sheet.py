"""The workbook that an expert fills in: 100 points for each component's children, or their pairs on the 1–9 scale."""

from xlsxwriter.worksheet import Worksheet

from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.text import Text
from index_pipeline.judgement.book import Book, both, height
from index_pipeline.judgement.experts.nodes import JudgedNode, Method, judged, version
from index_pipeline.language import Bilingual
from index_pipeline.methods.weights.judgement import RANDOM_INDEX
from index_pipeline.sources.workbooks.sheets import letters

STAMPS = ("framework", "edition", "version", "method", "expert")

POINTS = ("component", "child", "points")
POINTS_HEAD = ("上级\ncomponent", "代码\nchild", "名称\ntitle", "分值\npoints", "检查\ncheck")
POINTS_WIDTHS = (26, 30, 56, 12, 24)

PAIRS = ("component", "left", "more", "degree", "right")
PAIRS_HEAD = (
    "上级\ncomponent",
    "左\nleft",
    "左项名称\nleft title",
    "哪项更重要\nmore",
    "程度（1—9）\ndegree",
    "右项名称\nright title",
    "右\nright",
)
PAIRS_WIDTHS = (24, 26, 38, 14, 20, 38, 26)
LEFT, RIGHT = "左 left", "右 right"

MOST_CHILDREN = 9
"""Children of a component whose random index is known."""

SQUARINGS = 4
"""The live ratio takes the principal eigenvector from the matrix to the power of 2⁴."""

NAME = Text(
    zh="姓名填在上方黄色单元格；姓名只留在本表，不进入任何发布。",
    en="Write your name in the yellow cell above; names stay in this workbook and reach no release.",
)
OPEN = Text(
    zh="只填黄色单元格，不要增删行、列。工作表保护没有密码。",
    en="Fill in the yellow cells only; do not add or remove lines or columns. The sheets have no password.",
)
HOW: dict[Method, tuple[Text, ...]] = {
    "budget_allocation": (
        Text(
            zh="在“分配”表中，把每一组的100分分给组内各项：越重要，分值越大；可以有小数和0分。“检查”一栏随填随算。",
            en="On the sheet Allocation, share 100 points among the members of each group: the more important, the "
            "more points; decimals and 0 are allowed. The column check counts along.",
        ),
    ),
    "ahp": (
        Text(
            zh="在“两两比较”表中，逐对判断哪项更重要、重要多少：1同等，3稍微，5明显，7强烈，9极端，2、4、6、8居中。",
            en="On the sheet Pairs, say of each pair which member is more important and by how much: 1 equal, "
            "3 moderately, 5 strongly, 7 very strongly, 9 extremely; 2, 4, 6, 8 lie between.",
        ),
        Text(
            zh="同等重要只填程度1。每组填完后显示一致性比率CR；不小于0.1时请复核该组的判断。",
            en="Where both are equal, the degree 1 is enough. The consistency ratio CR of a group shows when it is "
            "complete; where it is 0.1 or more, look at its judgements again.",
        ),
    ),
}


class SheetError(UserError):
    """No workbook can be made for a framework; the message says why, in Chinese and English."""


def workbook(framework: Framework, method: Method) -> bytes:
    """Return an expert's workbook for the whole tree of a framework.

    Raises:
        SheetError: no component has two children with weights given in the tree; or for pairs, one has more than 9.
    """
    nodes = judged(framework)
    if not nodes:
        raise SheetError(
            Bilingual(
                "there is nothing to weigh: every component whose children could be weighed derives its weights "
                "(`weighting` in framework.yaml, other than `given`), or has a single measured child",
                "没有需要专家赋权的组：framework.yaml 中可赋权的各组权重均由规则得出（weighting 不是 given），"
                "或组内只有一项已纳入测算",
            )
        )
    widest = max(nodes, key=lambda node: len(node.names))
    if method == "ahp" and len(widest.names) > MOST_CHILDREN:
        raise SheetError(
            Bilingual(
                f"{widest.component_id} has {len(widest.names)} children, and AHP compares at most "
                f"{MOST_CHILDREN}: use "
                "budget_allocation",
                f"{widest.component_id} 有{len(widest.names)}项，AHP最多{MOST_CHILDREN}项，请用 budget_allocation",
            )
        )
    definition = framework.definition
    title = f"{both(definition.title, ' · ')} · {'专家赋权 expert weights'}"
    book = Book(title)
    stamps = (
        ("指标体系 framework", definition.id),
        ("版次 edition", definition.edition),
        ("版本 version", version(framework)),
        ("方法 method", method),
    )
    book.instructions(title, stamps, "专家 expert", "", (NAME, *HOW[method], OPEN))
    if method == "ahp":
        _pairs(book, nodes)
    else:
        _allocation(book, nodes)
    return book.content()


def _allocation(book: Book, nodes: tuple[JudgedNode, ...]) -> None:
    sheet = book.sheet("分配 Allocation", POINTS_WIDTHS, POINTS_HEAD)
    row = 1
    for node in nodes:
        _group(book, sheet, row, node, len(POINTS_HEAD))
        first, last = row + 2, row + 1 + len(node.children)
        for line, (name, title) in enumerate(node.children, start=row + 1):
            sheet.write_string(line, 0, node.component_id, book.text)
            sheet.write_string(line, 1, name, book.text)
            sheet.write_string(line, 2, both(title), book.text)
            sheet.write_blank(line, 3, None, book.open)
            sheet.write_blank(line, 4, None, book.text)
            sheet.set_row(line, height(both(title), POINTS_WIDTHS[2]))
            sheet.data_validation(line, 3, line, 3, _between(0, 100))
        cells = f"D{first}:D{last}"
        sheet.set_row(last, height("合计", POINTS_WIDTHS[3]))
        sheet.write_string(last, 2, "合计 sum", book.group)
        sheet.write_formula(last, 3, f"=SUM({cells})", book.group, 0)
        check = (
            f'=IF(COUNT({cells})<{len(node.children)},"未填完 incomplete",IF(ABS(SUM({cells})-100)<0.000001,"✓",'
            f'"合计须为100 not 100"))'
        )
        sheet.write_formula(last, 4, check, book.group, "未填完 incomplete")
        sheet.conditional_format(
            last,
            3,
            last,
            3,
            {"type": "cell", "criteria": "not between", "minimum": 99.999999, "maximum": 100.000001}
            | {"format": book.wrong},
        )
        row = last + 2


def _pairs(book: Book, nodes: tuple[JudgedNode, ...]) -> None:
    sheet = book.sheet("两两比较 Pairs", PAIRS_WIDTHS, PAIRS_HEAD)
    matrices = book.sheet("一致性 Consistency", (24,))
    row, top = 1, 0
    for node in nodes:
        titles = dict(node.children)
        _group(book, sheet, row, node, len(PAIRS_HEAD))
        for line, (left, right) in enumerate(node.pairs, start=row + 1):
            texts = (node.component_id, left, both(titles[left]), "", "", both(titles[right]), right)
            for column, text in enumerate(texts):
                if column in (3, 4):
                    sheet.write_blank(line, column, None, book.open)
                else:
                    sheet.write_string(line, column, text, book.text)
            sheet.set_row(line, max(height(texts[2], PAIRS_WIDTHS[2]), height(texts[5], PAIRS_WIDTHS[5])))
            sheet.data_validation(line, 3, line, 3, {"validate": "list", "source": [LEFT, RIGHT]})
            sheet.data_validation(line, 4, line, 4, {"validate": "list", "source": list(range(1, 10))})
        if len(node.names) > 2:
            ratio = _consistency(matrices, top, node, row + 2)
            sheet.write_string(row, 3, "CR", book.group)
            sheet.write_formula(row, 4, ratio, book.result, "未填完 incomplete")
            limits = (("<", book.right), (">=", book.wrong))
            for criteria, looks in limits:
                rule = {"type": "cell", "criteria": criteria, "value": 0.1, "format": looks}
                sheet.conditional_format(row, 4, row, 4, rule)
            top += len(node.names) + 2
        row += len(node.pairs) + 2


def _consistency(sheet: Worksheet, top: int, node: JudgedNode, first: int) -> str:
    """Write the matrix of a component and its squares, each to the right of the last; return the formula of CR.

    Args:
        sheet: Sheet of the matrices.
        top: First line of the component on it, counted from 0.
        node: The component.
        first: Line of its first pair on the sheet of pairs, counted from 1.
    """
    size = len(node.names)
    sheet.write_string(top, 0, node.component_id)
    for line, name in enumerate(node.names, start=top + 1):
        sheet.write_string(line, 0, name)
        sheet.write_number(line, line - top, 1)
    for number, (left, right) in enumerate(node.pairs, start=first):
        i, j = node.names.index(left), node.names.index(right)
        more, degree = (f"'两两比较 Pairs'!{column}{number}" for column in "DE")
        filled = f'IF(LEFT(TRIM({more}),1)="右",1/{degree},{degree})'
        sheet.write_formula(top + 1 + i, 1 + j, f"=IF(ISNUMBER({degree}),{filled},1)", None, 1)
        sheet.write_formula(top + 1 + j, 1 + i, f"=1/{letters(1 + j)}{top + 2 + i}", None, 1)
    area = _area(top, 0, size)
    for power in range(1, SQUARINGS + 1):
        before = _area(top, power - 1, size)
        columns = 1 + power * (size + 1)
        sheet.write_array_formula(
            top + 1, columns, top + size, columns + size - 1, f"{{=MMULT({before},{before})}}", None, 1
        )
    column = letters(1 + SQUARINGS * (size + 1))
    vector = f"{column}{top + 2}:{column}{top + 1 + size}"
    random = RANDOM_INDEX["saaty"][size - 3]
    ratio = f"=(SUM(MMULT({area},{vector}))/SUM({vector})-{size})/{size - 1}/{random}"
    cell = f"{letters(1 + (SQUARINGS + 1) * (size + 1))}{top + 2}"
    sheet.write_array_formula(f"{cell}:{cell}", f"{{{ratio}}}", None, 0)
    degrees = f"E{first}:E{first + len(node.pairs) - 1}"
    return f"=IF(COUNT({degrees})<{len(node.pairs)},\"未填完 incomplete\",'一致性 Consistency'!{cell})"


def _area(top: int, power: int, size: int) -> str:
    left = 1 + power * (size + 1)
    return f"{letters(left)}{top + 2}:{letters(left + size - 1)}{top + 1 + size}"


def _group(book: Book, sheet: Worksheet, row: int, node: JudgedNode, width: int) -> None:
    for column in range(width):
        sheet.write_blank(row, column, None, book.group)
    sheet.write_string(row, 2, both(node.title), book.group)
    sheet.set_row(row, height(both(node.title), PAIRS_WIDTHS[2]))


def _between(least: float, most: float) -> dict[str, object]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_title": "分值 points",
        "error_message": f"{least:g}—{most:g}",
    }
