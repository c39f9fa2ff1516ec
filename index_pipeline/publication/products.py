"""Products: every file of a release that people read, made from its contents alone, all at once or when asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock

from index_pipeline.keeping import Keeping
from index_pipeline.publication.charts.collection import PLOTLY, figure_files
from index_pipeline.publication.explorer.files import explorer_files
from index_pipeline.publication.explorer.sizes import SIZES, size_file
from index_pipeline.publication.faces import font_files
from index_pipeline.publication.files import File
from index_pipeline.publication.formats.files import format_files
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing.documents import Document
from index_pipeline.publication.printing.setters import being_set
from index_pipeline.publication.releases.contents import Contents, read_contents
from index_pipeline.publication.report.files import report_files
from index_pipeline.publication.scorecards.files import scorecard_files
from index_pipeline.publication.workbook.workbook import workbook

Makers = Mapping[tuple[str, ...], Callable[[Panel], Iterable[File | Document]]]

WITH_DOCUMENTS: Makers = {("scorecards/",): scorecard_files, ("report/",): report_files}
"""What makes files with documents among them, by the beginnings of their paths."""

OTHERS: Makers = {
    ("index.html", "explorer/"): explorer_files,
    ("figures/", PLOTLY): figure_files,
    ("assets/fonts/",): lambda _: font_files(),
    ("workbook.xlsx",): lambda panel: [File("workbook.xlsx", workbook(panel))],
    ("sdmx/", "dcat.jsonld", "CITATION.cff"): lambda panel: format_files(panel.contents),
}
"""What makes the other files, by the beginnings of their paths."""


def products(contents: Contents, keeping: Keeping | None = None) -> Iterator[File]:
    """Yield the products of a release, the same bytes for the same contents.

    Args:
        contents: All that they are made from.
        keeping: Where documents and initials are kept by all that they are made from; None if they are not.
    """
    panel = Panel(contents, keeping)
    made = [each for make in WITH_DOCUMENTS.values() for each in make(panel)]
    with being_set([each for each in made if isinstance(each, Document)], keeping) as documents:
        yield from (each for each in made if isinstance(each, File))
        for make in OTHERS.values():
            yield from (File(each.path, each.content) for each in make(panel))
        yield from documents


class OnRequest:
    """The products of a release that has none of its own, each made when it is first asked for.

    Sizes are stated of the files that it has.
    """

    def __init__(self, release: Path, keeping: Keeping | None = None) -> None:
        self._release, self._keeping = release, keeping
        self._made: dict[tuple[str, ...], dict[str, File | Document]] = {}
        self._one_at_a_time = Lock()

    def content(self, path: str) -> bytes | None:
        """Return the product at a path within the release, or None where the release has none.

        Raises:
            ReleaseError: the release cannot be read.
        """
        if path == SIZES:
            return size_file(self._release).content
        for beginnings, make in {**WITH_DOCUMENTS, **OTHERS}.items():
            if path.startswith(beginnings):
                with self._one_at_a_time:
                    if beginnings not in self._made:
                        self._made[beginnings] = {each.path: each for each in make(self._panel)}
                    return self._content(self._made[beginnings].get(path))
        return None

    def _content(self, product: File | Document | None) -> bytes | None:
        if not isinstance(product, Document):
            return product.content if product else None
        with being_set([product], self._keeping) as files:
            return next(files).content

    @cached_property
    def _panel(self) -> Panel:
        return Panel(read_contents(self._release), self._keeping)
