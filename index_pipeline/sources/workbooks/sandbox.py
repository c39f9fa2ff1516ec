"""Read a workbook, an HTML table or a document in a separate process, with little memory and little time.

Run as a module, with the kind of the file and, if a person filled it in, `form`: bytes on standard input, JSON on
standard output. A parser that fails on a broken or hostile
file then ends only this process.
"""

import io
import json
import sys
from typing import Any

from index_pipeline.sources.workbooks.sheets import NotReadError, Sheet

MEMORY = 1_000_000_000
PROCESSOR_SECONDS = {"PDF": 300, "DOCX": 30}
"""Processor time that a kind of file may take; `USUAL_PROCESSOR_SECONDS` where it is not named."""
USUAL_PROCESSOR_SECONDS = 4
DEFAULT_PASSWORD = "VelvetSweatshop"
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def main() -> None:
    """Answer with the sheets of the file on standard input, or with the problem."""
    _limit(PROCESSOR_SECONDS.get(sys.argv[1], USUAL_PROCESSOR_SECONDS))
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": _sheets(sys.argv[1], content, is_form=sys.argv[2:] == ["form"])}
    except NotReadError as error:
        answer = {"problem": error.answer}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


def _limit(seconds: int) -> None:
    import resource

    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # not every system has every limit; the caller's time limit works everywhere


def _sheets(kind: str, content: bytes, *, is_form: bool) -> list[Sheet]:
    """Read the sheets of a workbook (XLSX or XLS, locked or not), an XML spreadsheet, an HTML page, or a document."""
    try:
        if kind == "PDF":
            from index_pipeline.sources.workbooks.pdf import read_pdf

            return read_pdf(content)
        if kind == "DOCX":
            from index_pipeline.sources.workbooks.docx import read_docx

            return read_docx(content)
        if kind == "HTML":
            from index_pipeline.sources.workbooks.html import read_html

            return read_html(content)
        if kind == "XML":
            from index_pipeline.sources.workbooks.spreadsheetml import read_spreadsheetml

            return read_spreadsheetml(content)
        content = _unlocked(content) if content.startswith(OLE) else content
        if content.startswith(ZIP):
            from index_pipeline.sources.workbooks.xlsx import read_xlsx

            return read_xlsx(content, is_form=is_form)
        from index_pipeline.sources.workbooks.xls import read_xls

        return read_xls(content, is_form=is_form)
    except NotReadError:
        raise
    except MemoryError as error:
        raise NotReadError("bomb", why=("it needs too much memory", "占用内存过多")) from error
    except Exception as error:
        raise NotReadError("broken", format="XLSX" if kind == "XLS" and content.startswith(ZIP) else kind) from error


def _unlocked(content: bytes) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not file.is_encrypted():
            return content
        file.load_key(password=DEFAULT_PASSWORD)
        unlocked = io.BytesIO()
        file.decrypt(unlocked)
        return unlocked.getvalue()
    except InvalidKeyError as error:
        raise NotReadError("password") from error


if __name__ == "__main__":
    main()
