"""A table at an address: read like any file, and again only where it has changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from answering import CheckedStep, answering
from fetched import shipped
from samples import as_csv, as_html, as_xlsx, bureau, regions, value

from index_pipeline.clock import today
from index_pipeline.fetch.fetching import Wish, fetch
from index_pipeline.fetch.outcomes import FetchOutcome
from index_pipeline.framework.fetching import FetchedTables, TableAddress
from index_pipeline.framework.framework import Framework
from index_pipeline.sources.store.vintages import load_observations


def framework(host: str, **more: object) -> Framework:
    """The shipped framework, one source of which is a table at an address of this host."""
    table = TableAddress.model_validate({"address": f"http://{host}/gdp", **more})
    method = FetchedTables(method="table", hosts=(host,), pause=0, timeout=2, tables={"gdp_table": table})
    base = shipped()
    own = base.sources["statistical_yearbook"].model_copy(update={"fetch": method})
    sources = {name: source for name, source in base.sources.items() if source.fetch is None} | {own.id: own}
    return Framework(base.definition, base.indicators, sources, base.codes, base.digest, base.files)


def table(by: float = 0) -> bytes:
    years = (2023, 2022, 2021)
    rows = [[r.title_zh, *(round(value(r.ref_area, y) + by, 1) for y in years)] for r in regions()]
    return as_csv(bureau(rows, years=years))


def take(data: Path, host: str, **more: object) -> FetchOutcome:
    (data / "observations").mkdir(parents=True, exist_ok=True)
    (outcome,) = fetch(Wish(), data, framework(host, **more), today())
    return outcome


def ok(content: bytes, **headers: str) -> CheckedStep:
    return 200, {name.replace("_", "-"): text for name, text in headers.items()}, content


def test_a_table_is_archived_and_taken(tmp_path: Path) -> None:
    with answering(ok(table())) as (host, _):
        outcome = take(tmp_path, host)

    assert outcome.status == "taken"
    found = load_observations(tmp_path).to_pylist()
    assert {row["source_file"] for row in found} == {outcome.archive[0]}
    assert {(row["source_id"], row["vintage"]) for row in found} == {("statistical_yearbook", today())}
    assert found[0]["source_cell"]


@pytest.mark.parametrize("made", [as_csv, as_xlsx, as_html])
def test_whatever_its_format(tmp_path: Path, made: Callable[..., bytes]) -> None:
    years = (2023, 2022, 2021)
    rows = bureau([[r.title_zh, *(value(r.ref_area, y) for y in years)] for r in regions()], years=years)
    with answering(ok(made(rows))) as (host, _):
        assert take(tmp_path, host).status == "taken"


def test_a_table_with_the_same_mark_is_not_sent_again(tmp_path: Path) -> None:
    with answering(ok(table(), ETag='"1"'), (304, {}, b"")) as (host, asked):
        take(tmp_path, host)
        outcome = take(tmp_path, host)

    assert (asked[1]["if-none-match"], outcome.status) == ('"1"', "unchanged")


def test_the_same_bytes_change_nothing(tmp_path: Path) -> None:
    with answering(ok(table(), ETag='"1"'), ok(table(), ETag='"2"')) as (host, _):
        take(tmp_path, host)
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.gz")}
        outcome = take(tmp_path, host)

    assert (outcome.status, {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.gz")}) == ("unchanged", before)


def test_a_table_that_is_refused_is_read_again(tmp_path: Path) -> None:
    with answering(ok(b"a,b\n1,2\n", ETag='"1"'), ok(table(), ETag='"2"')) as (host, asked):
        first, second = take(tmp_path, host), take(tmp_path, host)

    assert (first.status, second.status) == ("refused", "taken")
    assert "if-none-match" not in asked[1]


@pytest.mark.parametrize(
    ("step", "status", "kind"),
    [
        pytest.param((404, {}, b"not here"), "failed", "site_wrong_call", id="gone"),
        pytest.param((403, {}, b""), "stopped", "site_blocks", id="blocked"),
        pytest.param((500, {}, b""), "failed", "site_error", id="error"),
        pytest.param((200, {}, b""), "failed", "answer_cut", id="empty"),
        pytest.param((301, {"Location": "http://127.0.0.1:1/"}, b""), "stopped", "site_elsewhere", id="elsewhere"),
        pytest.param((200, {}, b"<html><body>login</body></html>"), "refused", "no_table_format", id="a page"),
        pytest.param((200, {}, b"%PDF-1.7 ..."), "refused", "document", id="a document"),
    ],
)
def test_what_is_no_table_changes_nothing(tmp_path: Path, step: CheckedStep, status: str, kind: str) -> None:
    with answering(step) as (host, _):
        outcome = take(tmp_path, host)

    assert (outcome.status, outcome.problems[0].kind) == (status, kind)
    assert load_observations(tmp_path).num_rows == 0


def test_a_series_that_the_table_contradicts_is_refused(tmp_path: Path) -> None:
    with answering(ok(table())) as (host, _):
        assert take(tmp_path, host, series="museums").problems[0].kind == "series_conflict"


def test_an_address_outside_the_hosts_is_refused_when_the_framework_is_read() -> None:
    with pytest.raises(ValueError, match=r"other\.example"):
        FetchedTables(
            method="table",
            hosts=("stats.example",),
            tables={"t": TableAddress(address="https://other.example/t.csv")},
        )


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://h/x", "https://user@h/x", "https:///x", "h/x"])
def test_an_address_is_one_of_the_web(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        TableAddress(address=address)
