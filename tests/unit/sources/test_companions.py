"""Columns beside the names of regions: indicators are read by line, cities are refused, descriptions passed over."""

import pytest
from samples import YEARS, Row, as_csv, as_xlsx, body, expected, figures, kinds, refusal, regions, value

GDP, POPULATION = "地区生产总值(亿元)", "年末常住人口(万人)"
BOTH = expected([2023, 2022], ["gdp", "population_resident"])
CAPITALS = [
    "北京",
    "天津",
    "石家庄",
    "太原",
    "呼和浩特",
    "沈阳",
    "长春",
    "哈尔滨",
    "上海",
    "南京",
    "杭州",
    "合肥",
    "福州",
    "南昌",
    "济南",
    "郑州",
    "武汉",
    "长沙",
    "广州",
    "南宁",
    "海口",
    "重庆",
    "成都",
    "贵阳",
    "昆明",
    "拉萨",
    "西安",
    "兰州",
    "西宁",
    "银川",
    "乌鲁木齐",
]
NAMES = [r.short_zh for r in regions()]
IN_2023 = [value(r.ref_area, 2023) for r in regions()]


def pairs(name: str, indicator: str, order: str) -> list[object]:
    region = next(r for r in regions() if r.short_zh == name)
    cells = {"r": name, "i": indicator, "3": value(region.ref_area, 2023), "2": value(region.ref_area, 2022)}
    return [cells[letter] for letter in order]


@pytest.mark.parametrize(
    ("head", "order"),
    [
        (["地区", "指标", "2023年", "2022年"], "ri32"),
        (["指标", "地区", "2023年", "2022年"], "ir32"),
        (["地区", "2023年", "2022年", "指标名称"], "r32i"),
        (["指标", "2023年", "地区", "2022年"], "i3r2"),
        (["省份", "变量", "2023", "2022"], "ri32"),
        (["省份", "", "2023", "2022"], "ri32"),
    ],
)
def test_each_line_is_of_the_indicator_that_it_names(head: list[str], order: str) -> None:
    by_region = [pairs(name, indicator, order) for name in NAMES for indicator in (GDP, POPULATION)]
    by_indicator = [pairs(name, indicator, order) for indicator in (GDP, POPULATION) for name in NAMES]

    assert figures(as_csv([head, *by_region])) == BOTH
    assert figures(as_csv([head, *by_indicator])) == BOTH


def test_an_indicator_that_stands_once_holds_for_the_lines_below_it() -> None:
    rows = [
        pairs(name, indicator if name == "北京" else "", "ir32") for indicator in (GDP, POPULATION) for name in NAMES
    ]

    assert figures(as_csv([["指标", "地区", "2023年", "2022年"], *rows])) == BOTH


def test_panels_of_the_world_bank() -> None:
    head = ["Country Name", "Region Name", "Region Code", "Indicator Name", "Indicator Code", "2022", "2023"]
    rows = [
        [
            "China",
            r.title_en,
            r.ref_area,
            "Gross Regional Product",
            "gdp",
            *(value(r.ref_area, y) for y in (2022, 2023)),
        ]
        for r in regions()
    ]

    assert figures(as_csv([head, *rows])) == expected([2022, 2023])


def test_records_whose_column_of_figures_has_a_heading_of_its_own() -> None:
    rows = [[name, 2023, GDP, figure] for name, figure in zip(NAMES, IN_2023, strict=True)]

    assert figures(as_csv([["地区", "年份", "指标", "金额"], *rows])) == expected([2023])


def test_the_option_selects_and_never_contradicts_a_column_of_indicators() -> None:
    head = ["地区", "指标", "2023年", "2022年"]
    full = [pairs(name, indicator, "ri32") for name in NAMES for indicator in (GDP, POPULATION)]
    mixed = [pairs(name, (GDP, POPULATION)[number % 2], "ri32") for number, name in enumerate(NAMES)]

    assert figures(as_csv([head, *full]), series="gdp") == expected([2023, 2022])
    assert kinds(refusal(as_csv([head, *full]), series="retail_sales")) == {"series_conflict"}
    assert kinds(refusal(as_csv([head, *mixed]), series="gdp")) == {"series_conflict"}


