"""A register whose parts are in an object store, served as S3 on this machine by moto."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.fs
import pytest
from dask_workers import cluster
from large_register import REGISTER, write
from moto.server import ThreadedMotoServer
from running import icdi
from samples import framework
from small_project import Project

from index_pipeline.scale.count import partitioned_changes
from index_pipeline.scale.engine import VARIABLE
from index_pipeline.scale.errors import PartitionError
from index_pipeline.scale.partition import partition
from index_pipeline.scale.partitions import partitioned_registers

STORE = "s3://registers/enterprises"


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of a server with an empty bucket; the environment names it and has credentials, as it does in use."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    settings = {"ENDPOINT_URL": address, "ACCESS_KEY_ID": "name", "SECRET_ACCESS_KEY": "secret", "REGION": "cn-north-1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(f"AWS_{name}", value)
        bucket, _ = pyarrow.fs.FileSystem.from_uri("s3://registers?allow_bucket_creation=true")
        bucket.create_dir("registers")
        yield address
    server.stop()


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("list") / "enterprises.parquet", 5000, ["110000", "210000", "650000"])


@pytest.fixture(scope="module")
def counted(events: Path, tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """Counted in one part of a folder."""
    store = str(tmp_path_factory.mktemp("folder"))
    return partitioned_changes([partition(events, REGISTER, store, framework(), 1)], framework())


@pytest.fixture
def divided(served: str, events: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register in three parts in the store, which ICDI_STORE names."""
    partition(events, REGISTER, STORE, framework(), 3)
    monkeypatch.setenv("ICDI_STORE", STORE)


def parts() -> list[str]:
    system, path = pyarrow.fs.FileSystem.from_uri(f"{STORE}/{REGISTER}")
    return sorted(found.path for found in system.get_file_info(pyarrow.fs.FileSelector(path)) if found.is_file)


@pytest.mark.usefixtures("divided")
def test_here_and_on_a_worker_it_is_counted_as_in_a_folder(
    counted: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert partitioned_changes(partitioned_registers(tmp_path), framework()).equals(counted)

    with cluster(tmp_path, workers=1) as made:
        monkeypatch.setenv(VARIABLE, made.address)

        assert partitioned_changes(partitioned_registers(tmp_path), framework()).equals(counted)


@pytest.mark.usefixtures("divided")
def test_a_list_that_is_divided_again_replaces_its_parts(events: Path, counted: pa.Table, tmp_path: Path) -> None:
    partition(events, REGISTER, STORE, framework(), 2)

    assert [path.rpartition("/")[2].partition("-0")[0] for path in parts()] == ["part", "part", "register.json"]
    assert partitioned_changes(partitioned_registers(tmp_path), framework()).equals(counted)


@pytest.mark.usefixtures("divided")
def test_a_part_that_is_gone_is_said_by_its_name(tmp_path: Path) -> None:
    system, _ = pyarrow.fs.FileSystem.from_uri(STORE)
    system.delete_file(parts()[1])

    with pytest.raises(PartitionError, match=r"part-00001.*cannot be read"):
        partitioned_changes(partitioned_registers(tmp_path), framework())


@pytest.mark.usefixtures("divided")
def test_a_part_that_is_damaged_counts_nothing(tmp_path: Path) -> None:
    system, _ = pyarrow.fs.FileSystem.from_uri(STORE)
    with system.open_output_stream(parts()[1]) as file:
        file.write(b"PAR1")

    with pytest.raises(PartitionError, match=r"part-00001.*is damaged, nothing was counted"):
        partitioned_changes(partitioned_registers(tmp_path), framework())


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("s3://no-such-bucket/enterprises", "holds no register"),
        ("s3://registers/nothing", "holds no register"),
        ("s3://name:secret@registers/enterprises", "credentials belong in the environment"),
    ],
)
def test_a_store_that_cannot_be_used_is_said(
    served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str, said: str
) -> None:
    monkeypatch.setenv("ICDI_STORE", store)

    with pytest.raises(PartitionError, match=said) as raised:
        partitioned_registers(tmp_path)

    assert "secret" not in "".join(raised.value.sentences("zh"))


def test_a_run_without_its_store_publishes_nothing(served: str, small: Project) -> None:
    done = icdi("run", *small.options(), check=False, ICDI_STORE="s3://registers/nothing")

    assert done.returncode == 1
    assert "s3://registers/nothing holds no register" in done.stderr
    assert not list((small.data / "releases").glob("small*"))
