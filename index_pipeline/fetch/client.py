"""Ask a site: one request at a time, slowly, only hosts that are allowed, and never longer than is sensible.

Nothing of the environment changes where a request goes: no proxy, no `.netrc`, no certificates but those of
`certifi` or of the file that ICDI_CA_FILE names.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

import requests
import urllib3
from requests.exceptions import RequestException

from index_pipeline.fetch.troubles import FailedError, StoppedError
from index_pipeline.framework.fetching import Polite, host_of
from index_pipeline.sources.captures import Request
from index_pipeline.sources.workbooks.contents import LARGEST_FILE

AGENT = "Mozilla/5.0 (compatible; icdi; one request at a time)"
ATTEMPTS = 3
BUSY = frozenset({408, 429, 502, 503, 504})
"""Statuses after which the same request may be answered a little later."""

MOVED = frozenset({301, 302, 303, 307, 308})
KEEPING = frozenset({307, 308})
"""Redirects that a POST follows."""

MOST_REDIRECTS = 3
LONGEST_WAIT = 120.0
"""Seconds that a site may ask to be waited for; beyond, the work ends, and is continued another time."""

CONNECTING = 15.0
PIECE = 65536


@dataclass(frozen=True)
class HttpAnswer:
    """What came back: status, headers by names in small letters, the body, when, and to which request."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    request: Request


class Client:
    """Requests at the pace of a person: cookies are kept; a pause between two requests, a longer one after a failure.

    Raises:
        StoppedError: ICDI_CA_FILE names no file.
    """

    def __init__(self, polite: Polite, sleep: Callable[[float], None] = time.sleep):
        self.polite = polite
        self.requests = 0
        self._sleep = sleep
        self._last: float | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = _certificates(polite)
        self._session.headers.update({"User-Agent": AGENT, "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})

    def __enter__(self) -> "Client":
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._session.close()

    def ask(
        self,
        method: str,
        address: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpAnswer:
        """Send a request, again after a while if the site is busy, and return the answer, whatever its status.

        Raises:
            StoppedError: a host is not allowed, the connection is not safe, or the site asks for a long pause.
            FailedError: no answer came, or only that the site is busy.
        """
        wait = 0.0
        trouble = FailedError("site_silent", host=host_of(address), why="")
        for attempt in range(ATTEMPTS):
            self._pause(wait)
            wait = self.polite.pause * 2 ** (attempt + 1)
            try:
                answer = self._followed(method, address, parameters, body, headers)
            except requests.exceptions.SSLError as error:
                raise StoppedError("site_unsafe", host=host_of(address), why=_why(error)) from error
            except (RequestException, urllib3.exceptions.HTTPError, TimeoutError, OSError) as error:
                trouble = FailedError("site_silent", host=host_of(address), why=_why(error))
                continue
            if answer.status not in BUSY:
                return answer
            asked = _asked_to_wait(answer.headers.get("retry-after"))
            if asked > LONGEST_WAIT:
                raise StoppedError("site_asks_to_wait", host=host_of(address), seconds=f"{asked:.0f}")
            wait = max(wait, asked)
            trouble = FailedError("site_busy", host=host_of(address), status=answer.status)
        raise trouble

    def _pause(self, wait: float) -> None:
        """Wait until `wait` seconds, and at least the usual pause, have passed since the last request."""
        if self._last is not None:
            left = self._last + max(wait, self.polite.pause) - time.monotonic()
            if left > 0:
                self._sleep(left)

    def _followed(
        self,
        method: str,
        address: str,
        parameters: Mapping[str, str] | None,
        body: str | None,
        headers: Mapping[str, str] | None,
    ) -> HttpAnswer:
        """Send a request and follow redirects to allowed hosts, as to the same address with a new cookie."""
        prepared = requests.Request("GET", address, params=dict(parameters or {})).prepare()
        to = str(prepared.url)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(method, to, body, headers)
            if answer.status not in MOVED:
                return answer
            to = self._checked(urljoin(to, answer.headers.get("location") or to), before=to)
            if method != "GET" and answer.status not in KEEPING:
                return answer
        raise FailedError("site_redirects", host=host_of(address))

    def _once(self, method: str, address: str, body: str | None, headers: Mapping[str, str] | None) -> HttpAnswer:
        self._checked(address, before=address)
        until = time.monotonic() + self.polite.timeout
        self.requests += 1
        self._last = time.monotonic()
        response = self._session.request(
            method,
            address,
            data=None if body is None else body.encode("utf-8"),
            headers=dict(headers or {}),
            timeout=(min(CONNECTING, self.polite.timeout), self.polite.timeout),
            allow_redirects=False,
            stream=True,
        )
        with response:
            content = bytearray()
            while piece := response.raw.read1(PIECE, decode_content=True):
                content += piece
                if len(content) > LARGEST_FILE:
                    raise FailedError("site_too_much", host=host_of(address), most=f"{LARGEST_FILE:,}")
                if time.monotonic() > until:
                    raise TimeoutError(f"{self.polite.timeout:g} s")
        self._last = time.monotonic()
        named = {name.lower(): text for name, text in response.headers.items()}
        return HttpAnswer(
            response.status_code, named, bytes(content), datetime.now(UTC), Request(method, address, body)
        )

    def _checked(self, address: str, before: str) -> str:
        """Return an address of http or https, on a host that the source names; after https, of https alone.

        Raises:
            StoppedError: it is another one.
        """
        hosts = ", ".join(self.polite.hosts)
        try:
            host = host_of(address)
        except ValueError as error:
            raise StoppedError("site_elsewhere", host=address, hosts=hosts) from error
        if host not in self.polite.hosts:
            raise StoppedError("site_elsewhere", host=host, hosts=hosts)
        if before.startswith("https:") and not address.startswith("https:"):
            raise StoppedError("site_unsafe", host=host, why=address)
        return address


def _certificates(polite: Polite) -> str | bool:
    """Return the file of certificates that the owner names; True, meaning those of `certifi`, if none is named."""
    named = os.environ.get("ICDI_CA_FILE")
    if named and not Path(named).is_file():
        raise StoppedError("site_unsafe", host=", ".join(polite.hosts), why=f"ICDI_CA_FILE: {named}")
    return named or True


def _asked_to_wait(text: str | None) -> float:
    """Return the seconds of a header `Retry-After`, given as seconds or as a date; 0 if there is none."""
    if not text:
        return 0.0
    if text.strip().isdecimal():
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def _why(error: BaseException) -> str:
    """Return the innermost reason of a failure of the network, in a few words."""
    while (inner := error.__cause__ or error.__context__) and inner is not error:
        error = inner
    return f"{type(error).__name__}: {error}"[:160]
