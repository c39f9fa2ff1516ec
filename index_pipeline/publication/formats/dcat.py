"""Metadata for data catalogues: DCAT in JSON-LD."""

from collections.abc import Iterator
from typing import Any

from index_pipeline.framework.model import Text
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.releases import as_json

TERMS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat(contents: Contents) -> bytes:
    """Describe a release as a data set with its distributions, sources and span of years.

    Addresses are relative to the folder of the release: where it is put on the web they become the files' own, and
    `<site>/<release id>/<path>` is a stable address of each, as a release never changes.

    Source: Data Catalog Vocabulary (DCAT), version 3, W3C Recommendation of 22 August 2024.
    """
    definition = contents.framework.definition
    described: dict[str, Any] = {
        "@context": TERMS,
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:identifier": contents.release_id,
        "dct:title": _texts(definition.title),
        "dcat:version": definition.edition,
        "dct:language": ["zh", "en"],
        "dct:spatial": {"@value": "CN"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{definition.years.first}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{definition.years.last}-12-31", "@type": "xsd:date"},
        },
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"},
        "prov:wasDerivedFrom": list(_sources(contents)),
        "dcat:distribution": list(_distributions(contents)),
    }
    if definition.standing:
        described["dct:description"] = _texts(definition.standing)
    return as_json(described).encode()


def _texts(text: Text | None) -> list[dict[str, str]]:
    pairs = (("zh", text.zh), ("en", text.en)) if text else ()
    return [{"@value": value, "@language": language} for language, value in pairs if value]


def _sources(contents: Contents) -> Iterator[dict[str, Any]]:
    for source in contents.framework.sources.values():
        described: dict[str, Any] = {
            "@type": "dcat:Dataset",
            "dct:identifier": source.id,
            "dct:title": _texts(source.title),
            "dct:publisher": _texts(source.publisher),
            "dct:rights": _texts(source.licence),
            "dct:bibliographicCitation": _texts(source.citation),
        }
        yield described | ({"dcat:landingPage": {"@id": source.url}} if source.url else {})


def _distributions(contents: Contents) -> Iterator[dict[str, Any]]:
    packaged = [("datapackage.json", "application/json"), ("workbook.xlsx", _XLSX), ("index.html", "text/html")]
    sdmx = [("sdmx/structure.xml", "application/vnd.sdmx.structure+xml;version=2.1")]
    sdmx += [(f"sdmx/{name}.csv", "application/vnd.sdmx.data+csv;version=2.0.0") for name in ("scores", "observations")]
    tables = [
        (f"tables/{name}.{ending}", kind)
        for name in sorted(contents.tables)
        for ending, kind in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
    ]
    for path, kind in (*packaged, *sdmx, *tables):
        yield {
            "@type": "dcat:Distribution",
            "dct:title": path,
            "dcat:downloadURL": {"@id": path},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{kind.partition(';')[0]}"},
            "dct:format": kind,
        }


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
