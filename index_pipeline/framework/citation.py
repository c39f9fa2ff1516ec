"""As whose work, by which DOI and where the index is cited: `citation:` and `site_url:` of `framework.yaml`."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Text

DOI = r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]]+$"
"""What a DOI consists of, without the address of a resolver before it."""


def with_slash(address: str) -> str:
    """Return an address with a slash at its end, so that a path can follow it."""
    return address if address.endswith("/") else f"{address}/"


ADDRESS = re.compile(r"https?://[^\s<>\"']+")
"""An address of a site."""

SiteAddress = Annotated[str, Field(pattern=f"^{ADDRESS.pattern}$", max_length=200), AfterValidator(with_slash)]
"""Where a site is published."""


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
    doi: Annotated[str, Field(max_length=200, json_schema_extra={"pattern": DOI})] | None = None

    @field_validator("doi")
    @classmethod
    def _is_a_doi(cls, doi: str | None) -> str | None:
        if doi is not None and not re.fullmatch(DOI, doi):
            raise wrong("no_doi")
        return doi
