"""Opening: the newest or a named release, checked against its description; what is wrong is said in a sentence."""

import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest

import index_pipeline as icdi
from index_pipeline import interface
from index_pipeline.errors import UserError
from index_pipeline.parquet import read_parquet, write_parquet
from index_pipeline.publication.releases.folder import digest, stamps


@pytest.fixture
def copy(release: icdi.Release, tmp_path: Path) -> Path:
    """A copy of the release, to be harmed."""
    return Path(shutil.copytree(release.folder, tmp_path / release.name))


def test_the_newest_release_is_opened_unless_one_is_named(data: Path, release: icdi.Release) -> None:
    assert icdi.open_release(release.name, data).table("scores").equals(release.table("scores"))
    assert icdi.open_folder(release.folder).name == release.name


def test_the_data_folder_may_stand_in_the_environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICDI_DATA", str(data))
    assert icdi.open_release().name.startswith("icdi-2026-")


def test_every_name_that_the_package_offers_is_there() -> None:
    assert all(getattr(icdi, name) is not None for name in icdi.__all__)
    offered = {name for name, value in vars(interface).items() if name[0] != "_" and not isinstance(value, ModuleType)}
    assert offered | {"__version__"} == set(icdi.__all__)
    with pytest.raises(AttributeError, match="no attribute 'open_releas'"):
        icdi.open_releas  # noqa: B018


def test_a_release_that_does_not_exist_is_named_with_those_that_do(data: Path) -> None:
    with pytest.raises(UserError, match=r"there is no release icdi-1; there are: icdi-2026-"):
        icdi.open_release("icdi-1", data)


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"there is no datapackage\.json in .*, so that it is not a release"):
        icdi.open_folder(tmp_path)


def test_a_release_with_a_missing_table_is_refused(copy: Path) -> None:
    (copy / "tables" / "scores.parquet").unlink()
    with pytest.raises(UserError, match=r"icdi-2026-\w+: tables/scores\.parquet is missing; get"):
        icdi.open_folder(copy)


def test_a_release_with_an_altered_table_is_refused(copy: Path) -> None:
    path = copy / "tables" / "rankings.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UserError, match=r"tables/rankings\.parquet was altered"):
        icdi.open_folder(copy)


def test_a_table_that_is_a_link_is_refused(copy: Path, tmp_path: Path) -> None:
    path = copy / "tables" / "rankings.parquet"
    path.rename(tmp_path / "elsewhere.parquet")
    path.symlink_to(tmp_path / "elsewhere.parquet")
    with pytest.raises(UserError, match=r"tables/rankings\.parquet is a link, not a file of the release"):
        icdi.open_folder(copy)


def test_a_release_whose_framework_was_edited_is_refused(copy: Path) -> None:
    path = copy / "framework" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"framework/framework\.yaml was altered"):
        icdi.open_folder(copy)


@pytest.mark.parametrize("path", ["tables/mine.parquet", "framework/indicator/mine.yaml"])
def test_a_file_that_was_not_published_is_refused(copy: Path, path: str) -> None:
    shutil.copy(copy / "tables" / "scores.parquet", copy / path)
    with pytest.raises(UserError, match=f"{path} is not described"):
        icdi.open_folder(copy)


def test_a_copy_is_known_by_its_description_whatever_its_folder_is_called(copy: Path, release: icdi.Release) -> None:
    assert icdi.open_folder(copy.rename(copy.with_name("mine"))).name == release.name


def redescribed(copy: Path, change: dict) -> Path:
    """Change the description of the copy."""
    path = copy / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    return copy


def test_a_copy_without_a_product_is_opened(copy: Path, release: icdi.Release) -> None:
    resources = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    chart = {"path": "figures/zh/ranking.svg", "hash": f"sha256:{'0' * 64}"}
    opened = icdi.open_folder(redescribed(copy, {"resources": [*resources, chart]}))
    assert opened.table("scores").equals(release.table("scores"))


@pytest.mark.parametrize("change", [{"id": "icdi-2026-0123456789ab"}, {"provenance": {"code_version": "2"}}])
def test_an_identifier_that_does_not_follow_from_the_content_is_refused(copy: Path, change: dict) -> None:
    with pytest.raises(UserError, match=r"the identifier does not follow from the content"):
        icdi.open_folder(redescribed(copy, change))


def test_a_table_that_does_not_conform_to_its_schema_is_refused(copy: Path) -> None:
    path = copy / "tables" / "scores.parquet"
    write_parquet(read_parquet(path).drop_columns(["coverage"]), path)
    stated = stamps(copy)
    package = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    resources = [item | {"hash": f"sha256:{stated[item['path']][0]}"} for item in package["resources"]]
    name = f"icdi-2026-{digest(copy, {})[:12]}"
    with pytest.raises(UserError, match=r"it cannot be read .table scores: column coverage is absent"):
        icdi.open_folder(redescribed(copy, {"id": name, "resources": resources}))


def test_a_description_that_is_a_folder_is_none(copy: Path) -> None:
    (copy / "datapackage.json").unlink()
    (copy / "datapackage.json").mkdir()
    with pytest.raises(UserError, match=r"there is no datapackage\.json"):
        icdi.open_folder(copy)


def test_a_damaged_description_is_refused(copy: Path) -> None:
    (copy / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"datapackage\.json is missing or damaged"):
        icdi.open_folder(copy)


def test_a_torn_pointer_to_the_newest_release_is_named(copy: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    releases.mkdir()
    copy.rename(releases / copy.name)
    for torn in ("{", "[]"):
        (releases / "latest.json").write_text(torn, encoding="utf-8")
        with pytest.raises(UserError, match=r"releases: the list of releases cannot be read"):
            icdi.open_release(data=tmp_path)
    assert icdi.open_release(copy.name, tmp_path).name == copy.name
