"""Data structure definitions, code lists and data flows as an SDMX-ML 2.1 structure message."""

import re
from collections.abc import Iterable
from typing import Any

import pyarrow.compute as pc
from lxml import etree

from index_pipeline.publication.formats.sdmx import (
    AGENCY,
    FLOWS,
    OBS_VALUE,
    TIME_PERIOD,
    VERSION,
    Concept,
    Flow,
    SdmxCode,
    code_lists,
    code_of,
    table_of,
)
from index_pipeline.publication.releases.contents import Contents

_SCHEMA = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_SPACES = {"mes": f"{_SCHEMA}/message", "str": f"{_SCHEMA}/structure", "com": f"{_SCHEMA}/common"}
_URN = "urn:sdmx:org.sdmx.infomodel"
_SCHEME = "CS_ICDI"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for."""


def structure(contents: Contents) -> bytes:
    """Describe the SDMX-CSV files of a release: what each column is, and what each code means.

    `Prepared` is the day on which the newest figure was published, so that the same release has the same bytes.

    Source: SDMX 2.1 Technical Specifications, section 3A.
    """
    root = etree.Element(f"{{{_SPACES['mes']}}}Structure", nsmap=_SPACES)
    header = _add(root, "mes:Header")
    _add(header, "mes:ID").text = code_of(contents.release_id)
    _add(header, "mes:Test").text = "false"
    _add(header, "mes:Prepared").text = f"{_newest_day(contents)}T00:00:00"
    _add(header, "mes:Sender", id=AGENCY)
    parts = _add(root, "mes:Structures")
    flows = _add(parts, "str:Dataflows")
    for flow in FLOWS:
        _dataflow(flows, flow)
    lists = _add(parts, "str:Codelists")
    for code_list, codes in code_lists(contents):
        _code_list(lists, code_list, codes)
    _concepts(_add(parts, "str:Concepts"))
    structures = _add(parts, "str:DataStructures")
    for flow in FLOWS:
        _data_structure(structures, flow)
    for name in list(root.iter(f"{{{_SPACES['com']}}}Name")):
        if name.get(_LANGUAGE) not in contents.framework.languages:
            name.getparent().remove(name)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _newest_day(contents: Contents) -> str:
    newest = pc.max(table_of(contents, "observations")["vintage"]).as_py()
    return str(newest or f"{contents.framework.definition.years.last}-12-31")


def _dataflow(parent: Any, flow: Flow) -> None:
    element = _maintained(parent, "str:Dataflow", flow.flow_id)
    _names(element, flow.name_zh, flow.name_en)
    _reference(_add(element, "str:Structure"), "DataStructure", "datastructure", flow.flow_id)


def _code_list(parent: Any, code_list: SdmxCode, codes: Iterable[SdmxCode]) -> None:
    element = _maintained(parent, "str:Codelist", code_list.code)
    _names(element, code_list.name_zh, code_list.name_en)
    for code in codes:
        item = _add(element, "str:Code", id=code.code)
        _names(item, code.name_zh, code.name_en)
        if code.parent:
            _add(_add(item, "str:Parent"), "Ref", id=code.parent)


def _concepts(parent: Any) -> None:
    scheme = _maintained(parent, "str:ConceptScheme", _SCHEME)
    _names(scheme, "概念", "Concepts")
    for concept in dict.fromkeys(column for flow in FLOWS for column in flow.columns):
        _names(_add(scheme, "str:Concept", id=concept.concept_id), concept.name_zh, concept.name_en)


def _data_structure(parent: Any, flow: Flow) -> None:
    element = _maintained(parent, "str:DataStructure", flow.flow_id)
    _names(element, flow.name_zh, flow.name_en)
    components = _add(element, "str:DataStructureComponents")
    dimensions = _add(components, "str:DimensionList", id="DimensionDescriptor")
    for position, concept in enumerate(flow.dimensions, start=1):
        _column(_add(dimensions, "str:Dimension", id=concept.concept_id, position=str(position)), concept)
    last = str(len(flow.dimensions) + 1)
    time = _add(dimensions, "str:TimeDimension", id=TIME_PERIOD.concept_id, position=last)
    _identity(time, TIME_PERIOD)
    _add(_add(time, "str:LocalRepresentation"), "str:TextFormat", textType="GregorianYear")
    attributes = _add(components, "str:AttributeList", id="AttributeDescriptor")
    for concept in flow.attributes:
        attribute = _add(attributes, "str:Attribute", id=concept.concept_id, assignmentStatus="Conditional")
        _column(attribute, concept)
        relation = _add(attribute, "str:AttributeRelationship")
        _add(_add(relation, "str:PrimaryMeasure"), "Ref", id=OBS_VALUE.concept_id)
    measures = _add(components, "str:MeasureList", id="MeasureDescriptor")
    _column(_add(measures, "str:PrimaryMeasure", id=OBS_VALUE.concept_id), OBS_VALUE)


def _column(element: Any, concept: Concept) -> None:
    _identity(element, concept)
    if concept.code_list:
        enumeration = _add(_add(element, "str:LocalRepresentation"), "str:Enumeration")
        _reference(enumeration, "Codelist", "codelist", concept.code_list)
    elif concept.text_type:
        _add(_add(element, "str:LocalRepresentation"), "str:TextFormat", textType=concept.text_type)


def _identity(element: Any, concept: Concept) -> None:
    identity = _add(element, "str:ConceptIdentity")
    where = {"maintainableParentID": _SCHEME, "maintainableParentVersion": VERSION, "agencyID": AGENCY}
    _add(identity, "Ref", id=concept.concept_id, package="conceptscheme", **{"class": "Concept"}, **where)


def _reference(element: Any, kind: str, package: str, identifier: str) -> None:
    _add(element, "Ref", id=identifier, version=VERSION, agencyID=AGENCY, package=package, **{"class": kind})


def _maintained(parent: Any, tag: str, identifier: str) -> Any:
    kind = tag.removeprefix("str:")
    package = {"Codelist": "codelist", "ConceptScheme": "conceptscheme"}.get(kind, "datastructure")
    urn = f"{_URN}.{package}.{kind}={AGENCY}:{identifier}({VERSION})"
    return _add(parent, tag, id=identifier, version=VERSION, agencyID=AGENCY, isFinal="true", urn=urn)


def _names(element: Any, zh: str, en: str) -> None:
    for language, name in (("en", en), ("zh", zh)):
        _add(element, "com:Name", **{_LANGUAGE: language}).text = _NOT_XML.sub(" ", name)


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    space, _, name = tag.rpartition(":")
    return etree.SubElement(parent, f"{{{_SPACES[space]}}}{name}" if space else name, attributes)
