"""How to cite a release, in the Citation File Format."""

import json

from index_pipeline.framework.citation import Author
from index_pipeline.publication.releases.citing import address, name_of
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.releases.project import authors


def citation(contents: Contents) -> bytes:
    """Write `CITATION.cff` of a release: a data set, by authors, title, edition, identifier, address and DOI.

    Texts are written as JSON strings, which YAML reads as they are.

    Source: Citation File Format, version 1.2.0.
    """
    definition = contents.framework.definition
    standing = definition.standing.get("en") if definition.standing else ""
    lines = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite this release by its identifier: a release never changes.",
        "title": definition.title.en_first,
        "abstract": standing,
        "version": contents.release_id,
        "license": definition.licence,
        "url": address(contents.framework, contents.release_id),
        "doi": definition.citation.doi,
    }
    text = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items() if value]
    named = [f"  - {json.dumps(_fields(author), ensure_ascii=False)}" for author in authors(contents.framework)]
    return "\n".join([*text, "authors:", *named, ""]).encode()


def _fields(author: Author) -> dict[str, str]:
    name = name_of(author, "en")
    return {"family-names": name.family, "given-names": name.given} if name.given else {"name": name.family}
