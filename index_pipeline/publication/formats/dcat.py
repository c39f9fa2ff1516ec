"""Metadata for data catalogues: DCAT in JSON-LD."""

from collections.abc import Iterator
from typing import Any

from index_pipeline.framework.text import Text
from index_pipeline.publication.files import AS_CSV
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.folder import as_json
from index_pipeline.publication.releases.project import author, licence_address

TERMS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA = "https://www.iana.org/assignments/media-types"
COUNTRIES = {"CN": "CHN"}
"""Codes of countries in the European vocabulary, by those of ISO 3166-1."""

FREQUENCIES = {"annual": "ANNUAL", "irregular": "IRREG"}
"""Codes of how often data are published in the European vocabulary, by those of a source."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SDMX_CSV = "application/vnd.sdmx.data+csv"


def dcat(contents: Contents) -> bytes:
    """Describe a release as a data set with its distributions, sources and span of years.

    Addresses are relative to the folder of the release: on the web they become the files' own, and
    `<site>/<release id>/<path>` is a stable address of each, as a release never changes. The day of publication is
    not part of it, so that the same release has the same bytes. Keywords are the titles of the index's components.

    Source: Data Catalog Vocabulary (DCAT), version 3, W3C Recommendation of 22 August 2024; DCAT-AP 3.
    """
    definition = contents.framework.definition
    codes = [{"zh": "ZHO", "en": "ENG"}[language] for language in contents.framework.languages]
    keywords = [text for node in definition.index.components for text in _texts(node.title)]
    described: dict[str, Any] = {
        "@context": TERMS,
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:identifier": contents.release_id,
        "dct:title": _texts(definition.title),
        "dct:description": _texts(definition.standing or definition.title),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": author(contents.framework)},
        "dcat:version": definition.edition,
        "dcat:keyword": keywords,
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/REGI", "@type": "skos:Concept"},
        "dct:language": [{"@id": f"{AUTHORITY}/language/{n}", "@type": "dct:LinguisticSystem"} for n in codes],
        "dct:spatial": list(_places(contents)),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{definition.years.first}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{definition.years.last}-12-31", "@type": "xsd:date"},
        },
        "dct:accrualPeriodicity": _frequency("annual"),
        "prov:wasDerivedFrom": list(_sources(contents)),
        "dcat:distribution": list(_distributions(contents)),
    }
    return as_json({key: value for key, value in described.items() if value}).encode()


def _texts(text: Text | None) -> list[dict[str, str]]:
    pairs = (("zh", text.zh), ("en", text.en)) if text else ()
    return [{"@value": value, "@language": language} for language, value in pairs if value]


def _frequency(frequency: str) -> dict[str, str]:
    return {"@id": f"{AUTHORITY}/frequency/{FREQUENCIES[frequency]}", "@type": "dct:Frequency"}


def _places(contents: Contents) -> Iterator[dict[str, Any]]:
    """Yield the areas that the regions add up to."""
    for region in contents.framework.codes.regions.values():
        if region.role == "total":
            labels = [("zh", region.title_zh), ("en", region.title_en)]
            named = [{"@value": name, "@language": language} for language, name in labels if name]
            country = COUNTRIES.get(region.attributes.get("iso_3166_2", ""))
            place = {"@type": "dct:Location", "skos:prefLabel": named}
            yield place | ({"@id": f"{AUTHORITY}/country/{country}"} if country else {})


def _sources(contents: Contents) -> Iterator[dict[str, Any]]:
    for source in contents.framework.sources.values():
        described: dict[str, Any] = {
            "@type": "prov:Entity",
            "dct:identifier": source.id,
            "dct:title": _texts(source.title),
            "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _texts(source.publisher)},
            "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _texts(source.licence)},
            "dct:bibliographicCitation": _texts(source.citation),
            "dct:accrualPeriodicity": _frequency(source.frequency),
        }
        yield described | ({"foaf:page": {"@id": source.url, "@type": "foaf:Document"}} if source.url else {})


def _distributions(contents: Contents) -> Iterator[dict[str, Any]]:
    licence = contents.framework.definition.licence
    stated = {"dct:license": {"@id": licence_address(licence), "@type": "dct:LicenseDocument"}} if licence else {}
    gzip = {"dcat:compressFormat": {"@id": f"{MEDIA}/application/gzip", "@type": "dct:MediaType"}}
    for path, format_, media in _files(contents):
        yield {
            "@type": "dcat:Distribution",
            "dct:title": path,
            "dcat:accessURL": {"@id": path},
            "dcat:downloadURL": {"@id": path},
            "dcat:mediaType": {"@id": f"{MEDIA}/{media}", "@type": "dct:MediaType"},
            "dct:format": {"@id": f"{AUTHORITY}/file-type/{format_}", "@type": "dct:MediaTypeOrExtent"},
            **(gzip if path.endswith(".gz") else {}),
            **stated,
        }


def _files(contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Yield path, file type and media type of each file that a catalogue lists."""
    yield "datapackage.json", "JSON", "application/json"
    yield "workbook.xlsx", "XLSX", _XLSX
    yield "index.html", "HTML", "text/html"
    yield "sdmx/structure.xml", "XML", "application/vnd.sdmx.structure+xml"
    yield from ((f"sdmx/{name}", "CSV", _SDMX_CSV) for name in ("scores.csv", "observations.csv.gz"))
    for name in sorted(contents.tables):
        if name in AS_CSV:
            yield f"tables/{name}.csv", "CSV", "text/csv"
        yield f"tables/{name}.parquet", "PARQUET", "application/vnd.apache.parquet"
