"""The parts of an Office Open XML archive, and XML read as a stream, without entities."""

import io
import posixpath
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from index_pipeline.sources.workbooks.sheets import NotReadError

MOST_ENTRIES = 2_000
MOST_UNPACKED = 150_000_000
MOST_RATIO = 200

OTHER_WORKBOOKS = {
    "xl/workbook.bin": ("a binary workbook (XLSB)", "二进制工作簿（XLSB）"),
    "content.xml": ("an OpenDocument workbook (ODS)", "OpenDocument工作簿（ODS）"),
    "index/document.iwa": ("a workbook of Numbers", "Numbers工作簿"),
}
"""Parts by which workbooks of other formats are known."""

Attributes = dict[str, str]


class Archive:
    """The parts of an archive by their names, whose case and slashes do not matter."""

    def __init__(self, content: bytes, kind: str = "XLSX"):
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise NotReadError("broken", format=kind) from error
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content):
            why = f"{len(parts):,} parts, {unpacked:,} bytes from {len(content):,}"
            why_zh = f"{len(parts):,}个部分，{len(content):,}字节解压为{unpacked:,}字节"
            raise NotReadError("bomb", why=(why, why_zh))
        self._names = {_key(part.filename): part.filename for part in parts}

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of that name."""
        return _key(name) in self._names

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; none if there is no such part."""
        known = self._names.get(_key(name))
        return self._archive.read(known) if known else b""

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: its identifier, and the kind and the name of the other part."""
        folder, own = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                target = attributes.get("Target", "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path.lstrip("/"))

        parse(self.read(f"{folder}/_rels/{own}.rels"), start)
        return found

    def kind(self) -> tuple[str, str]:
        """Say what an archive without an XML workbook is."""
        return next((what for name, what in OTHER_WORKBOOKS.items() if name in self), ("an archive", "压缩包"))

    def is_workbook(self) -> bool:
        """Return whether the archive is a workbook of another format."""
        return any(name in self for name in OTHER_WORKBOOKS)


def parse(
    xml: bytes,
    start: Callable[[str, Attributes], object],
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Read XML as a stream, names without their prefixes; nothing is read from no bytes.

    Raises:
        NotReadError: it defines a document type or an entity.
        expat.ExpatError: it is broken.
    """
    if not xml:
        return
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(tag: str, attributes: Attributes) -> None:
        if ":" in "".join(attributes):
            attributes = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        start(tag.rpartition(":")[2], attributes)

    parser.StartElementHandler = begin
    parser.EndElementHandler = (lambda tag: end(tag.rpartition(":")[2])) if end else None
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(xml, True)


def _refuse(*_: object) -> None:
    raise NotReadError("bomb", why=("its XML defines entities", "XML中定义了实体"))


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
