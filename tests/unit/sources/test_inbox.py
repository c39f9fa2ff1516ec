"""The inbox: what is taken moves aside with a receipt, what is refused moves away with a report, nothing is lost."""

import errno
import fcntl
import json
import os
import tempfile
import time
from datetime import date
from pathlib import Path

import pytest
from samples import TODAY, as_csv, as_xlsx, body, bureau, framework, kinds

from index_pipeline.locks import locked
from index_pipeline.sources import inbox
from index_pipeline.sources.inbox import take, take_inbox
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.receipts import Receipt, Rejection
from index_pipeline.sources.store.vintages import load_observations

BARE = as_csv([["地区", "2023年"], *body([2023]), ["数据来源：国家统计局"]])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "inbox").mkdir(parents=True)
    return tmp_path / "data"


def drop(data: Path, content: bytes, name: str = "分省年度数据.csv") -> Path:
    path = data / "inbox" / name
    path.write_bytes(content)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("name", ["表.csv.json", "表.options.json", "表.csv.option.json"])
def test_options_under_another_name_are_not_passed_over(data: Path, name: str) -> None:
    drop(data, BARE, "表.csv")
    drop(data, b'{"series": "gdp"}', name)

    said = {o.file: o for o in take_inbox(data, framework(), TODAY) if isinstance(o, Rejection)}

    assert [problem.kind for problem in said["表.csv"].problems] == ["misnamed_options"]
    assert f"{name}, has the name of" in said["表.csv"].sentence()
    assert "call it 表.csv.options.json" in said["表.csv"].sentence()


def test_options_are_not_lost_where_their_wrong_name_comes_first(data: Path) -> None:
    drop(data, as_xlsx(bureau()), "表.xlsx")
    drop(data, b'{"series": "gdp"}', "表.json")

    said = {outcome.file: outcome for outcome in take_inbox(data, framework(), TODAY)}

    assert isinstance(said["表.xlsx"], Rejection)
    assert [problem.kind for problem in said["表.xlsx"].problems] == ["misnamed_options"]


def test_json_that_holds_no_options_concerns_no_other_file(data: Path) -> None:
    drop(data, as_csv(bureau()), "表.csv")
    drop(data, b'{"returncode": 200}', "表.json")

    said = {outcome.file: outcome for outcome in take_inbox(data, framework(), TODAY)}

    assert isinstance(said["表.csv"], Receipt)


def test_the_answer_of_a_site_is_called_what_it_is(data: Path) -> None:
    drop(data, b'{"returncode": 200, "returndata": {"datanodes": []}}', "easyquery.json")

    (outcome,) = take_inbox(data, framework(), TODAY)

    assert "this is JSON, not a table; export the table as CSV or XLSX" in outcome.sentence()


def test_an_empty_inbox_has_no_outcome(tmp_path: Path, data: Path) -> None:
    assert list(take_inbox(data, framework(), TODAY)) == []
    assert list(take_inbox(tmp_path / "nowhere", framework(), TODAY)) == []


def test_a_file_that_is_taken_moves_aside_with_its_receipt(data: Path) -> None:
    drop(data, as_csv(bureau()))

    (receipt,) = take_inbox(data, framework(), TODAY)

    assert isinstance(receipt, Receipt)
    assert receipt.sentence() == (
        "分省年度数据.csv: 93 figures of gdp read as nbs_annual, "
        "published by 2026-11-24: 93 new, 0 revised, 0 unchanged"
    )
    kept = f"2026-11-24__{receipt.digest[:12]}__分省年度数据.csv"
    assert names(data / "inbox") == ["taken"]
    assert names(data / "inbox" / "taken") == [kept, f"{kept}.receipt.json"]
    assert (data / "inbox" / "taken" / kept).read_bytes() == as_csv(bureau())


def test_the_same_bytes_again_change_nothing(data: Path) -> None:
    drop(data, as_csv(bureau()))
    list(take_inbox(data, framework(), TODAY))
    drop(data, as_csv(bureau()), "again.csv")

    (receipt,) = take_inbox(data, framework(), date(2026, 12, 1))

    assert receipt.batch is None
    assert load_observations(data).num_rows == 93


def test_a_refused_file_moves_away_with_a_report_in_two_languages(data: Path) -> None:
    drop(data, as_csv(bureau([["北京市", "x|y", 2, 3], *body()[1:]])))

    (rejection,) = take_inbox(data, framework(), TODAY)

    name = "2026-11-24__分省年度数据.csv"
    assert isinstance(rejection, Rejection)
    assert rejection.moved_to == f"rejected/{name}"
    assert names(data / "rejected") == [name, f"{name}.report.json", f"{name}.report.md"]
    report = json.loads((data / "rejected" / f"{name}.report.json").read_text(encoding="utf-8"))
    assert report["problems"][0] | {"reason": "", "remedy": ""} == {
        "kind": "not_a_number",
        "sheet": None,
        "cell": "B5",
        "value": "x|y",
        "reason": "",
        "remedy": "",
    }
    markdown = (data / "rejected" / f"{name}.report.md").read_text(encoding="utf-8")
    assert "| B5 | x\\|y | 不是数值（是文字）<br>this is not a number (it is text) |" in markdown
    assert load_observations(data).num_rows == 0


