"""What a reader meets on a page, in a PDF and in a feed: its texts, and those of them in another language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from lxml import etree

CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,;’'“”]+[a-z]{2,})+")
FOREIGN = {"zh": ENGLISH, "en": CHINESE}
"""By language: what a reader of it cannot read. Two English words in a row, not two names, are part of a sentence."""
NAMES = re.compile(r"National Bureau of Statistics")
"""Names of publishers, as they are written."""
SAID = ("title", "alt", "aria-label", "placeholder", "summary")
"""Attributes that are read out or shown."""
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def texts(path: Path, language: str) -> list[str]:
    """Return what a file shows: HTML, SVG or Atom without what is marked as of another language, or a PDF."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return [page.get_textpage().get_text_range() for page in document]
    parser = etree.HTMLParser(encoding="utf-8") if path.suffix == ".html" else None
    return list(_shown(etree.parse(path, parser).getroot(), language))


def _shown(node: etree._Element, language: str) -> Iterator[str]:
    own = node.get("lang") or node.get(LANG)
    if isinstance(node.tag, str) and node.tag not in ("script", "style") and (own is None or own[:2] == language):
        yield from (node.get(name) for name in SAID if node.get(name))
        if node.text:
            yield node.text
        for child in node:
            yield from _shown(child, language)
            if child.tail:
                yield child.tail


def foreign(found: list[str], language: str, names: str = "") -> set[str]:
    """Return what of the texts is in another language, names of `names` aside."""
    said = (NAMES.sub("", " ".join(text.split())) for text in found)
    return {part for text in said for part in FOREIGN[language].findall(text) if part not in names}
