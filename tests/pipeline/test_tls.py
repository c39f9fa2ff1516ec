"""Beyond loopback a scheduler is spoken to over TLS alone, with the certificates that Dask is given."""

import socket
from collections.abc import Iterator
from operator import neg
from pathlib import Path

import pytest
from dask_workers import Certificates, Cluster, cluster

from index_pipeline.scale.engine import VARIABLE, each
from index_pipeline.scale.errors import EngineError

SETTINGS = {"ca-file": "authority", "client.cert": "certificate", "client.key": "certificate"}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder, host = tmp_path_factory.mktemp("tls"), socket.gethostname()
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        pytest.skip(f"this machine does not know the address of its own name {host}")
    with cluster(folder, workers=1, host=host, certificates=Certificates.issue(folder, host)) as made:
        yield made


def given(made: Certificates) -> dict[str, str]:
    """Settings of Dask that name the files, as DASK_DISTRIBUTED__COMM__TLS__… do."""
    return {f"distributed.comm.tls.{name}": str(getattr(made, file)) for name, file in SETTINGS.items()}


def test_a_worker_works_over_tls(started: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    import dask

    monkeypatch.setenv(VARIABLE, started.address)
    assert started.certificates
    with dask.config.set(given(started.certificates)):
        assert sorted(each(neg, [1, 2, 3])) == [-3, -2, -1]


def test_a_certificate_of_another_authority_is_refused(
    started: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import dask

    monkeypatch.setenv(VARIABLE, started.address)
    with (
        dask.config.set(given(Certificates.issue(tmp_path, started.host))),
        pytest.raises(EngineError, match="no scheduler answers"),
    ):
        list(each(neg, [1, 2, 3]))


def test_without_certificates_nothing_is_sent(started: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, started.address)
    with pytest.raises(EngineError, match="only TLS is used"):
        list(each(neg, [1, 2, 3]))
