"""A stand-in for the Bureau's library: the calls that public clients describe, over given figures, with faults.

It answers as the captured answers are: blanks at the ends of names, newest first, text for figures, empty rows for
years to come, regions by codes of twelve digits, HTTP 200 for failures.
"""

import hashlib
import json
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BASE = "/dg/website/publicrelease/web/external"
ROOT = "c4d82af16c3d4f0cb4f09d4af7d5888e"
PAGE = (
    "<html><head><title></title></head><body>Please enable JavaScript and refresh the page."
    + "<script>var wzws_sessionid='';</script>" * 50
    + "</body></html>"
)
Figures = Mapping[tuple[str, int], str]
"""Figures as the library shows them, by code of region (six digits) and year."""


def guid(text: str) -> str:
    """Return an identifier of 32 hexadecimal digits for a name."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Listed:
    """An indicator of the library: its path, name without unit, unit and figures."""

    path: tuple[str, ...]
    name: str
    unit: str
    figures: Figures
    years: tuple[int, int] | None = None

    @property
    def cid(self) -> str:
        return guid("/".join(self.path))

    @property
    def id(self) -> str:
        return guid(f"{self.cid}/{self.name}/{self.unit}")

    @property
    def shown(self) -> str:
        return f"{self.name} ({self.unit}) " if self.unit and self.unit not in self.name else f"{self.name} "

    def row(self) -> dict[str, Any]:
        return {
            "_id": self.id,
            "i_showname": self.shown,
            "_name": self.name[-6:],
            "catalogid": self.cid,
            "du_name": self.unit or "无",
            "ek": guid(self.name),
            "i_mark": None,
            "daterange_sdate": None,
            "daterange_edate": None,
        }


@dataclass
class Library:
    """What the stand-in serves, and how it misbehaves.

    Attributes:
        indicators: What it lists.
        regions: Codes of six digits and names of all regions that it knows.
        faults: Faults of the next requests for figures, one each, taken from the front: see `FAULTS`.
        layout: `full` or `bare`: whether figures carry the indicator's identifier, name and unit.
        by_name: Whether indicators are found by name below the root; None where asking so is an error.
        oldest_first: The order of years.
        last_year: Years up to this one have rows; later ones asked for come as empty rows.
        log: Each request: method, path, parameters or body.
        chance: Probability that an answer has one of the faults in `pool`.
    """

    indicators: list[Listed]
    regions: dict[str, str]
    faults: list[str] = field(default_factory=list)
    layout: str = "full"
    by_name: bool | None = True
    oldest_first: bool = False
    log: list[tuple[str, str, Any]] = field(default_factory=list)
    chance: float = 0.0
    pool: tuple[str, ...] = ()
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    elsewhere: str = "http://localhost:9/elsewhere"
    slow: float = 3.0

    def fault(self) -> str:
        if self.faults:
            return self.faults.pop(0)
        return self.dice.choice(self.pool) if self.pool and self.dice.random() < self.chance else ""

    def children(self, pid: str) -> list[dict[str, Any]]:
        if pid == "":
            return [{"_id": ROOT, "name": "分省年度数据", "isLeaf": False, "type": "catalog"}]
        nodes: dict[str, dict[str, Any]] = {}
        for listed in self.indicators:
            for depth in range(len(listed.path)):
                parent = ROOT if depth == 0 else guid("/".join(listed.path[:depth]))
                if parent == pid:
                    own, is_leaf = guid("/".join(listed.path[: depth + 1])), depth + 1 == len(listed.path)
                    years = listed.years if is_leaf and listed.years else (None, None)
                    nodes[own] = {
                        "_id": own,
                        "name": f"{listed.path[depth]} ",
                        "_name": listed.path[depth],
                        "isLeaf": is_leaf,
                        "type": "catalog",
                        "treeinfo_pid": parent,
                        "sdate": years[0] and str(years[0]),
                        "edate": years[1] and str(years[1]),
                        "explain": None,
                    }
        return list(nodes.values())

    def listed(self, cid: str, name: str, root: str) -> dict[str, Any]:
        found = [
            one.row()
            for one in self.indicators
            if (one.cid == cid if cid else self.by_name and root == ROOT and name.replace(" ", "") in one.shown)
        ]
        return {"total": len(found), "list": found}

    def figures(self, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return rows by year as `stream/esData` does with `showType` 3: one value for each region asked for."""
        own = next((one for one in self.indicators if one.id in asked["indicatorIds"]), None)
        if own is None or not asked["das"]:
            return []
        spans = [[int(year[:4]) for year in span.split("-")] for span in asked["dts"]]
        years = sorted({year for span in spans for year in range(span[0], span[-1] + 1)}, reverse=not self.oldest_first)
        return [
            {
                "code": f"{year}YY",
                "name": f"{year}年",
                "values": [self._value(own, area, year) for area in asked["das"]],
            }
            for year in years
        ]

    def _value(self, own: Listed, area: Mapping[str, str], year: int) -> dict[str, Any]:
        code = area["value"][:6] if len(area["value"]) == 12 else ""
        within = own.years is None or own.years[0] <= year <= own.years[1]
        value = {"value": own.figures.get((code, year), "") if within else "", "areaCode": area["value"]}
        value["area"] = self.regions.get(code, area["text"])
        named = {"_id": own.id, "i_showname": own.shown, "du_name": own.unit or "无", "catalogid": own.cid}
        return {**value, **(named if self.layout == "full" else {})}


