"""What `icdi serve` answers: the files of one release, to browsers on this machine."""

import base64
import hashlib
import io
import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, BinaryIO

from index_pipeline.causes import cause
from index_pipeline.cli.language import language
from index_pipeline.errors import UserError
from index_pipeline.loopback import ADDRESS, port_error, refusal

MOST_ANSWERS = 100
"""Requests that are answered at a time; a browser opens six connections. Others are told to come again."""

PATIENCE = 10.0
"""Seconds that a request has to arrive in, and that a browser may take for each part of an answer."""

POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page may do: show and run the files of the release, the scripts that it holds itself as far as we wrote them,
and ask nobody else."""

OWN_SCRIPTS = re.compile(
    rb"<script>(\nconst plot = JSON\.parse\(document\.getElementById\(\"plot\"\)\.textContent\);\n"
    rb"Plotly\.newPlot\(\"[A-Za-z0-9_-]+\", plot\.data, plot\.layout, plot\.config\);\n)</script>"
)
"""The script of a chart's page, `publication/templates/figure.html`."""

OWN_CLICK = b"document.getElementById('main').focus(); return false"
"""What the link to the main part of the start page does, `publication/templates/explorer.html`."""

PAGES = ("text/html", "image/svg+xml", "application/xml", "text/xml")
"""Kinds of files that can hold a script."""


Missing = Callable[[str], bytes | None]
"""Makes a file that a release lacks, by its path, or returns None where the release has no such file."""


def server(folder: Path, port: int, missing: Missing = lambda _: None) -> "ReleaseServer":
    """Return a server of the files in `folder`, on this machine only; it makes what is `missing` as it is asked for.

    Raises:
        PortError: another program listens on the port, or it is not for everyone.
    """
    handler = partial(ReleaseHandler, directory=str(folder.resolve()), missing=missing)
    try:
        return ReleaseServer((ADDRESS, port), handler)
    except OSError as error:
        raise port_error(port, error) from error


class ReleaseServer(ThreadingHTTPServer):
    """Answers a bounded number of requests at a time, and closes connections on which no request arrives."""

    request_queue_size = 64

    def __init__(self, *given: Any):
        super().__init__(*given)
        self._room = BoundedSemaphore(MOST_ANSWERS)
        self._waiting: dict[socket.socket, float] = {}

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a separate thread, or refuse at once if there are too many requests."""
        if not self._room.acquire(blocking=False):
            with suppress(OSError):
                request.settimeout(1)
                request.sendall(b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
            return
        self._waiting[request] = time.monotonic() + PATIENCE
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one request, then allow another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.arrived(request)
            self._room.release()

    def arrived(self, request: Any) -> None:
        """Note that a request is here."""
        self._waiting.pop(request, None)

    def service_actions(self) -> None:
        """Close the connections on which no request has arrived in time."""
        now = time.monotonic()
        for request, until in list(self._waiting.items()):
            if until < now:
                self.arrived(request)
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report nothing when a browser has disconnected."""


class ReleaseHandler(SimpleHTTPRequestHandler):
    """Answers with files whose real place is within the folder, to requests that name this machine and come from it.

    Nothing is kept by a browser: another release may be served at the same address.
    """

    server_version, sys_version = "icdi", ""
    timeout = PATIENCE

    def __init__(self, *given: Any, missing: Missing, **more: Any) -> None:
        self._missing = missing
        super().__init__(*given, **more)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the head of an answer, or of a refusal."""
        if isinstance(self.server, ReleaseServer):
            self.server.arrived(self.connection)
        self._scripts = ""
        refused = refusal(self.headers.items())
        if refused is not None:
            self.send_error(*refused)
            return None
        if not self._is_within():
            self.send_error(HTTPStatus.NOT_FOUND, "there is no such file in the release")
            return None
        del self.headers["If-Modified-Since"]
        asked = self.translate_path(self.path)
        path = Path(asked, "index.html") if asked.endswith("/") else Path(asked)
        try:
            if path.exists():
                return super().send_head()
            made = self._missing(path.relative_to(self.directory).as_posix())
        except (UserError, OSError) as error:
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR, explain=cause(error).get(language()))
            return None
        return super().send_head() if made is None else self._send_made(path, made)

    def _send_made(self, path: Path, content: bytes) -> io.BytesIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self._scripts = _scripts(content)
        self.end_headers()
        return io.BytesIO(content)

    def guess_type(self, path: Any) -> str:
        """Return the type of a file, and that its text is UTF-8."""
        kind = super().guess_type(path)
        if kind == "text/html":
            with suppress(OSError):
                self._scripts = _scripts(Path(path).read_bytes())
        is_text = kind.startswith("text/") or kind.endswith(("json", "javascript", "xml"))
        return f"{kind}; charset=utf-8" if is_text else kind

    def send_header(self, keyword: str, value: str) -> None:
        """Note the kind of the answer, of which its policy depends; leave out when the file was written."""
        if keyword.lower() == "content-type":
            self._kind = value.partition(";")[0]
        if keyword.lower() != "last-modified":
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        """Send the headers that say how a browser must treat the answer."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(self, "_kind", "text/html") in PAGES:
            self.send_header("Content-Security-Policy", POLICY.format(scripts=getattr(self, "_scripts", "")))
        super().end_headers()

    def version_string(self) -> str:
        """Name the server, and not the version of Python."""
        return self.server_version

    def _is_within(self) -> bool:
        try:
            asked = Path(self.translate_path(self.path))
            asked.exists()  # raises if a name is longer than any file may have
            return asked.resolve().is_relative_to(self.directory)
        except (ValueError, OSError):
            return False


def _scripts(content: bytes) -> str:
    """Return the hashes of a page's own scripts that this project wrote, as the policy allows them."""
    found = [script[1] for script in OWN_SCRIPTS.finditer(content)]
    is_start = b'onclick="' + OWN_CLICK + b'"' in content
    hashes = [f" 'sha256-{base64.b64encode(hashlib.sha256(each).digest()).decode()}'" for each in found]
    click = base64.b64encode(hashlib.sha256(OWN_CLICK).digest()).decode()
    return "".join(hashes) + (f" 'unsafe-hashes' 'sha256-{click}'" if is_start else "")