def test_an_unknown_indicator_or_none_in_the_column_is_refused_by_cell() -> None:
    head = ["地区", "指标", "2023年", "2022年"]
    unknown = [pairs(name, GDP if name != "山西" else "火星产值(亿元)", "ri32") for name in NAMES]
    blank = [pairs(name, GDP if name != "山西" else "", "ri32") for name in NAMES]

    assert [(p.kind, p.cell) for p in refusal(as_csv([head, *unknown])).problems] == [("unknown_series", "B5")]
    assert [(p.kind, p.cell) for p in refusal(as_csv([head, *blank])).problems] == [("no_series", "B5")]


@pytest.mark.parametrize("head", ["城市", "地级市", "省会", "市", "City", "county", "名称", "企业名称"])
def test_lines_of_cities_are_not_taken_for_their_regions(head: str) -> None:
    wide = [[name, city, figure] for name, city, figure in zip(NAMES, CAPITALS, IN_2023, strict=True)]
    long = [[name, city, 2023, figure] for name, city, figure in zip(NAMES, CAPITALS, IN_2023, strict=True)]

    for rows, columns in ((wide, ["2023年"]), (long, ["年份", GDP])):
        refused = refusal(as_csv([["省份", head, *columns], *rows]), series="gdp")
        assert kinds(refused) <= {"parts_of_regions", "unknown_column"}
        assert (len(refused.problems), refused.problems[0].value) == (1, "石家庄")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [["省份", "市代码", "2023年"], *([r.short_zh, f"{r.ref_area[:2]}0100", 5] for r in regions())], id="codes"
        ),
        pytest.param([["城市", "2023年"], *([f"{city}市", 5] for city in CAPITALS)], id="cities alone"),
        pytest.param([["省会城市地区生产总值(亿元)"], ["省份", "2023年"], *([n, 5] for n in NAMES)], id="title"),
        pytest.param(
            [
                ["省份", "城市", "2023年"],
                *([n, c if n > "重" else "", 5] for n, c in zip(NAMES, CAPITALS, strict=True)),
            ],
            id="some lines alone",
        ),
    ],
)
def test_cities_are_known_by_their_codes_names_or_title(rows: list[Row]) -> None:
    assert kinds(refusal(as_csv(rows), series="gdp")) == {"parts_of_regions"}


def test_a_column_that_is_not_understood_is_refused() -> None:
    rows = [[name, ("城镇", "农村")[number % 2], 5] for number, name in enumerate(NAMES)]

    assert kinds(refusal(as_csv([["地区", "城乡", "2023年"], *rows]), series="gdp")) == {"unknown_column"}


@pytest.mark.parametrize("head", ["地区", "区域", "大区", "Region", "zone"])
def test_a_column_of_zones_is_not_the_one_of_regions(head: str) -> None:
    wide: list[Row] = [[head, "省份", "2023年"]]
    long: list[Row] = [[head, "省份", "年份", GDP]]
    for number, row in enumerate(body([2023])):
        zone = ("东部", "中部", "西部地区")[number % 3]
        wide.append([zone, *row])
        long.append([zone, row[0], 2023, row[1]])

    assert figures(as_csv(wide), series="gdp") == expected([2023])
    assert figures(as_csv(long)) == expected([2023])


def test_numbers_short_names_codes_and_english_names_describe_a_region() -> None:
    rows = [
        [n, f"CHN.{n}_1", r.short_zh[0], r.title_en, r.ref_area, r.title_zh, value(r.ref_area, 2023), "初步核算"]
        for n, r in enumerate(regions(), 1)
    ]

    assert figures(
        as_csv([["id", "GID_1", "简称", "英文名", "代码", "省份", "2023年", "备注"], *rows]), series="gdp"
    ) == expected([2023])


def test_codes_that_became_numbers_with_decimals() -> None:
    rows = [[2022.0, f"{r.ref_area}.0", value(r.ref_area, 2022)] for r in regions()]

    assert figures(as_csv([["year", "ref_area", "gdp"], *rows])) == expected([2022])


@pytest.mark.parametrize(
    "names",
    [
        {"内蒙古": "内蒙", "广西": "广西壮族", "宁夏": "宁夏回族", "新疆": "新疆维吾尔", "西藏": "西  藏"},
        {"内蒙古": "Nei Mongol", "广西": "Guangxi Zhuang", "宁夏": "Ningxia Hui", "新疆": "Xinjiang Uygur"},
        {"西藏": "Tibet", "陕西": "Shaanxi Province", "山西": "Shanxi Province", "北京": "Beijing Municipality"},
        {"内蒙古": "Nèi Měnggǔ", "陕西": "Shaan'xi"},
    ],
)
def test_other_names_of_regions(names: dict[str, str]) -> None:
    rows = [[names.get(r.short_zh, r.title_en), value(r.ref_area, 2023)] for r in regions()]

    assert figures(as_csv([["Region", "2023"], *rows], "utf-8"), series="gdp") == expected([2023])


