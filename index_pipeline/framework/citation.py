"""The `citation:` section of `framework.yaml`: as whose work, and by which DOI, the index is cited."""

from typing import Annotated

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Text


class Author(Record):
    """An organisation by its `name`, or a person by `family` and `given` name."""

    name: Text | None = None
    family: Text | None = None
    given: Text | None = None

    @model_validator(mode="after")
    def _organisation_or_person(self) -> "Author":
        stated = {field for field, text in self if text}
        if stated not in ({"name"}, {"family", "given"}):
            raise wrong("author_name")
        return self


class Citation(Record):
    """Who made the index, by default its own project, and the DOI under which a repository keeps it, if one does.

    Source: Citation File Format 1.2.0 for what a DOI consists of.
    """

    authors: Annotated[tuple[Author, ...], Field(max_length=20)] = ()
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]]+$", max_length=200)] | None = None
