"""How to cite a release, in the Citation File Format."""

import json

from index_pipeline.publication.contents import Contents
from index_pipeline.publication.project import author


def citation(contents: Contents) -> bytes:
    """Write `CITATION.cff` of a release: a data set, by its title, edition and identifier.

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
    }
    text = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items() if value]
    authors = ["authors:", f"  - name: {json.dumps(author(contents.framework), ensure_ascii=False)}"]
    return "\n".join([*text, *authors, ""]).encode()