def test_shanxi_twice_may_be_shaanxi_and_neither_line_is_to_be_deleted() -> None:
    rows = [["Shanxi" if r.short_zh == "陕西" else r.title_en, value(r.ref_area, 2023)] for r in regions()]

    (problem,) = refusal(as_csv([["Region", "2023"], *rows]), series="gdp").problems

    assert problem.kind == "doubled"
    assert "there is no line for 陕西省 Shaanxi: one of the two may be of it" in problem.reason()
    assert "delete" not in problem.remedy()


def test_the_region_that_has_no_line_is_suggested_first() -> None:
    rows = [["Shannxi" if r.short_zh == "陕西" else r.title_en, value(r.ref_area, 2023)] for r in regions()]

    assert "did you mean 陕西省" in str(refusal(as_csv([["Region", "2023"], *rows]), series="gdp"))


def test_columns_of_years_that_were_stacked() -> None:
    years = [[r.short_zh, f"{year}年", value(r.ref_area, year)] for r in regions() for year in (2023, 2022)]
    labels = [[r.short_zh, f"{year}年{GDP}", value(r.ref_area, year)] for r in regions() for year in (2023, 2022)]
    indicators = [[r.short_zh, label, value(r.ref_area, 2023)] for r in regions() for label in (GDP, POPULATION)]

    assert figures(as_csv([["地区", "属性", "值"], *years]), series="gdp") == expected([2023, 2022])
    assert figures(as_csv([["Region", "Attribute", "Value"], *labels])) == expected([2023, 2022])
    assert figures(as_csv([["地区", "属性", "值"], *indicators]), year=2023) == expected(
        [2023], ["gdp", "population_resident"]
    )


def described(frequency: str = "年, 年终12月", date: str = "{}-12-01", unit: str = "人民币百万") -> list[Row]:
    """A table as CEIC writes it: regions across, series described, dates down."""
    names = [r.short_zh for r in regions()]
    facts = {"区域": "中国", "频率": frequency, "单位": unit, "状态": "继续", "数列ID": "1 (A)", "平均": 12.5}
    rows: list[Row] = [["", *(f"国内生产总值:{name}" for name in names)]]
    rows += [["区域", *["中国"] * 31], ["次国家", *names]]
    rows += [[fact, *[said] * 31] for fact, said in facts.items() if fact != "区域"]
    rows += [[date.format(y), *(value(r.ref_area, y) * 100 for r in regions())] for y in (2021, 2022, 2023)]
    return rows


@pytest.mark.parametrize("date", ["{}-12-01", "{}-12-31", "{}-12", "12/{}", "Dec-{}", "31/12/{}"])
def test_a_table_of_a_database_with_a_date_on_each_line(date: str) -> None:
    rows = described(date=date)

    assert figures(as_xlsx(rows)) == expected()
    assert figures(as_xlsx([list(row) for row in zip(*rows, strict=True)])) == expected()


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        pytest.param(described(frequency="季"), "part_of_year", id="quarterly"),
        pytest.param(described(date="{}-09-01"), "part_of_year", id="dates in September"),
        pytest.param(described(unit="人民币 十亿"), "unknown_unit", id="a unit that is not known"),
    ],
)
def test_one_sentence_for_a_table_of_a_database_that_cannot_be_taken(rows: list[Row], kind: str) -> None:
    (cause,) = refusal(as_xlsx(rows)).causes

    assert cause.problems[0].kind == kind


def named_together(label: str, *facts: Row, more: str = "") -> list[Row]:
    """A table as Wind writes it: above each column region and series in one text, dates down; `more` is another."""
    head = ["指标名称", *(label.format(r.short_zh) for r in regions()), *([more] if more else [])]
    days = [[f"{y}-12-31", *(value(r.ref_area, y) for r in regions()), *([5] if more else [])] for y in YEARS]
    return [head, *facts, *days]


FREQUENCY, UNIT = ["频率", *["年"] * 31], ["单位", *["亿元"] * 31]


