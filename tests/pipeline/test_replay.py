"""The shipped figures, published again in the order in which they were: nothing of them is taken for a mistake.

Against an empty store that fills year by year, and whole tables against an empty store: only the revision of the gross
regional product after the census has to name its document.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.framework.source import RevisionBounds
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.net.verdict import Verdict, judge
from index_pipeline.sources.options import Options
from index_pipeline.sources.store.by_series import Store
from index_pipeline.sources.store.vintages import load_observations, newest

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)


@cache
def framework() -> Framework:
    return load(ROOT / "indicators")


@cache
def observations() -> pa.Table:
    return load_observations(ROOT / "data")


def figure(row: dict[str, Any]) -> Figure:
    value = Decimal(repr(row["obs_value"])).normalize()
    step = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
    key = row["series_id"], row["ref_area"], row["time_period"]
    return Figure(*key, value, row["obs_status"], step, None, "/".join(map(str, key)), str(value))


def verdict(figures: list[Figure], store: pa.Table, released: date, revision: str | None = None) -> Verdict:
    options = Options(TODAY, revision=revision)
    return judge(figures, Store.of(store), released, framework().codes, RevisionBounds(), options, is_known=True)


def releases() -> Iterator[tuple[date, list[dict[str, Any]]]]:
    """The figures that each source published on a day."""
    rows = sorted(observations().to_pylist(), key=itemgetter("vintage", "source_id"))
    for (day, _), group in groupby(rows, key=itemgetter("vintage", "source_id")):
        yield day, list(group)


def test_replayed_release_by_release_only_the_census_is_a_revision() -> None:
    store = tables.OBSERVATIONS.empty()
    asked = []
    for day, rows in releases():
        figures = [figure(row) for row in rows]
        found = verdict(figures, store, day)
        if found.problems:
            asked += [(day, problem.kind, problem.details["series"]) for problem in found.problems]
            assert verdict(figures, store, day, "第五次全国经济普查公报").problems == []
        store = pa.concat_tables([store, pa.Table.from_pylist(rows, schema=store.schema)])

    assert asked == [(date(2025, 12, 31), "many_revised", "gdp")]


def test_a_whole_series_is_taken_into_an_empty_store() -> None:
    rows = newest(observations()).to_pylist()
    for series, group in groupby(rows, key=lambda row: row["series_id"]):
        problems = verdict([figure(row) for row in group], tables.OBSERVATIONS.empty(), TODAY).problems
        assert problems == [], series


def test_what_the_store_holds_is_taken_again_without_a_word() -> None:
    rows = newest(observations()).to_pylist()
    found = verdict([figure(row) for row in rows], observations(), TODAY)

    assert (found.problems, found.revisions) == ([], [])
