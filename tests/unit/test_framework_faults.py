"""A framework that is not valid is refused as a whole, each fault by file and field."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from editions import FIRST, copy_first

from index_pipeline.framework.load import FrameworkError, load

ROOT = Path(__file__).resolve().parents[2]
HERITAGE = "indicator/industrial_heritage_density.yaml"
SO2 = "indicator/so2_intensity.yaml"


def replace(file: str, *texts: str) -> Callable[[Path], None]:
    """Replace texts of a file, given in pairs of old and new."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in zip(texts[::2], texts[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        (folder / file).write_text(text, encoding="utf-8")

    return change


def copy(file: str, to: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / to).write_bytes((folder / file).read_bytes())

    return change


def remove(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def append(file: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    return change


def part_of(series: str, whole: str) -> Callable[[Path], None]:
    """Say in series.csv that a series is a part of another one."""

    def change(folder: Path) -> None:
        with (folder / "series.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with (folder / "series.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(row | ({"part_of": whole} if row["series_id"] == series else {}) for row in rows)

    return change


def pipe(file: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).unlink(missing_ok=True)
        os.mkfifo(folder / file)

    return change


def endless(file: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).unlink(missing_ok=True)
        (folder / file).symlink_to("/dev/zero")

    return change


def link(file: str) -> Callable[[Path], None]:
    """A link to a file of others, such as /etc/shadow: not a word of it is to be printed."""

    def change(folder: Path) -> None:
        secret = folder.parent / "secret"
        secret.write_text("root: s3cret\n", encoding="utf-8")
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).unlink(missing_ok=True)
        (folder / file).symlink_to(secret)

    return change


def link_to_folder(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "elsewhere").symlink_to(folder.parent / "elsewhere")


GOALPOSTS = "normalisation: {method: goalposts, lower: 9, upper: 3}\n"


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        pytest.param(
            replace("framework.yaml", "            so2_intensity: 1\n", "            so2_intensty: 1\n"),
            ["framework.yaml: indicator so2_intensty has no file", "did you mean so2_intensity?"],
            id="unknown indicator",
        ),
        pytest.param(
            replace("framework.yaml", "            so2_intensity: 1\n", ""),
            ["indicator/so2_intensity.yaml: the indicator is idle"],
            id="idle indicator",
        ),
        pytest.param(
            replace(
                "framework.yaml",
                "          supplementary: [little_giant_density]",
                "          supplementary: [so2_intensity]",
            ),
            ["framework.yaml: indicator so2_intensity appears 2 times in the tree"],
            id="doubled indicator",
        ),
        pytest.param(
            copy(SO2, "indicator/sulphur.yaml"),
            ["indicator/sulphur.yaml: id so2_intensity is not the file's name"],
            id="file not named for its id",
        ),
        pytest.param(
            replace("framework.yaml", "            so2_intensity: 1\n", "            so2_intensity: 0\n"),
            ["framework.yaml: component green_industry: indicators.so2_intensity: input should be greater than 0"],
            id="weight of zero",
        ),
        pytest.param(
            replace("framework.yaml", "      weight: measured_themes\n", "      weight: -3\n"),
            ["framework.yaml: component industrial_spirit: weight: input should be greater than 0 (given: -3)"],
            id="negative weight",
        ),
        pytest.param(
            replace("framework.yaml", "            so2_intensity: 1\n", "            so2_intensity: 1.0e+308\n"),
            ["framework.yaml: component green_industry: indicators.so2_intensity: a weight is from 1e-100 to 1e+100"],
            id="weight whose sum is not a number",
        ),
        pytest.param(
            replace("framework.yaml", "      weight: measured_themes\n", "      weight: 5.0e-324\n"),
            ["framework.yaml: component industrial_spirit: weight: a weight is from 1e-100 to 1e+100, as only ratios"],
            id="weight without digits",
        ),
        pytest.param(
            replace(SO2, "unit: tonnes_per_100m_cny", "unit: tonnes_per_100m_yuan"),
            ["indicator/so2_intensity.yaml: unit: tonnes_per_100m_yuan is not in units.csv", "tonnes_per_100m_cny?"],
            id="unknown unit",
        ),
        pytest.param(
            replace(SO2, "unit: tonnes_per_100m_cny\n", "", "multiplier: 10000", "multiplier: 3"),
            ["indicator/so2_intensity.yaml: unit: the indicator has none: give it one that is in units.csv"],
            id="no unit",
        ),
        pytest.param(
            replace(SO2, "{series: so2_emissions}", "{series: so2_emission}"),
            ["indicator/so2_intensity.yaml: numerator: series so2_emission is not in series.csv", "so2_emissions?"],
            id="unknown series",
        ),
        pytest.param(
            replace("series.csv", "minimum,", "minimun,"),
            ["series.csv line 1: column minimun is not known", "minimum?"],
            id="column of a list misspelt",
        ),
        pytest.param(
            replace(HERITAGE, "{register: industrial_heritage}", "{register: heritage}"),
            ["indicator/industrial_heritage_density.yaml: numerator: register heritage is declared by no source"],
            id="register without a source",
        ),
        pytest.param(
            append(SO2, GOALPOSTS),
            ["indicator/so2_intensity.yaml: normalisation", "lower goalpost 9 is not below upper goalpost 3"],
            id="goalposts in the wrong order",
        ),
        pytest.param(
            replace("framework.yaml", "          clause: 三（三）第3段\n", ""),
            ["framework.yaml: clause 三（三）第3段 of the guideline is neither measured nor declared not_measured"],
            id="theme of the guideline left out",
        ),
        pytest.param(
            replace("framework.yaml", "          indicators:\n            industrial_heritage_density: 1\n", ""),
            ["industrial_heritage has no indicator: give it one, or declare it not_measured with a reason"],
            id="theme neither measured nor declared",
        ),
        pytest.param(
            append(SO2, "colour: blue\n"),
            ["indicator/so2_intensity.yaml: colour: this field is not known"],
            id="unknown field",
        ),
        pytest.param(
            append(SO2, "treatment: log\n"),
            ["indicator/so2_intensity.yaml: treatment: a mapping of fields is wanted", "(given: 'log')"],
            id="a method that is not a mapping",
        ),
        pytest.param(
            append(SO2, "level：province\nother: 1\n"),
            ["a full-width sign of Chinese text"],
            id="full-width colon",
        ),
        pytest.param(append(SO2, "plausible: {minimum: 0，maximum: 1\n"), ["a full-width sign"], id="full-width comma"),
        pytest.param(append(SO2, "level:province\nother: 1\n"), ["a space is missing after the colon"], id="no space"),
        pytest.param(append("framework.yaml", "covrage: 0.5\n"), ["did you mean coverage?"], id="misspelt field"),
        pytest.param(
            append("framework.yaml", "weighting: {method: by_grade, weights: {A: 1, B: 1/0, C: 1.5.2}}\n"),
            ["1/0 is neither a number nor a fraction such as 1/3", "1.5.2 is neither a number nor a fraction"],
            id="no fraction",
        ),
        pytest.param(
            append(SO2, "normalisation: {method: distance_to_reference, ref_area: 110000}\n"),
            ["ref_area: a text is wanted: put it between quotes (given: 110000)"],
            id="a code that YAML reads as a number",
        ),
        pytest.param(
            part_of("gdp", "gpd"),
            ["series.csv: series gdp: part_of: series gpd is not in series.csv; did you mean gdp?"],
            id="part of a series that does not exist",
        ),
        pytest.param(
            part_of("so2_emissions", "gdp"),
            ["part_of: gdp is measured in cny_100m, a unit that does not convert into this series' own"],
            id="part of a series in another unit",
        ),
        pytest.param(
            part_of("gdp", "gdp"),
            ["the series would be a part of itself"],
            id="part of itself",
        ),
        pytest.param(
            append("series.csv", "x,甲,X,tonnes,,20x\n"),
            ["series.csv line", "breaks: 20x is not a year"],
            id="break that is not a year",
        ),
        pytest.param(
            lambda folder: (folder / "regions.csv").write_bytes("ref_area\n北京\n".encode("gbk")),
            ["regions.csv: the file is not UTF-8 text: save it in UTF-8"],
            id="code list in another encoding",
        ),
        pytest.param(
            lambda folder: (folder / "regions.csv").write_bytes(b""),
            ["regions.csv: the file is empty"],
            id="empty code list",
        ),
        pytest.param(
            append(SO2, "treatment: {offset: 1}\n"),
            ["indicator/so2_intensity.yaml: treatment: it says no method"],
            id="options without a method",
        ),
        pytest.param(
            append(SO2, "imputation: [{method: mean, by: climate}]\n"),
            ["indicator/so2_intensity.yaml: imputation: regions.csv has no column climate"],
            id="groups that regions do not have",
        ),
        pytest.param(
            append(SO2, "normalisation: {method: index_to_base, year: 2010}\n"),
            ["indicator/so2_intensity.yaml: normalisation: year 2010 is neither scored nor in the reference period"],
            id="base year without figures",
        ),
        pytest.param(
            replace("framework.yaml", "index:\n", "weighting: {method: entropy, year: 2010}\nindex:\n"),
            ["framework.yaml: component", "weighting: year 2010 is neither scored nor in the reference period"],
            id="weights of a year without figures",
        ),
        pytest.param(
            append(SO2, "direction: higher_is_better\n"),
            ["indicator/so2_intensity.yaml", "direction is given twice"],
            id="doubled field",
        ),
        *(
            pytest.param(
                change(file), [f"{file}: the file cannot be opened: it is not a regular file"], id=f"{kind} {file}"
            )
            for kind, change in (("pipe", pipe), ("endless", endless))
            for file in ("framework.yaml", SO2, "regions.csv", "other.csv", "schema/other.yaml")
        ),
        pytest.param(
            append(SO2, "#" * 2_000_001),
            ["indicator/so2_intensity.yaml: the file is larger than 2,000,000 bytes"],
            id="large file",
        ),
        pytest.param(
            append("source/nbs_annual.yaml", "x: 1\n"), ["source/nbs_annual.yaml: x: this field is"], id="unknown field"
        ),
        pytest.param(
            replace("source/nbs_annual.yaml", "  museums: 2018", "  museum: 2018"),
            ["source/nbs_annual.yaml: held_to: series museum is not in series.csv"],
            id="held_to of an unknown series",
        ),
        pytest.param(remove("framework.yaml"), ["this folder has no framework.yaml"], id="no framework.yaml"),
        pytest.param(
            append("framework.yaml", "x: &a [1]\ny: *a\n"), ["framework.yaml", "alias *a is not allowed"], id="alias"
        ),
        pytest.param(
            append(SO2, "extra: !!python/object/apply:os.system ['true']\n"),
            ["indicator/so2_intensity.yaml", "tag tag:yaml.org,2002:python/object/apply:os.system is not allowed"],
            id="code in YAML is not run",
        ),
        *(
            pytest.param(append(SO2, f"x: {number}\n"), [f"{SO2}: ", "a number of 200,0"], id=f"long {kind}")
            for kind, number in (
                ("hexadecimal", "0x" + "F" * 200_000),
                ("binary", "0b" + "1" * 200_000),
                ("octal", "0" + "7" * 200_000),
                ("by sixties", "1" + ":59" * 66_670),
                ("digits", "9" * 200_001),
                ("decimals", "1." + "1" * 200_000),
            )
        ),
        *(
            pytest.param(
                link(file), [f"{file}: the file cannot be opened: it is not a regular file but a link"], id="link"
            )
            for file in (SO2, "regions.csv", "indicator/secret.yaml", "source/secret.yaml", "secret.yaml")
        ),
        *(
            pytest.param(
                append("units.csv", f'"x{n}","{cell}",X,,1,\n'), ["units.csv line", "for a formula"], id="formula"
            )
            for n, cell in enumerate(("=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", " =1", "-x", "＝1"))
        ),
        pytest.param(link_to_folder, ["elsewhere: it is a link to a folder"], id="link to a folder"),
        pytest.param(append(SO2, "x: !!timestamp x\n"), [f"{SO2}: tag", "timestamp is not allowed"], id="tag"),
        pytest.param(append(SO2, "{a: b}: 1\n"), [f"{SO2}: a name is wanted before the colon"], id="mapping as name"),
        pytest.param(
            append("regions.csv", "110000,北京市,Beijing,北京,province,assessed,000000,,,,,\n"),
            ["regions.csv line", "ref_area 110000 is doubled"],
            id="doubled region",
        ),
    ],
)
def test_fault_is_named(break_it: Callable[[Path], None], named: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    break_it(folder)

    with pytest.raises(FrameworkError) as refused:
        load(folder)

    for words in named:
        assert words in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    append(SO2, "colour: blue\n")(folder)
    append(HERITAGE, "shape: round\n")(folder)

    with pytest.raises(FrameworkError) as refused:
        load(folder)

    assert len(refused.value.faults) == 2


def test_an_indicator_is_one_file_and_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    (folder / "indicator" / "patents.yaml").write_text(
        "id: patents\ntitle: {zh: 专利授权强度}\nunit: patents_per_10k_residents\n"
        "numerator: {series: patent_grants_total}\ndenominator: {series: population_resident}\n",
        encoding="utf-8",
    )
    replace(
        "framework.yaml", "            so2_intensity: 1\n", "            so2_intensity: 1\n            patents: 1\n"
    )(folder)

    assert "patents" in load(folder).indicators


def test_our_own_framework_is_valid() -> None:
    framework = load(FIRST)

    pillars = framework.definition.index.components
    themes = [theme for pillar in pillars for theme in pillar.components]
    measured = [theme for theme in themes if not theme.not_measured]
    assert (len(pillars), len(themes), len(measured)) == (6, 25, 17)
    assert sum(len(theme.indicators) for theme in measured) == 34
    assert sum(len(theme.supplementary) for theme in themes) == 11
    assert [pillar.weight for pillar in pillars] == [
        sum(not theme.not_measured for theme in pillar.components) for pillar in pillars
    ]
    assert len(framework.ref_areas) == 31


def test_groups_need_a_list_of_regions(tmp_path: Path) -> None:
    (tmp_path / "indicator").mkdir()
    (tmp_path / "indicator" / "a.yaml").write_text("id: a\ntitle: {en: A}\nnumerator: {series: a}\n", "utf-8")
    (tmp_path / "framework.yaml").write_text(
        "id: x\nedition: '1'\ntitle: {en: X}\nyears: {first: 2020, last: 2020}\n"
        "imputation: [{method: mean, by: zone}]\nindex: {id: x, title: {en: X}, indicators: {a: 1}}\n",
        "utf-8",
    )

    with pytest.raises(FrameworkError, match=r"indicator/a\.yaml: imputation: regions\.csv has no column zone"):
        load(tmp_path)


def test_hidden_files_are_no_part_of_a_framework(tmp_path: Path) -> None:
    """Such as the locks of an editor, which are links that lead nowhere."""
    folder = tmp_path / "indicators"
    copy_first(folder)
    (folder / "indicator" / ".#so2_intensity.yaml").symlink_to("someone@machine.123")
    (folder / ".hidden.csv").write_text("x", encoding="utf-8")

    assert load(folder).digest == load(FIRST).digest
