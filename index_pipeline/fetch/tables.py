"""Fetch a table from an address that the owner names, if it has changed since it was last read."""

from index_pipeline.fetch.client import Client, HttpAnswer
from index_pipeline.fetch.memory import Memory
from index_pipeline.fetch.outcomes import FetchOutcome
from index_pipeline.fetch.series import Task
from index_pipeline.fetch.troubles import FailedError, StoppedError
from index_pipeline.framework.fetching import TableAddress, host_of
from index_pipeline.sources.captures import Capture, keep
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal

STATES = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
"""Headers of an answer that mark its state, and those by which it is asked whether that has changed."""


def fetch_table(item: str, table: TableAddress, client: Client, memory: Memory, task: Task) -> FetchOutcome:
    """Fetch a table; one with the same ETag, date or bytes as the last that was imported changes nothing.

    Raises:
        FailedError: no table came; nothing was changed.
        StoppedError: the site accepts no further request; nothing was changed.
    """
    marks = memory.marks(item)
    asking = {STATES[name]: text for name, text in marks.items() if name in STATES}
    answer = client.ask("GET", table.address, headers={"Accept": "*/*", **asking})
    if answer.status == 304 and asking:
        return FetchOutcome(task.source_id, item, "unchanged")
    _look(answer, table)
    capture = Capture(
        source_id=task.source_id,
        item=item,
        kind="table",
        body=answer.body,
        request=answer.request,
        at=answer.at,
        status=answer.status,
        headers=answer.headers,
        asked={"series": table.series, "year": table.year},
    )
    new = {name: answer.headers[name] for name in STATES if name in answer.headers} | {"sha256": capture.digest}
    if marks.get("sha256") == capture.digest:
        memory.mark(item, new)
        return FetchOutcome(task.source_id, item, "unchanged")
    archive = (capture.name,)
    try:
        receipt = ingest(keep(capture, task.data), task.data, task.framework, Options(task.today))
    except Refusal as refusal:
        return FetchOutcome(task.source_id, item, "refused", archive, problems=refusal.problems)
    memory.mark(item, new)
    return FetchOutcome(task.source_id, item, "taken" if receipt.batch else "unchanged", archive, (receipt,))


def _look(answer: HttpAnswer, table: TableAddress) -> None:
    """Refuse an answer that is not a file: a block page, a failure, or an incomplete file."""
    host = host_of(table.address)
    if answer.status in {401, 403, 451}:
        raise StoppedError("site_blocks", host=host, what=f"HTTP {answer.status}")
    if answer.status >= 500:
        raise FailedError("site_error", host=host, what=f"HTTP {answer.status}")
    if answer.status != 200:
        raise FailedError("site_wrong_call", host=host, what=f"HTTP {answer.status}")
    if not answer.body.strip():
        raise FailedError("answer_cut")
