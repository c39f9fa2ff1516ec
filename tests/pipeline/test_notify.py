"""People are told of a refused file, an overdue source and a failed run, where they asked to be; it costs nothing."""

import base64
import contextlib
import json
import os
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import icdi
from small_project import REGIONS, Project, export

from index_pipeline import channels
from index_pipeline.alerts import Alert, send
from index_pipeline.characters import is_hidden
from index_pipeline.language import side

ALERT = Alert("overdue_source", "2 个来源逾期 · sources are overdue", ("a: newest year 2021", "b: newest year 2020"))
NOW = datetime(2026, 2, 2, tzinfo=UTC)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc, index]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def webhook(status: int = 200) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status, "the secret is s3cret")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, got


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A mail server that takes one message per connection, and offers no encryption."""
    lines: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.answer("220 ready")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                lines.append(line)
                if line.lower() == "data":
                    self.answer("354 go on")
                    while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                        lines.append(text)
                self.answer("221 bye" if line.lower() == "quit" else "250 yes")

        def answer(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, lines


def test_nothing_is_sent_by_default() -> None:
    assert send(ALERT, {}) == []


def test_a_line_of_json_is_added_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "alerts" / "icdi.jsonl"
    for _ in range(2):
        assert send(ALERT, {"ICDI_NOTIFY_FILE": str(path)}, NOW) == []

    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 2
    assert lines[0]["kind"] == "overdue_source"
    assert lines[0]["lines"] == list(ALERT.lines)
    assert lines[0]["at"] == "2026-02-02T00:00:00+00:00"


def test_a_webhook_gets_json() -> None:
    with webhook() as (port, got):
        assert send(ALERT, {"ICDI_NOTIFY_WEBHOOK": f"http://127.0.0.1:{port}/hook"}) == []

    assert got[0]["text"] == ALERT.text()


def test_mail_is_sent() -> None:
    with mail_server() as (port, lines):
        environment = {
            "ICDI_NOTIFY_MAIL": "a@example.org,b@example.org",
            "ICDI_NOTIFY_SMTP": f"smtp://127.0.0.1:{port}",
        }
        assert send(ALERT, environment) == []

    assert [line for line in lines if line.startswith("rcpt TO")] == [
        "rcpt TO:<a@example.org>",
        "rcpt TO:<b@example.org>",
    ]
    assert any(line.startswith("Subject: ") for line in lines)


def test_no_password_is_sent_in_the_clear() -> None:
    with mail_server() as (port, lines):
        server = f"smtp://icdi:s3cret@127.0.0.1:{port}"
        faults = send(ALERT, {"ICDI_NOTIFY_MAIL": "a@example.org", "ICDI_NOTIFY_SMTP": server})

    assert len(faults) == 1
    assert "offers no encryption" in faults[0]
    assert not any("auth" in line.lower() or "s3cret" in line for line in lines)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"ICDI_NOTIFY_FILE": "/proc/s3cret/alerts"}, id="a file that cannot be written"),
        pytest.param({"ICDI_NOTIFY_WEBHOOK": "http://u:s3cret@127.0.0.1:1/s3cret"}, id="nobody listens"),
        pytest.param({"ICDI_NOTIFY_WEBHOOK": "http://[s3cret/"}, id="no address"),
        pytest.param({"ICDI_NOTIFY_WEBHOOK": "http://127.0.0.1:s3cret/"}, id="no port"),
        pytest.param({"ICDI_NOTIFY_WEBHOOK": "file:///etc/s3cret"}, id="not of http"),
        pytest.param(
            {"ICDI_NOTIFY_MAIL": "a@example.org", "ICDI_NOTIFY_SMTP": "smtp://u:s3cret@127.0.0.1:1"},
            id="no mail server",
        ),
        pytest.param({"ICDI_NOTIFY_MAIL": "a@example.org", "ICDI_NOTIFY_SMTP": "s3cret"}, id="no such server"),
        *(
            pytest.param({"ICDI_NOTIFY_MAIL": "a@example.org", "ICDI_NOTIFY_SMTP": f"smtp://u:{word}@h"}, id=word)
            for word in ("s3cret/", "s3cret#", "s3cret:s3cret", "1#s3cret", "1?s3cret", "[s3cret")
        ),
        pytest.param(
            {"ICDI_NOTIFY_MAIL": "a\ns3cret@", "ICDI_NOTIFY_SMTP": "smtp://127.0.0.1:1"}, id="no such address"
        ),
    ],
)
def test_a_channel_that_fails_is_named_and_its_secrets_are_not(environment: dict[str, str]) -> None:
    faults = send(ALERT, environment)

    assert len(faults) == 1
    assert faults[0].startswith("ICDI_NOTIFY_")
    assert "s3cret" not in faults[0]


def test_a_webhook_that_redirects_is_not_followed() -> None:
    with webhook(302) as (port, got):
        (fault,) = send(ALERT, {"ICDI_NOTIFY_WEBHOOK": f"http://127.0.0.1:{port}"})

    assert len(got) == 1
    assert "302" in fault


def test_a_webhook_that_answers_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                for _ in range(40):
                    self.wfile.write(b"H")
                    time.sleep(0.1)

    monkeypatch.setattr(channels, "TIMEOUT", 0.5)
    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Slow)) as port:
        (fault,) = send(ALERT, {"ICDI_NOTIFY_WEBHOOK": f"http://127.0.0.1:{port}"})

    assert "longer than 0.5 seconds" in fault


def test_user_and_password_of_a_webhook_become_a_header_and_need_encryption() -> None:
    request = channels.webhook_request("https://icdi:s%2F3@hooks.example.org:8443/x?y=1", {})

    assert request.full_url == "https://hooks.example.org:8443/x?y=1"
    assert request.get_header("Authorization") == f"Basic {base64.b64encode(b'icdi:s/3').decode()}"
    (fault,) = send(ALERT, {"ICDI_NOTIFY_WEBHOOK": "http://icdi:s3cret@127.0.0.1/"})
    assert "only sent to https" in fault


def test_the_answer_of_a_webhook_is_not_repeated() -> None:
    with webhook(500) as (port, _):
        (fault,) = send(ALERT, {"ICDI_NOTIFY_WEBHOOK": f"http://127.0.0.1:{port}"})

    assert "500" in fault
    assert "s3cret" not in fault


def test_the_command_tells_of_a_refused_file_and_of_what_is_overdue(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "alerts.jsonl"
    monkeypatch.setenv("ICDI_NOTIFY_FILE", str(told))
    monkeypatch.setenv("ICDI_NOTIFY_WEBHOOK", "http://127.0.0.1:1/s3cret")
    export(small.data / "inbox" / "x.csv", "地区生产总值", "光年", {2031: dict.fromkeys(REGIONS, 1.0)})
    for path in small.data.glob("observations/*/*.csv"):
        path.unlink()

    refused = icdi("inbox", *small.options(), check=False)
    due = icdi("due", *small.options())

    kinds = [json.loads(line)["kind"] for line in told.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["refused_file", "overdue_source"]
    assert "was not delivered" in refused.stderr
    assert due.returncode == 0
    assert "s3cret" not in refused.stderr + due.stderr


ENCODED = "=?utf-8?q?x=0D=0AReply-To:_evil@example.com=0D=0AX-Injected:_1=0D=0A=0D=0AHello?="
HOSTILE = [
    ENCODED,
    ENCODED.replace("?q?", "?Q?").replace("utf-8", "iso-8859-1"),
    "=?utf-8?b?eA0KQmNjOiBldmlsQGV4YW1wbGUuY29tDQoNCkhlbGxv?=",
    "=?utf-8*en?q?x=0D=0ABcc:_evil@example.com?=",
    f"甲乙 {ENCODED} 丙",
    f"={chr(0x200B)}?utf-8?q?x=0D=0ABcc:_evil@example.com?=",
    "=\n?utf-8?q?x=0D=0ABcc:_evil@example.com?=",
    f"={ENCODED}?",
    "x\r\nBcc: evil@example.com\r\n\r\nHello",
    "x\nBcc: evil@example.com",
    "x\rBcc: evil@example.com",
    "x\u2028Bcc: evil@example.com\u2029\x85\x0b\x0cBcc: evil@example.com",
    "\x00\x1b[31m\x7f",
    "\ud800\udfff",
    "\u202e\u061c\u2066name",
    "长" * 100_000,
    "x" * 100_000,
    ".\r\n.",
    "",
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.one_of(st.characters(), st.sampled_from("=?\r\n\u2028_:QqBb \udcff<>")), max_size=60),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_writes_no_header_and_no_body_of_its_own(text: str) -> None:
    """As the mail leaves this machine: its headers are ours, and its body is one line for each of the alert's."""
    with mail_server() as (port, lines):
        environment = {"ICDI_NOTIFY_MAIL": "ops@localhost", "ICDI_NOTIFY_SMTP": f"smtp://127.0.0.1:{port}"}
        assert send(Alert("refused_file", f"refused: {text}", (text, text)), environment) == []

    assert [line for line in lines if line.lower().startswith("rcpt")] == ["rcpt TO:<ops@localhost>"]
    start, end = lines.index("data") + 1, lines.index("QUIT" if "QUIT" in lines else "quit")
    check_mail("\r\n".join(lines[start:end]).encode())


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=60)
def test_no_text_makes_a_header(subject: str, line: str) -> None:
    alert = Alert("refused_file", subject, (line,)).cleaned()
    check_mail(channels.mail(alert.subject, alert.text(), "icdi@localhost", "ops@localhost").as_bytes())


