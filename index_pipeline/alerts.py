"""Alerts to people: a failed check, a refused file, an overdue source; to a file, a webhook or by mail.

No channel is set by default. An alert that cannot be delivered never stops the work that it is about.
"""

import base64
import errno
import json
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from index_pipeline.causes import cause
from index_pipeline.characters import shortened
from index_pipeline.errors import UserError
from index_pipeline.files import make_folder
from index_pipeline.language import Bilingual, Both, english_first, side

TIMEOUT = 10.0
"""Seconds that a channel has to take an alert, from first to last."""

ENCODED = Both(
    "in user and password / # @ : are written %2F %23 %40 %3A", "用户名和密码中的 / # @ : 写作 %2F %23 %40 %3A"
)

MOST_LINES = 50
"""Lines of an alert; the quality report and the reports of refused files have the rest."""

LONGEST_SUBJECT, LONGEST_LINE = 150, 1000
"""Characters."""

Kind = Literal["failed_run", "failed_check", "waiting_release", "refused_file", "overdue_source"]


@dataclass(frozen=True)
class Alert:
    """What has happened: a summary line, and the sentences with details."""

    kind: Kind
    subject: str
    lines: tuple[str, ...]

    def text(self) -> str:
        """Return the alert as plain text, cut to `MOST_LINES`."""
        more = len(self.lines) - MOST_LINES
        rest = [Bilingual(f"… {more} more", f"……另有 {more} 行")] if more > 0 else []
        return "\n".join([self.subject, *self.lines[:MOST_LINES], *rest])

    def cleaned(self) -> "Alert":
        """Return the alert with each string on one line of bounded length, without hidden characters or encoded words.

        Names of files and texts of tables come from others; `=?…?=` is what a mail's header decodes (RFC 2047).
        """
        subject = shortened(self.subject, LONGEST_SUBJECT).replace("=?", "= ?")
        return Alert(self.kind, subject, tuple(shortened(line, LONGEST_LINE) for line in self.lines))


class ChannelError(UserError):
    """A channel is configured wrongly; the message names no address and no password."""


def send(alert: Alert, environment: Mapping[str, str], now: datetime | None = None) -> list[str]:
    """Send an alert to every channel that the environment names.

    `ICDI_NOTIFY_FILE` is a file to which one JSON line is added; `ICDI_NOTIFY_WEBHOOK` an address to which JSON with
    `text` is posted, with `https://user:password@` by basic authentication, redirects refused; `ICDI_NOTIFY_MAIL` the
    addresses, by commas, to which mail is sent by the server of `ICDI_NOTIFY_SMTP` (`smtp://user:password@host:port`,
    or `smtps://`) from `ICDI_NOTIFY_FROM`.

    Args:
        alert: What to say.
        environment: The variables of the process.
        now: Time of the alert; the current one by default.

    Returns:
        One sentence per channel that failed, without address or password; empty if all went well. Whatever a channel
        raises is such a sentence.
    """
    alert = alert.cleaned()
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    content: dict[str, object] = {
        "at": at,
        "kind": alert.kind,
        "subject": alert.subject,
        "lines": alert.lines,
        "text": _without_markup(alert.text()),
    }
    channels: dict[str, Callable[[], None]] = {
        "ICDI_NOTIFY_FILE": lambda: _in_time(lambda: _append(Path(environment["ICDI_NOTIFY_FILE"]), content)),
        "ICDI_NOTIFY_WEBHOOK": lambda: _in_time(lambda: _post(environment["ICDI_NOTIFY_WEBHOOK"], content)),
        "ICDI_NOTIFY_MAIL": lambda: _in_time(lambda: _mail(environment, alert)),
    }
    faults: list[str] = []
    for name, deliver in channels.items():
        if environment.get(name):
            try:
                deliver()
            except Exception as error:
                why = _reason(error)
                faults.append(
                    Bilingual(
                        f"{name}: the alert was not delivered: {side(why, 'en')}",
                        f"{name}：提醒未送达：{side(why, 'zh')}",
                        f"{name}: the alert was not delivered: {why}",
                    )
                )
    return faults


def _in_time(deliver: Callable[[], None]) -> None:
    """Let `deliver` work for `TIMEOUT` seconds at most, however slowly the other side answers.

    Raises:
        TimeoutError: it has not ended by then; or what `deliver` raises.
    """
    raised: list[Exception] = []

    def work() -> None:
        try:
            deliver()
        except Exception as error:
            raised.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(TIMEOUT)
    if worker.is_alive():
        said = english_first(f"it took longer than {TIMEOUT:g} seconds", f"超过 {TIMEOUT:g} 秒未完成")
        raise TimeoutError(errno.ETIMEDOUT, said)
    for error in raised:
        raise error


