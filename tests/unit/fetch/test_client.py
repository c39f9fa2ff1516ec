"""A client asks slowly, only hosts that are allowed, and takes nothing from the environment."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from answering import CheckedStep, answering

from index_pipeline.fetch.client import Client
from index_pipeline.fetch.troubles import FailedError, StoppedError
from index_pipeline.framework.fetching import Polite


def client(*hosts: str, pause: float = 0, waits: list[float] | None = None) -> Client:
    kept = waits if waits is not None else []
    return Client(Polite(hosts=hosts, pause=pause, timeout=2), sleep=kept.append)


OK: CheckedStep = (200, {}, b"ok")


def test_a_pause_lies_between_two_requests() -> None:
    waits: list[float] = []
    with answering(OK) as (host, _), client(host, pause=2, waits=waits) as asking:
        asking.ask("GET", f"http://{host}/a")
        asking.ask("GET", f"http://{host}/b")

    assert len(waits) == 1
    assert 1.5 < waits[0] <= 2


def test_after_a_busy_site_the_pause_doubles() -> None:
    waits: list[float] = []
    with answering((503, {}, b""), (503, {}, b""), OK) as (host, _), client(host, pause=2, waits=waits) as asking:
        assert asking.ask("GET", f"http://{host}/").body == b"ok"

    assert [round(wait) for wait in waits] == [4, 8]


@pytest.mark.parametrize("as_date", [False, True])
def test_what_a_site_asks_to_wait_is_waited(as_date: bool) -> None:
    waits: list[float] = []
    asked = format_datetime(datetime.now(UTC) + timedelta(seconds=30)) if as_date else "30"
    with answering((429, {"Retry-After": asked}, b""), OK) as (host, _), client(host, waits=waits) as asking:
        asking.ask("GET", f"http://{host}/")

    assert 27 < waits[0] <= 30


def test_a_long_wait_ends_the_work() -> None:
    with (
        answering((503, {"Retry-After": "900"}, b"")) as (host, asked),
        client(host) as asking,
        pytest.raises(StoppedError, match="900"),
    ):
        asking.ask("GET", f"http://{host}/")
    assert len(asked) == 1


def test_three_attempts_and_no_more() -> None:
    with answering((502, {}, b"")) as (host, asked), client(host) as asking, pytest.raises(FailedError):
        asking.ask("GET", f"http://{host}/")
    assert len(asked) == 3


@pytest.mark.parametrize("to", ["http://site.example/b", "ftp://site.example/b", "file:///etc/passwd"])
def test_the_way_never_leads_from_https_to_another_scheme(to: str) -> None:
    asking = client("site.example")

    assert asking._checked("https://site.example/a", before="https://site.example/") == "https://site.example/a"
    with pytest.raises(StoppedError, match=to.split("/")[2] or "file"):
        asking._checked(to, before="https://site.example/a")


def test_a_host_that_is_not_named_is_never_asked() -> None:
    with answering(OK) as (host, asked), client("data.stats.gov.cn") as asking, pytest.raises(StoppedError, match=host):
        asking.ask("GET", f"http://{host}/")
    assert asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_elsewhere_is_not_followed(status: int, method: str) -> None:
    with answering(OK) as (other, elsewhere):
        moved = (status, {"Location": f"http://{other}/x"}, b"")
        with answering(moved) as (host, _), client(host) as asking, pytest.raises(StoppedError, match=other):
            asking.ask(method, f"http://{host}/")
    assert elsewhere == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "//127.0.0.2:80/x",
        "http://user@127.0.0.1/x",
        "http://127.0.0.1.evil.example/x",
    ],
)
def test_a_redirect_to_no_address_of_the_web_is_not_followed(address: str) -> None:
    with answering((307, {"Location": address}, b"")) as (host, _), client(host) as asking, pytest.raises(StoppedError):
        asking.ask("GET", f"http://{host}/")


def test_a_redirect_within_the_host_is_followed_with_its_cookie() -> None:
    moved = (307, {"Set-Cookie": "wzws_cid=abc; Path=/", "Location": "/again"}, b"")
    with answering(moved, OK) as (host, asked), client(host) as asking:
        assert asking.ask("POST", f"http://{host}/", body="{}").body == b"ok"

    assert (asked[1]["path"], asked[1]["cookie"]) == ("/again", "wzws_cid=abc")


def test_redirects_without_end_come_to_an_end() -> None:
    with answering((307, {"Location": "/"}, b"")) as (host, asked), client(host) as asking, pytest.raises(FailedError):
        asking.ask("GET", f"http://{host}/")
    assert len(asked) <= 4


def test_the_environment_changes_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(OK) as (proxy, through):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{proxy}")
        with answering(OK) as (host, asked), client(host) as asking:
            asking.ask("GET", f"http://{host}/")
    assert (len(asked), through) == (1, [])


def test_an_answer_that_is_cut_is_no_answer() -> None:
    with (
        answering((200, {"Content-Length": "9"}, b"half")) as (host, _),
        client(host) as asking,
        pytest.raises(FailedError),
    ):
        asking.ask("GET", f"http://{host}/")


def test_a_host_that_does_not_exist_is_said() -> None:
    with client("127.0.0.1:9") as asking, pytest.raises(FailedError, match=r"127\.0\.0\.1:9"):
        asking.ask("GET", "http://127.0.0.1:9/")
