"""What is said of a fault is what happened: taken or not, waiting for whom, broken off or failed, and in what file."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from killing import new_year, start
from running import ICDI
from small_project import REGIONS, Project

from index_pipeline import files
from index_pipeline.defs import release as release_asset
from index_pipeline.defs.run import run
from index_pipeline.files import UnconfirmedError, write_text
from index_pipeline.framework.load import load
from index_pipeline.locks import locked
from index_pipeline.parquet import ParquetError, read_parquet
from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.releases.folder import ReleaseError
from index_pipeline.sources import inbox
from index_pipeline.sources.inbox import take_inbox
from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.receipts import Receipt, Rejection
from index_pipeline.sources.registers.entries import record
from index_pipeline.sources.registers.events import Event
from index_pipeline.sources.registers.stocks import load_events
from index_pipeline.sources.store.vintages import load_observations
from index_pipeline.sources.store.withdrawal import WithdrawalError, withdraw, withdrawals

TODAY = date(2032, 1, 1)
FAULTS = (errno.EIO, errno.ENOSPC, errno.EDQUOT)


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the disk take every file and confirm no folder's entries."""

    def fail(code: int) -> None:
        def sync(folder: Path) -> None:
            raise OSError(code, os.strerror(code), str(folder))

        monkeypatch.setattr(files, "sync_folder", sync)

    return fail


def year_of(project: Project) -> int:
    return max(load_observations(project.data)["time_period"].to_pylist())


@pytest.mark.parametrize("code", FAULTS)
def test_figures_that_are_taken_are_said_to_be(small: Project, unsure: Callable[[int], None], code: int) -> None:
    file, before = new_year(small), load_observations(small.data).num_rows
    unsure(code)

    receipt = ingest(file, small.data, load(small.framework), Options(TODAY))

    assert load_observations(small.data).num_rows == before + len(REGIONS)
    assert receipt.new == len(REGIONS)
    assert "the figures were taken: " in receipt.warnings[0]
    assert "the disk did not confirm it" in receipt.warnings[0]


@pytest.mark.parametrize("code", FAULTS)
def test_an_event_that_is_recorded_is_said_to_be(small: Project, unsure: Callable[[int], None], code: int) -> None:
    before = load_events(small.data).num_rows
    event = Event("industrial_heritage", "designated", 2024, "名单", title="某厂", ref_area="辽宁")
    unsure(code)

    with pytest.raises(UnconfirmedError, match="it is written, but the disk did not confirm it") as caught:
        record(event, small.data, load(small.framework), TODAY)

    assert load_events(small.data).num_rows == before + 1
    assert str(caught.value.filename).endswith("registers/industrial_heritage.csv")


@pytest.mark.parametrize("code", FAULTS)
def test_a_withdrawal_is_made_or_leaves_no_receipt(small: Project, unsure: Callable[[int], None], code: int) -> None:
    """A receipt without its batch would excuse figures that are lost."""
    unsure(code)

    with pytest.raises(WithdrawalError, match=r"observations/nbs_annual/gdp\.csv: it was not withdrawn"):
        withdraw("observations/nbs_annual/gdp.csv", "misprint", small.data, TODAY)

    assert small.store("gdp").exists()
    assert withdrawals(small.data) == []
    assert not list((small.data / "withdrawn").rglob("*.json"))


def test_a_receipt_whose_batch_is_not_there_counts_for_nothing(small: Project) -> None:
    target = withdraw("observations/nbs_annual/gdp.csv", "misprint", small.data, TODAY)
    assert [found.batch for found in withdrawals(small.data)] == ["observations/nbs_annual/gdp.csv"]
    target.rename(small.store("gdp"))
    assert withdrawals(small.data) == []


@pytest.mark.parametrize("code", [*FAULTS, errno.EMFILE, errno.ENOMEM, errno.ESTALE, errno.ETIMEDOUT])
@pytest.mark.parametrize("where", ["the file", "its options", "within a reader"])
def test_a_fault_of_the_disk_is_no_refusal(
    small: Project, monkeypatch: pytest.MonkeyPatch, code: int, where: str
) -> None:
    """The file stays in the inbox, with its options, and is taken when the disk answers again."""
    box = small.data / "inbox"
    box.mkdir()
    new_year(small).rename(box / "export.csv")
    (box / "export.csv.options.json").write_text("{}", encoding="utf-8")

    framework, true_open = load(small.framework), os.open

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    def fail_for_the_file(path: Path, *given: Any) -> int:
        if Path(path).name == "export.csv":
            fail()
        return true_open(path, *given)

    with monkeypatch.context() as failing:
        if where == "the file":
            failing.setattr(os, "open", fail_for_the_file)
        elif where == "its options":
            failing.setattr(Path, "read_text", fail)
        else:
            failing.setattr(inbox, "ingest", fail)
        (outcome,) = take_inbox(small.data, framework, TODAY)

    assert isinstance(outcome, Rejection)
    assert outcome.moved_to is None
    assert outcome.problems[0].kind == "unread"
    assert os.strerror(code) in str(outcome.problems[0])
    assert sorted(path.name for path in box.iterdir()) == ["export.csv", "export.csv.options.json"]
    (taken,) = take_inbox(small.data, framework, TODAY)
    assert isinstance(taken, Receipt)


