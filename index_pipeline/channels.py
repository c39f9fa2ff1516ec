"""The channels of an alert: a file, an address that is posted to, mail."""

import base64
import json
import smtplib
import ssl
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from index_pipeline.errors import UserError
from index_pipeline.files import make_folder
from index_pipeline.language import Both

TIMEOUT = 10.0
"""Seconds that a channel has to take an alert, from first to last."""

ENCODED = Both(
    "in user and password / # @ : are written %2F %23 %40 %3A", "用户名和密码中的 / # @ : 写作 %2F %23 %40 %3A"
)


class ChannelError(UserError):
    """A channel is configured wrongly; the message names no address and no password."""


def append(path: Path, content: Mapping[str, object]) -> None:
    """Add an alert to a file, as one line of JSON."""
    make_folder(path.parent)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False) + "\n")


def post(address: str, content: Mapping[str, object]) -> None:
    """Post an alert to an address as JSON; a redirect is an error.

    Raises:
        ChannelError: see `webhook_request`.
        OSError: the server cannot be reached, or answers with an error.
    """
    with urllib.request.build_opener(_NoRedirect).open(webhook_request(address, content), timeout=TIMEOUT):
        pass


def webhook_request(address: str, content: Mapping[str, object]) -> urllib.request.Request:
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


def send_mail(environment: Mapping[str, str], subject: str, text: str) -> None:
    """Send a mail as `ICDI_NOTIFY_SMTP`, `ICDI_NOTIFY_FROM` and `ICDI_NOTIFY_MAIL` say.

    Raises:
        ChannelError: the server's address is wrong, or it offers no encryption for a password.
        OSError, ValueError, MessageError: the server does not take it, or an address cannot be written in a header.
    """
    server = _parts(environment.get("ICDI_NOTIFY_SMTP", "smtp://localhost:25"), {"smtp", "smtps"})
    if server is None or not server.hostname or server.path not in {"", "/"} or server.query or server.fragment:
        raise ChannelError(
            Both(
                f"ICDI_NOTIFY_SMTP is not smtp://[user:password@]host[:port] or smtps://…; {ENCODED.en}",
                f"ICDI_NOTIFY_SMTP 应为 smtp://[用户:密码@]主机[:端口] 或 smtps://…；{ENCODED.zh}",
            )
        )
    sender, to = environment.get("ICDI_NOTIFY_FROM", "icdi@localhost"), environment["ICDI_NOTIFY_MAIL"]
    message = mail(subject, text, sender, to)
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


def mail(subject: str, text: str, sender: str, to: str) -> EmailMessage:
    """Return a mail.

    Raises:
        ValueError, MessageError: an address cannot be written in a header.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[ICDI] {subject}"
    message["From"] = sender
    message["To"] = to
    message.set_content(text)
    return message


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An alert goes where it was sent, and nowhere else: a redirect is an error."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _parts(address: str, schemes: set[str]) -> SplitResult | None:
    """Split an address; None if it is not of `schemes`, or has no host or no valid port."""
    try:
        found = urlsplit(address)
        sound = found.scheme in schemes and bool(found.hostname) and found.port != 0
    except ValueError:
        return None
    return found if sound else None


def _connect(scheme: str, host: str, port: int | None, secure: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=secure)
    connection = smtplib.SMTP(host, port or 25, timeout=TIMEOUT)
    connection.ehlo()
    return connection
