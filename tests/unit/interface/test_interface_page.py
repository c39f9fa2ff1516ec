"""What the page and the docstrings of the interface show works as it is written there."""

import doctest
import json
import re
import shutil
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from running import answered

import index_pipeline as icdi
from index_pipeline.errors import UserError

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "interface.md"
ASEM = ROOT / "tests" / "framework" / "asem"


MODULES = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for path in (ROOT / "index_pipeline").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
"""Modules of the whole package that show examples."""


def test_the_interface_shows_examples() -> None:
    assert {"index", "opening", "regional", "tabular"} <= {
        name.rpartition(".")[2] for name in MODULES if name.startswith("index_pipeline.interface.")
    }


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str, release: icdi.Release, data: Path) -> None:
    known = {"release": release, "data": data, "asem_folder": ASEM}
    tried = 0
    failed: list[str] = []
    for test in doctest.DocTestFinder(exclude_empty=True).find(import_module(name), extraglobs=known):
        runner = doctest.DocTestRunner(verbose=False)
        outcome = runner.run(test, out=failed.append)
        tried += outcome.attempted
    assert not failed, "".join(failed)
    assert tried > 0


@pytest.fixture(scope="module")
def page(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What the page's code has computed when it was run from the first line to the last."""
    known: dict = {"written": tmp_path_factory.mktemp("page")}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(known["written"])
        patch.setenv("ICDI_DATA", str(data))
        for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
            exec(compile(block, str(PAGE), "exec"), known)
    return known


def test_stata_reads_names_and_ranks(page: dict, release: icdi.Release) -> None:
    read = pd.read_stata(page["written"] / "rankings.dta")
    assert read.ref_area_zh.to_list() == release.named(release.rankings).ref_area_zh.to_list()
    assert read["rank"].astype("Int32").to_list() == release.rankings["rank"].to_list()


def test_sdmx_has_every_score(page: dict, release: icdi.Release) -> None:
    assert len(page["points"]) == len(release.scores)
    assert page["points"].max() == release.scores.score.max()


def test_ten_regions_whose_rank_depends_most_on_aggregation(page: dict, release: icdi.Release) -> None:
    most = page["most_dependent"]
    assert len(most) == 10
    ranks = {}
    for mean in page["means"]:
        rows = release.rescore(aggregation=mean).rankings.query("component_id == 'icdi' and time_period == 2023")
        ranks[str(mean)] = rows.set_index("ref_area")["rank"].astype(int)
    spread = [max(places) - min(places) for places in zip(*ranks.values(), strict=True)]
    assert most.places.astype(int).to_list() == sorted(spread, reverse=True)[:10]


def test_the_index_without_heritage(page: dict) -> None:
    assert "industrial_heritage" not in set(page["without"].components.component_id)
    assert len(page["shift"]) == 31


def test_morans_i_by_year(page: dict) -> None:
    assert page["moran"].time_period.to_list() == list(range(2018, 2024))
    assert page["moran"].moran.between(-1, 1).all()


def test_a_score_is_traced_to_its_cells(page: dict) -> None:
    assert all(part.figures for part in page["theme"].parts if part.share)


def test_an_index_computed_from_a_folder_offers_the_same(release: icdi.Release) -> None:
    asem = icdi.score(ASEM, ASEM / "observations.csv")
    assert asem.rescore().table("scores").equals(asem.table("scores"))
    with pytest.raises(UserError, match=r"is of the framework asem, .* of icdi: only one framework's can be compared"):
        asem.compare(release)


def test_regions_without_a_list_are_known_by_their_codes(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ASEM, tmp_path / "asem"))
    (copy / "regions.csv").unlink()
    definition = (copy / "framework.yaml").read_text(encoding="utf-8").replace("  by: EurAsia_group\n", "")
    (copy / "framework.yaml").write_text(definition, encoding="utf-8")
    unlisted = icdi.score(copy, copy / "observations.csv")
    assert unlisted.regions.title_en.to_list() == sorted(set(unlisted.rankings.ref_area))
    assert unlisted.connect().sql("select count(*) from scores join regions using (ref_area)").fetchall()[0][0] > 0
    with pytest.raises(UserError, match="region XXX is not among those with scores"):
        unlisted.regional.global_moran([("AUT", "XXX")], permutations=9)


def test_children_are_named_whether_components_or_indicators(release: icdi.Release) -> None:
    found = release.named(release.weights).set_index("child_id").child_id_zh

    assert found["industrial_spirit"] == release.components.set_index("component_id").title_zh["industrial_spirit"]
    assert found.notna().all()


def test_figures_that_cannot_be_read_are_named() -> None:
    with pytest.raises(UserError, match=r"nowhere\.csv: the figures cannot be read"):
        icdi.score(ASEM, "nowhere.csv")


def test_an_adjacency_list_with_an_unknown_region_is_refused(release: icdi.Release) -> None:
    pairs = release.regions.assign(other_area="999999")[["ref_area", "other_area"]].head(1)
    with pytest.raises(UserError, match=r"999999"):
        release.regional.global_moran(pairs)


def test_a_release_is_cited_as_the_command_prints_it(release: icdi.Release, data: Path) -> None:
    assert release.name in release.citation
    assert answered("cite", "--as", "apa", "--data", data).stdout.strip() == release.citation
    (item,) = json.loads(answered("cite", "--json", "--data", data).stdout)
    assert (item["type"], item["version"]) == ("dataset", release.name)
