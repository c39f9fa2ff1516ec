"""What `icdi serve` answers: the files of one release, to browsers on this machine."""

import io
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from index_pipeline.loopback import ADDRESS, names_this_machine, port_error


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the files in `folder`, on this machine only.

    Raises:
        PortError: another program listens on the port, or it is not for everyone.
    """
    handler = partial(ReleaseHandler, directory=str(folder.resolve()))
    try:
        return ThreadingHTTPServer((ADDRESS, port), handler)
    except OSError as error:
        raise port_error(port, error) from error


class ReleaseHandler(SimpleHTTPRequestHandler):
    """Answers with files whose real place is within the folder, to requests that name this machine."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the head of an answer, or of a refusal."""
        if not names_this_machine(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this server answers to localhost only")
            return None
        if not self._is_within():
            self.send_error(HTTPStatus.NOT_FOUND, "there is no such file in the release")
            return None
        return super().send_head()

    def _is_within(self) -> bool:
        try:
            return Path(self.translate_path(self.path)).resolve().is_relative_to(self.directory)
        except (ValueError, OSError):
            return False
