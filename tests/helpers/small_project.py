"""A small project: three indicators and four regions of the real figures, for tests that run the graph many times."""

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGIONS = {"110000": "北京市", "210000": "辽宁省", "310000": "上海市", "650000": "新疆维吾尔自治区"}
SERIES = ("gdp", "patent_grants_total", "population_resident")
SOURCES = ("nbs_annual", "miit_industrial_heritage")


@dataclass(frozen=True)
class Project:
    """Folders of a framework and of its data."""

    framework: Path
    data: Path

    def options(self) -> tuple[object, ...]:
        return ("--framework", self.framework, "--data", self.data)

    def copy(self, folder: Path) -> "Project":
        shutil.copytree(self.framework, folder / "indicators")
        shutil.copytree(self.data, folder / "data")
        return Project(folder / "indicators", folder / "data")

    def with_kept(self, other: "Project") -> "Project":
        """Take over what the runs of another project have kept: runs of this one make the same, and take less time."""
        shutil.copytree(other.data / "tables" / "kept", self.data / "tables" / "kept")
        return self

    def store(self, series: str) -> Path:
        """The file of a series' figures in the store."""
        return self.data / "observations" / "nbs_annual" / f"{series}.csv"


def make(folder: Path, series: Sequence[str] = SERIES) -> Project:
    """Make the project in `folder` with the figures of some series, nothing computed."""
    project = Project(folder / "indicators", folder / "data")
    shutil.copytree(ROOT / "tests" / "framework" / "small", project.framework)
    for name in ("series.csv", "units.csv"):
        shutil.copy(ROOT / "indicators" / name, project.framework)
    (project.framework / "source").mkdir()
    for source in SOURCES:
        shutil.copy(ROOT / "indicators" / "source" / f"{source}.yaml", project.framework / "source")
    copy_rows(ROOT / "indicators" / "regions.csv", project.framework / "regions.csv")
    for name in series:
        copy_rows(ROOT / f"data/observations/nbs_annual/{name}.csv", project.store(name))
    name = "registers/industrial_heritage.csv"
    copy_rows(ROOT / "data" / name, project.data / name)
    return project


def export(path: Path, title: str, unit: str, figures: Mapping[int, Mapping[str, float]]) -> Path:
    """Write figures, by year and region, as the bureau exports them."""
    years = sorted(figures, reverse=True)
    head = [
        "数据库：分省年度数据",
        f"指标：{title}({unit})",
        "时间：最近10年",
        ",".join(["地区", *(f"{y}年" for y in years)]),
    ]
    rows = [",".join([name, *(f"{figures[year][area]:.10g}" for year in years)]) for area, name in REGIONS.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\r\n".join([*head, *rows, "数据来源：国家统计局"]).encode("gb18030"))
    return path


def copy_rows(source: Path, target: Path) -> None:
    """Copy the rows of the project's regions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open(encoding="utf-8", newline="") as read, target.open("w", encoding="utf-8", newline="") as write:
        rows = csv.DictReader(read)
        writer = csv.DictWriter(write, list(rows.fieldnames or ()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["ref_area"] in {"000000", *REGIONS})