def check_mail(content: bytes) -> None:
    head, _, _ = content.partition(b"\r\n\r\n")
    names = [row.partition(b":")[0] for row in head.split(b"\r\n") if not row.startswith((b" ", b"\t"))]
    assert sorted(names) == sorted(
        [b"Subject", b"From", b"To", b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version"]
    )
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert b"\n" not in head.replace(b"\r\n", b"")
    message = message_from_bytes(content, policy=default)
    assert message["To"] == "ops@localhost"
    text = message.get_content()
    assert len(text.splitlines()) <= 3
    assert not any(map(is_hidden, "".join(text.splitlines())))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_reaches_webhook_and_file_as_text(tmp_path: Path, text: str) -> None:
    alert = Alert(
        "refused_file", text, (text, f"![x](http://192.0.2.1/p.png) <!channel> <http://192.0.2.1|here> {text}")
    )
    path = tmp_path / "alerts.jsonl"
    with webhook() as (port, got):
        environment = {"ICDI_NOTIFY_WEBHOOK": f"http://127.0.0.1:{port}/", "ICDI_NOTIFY_FILE": str(path)}
        assert send(alert, environment) == []

    (line,) = path.read_text(encoding="utf-8").splitlines()
    for content in (json.loads(line), got[0]):
        assert content["text"].count("\n") == 2
        assert not set("<>") & set(content["text"])
        assert "](" not in content["text"]


@pytest.mark.parametrize(
    "setting",
    [
        {"ICDI_NOTIFY_MAIL": "a@example.org\nBcc: evil@example.org"},
        {"ICDI_NOTIFY_MAIL": "=?utf-8?q?x=0D=0ABcc:_evil@example.com?= <a@example.org>"},
        {"ICDI_NOTIFY_MAIL": "\udcff@example.org"},
        {"ICDI_NOTIFY_MAIL": "a@example.org", "ICDI_NOTIFY_FROM": "x\r\nBcc: evil@example.org"},
        {"ICDI_NOTIFY_MAIL": "not an address"},
        {"ICDI_NOTIFY_WEBHOOK": "http://127.0.0.1:1/\r\nX: y"},
        {"ICDI_NOTIFY_WEBHOOK": "http://\udcff/"},
        {"ICDI_NOTIFY_FILE": "a\0b"},
        {"ICDI_NOTIFY_FILE": "/dev/null/x"},
    ],
)
def test_whatever_a_channel_raises_is_one_sentence(setting: dict[str, str]) -> None:
    with mail_server() as (port, lines):
        faults = send(ALERT, {"ICDI_NOTIFY_SMTP": f"smtp://127.0.0.1:{port}", **setting})

    assert len(faults) <= 1
    assert not [line for line in lines if line.startswith(("Bcc", "X:"))]
    assert all("evil" not in line for line in lines if line.lower().startswith("rcpt"))


def test_a_channel_that_never_takes_the_alert_holds_up_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that nobody reads: opening it waits for ever."""
    monkeypatch.setattr(channels, "TIMEOUT", 0.1)
    os.mkfifo(tmp_path / "pipe")

    (fault,) = send(ALERT, {"ICDI_NOTIFY_FILE": str(tmp_path / "pipe")})

    assert "longer than 0.1 seconds" in fault
    assert "超过 0.1 秒" in str(side(fault, "zh"))
