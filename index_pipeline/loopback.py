"""Servers for this machine only: whether a browser's request was meant for one, and the message if a port is in use."""

from collections.abc import Iterable
from http import HTTPStatus

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.language import Both

ADDRESS = "127.0.0.1"
NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names by which a browser on this machine asks; a page elsewhere whose name was turned to it asks by its own."""

ASKED = ("host", "origin", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")
"""Fields of a request's header that say where it comes from."""


class PortError(UserError):
    """The port cannot be listened on."""


def port_error(port: int, error: OSError) -> PortError:
    """Say why a port cannot be listened on, and what to do."""
    why = cause(error)
    return PortError(
        Both(
            f"port {port}: {why.en}; give another one with --port",
            f"端口 {port}：{why.zh}；请用 --port 另选一个",
        )
    )


def names_this_machine(host: str) -> bool:
    """Return whether a `Host`, with or without its port, is a name of this machine."""
    name, colon, port = host.lower().rpartition(":")
    return (name if colon and port.isdecimal() else host.lower()) in NAMES


def refusal(fields: Iterable[tuple[str, str]]) -> tuple[HTTPStatus, str] | None:
    """Return status and reason if a request comes from a page of another site, else None.

    A browser sends requests to this machine for any page that it shows: under a name that resolves to 127.0.0.1
    (seen in `Host`), from a script or a form (`Origin`), or for an image or a frame (`Sec-Fetch-Site`). A link that is
    followed is accepted; programs other than browsers send none of the three but `Host`. A request that states one
    of the fields twice is refused.

    Args:
        fields: Names and values of the header's fields, in any case.
    """
    headers: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        if key in headers and key in ASKED:
            return HTTPStatus.BAD_REQUEST, f"{key} is stated twice"
        headers[key] = value
    host, origin = headers.get("host", ""), headers.get("origin")
    if not names_this_machine(host):
        return HTTPStatus.MISDIRECTED_REQUEST, "this server answers to localhost only"
    if origin is not None and origin.lower() != f"http://{host.lower()}":
        return HTTPStatus.FORBIDDEN, "this server answers to its own pages only"
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"} and not _is_a_link(headers):
        return HTTPStatus.FORBIDDEN, "this server answers to its own pages only"
    return None


def _is_a_link(headers: dict[str, str]) -> bool:
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
