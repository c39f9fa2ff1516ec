"""A server that answers as it is told, one request after the other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CheckedStep = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(*steps: CheckedStep) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Answer one request after the other as given, the last again and again; give the host and what was asked."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = steps[min(len(asked), len(steps) - 1)]
            asked.append({"path": self.path, **{name.lower(): text for name, text in self.headers.items()}})
            self.send_response(status)
            for name, text in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