def test_who_waits_for_a_lock_that_is_removed_holds_the_one_that_others_see(tmp_path: Path) -> None:
    lock = tmp_path / "tables" / ".lock"
    entered = threading.Event()

    def wait() -> None:
        with locked(lock, 60):
            entered.set()
            time.sleep(0.2)

    with locked(lock, 0):
        waiter = threading.Thread(target=wait)
        waiter.start()
        time.sleep(0.2)
        shutil.rmtree(lock.parent)
    assert entered.wait(10)

    with pytest.raises(TimeoutError), locked(lock, 0):
        pass
    waiter.join()


def test_who_waits_is_told_at_once_and_for_whom(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    code = (
        "import sys, time; from pathlib import Path; from index_pipeline.locks import locked\n"
        "with locked(Path(sys.argv[2]), 60): print('got it', flush=True); time.sleep(60)"
    )

    def begun(name: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, name, str(lock)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    processes = [begun("first")]
    try:
        holder = processes[0]
        assert holder.stdout is not None
        assert holder.stdout.readline() == "got it\n"
        holder.send_signal(signal.SIGSTOP)
        processes.append(begun("second"))
        waiter = processes[1]
        assert waiter.stderr is not None
        said = waiter.stderr.readline()
        with pytest.raises(TimeoutError, match=str(holder.pid)), locked(lock, 0):
            pass
    finally:
        for process in processes:
            process.kill()
            process.communicate()

    assert f"{lock}: 等待：进程 {holder.pid}（-c first）自 " in said
    assert f"waiting: process {holder.pid} (-c first) has been using it since " in said


@pytest.mark.parametrize("wait", [lambda: None, lambda: time.sleep(5)], ids=["busy", "asleep"])
def test_a_release_that_is_broken_off_is_no_failed_run(
    small: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wait: Callable[[], None]
) -> None:
    """As by Ctrl-C, of which the command makes 130; nobody is alarmed."""
    monkeypatch.setenv("ICDI_NOTIFY_FILE", str(tmp_path / "alerts.jsonl"))

    def interrupted(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        wait()
        while True:
            pass

    monkeypatch.setattr(release_asset, "publish", interrupted)

    with pytest.raises(KeyboardInterrupt):
        run(small.framework, small.data, None, latest=None, on_step=lambda *_: None)

    assert not (tmp_path / "alerts.jsonl").exists()


def test_a_table_of_another_run_that_is_damaged_is_named(small: Project) -> None:
    write_text(small.data / "tables" / "scores.parquet", "PAR1 garbage")
    with pytest.raises(ParquetError, match=r"tables/scores\.parquet: the file is damaged"):
        read_parquet(small.data / "tables" / "scores.parquet")


def test_a_terminal_that_lacks_a_character_is_no_fault(small: Project) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "DAGSTER_HOME": ""}
    done = subprocess.run(
        [*ICDI, "register", "list", *map(str, small.options())], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert b"\\u" in done.stdout


def test_a_locked_store_is_said_with_its_holder(small: Project) -> None:
    with locked(small.data / ".lock", 0):
        command = [*ICDI, "withdraw", "observations/nbs_annual/gdp.csv", "--why", "x", "--data", str(small.data)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        said = process.stderr.readline()
        process.kill()
        process.communicate()
    assert f"process {os.getpid()} " in said
    assert json.dumps(str(small.data / ".lock"))[1:-1] in said


def test_a_release_without_a_table_is_said_to_be_of_another_version(project: Project) -> None:
    (release,) = (project.data / "releases").glob("small-*")
    contents = read_contents(release)
    with pytest.raises(ReleaseError, match="this release has no table of_the_future"):
        contents.tables["of_the_future"]


def test_a_register_that_is_begun_anew_is_said_to_be(small: Project) -> None:
    file = small.data / "registers" / "industrial_heritage.csv"
    file.unlink()
    add = ("register", "add", "industrial_heritage", "某厂", "--region", "辽宁", "--year", 2024, "--document", "名单")
    said = []
    for title in ("甲厂", "乙厂"):
        process = start(*(title if word == "某厂" else word for word in add), *small.options())
        said.append(process.communicate(timeout=60)[1])
        assert process.returncode == 0

    assert "registers/industrial_heritage.csv was not there and was begun anew" in said[0]
    assert "begun anew" not in said[1]


def test_a_register_that_is_a_link_stays_one(small: Project, tmp_path: Path) -> None:
    file, elsewhere = small.data / "registers" / "industrial_heritage.csv", tmp_path / "elsewhere.csv"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    before = load_events(small.data).num_rows

    record(
        Event("industrial_heritage", "designated", 2024, "名单", title="某厂", ref_area="辽宁"),
        small.data,
        load(small.framework),
        TODAY,
    )

    assert file.is_symlink()
    assert load_events(small.data).num_rows == before + 1
    assert "某厂" in elsewhere.read_text(encoding="utf-8")
