"""Typefaces that a release carries: the Latin part of Source Sans 3 (SIL Open Font License), for English text."""

from collections.abc import Iterator
from pathlib import Path

from index_pipeline.publication.files import File

FOLDER = Path(__file__).parent / "fonts"


def font_files() -> Iterator[File]:
    """Yield the fonts that pages name, with their licence."""
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in {".woff2", ".txt"}:
            yield File(f"assets/fonts/{path.name}", path.read_bytes())
