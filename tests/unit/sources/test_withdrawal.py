"""A batch that is withdrawn leaves the store whole; what it revised is as it was, and it can be taken again."""

import json
from datetime import date
from pathlib import Path

import pytest
from samples import TODAY, as_csv, body, bureau, framework

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.store.vintages import load_observations, newest
from index_pipeline.sources.store.withdrawal import WithdrawalError, withdraw


def take(data: Path, name: str, rows: list, day: date = TODAY) -> str:
    path = data.parent / name
    path.write_bytes(as_csv(rows))
    batch = ingest(path, data, framework(), Options(day)).batch
    assert batch
    return batch


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_wrong_revision_is_taken_back(data: Path) -> None:
    take(data, "right.csv", bureau())
    before = load_observations(data)
    wrong = bureau([["北京市", 1.04 * 11241.5, 11231, 11220.5], *body()[1:]])
    batch = take(data, "wrong.csv", wrong, date(2026, 12, 1))

    target = withdraw(batch, "公报误印\n第三页", data, TODAY)

    assert newest(load_observations(data)).equals(newest(before))
    assert target == data / "withdrawn" / batch.removeprefix("observations/")
    receipt = json.loads(target.with_name(f"{target.name}.receipt.json").read_text(encoding="utf-8"))
    assert receipt == {"batch": batch, "withdrawn": "2026-11-24", "why": "公报误印 第三页"}
    assert withdraw(take(data, "wrong.csv", wrong, date(2026, 12, 1)), "again", data, TODAY) != target


@pytest.mark.parametrize(
    ("batch", "why", "said"),
    [
        ("observations/nbs_annual/gpd.csv", "typing error", "there is no such batch"),
        ("../secret.csv", "curiosity", "there is no such batch"),
        ("observations/../../secret.csv", "curiosity", "there is no such batch"),
        ("observations/nbs_annual/x.csv", " ", "say why"),
    ],
)
def test_what_is_no_batch_stays_where_it_is(data: Path, batch: str, why: str, said: str) -> None:
    take(data, "right.csv", bureau())
    (data.parent / "secret.csv").write_text("x", encoding="utf-8")

    with pytest.raises(WithdrawalError, match=said):
        withdraw(batch, why, data, TODAY)

    assert (data.parent / "secret.csv").exists()
    assert load_observations(data).num_rows == 93
