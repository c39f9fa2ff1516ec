"""`icdi serve`: what it answers with, what it says to a browser of the answer, and what it leaves unanswered."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from index_pipeline.cli import serving
from index_pipeline.cli.serving import Missing, ReleaseServer, server
from index_pipeline.language import Both
from index_pipeline.publication.releases.folder import ReleaseError
from index_pipeline.publication.text import words
from index_pipeline.publication.webpage import page


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    (folder / "tables").mkdir(parents=True)
    for name in (
        "index.html",
        "data_dictionary.md",
        "tables/a.csv",
        "core.js",
        "datapackage.json",
        "card.pdf",
        "x.svg",
    ):
        (folder / name).write_text("数 1", encoding="utf-8")
    return folder


@contextmanager
def serving_of(folder: Path, missing: Missing = lambda _: None) -> Iterator[ReleaseServer]:
    with server(folder, 0, missing) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


def ask(listening: ReleaseServer, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", listening.server_port, timeout=5)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": "localhost", **fields})
    return connection.getresponse()


def test_a_file_of_another_release_is_never_taken_for_this_one_s(release: Path) -> None:
    """Two releases are served at one address, one after the other; the browser asks as it would."""
    with serving_of(release) as listening:
        first = ask(listening, "/data_dictionary.md")
        assert first.getheader("Last-Modified") is None
        assert first.getheader("Cache-Control") == "no-store"
    for header in (
        {"If_Modified_Since": "Sat, 28 Nov 2099 00:00:00 GMT"},
        {"If_None_Match": "*"},
        {"If_Modified_Since": "Sat, 28 Nov 2099 00:00:00 GMT", "If_None_Match": '"x"'},
        {"If_Range": '"x"', "Range": "bytes=0-1"},
    ):
        (release / "data_dictionary.md").write_text("another", encoding="utf-8")
        with serving_of(release) as listening:
            answer = ask(listening, "/data_dictionary.md", **header)
            assert (answer.status, answer.read()) == (200, b"another")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/data_dictionary.md", "text/markdown; charset=utf-8"),
        ("/tables/a.csv", "text/csv; charset=utf-8"),
        ("/core.js", "text/javascript; charset=utf-8"),
        ("/datapackage.json", "application/json; charset=utf-8"),
        ("/x.svg", "image/svg+xml; charset=utf-8"),
        ("/card.pdf", "application/pdf"),
        ("/tables/", "text/html; charset=utf-8"),
        ("/nowhere", "text/html;charset=utf-8"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_a_browser_is_told_of_an_answer(release: Path, path: str, kind: str, method: str) -> None:
    with serving_of(release) as listening:
        answer = ask(listening, path, method)

    assert answer.getheader("Content-Type") == kind
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("Server") == "icdi"
    policy = answer.getheader("Content-Security-Policy")
    assert (policy is not None) == (kind.partition(";")[0] in {"text/html", "image/svg+xml"})
    assert policy is None or policy.startswith("default-src 'none'; script-src 'self';")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"}, 200),
    ],
)
def test_pages_of_other_sites_get_nothing(release: Path, headers: dict[str, str], status: int) -> None:
    with serving_of(release) as listening:
        assert ask(listening, "/tables/a.csv", **headers).status == status


def test_the_scripts_of_our_own_pages_are_allowed_and_no_others(release: Path) -> None:
    """A chart's page and the start page, as the templates write them today."""
    figure = type("Figure", (), {"figure_id": "ranking", "title": "x", "alternative": "x"})
    chart = page("figure.html", words("zh"), figure=figure, plot="{}", plotly="plotly.min.js", gallery="")
    (release / "chart.html").write_text(chart, encoding="utf-8")
    (release / "evil.html").write_text(chart + "<script>alert(1)</script>", encoding="utf-8")
    assert "onclick" in (Path(serving.__file__).parents[1] / "publication/templates/explorer.html").read_text("utf-8")

    with serving_of(release) as listening:
        policies = [ask(listening, f"/{name}.html").getheader("Content-Security-Policy") for name in ("chart", "evil")]

    assert policies[0] == policies[1]
    assert (policies[0] or "").count("'sha256-") == 1
    assert "unsafe-inline" not in (policies[0] or "").partition("style-src")[0]


def trickle(connection: socket.socket) -> None:
    for _ in range(100):
        connection.sendall(b"G")
        time.sleep(0.02)


def test_a_connection_without_a_request_is_closed(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that says nothing, half a request, and one that comes byte by byte."""
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    with serving_of(release) as listening:
        started = time.monotonic()
        address = ("127.0.0.1", listening.server_port)
        for text in (b"", b"GET / HTTP/1.1\r\nHost: loc"):
            with socket.create_connection(address, timeout=5) as half:
                half.sendall(text)
                assert half.recv(100) == b""
        with socket.create_connection(address, timeout=5) as slow, pytest.raises(OSError, match=r"pipe|reset"):
            trickle(slow)
        assert time.monotonic() - started < 5
        assert ask(listening, "/index.html").status == 200


def test_the_number_of_answers_at_a_time_is_bounded(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_ANSWERS", 3)
    with serving_of(release) as listening:
        address = ("127.0.0.1", listening.server_port)
        before = threading.active_count()
        held = [socket.create_connection(address, timeout=5) for _ in range(30)]
        time.sleep(0.3)
        assert threading.active_count() - before <= 3
        assert ask(listening, "/index.html").status == 503
        for connection in held:
            connection.close()
        time.sleep(0.3)
        assert ask(listening, "/index.html").status == 200


def test_what_a_release_lacks_is_made_when_it_is_asked_for(release: Path) -> None:
    (release / "index.html").unlink()
    plotted = 'Plotly.newPlot("r", plot.data, plot.layout, plot.config);'
    script = f'\nconst plot = JSON.parse(document.getElementById("plot").textContent);\n{plotted}\n'
    pages = {"index.html": "start", "figures/zh/r.html": f"<script>{script}</script>", "broken.pdf": None}

    def missing(path: str) -> bytes | None:
        if path == "broken.pdf":
            raise ReleaseError(Both("it cannot be read", "无法读取"))
        content = pages.get(path)
        return content.encode() if content else None

    with serving_of(release, missing) as listening:
        assert ask(listening, "/").read() == b"start"
        assert ask(listening, "/tables/a.csv").read().decode() == "数 1"
        assert ask(listening, "/none.html").status == ask(listening, "/../x.html").status == 404
        assert ask(listening, f"/{'a' * 300}.html").status == 404
        assert ask(listening, "/broken.pdf").status == 500
        answer = ask(listening, "/figures/zh/r.html")
        assert answer.read().decode() == pages["figures/zh/r.html"]
        assert "sha256-" in (answer.getheader("Content-Security-Policy") or "")
        assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
        head = ask(listening, "/index.html", "HEAD")
        assert (head.status, head.getheader("Content-Length"), head.read()) == (200, "5", b"")