def _half(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows[: len(rows) // 2]


def _fewer_regions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "values": row["values"][: len(row["values"]) // 2]} for row in rows]


def _first_region(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "values": row["values"][:1]} for row in rows]


def _other_years(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "code": f"{int(row['code'][:4]) - 30}YY", "name": None} for row in rows]


def _other_region(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**row, "values": [{**v, "areaCode": "710000000000", "area": "台湾省"} for v in row["values"]]} for row in rows
    ]


def _swapped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def turned(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
        names = [value["area"] for value in values]
        return [{**value, "area": name} for value, name in zip(values, names[1:] + names[:1], strict=True)]

    return [{**row, "values": turned(row["values"])} for row in rows]


def _other_indicator(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "values": [{**value, "_id": guid("other")} for value in row["values"]]} for row in rows]


def _other_unit(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "values": [{**value, "du_name": "吨"} for value in row["values"]]} for row in rows]


def _doubled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "values": row["values"] + row["values"][:1]} for row in rows]


def _gap(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for number, row in enumerate(rows) if number != 1]


def _blank(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "values": []} for row in rows]


ROWS = {
    "half the years": _half,
    "half the regions": _fewer_regions,
    "first region only": _first_region,
    "other years": _other_years,
    "another region": _other_region,
    "names of others": _swapped,
    "another indicator": _other_indicator,
    "another unit": _other_unit,
    "a region twice": _doubled,
    "a year left out": _gap,
    "all blank": _blank,
}
"""Faults within an answer that says success."""

STATUSES = {
    "busy": (503, {"Retry-After": "0"}),
    "too many": (429, {"Retry-After": "0"}),
    "wait long": (429, {"Retry-After": "3600"}),
    "gateway": (502, {}),
    "server error": (500, {}),
    "blocked": (403, {}),
    "elsewhere": (302, {}),
    "cookie": (307, {"Set-Cookie": "wzws_cid=abc; Path=/"}),
}
BODIES = {"anti-bot": PAGE, "wrong call": "<html><body>服务异常</body></html>"}
FAULTS = (
    *ROWS,
    *STATUSES,
    *BODIES,
    "success false",
    "empty",
    "null",
    "cut",
    "dropped",
    "slow",
    "not json",
    "moved away",
)


@contextmanager
def serve(library: Library) -> Iterator[str]:
    """Serve a library on this machine; give the address below which its calls are."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: texts[0] for name, texts in parse_qs(parts.query, keep_blank_values=True).items()}
            library.log.append(("GET", parts.path, asked))
            self._answer(parts.path.removeprefix(f"{BASE}/"), asked)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            content = self.rfile.read(length)
            if len(content) < length:  # who asked has ended
                self.close_connection = True
                return
            asked = json.loads(content)
            library.log.append(("POST", self.path, asked))
            if not {"cid", "indicatorIds", "das", "showType", "dts"} <= asked.keys():
                self._send(500, b"{}")
                return
            self._answer(self.path.removeprefix(f"{BASE}/"), asked)

        def _answer(self, call: str, asked: dict[str, Any]) -> None:
            fault = library.fault() if call == "stream/esData" or library.pool else ""
            data: Any
            if call == "new/queryIndexTreeAsync":
                data = library.children(asked["pid"]) if asked.get("code") == "6" else []
            elif call == "new/queryIndicatorsByCid" and not asked.get("cid") and library.by_name is None:
                self._send(500, b"{}")
                return
            elif call == "new/queryIndicatorsByCid":
                data = library.listed(asked.get("cid", ""), asked.get("name", ""), asked.get("rootId", ""))
            elif call == "stream/esData":
                data = library.figures(asked)
                data = ROWS[fault](data) if fault in ROWS else data
            else:
                self._send(403, b"reason:UrlACL eventID waf")
                return
            self._misbehave(fault, data)

        def _misbehave(self, fault: str, data: Any) -> None:
            success: dict[str, Any] = {"data": data, "success": True, "state": 20000, "message": "成功"}
            if fault == "empty":
                success["data"] = []
            elif fault == "null":
                success["data"] = None
            elif fault == "success false":
                success = {"data": None, "success": False, "state": 50000, "message": "系统异常"}
            content = json.dumps(success, ensure_ascii=False).encode()
            if fault in STATUSES:
                status, headers = STATUSES[fault]
                if fault == "cookie" and "wzws_cid=abc" in self.headers.get("Cookie", ""):
                    self._send(200, content)
                elif fault == "cookie":
                    library.faults.insert(0, "cookie")
                    self._send(status, b"", {**headers, "Location": self.path})
                else:
                    more = {"Location": library.elsewhere} if fault == "elsewhere" else {}
                    self._send(status, b"reason:UrlACL", {**headers, **more})
            elif fault == "moved away":
                self._send(307, b"", {"Location": library.elsewhere})
            elif fault in BODIES:
                self._send(200, BODIES[fault].encode(), {"wzws-ray": "1"} if fault == "anti-bot" else {}, "text/html")
            elif fault in {"cut", "dropped"}:
                self.send_response(200)
                if fault == "dropped":
                    self.send_header("Content-Length", str(len(content)))
                else:
                    self.send_header("Content-Length", str(len(content) // 2))
                self.end_headers()
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
            elif fault == "not json":
                self._send(200, b"OK")
            else:
                if fault == "slow":
                    time.sleep(library.slow)
                self._send(200, content)

        def _send(
            self, status: int, content: bytes, headers: Mapping[str, str] | None = None, kind: str = "application/json"
        ) -> None:
            try:
                self.send_response(status)
                for name, text in (headers or {}).items():
                    self.send_header(name, text)
                self.send_header("Content-Type", f"{kind};charset=UTF-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{BASE}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
