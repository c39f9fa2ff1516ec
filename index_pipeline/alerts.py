"""Alerts to people: a failed check, a refused file, an overdue source; to a file, a webhook or by mail.

No channel is set by default. An alert that cannot be delivered never stops the work it tells of.
"""

import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

TIMEOUT = 10.0
"""Seconds that a webhook or a mail server has to answer."""

MOST_LINES = 50
"""Lines of an alert; the quality report and the reports of refused files have the rest."""

Kind = Literal["failed_run", "failed_check", "refused_file", "overdue_source"]


@dataclass(frozen=True)
class Alert:
    """What has happened: a line that says it, and the sentences behind it."""

    kind: Kind
    subject: str
    lines: tuple[str, ...]

    def text(self) -> str:
        """Return the alert as plain text, cut to `MOST_LINES`."""
        more = len(self.lines) - MOST_LINES
        return "\n".join([self.subject, *self.lines[:MOST_LINES], *([f"… {more} more"] if more > 0 else [])])


def send(alert: Alert, environment: Mapping[str, str], now: datetime | None = None) -> list[str]:
    """Send an alert to every channel that the environment names.

    `ICDI_NOTIFY_FILE` is a file to which one JSON line is added; `ICDI_NOTIFY_WEBHOOK` an address to which JSON with
    `text` is posted; `ICDI_NOTIFY_MAIL` the addresses, by commas, to which mail is sent by the server of
    `ICDI_NOTIFY_SMTP` (`smtp://user:password@host:port`, or `smtps://`) from `ICDI_NOTIFY_FROM`.

    Args:
        alert: What to say.
        environment: The variables of the process.
        now: Time of the alert; the current one by default.

    Returns:
        One sentence a channel that failed, without address or password; empty where all went well.
    """
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    content: dict[str, object] = {
        "at": at,
        "kind": alert.kind,
        "subject": alert.subject,
        "lines": alert.lines,
        "text": alert.text(),
    }
    channels: dict[str, Callable[[], None]] = {
        "ICDI_NOTIFY_FILE": lambda: _append(Path(environment["ICDI_NOTIFY_FILE"]), content),
        "ICDI_NOTIFY_WEBHOOK": lambda: _post(environment["ICDI_NOTIFY_WEBHOOK"], content),
        "ICDI_NOTIFY_MAIL": lambda: _mail(environment, alert),
    }
    faults = []
    for name, deliver in channels.items():
        if environment.get(name):
            try:
                deliver()
            except (OSError, ValueError, HTTPException) as error:
                faults.append(f"{name}: the alert was not delivered: {_reason(error)}")
    return faults


def _append(path: Path, content: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False) + "\n")


def _post(address: str, content: dict[str, object]) -> None:
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ValueError("the address is not of http or https")
    body = json.dumps(content, ensure_ascii=False).encode("utf-8")
    request = urllib.request.Request(address, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")
    with urllib.request.urlopen(request, timeout=TIMEOUT):
        pass


def _mail(environment: Mapping[str, str], alert: Alert) -> None:
    server = urlsplit(environment.get("ICDI_NOTIFY_SMTP", "smtp://localhost:25"))
    if server.scheme not in {"smtp", "smtps"} or not server.hostname:
        raise ValueError("ICDI_NOTIFY_SMTP is not smtp://[user:password@]host[:port] or smtps://…")
    message = EmailMessage()
    message["Subject"] = " ".join(f"[ICDI] {alert.subject}".split())
    message["From"] = environment.get("ICDI_NOTIFY_FROM", "icdi@localhost")
    message["To"] = environment["ICDI_NOTIFY_MAIL"]
    message.set_content(alert.text())
    secure = ssl.create_default_context()
    with _connect(server.scheme, server.hostname, server.port, secure) as connection:
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=secure)
            connection.ehlo()
        elif server.scheme == "smtp" and server.username:
            raise ValueError("the mail server offers no encryption, so no password was sent to it")
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _connect(scheme: str, host: str, port: int | None, secure: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=secure)
    connection = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    connection.ehlo()
    return connection


def _reason(error: Exception) -> str:
    """Say what went wrong without the words of the other side, which may repeat an address or a password."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    if isinstance(error, urllib.error.URLError):
        return f"the server cannot be reached ({type(error.reason).__name__})"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error) if type(error) is ValueError else type(error).__name__
