"""A real Dask scheduler with worker processes over loopback counts a register, whatever happens to them meanwhile."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from operator import neg
from pathlib import Path

import psutil
import pyarrow as pa
import pytest
from dask_workers import Cluster, cluster, count_in_little_space, sleep_then_double
from large_register import REGISTER, write
from running import ROOT, icdi
from samples import framework
from small_project import Project
from soak import TIMES

from index_pipeline.scale.count import partitioned_changes
from index_pipeline.scale.engine import VARIABLE, each
from index_pipeline.scale.errors import EngineError, PartitionError
from index_pipeline.scale.partition import partition
from index_pipeline.scale.partitions import PartitionedRegister


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask"), workers=2) as made:
        yield made


@pytest.fixture
def two_workers(started: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.setenv(VARIABLE, started.address)
    return started


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> PartitionedRegister:
    folder = tmp_path_factory.mktemp("register")
    entries, parts = (20_000, 7) if TIMES == 1 else (10_000_000, None)
    events = write(folder / "list.parquet", entries, ["110000", "210000", "650000"])
    return partition(events, REGISTER, str(folder / "registers"), framework(), parts)


@pytest.fixture(scope="module")
def counted(register: PartitionedRegister) -> pa.Table:
    """Counted in this process."""
    return partitioned_changes([register], framework())


@pytest.mark.soak
def test_two_workers_count_what_one_process_counts(
    two_workers: Cluster, register: PartitionedRegister, counted: pa.Table
) -> None:
    assert partitioned_changes([register], framework()).equals(counted)
    assert max(psutil.Process(worker.pid).memory_info().rss for worker in two_workers.workers) < 1.5e9


def test_nothing_listens_beyond_this_machine(two_workers: Cluster) -> None:
    listening = [
        socket.laddr.ip
        for process in two_workers.processes
        for socket in psutil.Process(process.pid).net_connections("tcp")
        if socket.status == psutil.CONN_LISTEN
    ]

    assert set(listening) == {"127.0.0.1"}


def test_a_part_that_is_missing_is_said_by_its_name(
    two_workers: Cluster, register: PartitionedRegister, tmp_path: Path
) -> None:
    shutil.copytree(Path(register.store), tmp_path / "registers")
    gone = tmp_path / "registers" / REGISTER / register.parts[3].file
    gone.unlink()
    elsewhere = PartitionedRegister(**vars(register) | {"store": str(tmp_path / "registers")})

    with pytest.raises(PartitionError, match=gone.name) as raised:
        partitioned_changes([elsewhere], framework())

    assert "无法读取" in raised.value.sentences("zh")[0]


def test_a_part_that_is_damaged_is_said_by_its_name(
    two_workers: Cluster, register: PartitionedRegister, tmp_path: Path
) -> None:
    shutil.copytree(Path(register.store), tmp_path / "registers")
    damaged = tmp_path / "registers" / REGISTER / register.parts[2].file
    damaged.write_bytes(damaged.read_bytes()[:-100])
    elsewhere = PartitionedRegister(**vars(register) | {"store": str(tmp_path / "registers")})

    with pytest.raises(PartitionError, match=f"{damaged.name} is damaged, nothing was counted"):
        partitioned_changes([elsewhere], framework())


def test_a_worker_whose_disk_is_full_says_so_and_counts_the_next_time(
    two_workers: Cluster, register: PartitionedRegister, counted: pa.Table
) -> None:
    """DuckDB puts aside on the disk what its memory does not hold."""
    parts = [(register, part) for part in register.parts]

    with pytest.raises(PartitionError, match=r"part-0.*not counted, too little memory or disk") as raised:
        list(each(partial(count_in_little_space, framework=framework()), parts))

    assert "内存或磁盘不足" in raised.value.sentences("zh")[0]
    assert partitioned_changes([register], framework()).equals(counted)


def test_a_worker_killed_in_the_middle_changes_nothing(two_workers: Cluster) -> None:
    results = each(sleep_then_double, range(6))
    found = [next(results)]
    two_workers.workers[-1].kill()

    assert sorted([*found, *results]) == [0, 2, 4, 6, 8, 10]

    two_workers.start_worker()
    two_workers.wait_for(2)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda package: (package / "sql.py").open("a").write("# changed\n"), "another version of index-pipeline"),
        (
            lambda package: (package / "scale" / "workers.py").unlink(),
            "another version of index-pipeline .No module named",
        ),
    ],
    ids=["changed", "without space"],
)
def test_another_version_of_the_package_on_a_worker_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], object], sentence: str
) -> None:
    shutil.copytree(ROOT / "index_pipeline", tmp_path / "index_pipeline")
    harm(tmp_path / "index_pipeline")
    with cluster(tmp_path / "dask", workers=0) as made:
        made.start_worker(PYTHONPATH=str(tmp_path))
        made.wait_for(1)
        monkeypatch.setenv(VARIABLE, made.address)

        with pytest.raises(EngineError, match=sentence):
            list(each(neg, [1, 2]))


def test_workers_that_all_end_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index_pipeline.scale.workers.PATIENCE", 4)
    with cluster(tmp_path, workers=1) as made:
        monkeypatch.setenv(VARIABLE, made.address)
        results = each(sleep_then_double, range(20))
        next(results)
        made.workers[0].kill()

        with pytest.raises(EngineError, match="has no worker"):
            list(results)


def test_workers_without_memory_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index_pipeline.scale.workers.PATIENCE", 2)
    with cluster(tmp_path, workers=0) as made:
        made.start_worker(memory="40MB")
        made.wait_for(1)
        monkeypatch.setenv(VARIABLE, made.address)

        with pytest.raises(EngineError, match="every worker has used up its memory"):
            list(each(sleep_then_double, range(2)))


def test_a_scheduler_that_is_lost_in_the_middle_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster(tmp_path, workers=1) as made:
        monkeypatch.setenv(VARIABLE, made.address)
        results = each(sleep_then_double, range(20))
        next(results)
        made.scheduler.kill()

        with pytest.raises(EngineError, match="was lost while it counted"):
            list(results)


def test_a_run_without_its_scheduler_publishes_nothing(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICDI_LANG", "zh")
    icdi("register", "partition", REGISTER, "--parts", 2, *small.options())
    monkeypatch.setenv(VARIABLE, "dask://127.0.0.1:9")

    done = icdi("run", *small.options(), check=False)

    assert done.returncode == 1
    assert "调度器没有应答" in done.stderr
    assert not list((small.data / "releases").glob("icdi*"))