@pytest.mark.parametrize("label", ["{}:GDP", "GDP:{}", "{}：地区生产总值", "GDP_{}", "{}-GDP(亿元)"])
@pytest.mark.parametrize("facts", [(), (FREQUENCY, UNIT, ["来源", *["国家统计局"] * 31])])
def test_regions_that_one_text_names_with_their_series(label: str, facts: tuple[Row, ...]) -> None:
    rows = named_together(label, *facts)

    assert figures(as_xlsx(rows)) == expected()
    assert figures(as_xlsx([list(row) for row in zip(*rows, strict=True)])) == expected()


def test_several_series_that_are_named_with_their_regions() -> None:
    gdp, people = (named_together(label) for label in ("{}:GDP", "{}:年末常住人口"))

    read = figures(as_xlsx([[*a, *b[1:]] for a, b in zip(gdp, people, strict=True)]))

    assert read == expected(series=["gdp", "population_resident"])


@pytest.mark.parametrize(
    ("rows", "kind", "cell"),
    [
        (named_together("{}:GDP", ["频率", *["季"] * 31]), "part_of_year", "B2"),
        (named_together("{}:GDP:第二产业"), "unknown_series", "B1"),
        (named_together("{}:GDP:累计同比"), "unknown_series", "B1"),
        (
            [[*row, "南京:GDP" if row[0] == "指标名称" else 5] for row in named_together("{}:GDP")],
            "unknown_region",
            "AG1",
        ),
    ],
)
def test_what_is_wrong_where_regions_are_named_with_their_series(rows: list[Row], kind: str, cell: str) -> None:
    (problem,) = refusal(as_xlsx(rows)).problems

    assert (problem.kind, problem.cell) == (kind, cell)


CODES = [r.ref_area for r in regions()]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("行政区划代码", CODES),
        ("代码", [f"{code}.0" for code in CODES]),
        ("省代码", [code[:2] for code in CODES]),
        ("Region", [r.title_en for r in regions()]),
        ("简称", [r.short_zh for r in regions()]),
    ],
)
def test_a_line_that_names_two_regions_is_refused_by_cell(head: str, names: list[str]) -> None:
    swapped = [names[1], names[0], *names[2:]]
    shifted = [*names[1:], names[0]]

    wide = [[a, r.title_zh, value(r.ref_area, 2023)] for a, r in zip(swapped, regions(), strict=True)]
    long = [[r.title_zh, a, 2023, value(r.ref_area, 2023)] for a, r in zip(shifted, regions(), strict=True)]
    first = refusal(as_csv([[head, "地区", "2023年"], *wide]), series="gdp")
    every = refusal(as_csv([["地区", head, "年份", GDP], *long]))

    assert [(p.kind, str(p.cell)[1:]) for p in first.problems] == [("two_regions", "2"), ("two_regions", "3")]
    assert "Beijing" in first.problems[0].reason()
    assert "Tianjin" in first.problems[0].reason()
    assert (kinds(every), len(every.problems)) == ({"two_regions"}, 31)


def test_a_name_is_followed_by_another_name_of_its_region_or_by_nothing() -> None:
    both = [[f"{r.title_zh} {r.title_en}", value(r.ref_area, 2023)] for r in regions()]

    assert figures(as_csv([["地区", "2023年"], *both]), series="gdp") == expected([2023])
    for name, more in (("陕西省", "Shanxi"), ("广东省", "excluding Shenzhen"), ("辽宁省", "rural")):
        lines = [[f"{name}, {more}" if r.title_zh == name else r.title_zh, value(r.ref_area, 2023)] for r in regions()]
        (problem,) = refusal(as_csv([["地区", "2023年"], *lines]), series="gdp").problems
        assert problem.kind == "region_and_more"
        assert f"has “{more}” beside it" in problem.reason()


@pytest.mark.parametrize("part", ["第一产业", "规模以上", "城镇", "预计数"])
def test_a_part_below_the_heading_of_a_share_is_no_share(part: str) -> None:
    lines = [[r.title_zh, part, value(r.ref_area, 2023)] for r in regions()]

    assert kinds(refusal(as_csv([["地区", "构成", "2023年"], *lines]), series="gdp")) == {"unknown_column"}


def test_a_column_headed_by_an_index_may_name_the_indicator() -> None:
    lines: list[Row] = [[r.title_zh, 2023, GDP, value(r.ref_area, 2023)] for r in regions()]

    assert figures(as_csv([["地区", "年份", "指数", "数值"], *lines])) == expected([2023], ["gdp"])
