"""A server on this machine answers to its own pages, to links and to programs; not to other sites' pages."""

import pytest

from index_pipeline.loopback import names_this_machine, refusal

HERE = {"host": "localhost:3000"}
OWN = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:3000", "LOCALHOST:80", "127.0.0.1:8080", "[::1]:3000", "[::1]"]
)
def test_names_of_this_machine(host: str) -> None:
    assert names_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:3000",
        "localhost.evil.example",
        "127.0.0.1.evil.example:3000",
        "127.0.0.1:80:80",
    ],
)
def test_other_names(host: str) -> None:
    assert not names_this_machine(host)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(HERE, id="a program"),
        pytest.param({**HERE, **OWN, "origin": "http://localhost:3000"}, id="its own page"),
        pytest.param({**HERE, "sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, id="an address typed in"),
        pytest.param({**HERE, **LINK}, id="a link on another page"),
        pytest.param({"host": "127.0.0.1:8080", "origin": "http://127.0.0.1:8080"}, id="through a tunnel"),
    ],
)
def test_let_through(headers: dict[str, str]) -> None:
    assert refusal(headers.items()) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 421, id="no name"),
        pytest.param(
            {"host": "evil.example:3000", **OWN, "origin": "http://evil.example:3000"}, 421, id="rebound name"
        ),
        pytest.param({**HERE, "origin": "https://evil.example"}, 403, id="script or form of another page"),
        pytest.param({**HERE, "origin": "http://localhost:8888"}, 403, id="page of another port"),
        pytest.param({**HERE, "origin": "null"}, 403, id="page without an origin"),
        pytest.param({**HERE, "origin": "http://["}, 403, id="no origin at all"),
        pytest.param({**HERE, "origin": "ftp://localhost:3000"}, 403, id="another scheme"),
        pytest.param({**HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403, id="image"),
        pytest.param({**HERE, **LINK, "sec-fetch-dest": "iframe"}, 403, id="frame"),
    ],
)
def test_refused(headers: dict[str, str], status: int) -> None:
    refused = refusal(headers.items())

    assert refused is not None
    assert refused[0] == status


@pytest.mark.parametrize("name", ["host", "Host", "Origin", "sec-fetch-site"])
@pytest.mark.parametrize("first", [True, False])
def test_what_is_stated_twice_is_refused(name: str, first: bool) -> None:
    """Programs differ in which of two they take."""
    other = [(name, "evil.example")]
    own = [("Host", "localhost:3000"), ("Origin", "http://localhost:3000"), ("Sec-Fetch-Site", "same-origin")]

    refused = refusal([*other, *own] if first else [*own, *other])

    assert refused is not None
    assert refused[0] == 400
