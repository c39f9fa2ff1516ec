"""The calls of the Bureau's library (国家数据), as it has answered them since March 2026.

The Bureau publishes no description of them; the HTTP status of failures is 200 too, so every body is checked.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index_pipeline.fetch.client import Client, HttpAnswer
from index_pipeline.fetch.troubles import FailedError, StoppedError
from index_pipeline.framework.fetching import Bureau, host_of
from index_pipeline.sources.answers import BureauIndicator, parsed

SUCCESS = "20000"
ROUNDS = 3
"""Times that a call is made whose answer is empty or half."""

BLOCKS = ("wzws", "enable javascript", "urlacl", "waf")
"""Words of the pages by which the site keeps programs out, in small letters."""


@dataclass(frozen=True)
class CatalogueNode:
    """A category or a catalogue of the tree; a leaf has indicators. `first` and `last` are its years, if known."""

    id: str
    name: str
    is_leaf: bool
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class ListedIndicator:
    """An indicator as the site lists it, with the years that it states, if any."""

    indicator: BureauIndicator
    first: int | None = None
    last: int | None = None


class Library:
    """The library of one source: each call is one request, and what was listed once is not asked for again."""

    def __init__(self, client: Client, fetch: Bureau):
        self.client, self.fetch = client, fetch
        self.host = host_of(fetch.address)
        self._nodes: dict[str, tuple[CatalogueNode, ...]] = {}
        self._lists: dict[tuple[str, str], tuple[ListedIndicator, ...]] = {}

    def children(self, pid: str) -> tuple[CatalogueNode, ...]:
        """Return the categories and catalogues below a node; those below the root if `pid` is the root's."""
        if pid not in self._nodes:
            data = self._get("new/queryIndexTreeAsync", {"pid": pid, "code": self.fetch.code})
            rows = data if isinstance(data, list) else []
            self._nodes[pid] = tuple(_node(row) for row in rows if isinstance(row, dict) and row.get("_id"))
        return self._nodes[pid]

    def of_catalogue(self, cid: str) -> tuple[ListedIndicator, ...]:
        """Return the indicators of a catalogue."""
        return self._indicators(cid, "", {"cid": cid, "dt": "", "name": ""})

    def named(self, name: str) -> tuple[ListedIndicator, ...]:
        """Return the indicators below the root whose name the site finds alike to `name`."""
        return self._indicators("", name, {"cid": "", "dt": "", "rootId": self.fetch.root, "name": name})

    def figures(
        self, indicator: BureauIndicator, regions: Sequence[tuple[str, str]], first: int, last: int
    ) -> HttpAnswer:
        """Ask for the figures of an indicator, all regions and years at once.

        Args:
            indicator: What to ask for.
            regions: Code of six digits and name of each region.
            first: The first year.
            last: The last year.

        Returns:
            The answer as it came, which says success.
        """
        body = {
            "cid": indicator.cid,
            "indicatorIds": [indicator.id],
            "daCatalogId": "",
            "das": [{"text": name, "value": f"{code}000000"} for code, name in regions],
            "showType": "3",
            "dts": [f"{first}YY" if first == last else f"{first}YY-{last}YY"],
            "rootId": self.fetch.root,
        }
        answer = self._call("POST", "stream/esData", body=json.dumps(body, ensure_ascii=False))
        self.data(answer)
        return answer

    def data(self, answer: HttpAnswer) -> Any:
        """Return what is within the envelope of an answer.

        Raises:
            FailedError: the answer is incomplete, or says that the call failed.
            StoppedError: the site blocks this machine.
        """
        self._look(answer)
        try:
            envelope = parsed(answer.body)
        except ValueError as error:
            raise FailedError("answer_cut") from error
        if not isinstance(envelope, dict):
            raise FailedError("answer_layout")
        if envelope.get("success") is not True or str(envelope.get("state", SUCCESS)) != SUCCESS:
            said = f"{envelope.get('state')} {envelope.get('message')}"[:80]
            raise FailedError("site_failure", host=self.host, what=said)
        return envelope.get("data")

    def _indicators(self, cid: str, name: str, parameters: Mapping[str, str]) -> tuple[ListedIndicator, ...]:
        if (cid, name) not in self._lists:
            data = self._get("new/queryIndicatorsByCid", parameters)
            rows = data.get("list") if isinstance(data, dict) else data
            found = [_found(row, cid) for row in rows or [] if isinstance(row, dict) and row.get("_id")]
            self._lists[cid, name] = tuple(one for one in found if one.indicator.cid)
        return self._lists[cid, name]

    def _get(self, path: str, parameters: Mapping[str, str]) -> Any:
        """Make a call that lists something; repeat it if it is incomplete, fails or is empty, which may be chance."""
        trouble: FailedError | None = None
        for _ in range(ROUNDS):
            try:
                data = self.data(self._call("GET", path, parameters=parameters))
            except FailedError as error:
                if error.problem.kind not in {"answer_cut", "site_failure"}:
                    raise
                trouble = error
                continue
            if data:
                return data
            trouble = None
        if trouble:
            raise trouble
        return None

    def _call(
        self, method: str, path: str, parameters: Mapping[str, str] | None = None, body: str | None = None
    ) -> HttpAnswer:
        headers = {
            "Accept": "application/json, text/plain, */*",
            "Referer": f"https://{self.host}/dg/website/page.html",
            **({"Content-Type": "application/json;charset=UTF-8"} if body else {}),
        }
        address = f"{self.fetch.address}/{path}"
        return self.client.ask(method, address, parameters=parameters, body=body, headers=headers)

    def _look(self, answer: HttpAnswer) -> None:
        """Look at status and kind of an answer: a page instead of figures is a block, whatever its status."""
        start = answer.body[:40_000].decode("utf-8", "replace")
        marks = f"{start} {' '.join(f'{name}: {text}' for name, text in answer.headers.items())}".lower()
        is_page = start.lstrip("\ufeff \r\n\t").startswith("<")
        if answer.status == 200 and not is_page:
            return
        if answer.status == 200 and "服务异常" in start:
            raise FailedError("site_wrong_call", host=self.host, what="服务异常")
        if answer.status in {401, 403, 451} or (is_page and (answer.status == 200 or any(w in marks for w in BLOCKS))):
            what = "UrlACL" if "urlacl" in marks else f"HTTP {answer.status}"
            what += ", 验证页面 anti-bot page" if is_page and answer.status == 200 else ""
            raise StoppedError("site_blocks", host=self.host, what=what)
        if answer.status >= 500:
            raise FailedError("site_error", host=self.host, what=f"HTTP {answer.status}")
        raise FailedError("site_wrong_call", host=self.host, what=f"HTTP {answer.status}")


def _node(row: Mapping[str, Any]) -> CatalogueNode:
    name = str(row.get("name") or row.get("_name") or "")
    is_leaf = row.get("isLeaf") in (True, "true", "True", "1")
    return CatalogueNode(str(row["_id"]), name, is_leaf, _year(row.get("sdate")), _year(row.get("edate")))


def _found(row: Mapping[str, Any], cid: str) -> ListedIndicator:
    name = str(row.get("i_showname") or row.get("_name") or "")
    indicator = BureauIndicator(str(row.get("catalogid") or cid), str(row["_id"]), name, str(row.get("du_name") or ""))
    return ListedIndicator(indicator, _year(row.get("daterange_sdate")), _year(row.get("daterange_edate")))


def _year(text: object) -> int | None:
    digits = str(text or "")[:4]
    return int(digits) if digits.isdecimal() and len(digits) == 4 else None
