"""From an official list to scores, as a person does it: four commands, without an editor."""

import csv
import io
import json
from pathlib import Path

import pytest
from official_lists import FORMATS, LAYOUTS, Cell, Entry, Table, as_pdf
from registers_of_lists import FRAMEWORK, planned
from running import ROOT, icdi
from small_project import REGIONS, Project, make
from soak import TIMES

from index_pipeline.framework.load import load

EVIDENCE = ROOT.parent / "shared" / "evidence" / "register_green_manufacturing.csv"
ALIKE = str.maketrans({"•": "·"})
"""Two signs that the font of the PDF draws with one glyph, from which the text is read back."""

UNMEASURED = """\
    - id: brands
      title: {zh: 品牌, en: Brands}
      not_measured:
        reason: {zh: 没有名单。, en: No list is at hand.}
        wanted: {zh: 中华老字号名单。, en: The list of brands.}
"""

PLACES = ("北京市", "大连市", "沈阳市", "上海市浦东新区", "新疆", "石河子市", "乌鲁木齐市")
SIGNS = bytes(byte for last in range(0xA1, 0xA1 + 70) for byte in (0xB0, last)).decode("gb2312")
BRANDS = [Entry(f"测试用老字号{sign}记有限公司", PLACES[number % 7]) for number, sign in enumerate(SIGNS)]
"""Made-up firms, for this test alone; signs that are not simplified would be asked about."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make(tmp_path)
    path = made.framework / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8") + UNMEASURED, encoding="utf-8")
    return made


def a_list() -> bytes:
    table = Table((1.5, 6, 4, 3))
    table.add("序号", "企业名称", "所在地", "品牌")
    for number, entry in enumerate(BRANDS, start=1):
        table.add(str(number), entry.name, entry.place, f"{entry.name[6:8]}")
    return as_pdf(["附件", "中华老字号名单（测试）", f"（共{len(BRANDS)}家）", table])


def test_from_a_list_to_scores_with_four_commands(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "中华老字号.pdf"
    path.write_bytes(a_list())
    framework = ("--framework", project.framework)

    icdi("register", "new", "time_honoured_brands", "--first", 2020, "--last", 2023, *framework)
    announced = ("--register", "time_honoured_brands", "--document", "测试公告", "--date", "2020-06-01")
    said = icdi("register", "import", path, *announced, *project.options())
    icdi("framework", "measure", "brands", "--register", "time_honoured_brands", *framework)
    icdi("run", *project.options())

    assert "70 new, 0 known" in said.stdout
    release = next(path.parent for path in (project.data / "releases").glob("*/datapackage.json"))
    scores = {
        (row["component_id"], row["time_period"], row["ref_area"]): row
        for row in csv.DictReader(io.StringIO((release / "tables" / "scores.csv").read_text(encoding="utf-8")))
    }
    brands = {area: scores["brands", "2023", area] for area in REGIONS}
    assert {row["status"] for row in brands.values()} == {"scored"}
    assert len({row["score"] for row in brands.values()}) == len(REGIONS)
    assert load(project.framework).definition.index.components[-1].weight == 1


def test_nothing_is_written_before_all_is_decided(project: Project, tmp_path: Path) -> None:
    table = Table((1.5, 6, 4))
    table.add("序号", "企业名称", "所在地")
    table.add("1", "测试甲有限公司", "朝阳")
    table.add("2", "测试乙有限公司", "上海市")
    table.add("4", "测试丙有限公司", "沈阳市")
    path = tmp_path / "list.pdf"
    path.write_bytes(as_pdf([table]))
    decisions = tmp_path / "decisions.csv"
    icdi("register", "new", "own", "--title", "X", "--publisher", "Y", "--first", 2020, "--last", 2020,
         "--framework", project.framework)  # fmt: skip
    announced = ("--register", "own", "--document", "测试公告", "--date", "2020")
    command = ("register", "import", path, *announced, *project.options())
    stored = project.data / "registers" / "own.csv"

    refused = icdi(*command, "--decisions", decisions, check=False)

    assert refused.returncode == 1
    assert "serial:2–4" in refused.stdout
    assert "第1页第3行 · page 1 line 3 → 第1页第4行 · page 1 line 4" in refused.stdout
    assert not stored.exists()
    rows = list(csv.DictReader(decisions.open(encoding="utf-8-sig")))
    assert [row["key"] for row in rows] == ["serial:2–4", "place:朝阳"]

    answer = json.loads(icdi(*command, "--decide", "serial:2–4=accept", "--decide", "place:朝阳=辽宁", "--json").stdout)
    assert (answer["read"], len(answer["written"]), answer["to_decide"]) == (3, 3, [])
    again = icdi(*command, "--decide", "serial:2–4=accept", "--decide", "place:朝阳=辽宁")
    assert "0 new, 3 known" in again.stdout
    assert len(stored.read_text(encoding="utf-8").splitlines()) == 4


# --- lists of the ministry --------------------------------------------------------------------------------------------


@pytest.mark.soak
@pytest.mark.skipif(not EVIDENCE.exists(), reason="the list of green factories is not beside the project")
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_green_lists_come_back_entry_by_entry(layout: str, file_format: str) -> None:
    """In a soak all of them, otherwise every fortieth; the regions are those of the evidence."""
    with EVIDENCE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:: 1 if TIMES > 1 else 40]
    parents = {r.ref_area: r.parent for r in FRAMEWORK.codes.regions.values() if r.role == "merged"}
    for register in ("green_factory", "green_park", "green_supply_chain"):
        own = [row for row in rows if row["register"] == register]
        own.sort(key=lambda row: row["area_as_published"])
        entries = [Entry(row["name"], row["area_as_published"], row["industry"]) for row in own]

        both = {f"double:{row['name']}": "both" for row in own}  # of several batches: 江西铜业集团铜材, 江西铜业铜材
        plan = planned(FORMATS[file_format](LAYOUTS[layout](entries)), both)

        assert plan.questions == ()
        found = [(bare(event.title or ""), parents.get(event.ref_area or "", event.ref_area)) for event in plan.new]
        assert found == [(bare(row["name"]), row["ref_area"]) for row in own]


def bare(name: str) -> str:
    """A blank at which a line is broken is not in the document any more."""
    return name.replace(" ", "").translate(ALIKE)


def test_a_list_of_many_pages_is_read_in_seconds() -> None:
    entries = [Entry(f"测试{chr(0x4E00 + number)}厂", "北京") for number in range(1500)]

    document = LAYOUTS["plain"](entries)
    assert isinstance(document[-1], Table)
    document[-1].rows[700][2] = Cell("朝阳区")

    assert [question.key for question in planned(as_pdf(document)).questions] == ["place:朝阳区"]
