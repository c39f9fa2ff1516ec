"""A release of the project's own figures: its tables, its framework and its description, of the products SDMX only."""

from dataclasses import fields
from pathlib import Path

import pytest
from editions import copy_first

import index_pipeline as icdi
from index_pipeline.analysis.neighbours import adjacency
from index_pipeline.analysis.spatial import global_moran
from index_pipeline.files import write_text
from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.parquet import write_parquet
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.formats.sdmx_csv import scores_csv
from index_pipeline.publication.formats.sdmx_structure import structure
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.datapackage import datapackage
from index_pipeline.publication.releases.folder import DESCRIPTION, as_json, digest, stamps
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.history import revisions
from index_pipeline.sources.store.vintages import load_observations, newest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one release is published."""
    folder = tmp_path_factory.mktemp("data")
    release = folder / "releases" / "staged"
    copy_first(release / "framework")
    framework = load(release / "framework")
    stored, events = load_observations(ROOT / "data"), load_events(ROOT / "data")
    observations = newest(stored)
    register_stocks = stocks(events, framework)
    made = build(observations, register_stocks, framework)
    tables = {field.name: getattr(made, field.name) for field in fields(made) if field.name != "screened"}
    tables |= {"observations": observations, "register_events": events, "register_stocks": register_stocks}
    tables["revisions"] = revisions(stored)
    tables["global_moran"] = global_moran(made.scores, adjacency(framework), framework, permutations=99)
    tables |= catalogue(framework, made.weights)
    for name, table in tables.items():
        write_parquet(table, release / "tables" / f"{name}.parquet")
    name = f"{framework.definition.edition}-{digest(release, {})[:12]}"
    contents = Contents(name, framework, tables)
    (release / "sdmx").mkdir()
    (release / "sdmx/structure.xml").write_bytes(structure(contents))
    (release / "sdmx/scores.csv").write_bytes(scores_csv(contents))
    write_text(release / DESCRIPTION, as_json(datapackage(contents, stamps(release), {})))
    write_text(folder / "releases" / "latest.json", as_json({"release_id": name}))
    release.rename(folder / "releases" / name)
    return folder


@pytest.fixture(scope="session")
def release(data: Path) -> icdi.Release:
    """That release, opened."""
    return icdi.open_release(data=data)