def test_one_bad_file_does_not_hold_up_the_others(data: Path) -> None:
    drop(data, b"\x89PNG\r\n", "1.xlsx")
    drop(data, as_csv(bureau()), "2.csv")
    drop(data, as_csv(bureau())[:900], "3.csv")

    outcomes = take_inbox(data, framework(), TODAY)

    assert [type(outcome) for outcome in outcomes] == [Rejection, Receipt, Rejection]


def test_a_file_at_which_a_reader_fails_is_refused_and_holds_up_no_other(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ingest

    def failing(path: Path, *arguments: object) -> Receipt:
        if path.name == "1.csv":
            raise ZeroDivisionError("a fault\nof the reader")
        return read(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "ingest", failing)
    drop(data, as_csv(bureau()), "1.csv")
    drop(data, as_csv(bureau()), "2.csv")

    refused, taken = take_inbox(data, framework(), TODAY)

    assert isinstance(refused, Rejection)
    assert "1.csv: the file brings the reader down (ZeroDivisionError: a fault of the reader)" in refused.sentence()
    assert refused.moved_to == "rejected/2026-11-24__1.csv"
    assert isinstance(taken, Receipt)


@pytest.mark.parametrize("content", [b"no table", as_csv(bureau())])
def test_a_file_that_cannot_be_moved_leaves_no_report(
    data: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unmovable(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(inbox, "_move", unmovable)
    drop(data, content)

    for _ in range(2):
        (outcome,) = take_inbox(data, framework(), TODAY)
        said = outcome.sentence() if isinstance(outcome, Rejection) else " ".join(outcome.warnings)
        assert "moved out of the inbox" in said
        assert "Permission denied" in said
    assert names(data / "rejected") == []
    assert names(data / "inbox") in (["分省年度数据.csv"], ["taken", "分省年度数据.csv"])


def test_the_rest_stays_for_the_next_time_when_the_time_is_over(data: Path) -> None:
    for name in ("1.csv", "2.csv"):
        drop(data, as_csv(bureau()), name)

    assert [outcome.file for outcome in take_inbox(data, framework(), TODAY, seconds=0)] == ["1.csv"]
    assert [outcome.file for outcome in take_inbox(data, framework(), TODAY, seconds=0)] == ["2.csv"]


def test_two_refused_files_of_one_name_are_both_kept(data: Path) -> None:
    for content in (b"one", b"two"):
        drop(data, content)
        list(take_inbox(data, framework(), TODAY))

    kept = [path.read_bytes() for path in sorted((data / "rejected").glob("*.csv"))]
    assert sorted(kept) == [b"one", b"two"]


def test_what_the_file_does_not_say_may_stand_in_a_file_beside_it(data: Path) -> None:
    drop(data, BARE)
    drop(data, b'{"series": "gdp", "released": "2024-12-31"}', "分省年度数据.csv.options.json")

    (receipt,) = take_inbox(data, framework(), TODAY)

    assert isinstance(receipt, Receipt)
    assert (receipt.series, receipt.released) == (("gdp",), "2024-12-31")
    assert names(data / "inbox") == ["taken"]
    assert len(names(data / "inbox" / "taken")) == 3


@pytest.mark.parametrize(
    "options",
    [
        *(b"{", b"[]", b'{"serie": "gdp"}', b'{"year": "x"}', b'{"released": "gestern"}', b'{"released": 5}'),
        *(b"[" * 9000, b'{"year": 1e400}', b'{"year": true}', b'{"year": 2024.7}', b'{"year": 99999}'),
        *(rb'{"series": "\ud800"}', rb'{"series": "\u0000\n\u001b[2J"}', b'{"series": 5}', rb'{"source": "\u202e"}'),
        *(b'{"accept": ["B5"]}', b'{"why": "x"}', b'{"accept": [5], "why": "x"}', b'{"revision": ["a", "b"]}'),
    ],
)
def test_options_that_cannot_be_read_refuse_the_file(data: Path, options: bytes) -> None:
    drop(data, BARE)
    drop(data, options, "分省年度数据.csv.options.json")

    (rejection,) = take_inbox(data, framework(), TODAY)

    assert isinstance(rejection, Rejection)
    assert {problem.kind for problem in rejection.problems} == {"bad_options"}
    assert rejection.sentence().isprintable()


def test_folders_hidden_files_and_files_that_are_arriving_are_passed_over(data: Path) -> None:
    for name in (".hidden.csv", "~$book.xlsx", "a.csv.part", "b.crdownload"):
        drop(data, b"x", name)
    (data / "inbox" / "folder").mkdir()

    assert list(take_inbox(data, framework(), TODAY)) == []
    assert len(names(data / "inbox")) == 5


@pytest.mark.parametrize("name", ["../secret.csv", "a/../../secret.csv", "/etc/hostname", "..", "", "a/b.csv"])
def test_a_path_out_of_the_inbox_is_refused_and_nothing_is_moved(data: Path, name: str) -> None:
    (data / "secret.csv").write_bytes(as_csv(bureau()))

    with pytest.raises(Refusal) as caught:
        take(name, data, framework(), TODAY)

    assert kinds(caught.value) == {"outside_inbox"}
    assert (data / "secret.csv").exists()
    assert names(data / "rejected") == []


def test_a_link_is_refused_and_what_it_leads_to_stays(data: Path) -> None:
    secret = data.parent / "secret.csv"
    secret.write_bytes(as_csv(bureau()))
    (data / "inbox" / "link.csv").symlink_to(secret)

    (rejection,) = take_inbox(data, framework(), TODAY)

    assert isinstance(rejection, Rejection)
    assert {problem.kind for problem in rejection.problems} == {"not_regular"}
    assert secret.read_bytes() == as_csv(bureau())
    assert load_observations(data).num_rows == 0


def test_a_pipe_does_not_hold_up_the_inbox(data: Path) -> None:
    os.mkfifo(data / "inbox" / "pipe.csv")

    (rejection,) = take_inbox(data, framework(), TODAY)

    assert isinstance(rejection, Rejection)


def test_a_file_replaced_while_it_is_read_stays_for_the_next_time(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(data, as_csv(bureau([["北京市", "x", 2, 3], *body()[1:]])))
    read = ingest

    def replaced_meanwhile(*arguments: object) -> Receipt:
        try:
            return read(*arguments)  # type: ignore[arg-type]
        finally:
            path.with_name("new").write_bytes(as_csv(bureau()))
            path.with_name("new").replace(path)

    monkeypatch.setattr(inbox, "ingest", replaced_meanwhile)
    (first,) = take_inbox(data, framework(), TODAY)
    monkeypatch.undo()
    (second,) = take_inbox(data, framework(), TODAY)

    assert first.sentence().endswith("left in the inbox")
    assert names(data / "rejected") == []
    assert isinstance(second, Receipt)
    assert second.new == 93


@pytest.mark.parametrize("links", [True, False])
def test_a_file_replaced_after_its_figures_were_taken_is_taken_next(
    data: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    path = drop(data, as_csv(bureau()))
    read = ingest

    def replaced_meanwhile(*arguments: object) -> Receipt:
        receipt = read(*arguments)  # type: ignore[arg-type]
        path.with_name("new").write_bytes(b"no table")
        path.with_name("new").replace(path)
        return receipt

    monkeypatch.setattr(inbox, "ingest", replaced_meanwhile)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    (first,) = take_inbox(data, framework(), TODAY)
    monkeypatch.undo()

    assert isinstance(first, Receipt)
    assert "the file was replaced meanwhile" in first.warnings[-1]
    assert names(data / "inbox" / "taken") == []
    (second,) = take_inbox(data, framework(), TODAY)
    assert isinstance(second, Rejection)


def test_another_user_s_file_is_left_until_it_has_settled(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux tells only the owner whether a file is open for writing."""

    def not_the_owner(*arguments: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = drop(data, as_csv(bureau()))
    monkeypatch.setattr(fcntl, "fcntl", not_the_owner)
    (fresh,) = take_inbox(data, framework(), TODAY)
    os.utime(path, (0, time.time() - 60))
    (settled,) = take_inbox(data, framework(), TODAY)

    assert fresh.sentence().endswith("left in the inbox")
    assert isinstance(settled, Receipt)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no second file system")
def test_an_inbox_on_another_file_system_is_emptied_too(data: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        if Path(elsewhere).stat().st_dev == data.stat().st_dev:
            pytest.skip("there is no second file system")
        (data / "inbox").rmdir()
        (data / "inbox").symlink_to(elsewhere)
        drop(data, b"no table", "1.csv")
        drop(data, b'{"series": "gdp"}', "1.csv.options.json")
        (refused,) = take_inbox(data, framework(), TODAY)

        assert isinstance(refused, Rejection)
        assert refused.moved_to is not None
        assert len(names(data / "rejected")) == 4
        assert names(data / "inbox") == []


@pytest.mark.parametrize("name", ["长" * 80 + ".csv", "a\nb.csv", os.fsdecode(b"\xff\xfe.csv"), "=1+1 \"'<script>.csv"])
def test_names_however_odd_do_no_harm(data: Path, name: str) -> None:
    drop(data, as_csv(bureau()), name)
    (receipt,) = take_inbox(data, framework(), TODAY)
    drop(data, b"no table", name)
    (rejection,) = take_inbox(data, framework(), TODAY)

    assert isinstance(receipt, Receipt)
    assert isinstance(rejection, Rejection)
    assert load_observations(data).num_rows == 93
    assert "\n" not in rejection.sentence()
    rejection.sentence().encode()


def test_two_that_take_the_inbox_at_once_do_not_take_a_file_twice(data: Path) -> None:
    drop(data, as_csv(bureau()))

    with locked(data / ".inbox.lock", 0):
        assert list(take_inbox(data, framework(), TODAY)) == []
    assert len(list(take_inbox(data, framework(), TODAY))) == 1
