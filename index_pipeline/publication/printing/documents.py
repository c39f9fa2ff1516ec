"""Documents: PDFs that are still to be set, each from its template and data alone."""

import json
from dataclasses import dataclass
from typing import Any

from index_pipeline.keeping import Keeping
from index_pipeline.publication.printing.pdf import page_count, pdf


@dataclass(frozen=True)
class Document:
    """A PDF of a release that is still to be set.

    Attributes:
        path: Its path within the release.
        template: The template.
        data: All that the template is set with: plain data.
        pages: Pages that it is to end on. If it does not, it is set again with `data["fitted"]`, by which the template
            chooses another type.
    """

    path: str
    template: str
    data: dict[str, Any]
    pages: int | None = None

    @property
    def content(self) -> bytes:
        """The PDF, set when it is asked for."""
        if self.pages is None:
            return pdf(self.template, self.data)
        document = pdf(self.template, self.data | {"fitted": False})
        return document if page_count(document) == self.pages else pdf(self.template, self.data | {"fitted": True})

    def key(self, keeping: Keeping) -> str:
        """Return the digest of all that the PDF is made from; the order of `data` is a part of it."""
        return keeping.key(document=self.template, pages=self.pages, data=json.dumps(self.data, ensure_ascii=False))
