"""Alerts to people: a failed check, a refused file, an overdue source; to a file, a webhook or by mail.

No channel is set by default. An alert that cannot be delivered never stops the work that it is about.
"""

import errno
import smtplib
import threading
import urllib.error
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index_pipeline import channels
from index_pipeline.causes import cause
from index_pipeline.characters import shortened
from index_pipeline.language import Bilingual, Both, english_first, side

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
    ways: dict[str, Callable[[], None]] = {
        "ICDI_NOTIFY_FILE": lambda: _in_time(lambda: channels.append(Path(environment["ICDI_NOTIFY_FILE"]), content)),
        "ICDI_NOTIFY_WEBHOOK": lambda: _in_time(lambda: channels.post(environment["ICDI_NOTIFY_WEBHOOK"], content)),
        "ICDI_NOTIFY_MAIL": lambda: _in_time(lambda: channels.send_mail(environment, alert.subject, alert.text())),
    }
    faults: list[str] = []
    for name, deliver in ways.items():
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
    """Let `deliver` work for `channels.TIMEOUT` seconds at most, however slowly the other side answers.

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
    worker.join(channels.TIMEOUT)
    if worker.is_alive():
        said = english_first(f"it took longer than {channels.TIMEOUT:g} seconds", f"超过 {channels.TIMEOUT:g} 秒未完成")
        raise TimeoutError(errno.ETIMEDOUT, said)
    for error in raised:
        raise error


def _without_markup(text: str) -> str:
    """Return `text` without what webhook services turn into links, images or calls to a group."""
    return text.replace("<", "‹").replace(">", "›").replace("](", "] (")


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
    return error.said if isinstance(error, channels.ChannelError) else type(error).__name__
