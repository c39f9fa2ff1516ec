"""Which engine is used: this process without ICDI_ENGINE; an address that is not safe or not one is refused."""

from operator import neg

import pytest

from index_pipeline.scale.engine import VARIABLE, each
from index_pipeline.scale.errors import MESSAGES, EngineError


def test_without_an_engine_this_process_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)

    assert list(each(neg, [1, 2, 3])) == [-1, -2, -3]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("scheduler:8786", "address"),
        ("dask://scheduler", "address"),
        ("dask://scheduler:port", "address"),
        ("tcp://127.0.0.1:8786", "address"),
        ("dask://scheduler:8786", "no_certificate"),
        ("dask://10.0.0.1:8786", "no_certificate"),
    ],
)
def test_an_address_that_is_not_one_or_not_safe_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, kind: str
) -> None:
    monkeypatch.setenv(VARIABLE, address)

    with pytest.raises(EngineError) as raised:
        list(each(neg, [1]))

    assert raised.value.said == MESSAGES[kind].with_details(address=address)
