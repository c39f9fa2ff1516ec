"""The archive of fetched answers: each as it came, with what was asked, and found again by its hash.

An answer is `archive/<source_id>/<item>/<first 16 of its SHA-256>.<ending>.gz`, its bytes compressed. Beside it,
`….request.json` has request, time and headers, and what the answer was asked for. Cookies are left out of both.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from index_pipeline.causes import cause
from index_pipeline.clock import BEIJING
from index_pipeline.files import read_regular, write_bytes, write_text
from index_pipeline.language import Both
from index_pipeline.sources.problems import Problem, Refusal, printable
from index_pipeline.sources.workbooks.contents import LARGEST_FILE

ARCHIVE = "archive"
COMPRESSED, RECORD = ".gz", ".request.json"
UNKEPT = frozenset({"set-cookie", "cookie", "authorization"})
"""Headers that are not archived: they open a session."""

Kind = Literal["bureau", "table"]


@dataclass(frozen=True)
class Request:
    """What was sent: method, address with its parameters, and the body of a POST."""

    method: str
    address: str
    body: str | None = None


@dataclass(frozen=True)
class Capture:
    """An answer as it came, and what it answers.

    Attributes:
        source_id: The source that was asked.
        item: The series, or the table's identifier.
        kind: How the answer is read.
        body: Its bytes, as the server meant them: compression for transport is undone.
        request: What was asked.
        at: When it came.
        status: Its HTTP status.
        headers: Its headers, by names in small letters.
        asked: What the answer must be of; `answers.Asked` as plain data if the kind is `bureau`, the options of
            `icdi ingest` if it is `table`.
    """

    source_id: str
    item: str
    kind: Kind
    body: bytes
    request: Request
    at: datetime
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def name(self) -> str:
        """Where it is kept, relative to the data folder."""
        ending = ".json" if self.kind == "bureau" else ""
        return f"{ARCHIVE}/{self.source_id}/{self.item}/{self.digest[:16]}{ending}{COMPRESSED}"

    @property
    def day(self) -> date:
        """The day on which it came, in Beijing: the vintage of its figures."""
        return self.at.astimezone(BEIJING).date()


def keep(capture: Capture, data: Path) -> Path:
    """Write an answer into the archive of `data`, unless it is there; the record first, then the answer itself.

    Returns:
        The answer's path.

    Raises:
        OSError: it cannot be written; existing files are unchanged.
    """
    path = data / capture.name
    if path.exists() and record_of(path).exists():
        return path
    record = {
        "source_id": capture.source_id,
        "item": capture.item,
        "kind": capture.kind,
        "sha256": capture.digest,
        "bytes": len(capture.body),
        "at": capture.at.isoformat(timespec="seconds"),
        "request": {
            "method": capture.request.method,
            "address": capture.request.address,
            "body": capture.request.body,
        },
        "status": capture.status,
        "headers": {name: text for name, text in sorted(capture.headers.items()) if name not in UNKEPT},
        "asked": dict(capture.asked),
    }
    write_text(record_of(path), json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    write_bytes(path, gzip.compress(capture.body, mtime=0))
    return path


def record_of(path: Path) -> Path:
    """Return the path of the record beside an archived answer."""
    return path.with_name(f"{path.name}{RECORD}")


def is_captured(path: Path) -> bool:
    """Return whether `path` is an answer of the archive: it has a record beside it."""
    return path.suffix == COMPRESSED and record_of(path).is_file()


def captured(path: Path) -> Capture:
    """Read an answer of the archive.

    Raises:
        Refusal: answer or record cannot be read, or the answer is not the one that was recorded.
    """
    try:
        record = json.loads(read_regular(record_of(path), LARGEST_FILE))
        body = _decompressed(read_regular(path, LARGEST_FILE))
        request = record["request"]
        capture = Capture(
            record["source_id"],
            record["item"],
            record["kind"],
            body,
            Request(request["method"], request["address"], request["body"]),
            datetime.fromisoformat(record["at"]),
            record["status"],
            record["headers"],
            record["asked"],
        )
        if record["sha256"] != capture.digest:
            raise ValueError("SHA-256")
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError) as error:
        said = cause(error)
        why = Both(f"the answer and its record do not agree: {said.en}", f"归档的应答与其记录不符：{said.zh}")
        raise Refusal(printable(path.name), [Problem("unreadable", details={"why": why})]) from error
    return capture


def _decompressed(content: bytes) -> bytes:
    opened = zlib.decompressobj(wbits=31)
    body = opened.decompress(content, LARGEST_FILE + 1)
    if len(body) > LARGEST_FILE or not opened.eof:
        raise ValueError("the compressed file is cut or too large")
    return body
