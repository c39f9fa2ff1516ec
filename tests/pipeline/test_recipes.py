"""The recipes of the interface page in the programs that they are for; skipped where a program is not installed."""

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from running import ROOT

import index_pipeline as icdi

PAGE = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def r(code: str, folder: Path) -> str:
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def recipe_in_r() -> list[str]:
    block = re.search(r"```r\n(.*?)```", PAGE, re.DOTALL)
    assert block
    return block[1].splitlines()


@needs("Rscript")
@pytest.mark.parametrize("line", recipe_in_r(), ids=lambda line: re.findall(r"\w+::\w+|read\.csv", line)[0])
def test_r_reads_every_score(release: Path, line: str) -> None:
    for package in re.findall(r"(\w+)::", line):
        if r(f"cat(requireNamespace('{package}', quietly = TRUE))", release) != "TRUE":
            pytest.skip(f"the R package {package} is not installed")
    table = pq.read_table(release / "tables" / "scores.parquet")
    counts = "nrow(scores), scores$ref_area[1], sum(is.na(scores$score)), mean(scores$score, na.rm = TRUE)"
    found = r(f"{line}; cat({counts})", release)
    rows, area, missing, mean = found.split()
    assert (int(rows), area, int(missing)) == (table.num_rows, "110000", table["score"].null_count)
    assert float(mean) == pytest.approx(table["score"].drop_null().to_pandas().mean(), abs=1e-4)


@needs("Rscript")
def test_r_reads_the_stata_file_of_the_recipe(release: Path, tmp_path: Path) -> None:
    if r("cat(requireNamespace('haven', quietly = TRUE))", tmp_path) != "TRUE":
        pytest.skip("the R package haven is not installed")
    found = icdi.open_folder(release)
    found.named(found.rankings).to_stata(tmp_path / "rankings.dta", write_index=False, version=118)

    said = r("d <- haven::read_dta('rankings.dta'); cat(nrow(d), d$ref_area_zh[1], sum(is.na(d$rank)))", tmp_path)

    assert said.split() == [str(len(found.rankings)), "北京市", str(int(found.rankings["rank"].isna().sum()))]


@needs("soffice")
def test_libreoffice_shows_chinese_in_a_csv_file_read_as_utf_8(release: Path, tmp_path: Path) -> None:
    option = re.search(r'--infilter="([^"]+)"', PAGE)
    assert option
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", f"--infilter={option[1]}",
         "--convert-to", "xlsx", "--outdir", tmp_path, release / "tables" / "regions.csv"],
        capture_output=True, check=True,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "regions.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet["B"][:3]] == ["title_zh", "全国", "北京市"]
