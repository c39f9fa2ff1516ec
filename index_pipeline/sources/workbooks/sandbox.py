"""Read workbooks, HTML tables and documents, each in a process of its own, with little memory and little time.

Run as a module, with a socket as standard input (`apart.py` is at its other end). A message is the kind of a file, and
a connection: a process is forked that receives the file there, and answers in JSON. A parser that fails on a broken or
hostile file ends that process alone, and what it takes to read a kind of file is imported once.
"""

import io
import json
import os
import signal
import socket
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from index_pipeline.sources.workbooks.sheets import NotReadError, Sheet

MEMORY = 1_000_000_000
PROCESSOR_SECONDS = {"PDF": 300, "DOCX": 30}
"""Processor time that a kind of file may take; `USUAL_PROCESSOR_SECONDS` where it is not named."""
USUAL_PROCESSOR_SECONDS = 4
DEFAULT_PASSWORD = "VelvetSweatshop"
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


MODULES = {"PDF": "pdf", "DOCX": "docx", "HTML": "html", "XML": "spreadsheetml", "XLS": "xls", "XLSX": "xlsx"}
"""What reads a kind of file."""

KIND = 8
"""Bytes of the kind of a file, filled up with blanks."""


def main() -> None:
    """Fork a process for each file until the other end is closed; what is not read by then ends."""
    children: set[int] = set()
    with socket.socket(fileno=0) as asked:
        while True:
            message, handles, _, _ = socket.recv_fds(asked, KIND, 1)
            if not message:
                break
            kind = message.decode().strip()
            import_module(f"{__package__}.{MODULES[kind]}")
            with Connection(handles[0]) as connection:
                child = os.fork()
                if not child:
                    try:
                        asked.close()
                        _answer(kind, connection)
                    finally:
                        os._exit(0)
            children.add(child)
            children -= {ended for ended in children if os.waitpid(ended, os.WNOHANG)[0]}
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _answer(kind: str, connection: Connection) -> None:
    """Say that this process has begun, receive a file, and send its sheets, or the problem."""
    connection.send_bytes(b"")
    is_form, seconds = json.loads(connection.recv_bytes())
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _limit(PROCESSOR_SECONDS.get(kind, USUAL_PROCESSOR_SECONDS))
    try:
        answer: dict[str, Any] = {"sheets": _sheets(kind, connection.recv_bytes(), is_form=is_form)}
    except NotReadError as error:
        answer = {"problem": error.answer}
    connection.send_bytes(json.dumps(answer).encode())


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