def _without_markup(text: str) -> str:
    """Return `text` without what webhook services turn into links, images or calls to a group."""
    return text.replace("<", "‹").replace(">", "›").replace("](", "] (")


def _append(path: Path, content: dict[str, object]) -> None:
    make_folder(path.parent)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False) + "\n")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An alert goes where it was sent, and nowhere else: a redirect is an error."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _post(address: str, content: dict[str, object]) -> None:
    with urllib.request.build_opener(_NoRedirect).open(webhook_request(address, content), timeout=TIMEOUT):
        pass


def webhook_request(address: str, content: dict[str, object]) -> urllib.request.Request:
    """Return the request that posts an alert; user and password of the address become a header.

    Raises:
        ChannelError: the address is not of http or https, or holds a password that would be sent unencrypted.
    """
    found = _parts(address, {"http", "https"})
    if found is None:
        raise ChannelError(
            Both(
                f"the address is not http://host[:port]/… or https://[user:password@]host/…; {ENCODED.en}",
                f"地址应为 http://主机[:端口]/… 或 https://[用户:密码@]主机/…；{ENCODED.zh}",
            )
        )
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if found.username is not None:
        if found.scheme != "https":
            raise ChannelError(
                Both("the address holds a password, which is only sent to https", "地址含密码，只能用于 https")
            )
        pair = f"{unquote(found.username)}:{unquote(found.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    bare = found._replace(netloc=found.netloc.rpartition("@")[2], fragment="").geturl()
    body = json.dumps(content, ensure_ascii=False).encode("utf-8")
    return urllib.request.Request(bare, body, headers, method="POST")


def _parts(address: str, schemes: set[str]) -> SplitResult | None:
    """Split an address; None if it is not of `schemes`, or has no host or no valid port."""
    try:
        found = urlsplit(address)
        sound = found.scheme in schemes and bool(found.hostname) and found.port != 0
    except ValueError:
        return None
    return found if sound else None


def _mail(environment: Mapping[str, str], alert: Alert) -> None:
    server = _parts(environment.get("ICDI_NOTIFY_SMTP", "smtp://localhost:25"), {"smtp", "smtps"})
    if server is None or not server.hostname or server.path not in {"", "/"} or server.query or server.fragment:
        raise ChannelError(
            Both(
                f"ICDI_NOTIFY_SMTP is not smtp://[user:password@]host[:port] or smtps://…; {ENCODED.en}",
                f"ICDI_NOTIFY_SMTP 应为 smtp://[用户:密码@]主机[:端口] 或 smtps://…；{ENCODED.zh}",
            )
        )
    message = mail(alert, environment.get("ICDI_NOTIFY_FROM", "icdi@localhost"), environment["ICDI_NOTIFY_MAIL"])
    secure = ssl.create_default_context()
    with _connect(server.scheme, server.hostname, server.port, secure) as connection:
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=secure)
            connection.ehlo()
        elif server.scheme == "smtp" and server.username:
            raise ChannelError(
                Both(
                    "the mail server offers no encryption, so no password was sent to it",
                    "邮件服务器不支持加密，未发送密码",
                )
            )
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def mail(alert: Alert, sender: str, to: str) -> EmailMessage:
    """Return a cleaned alert as a mail.

    Raises:
        ValueError, MessageError: an address cannot be written in a header.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[ICDI] {alert.subject}"
    message["From"] = sender
    message["To"] = to
    message.set_content(alert.text())
    return message


def _connect(scheme: str, host: str, port: int | None, secure: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=secure)
    connection = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    connection.ehlo()
    return connection


def _reason(error: Exception) -> str | Both:
    """Say what went wrong without the words of the other side, which may repeat an address or a password."""
    if isinstance(error, urllib.error.HTTPError):
        return Both(f"the server answered {error.code}", f"服务器返回 {error.code}")
    if isinstance(error, smtplib.SMTPResponseException):
        return Both(f"the mail server answered {error.smtp_code}", f"邮件服务器返回 {error.smtp_code}")
    if isinstance(error, urllib.error.URLError):
        kind = type(error.reason).__name__
        return Both(f"the server cannot be reached ({kind})", f"无法连接服务器（{kind}）")
    if isinstance(error, OSError):
        return cause(error) if error.strerror else type(error).__name__
    return error.said if isinstance(error, ChannelError) else type(error).__name__
