"""The one sentence that says how sure the ranking is."""

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.text import Text

NARROW = 3
"""A 90% interval of at most this many places counts as narrow."""


def headline(rank_intervals: pa.Table, framework: Framework) -> Text:
    """Say of how many regions the index's rank in the newest year has a 90% interval of at most 3 places.

    Places are counted between the 5th and the 95th percentile, both included.

    Args:
        rank_intervals: `tables.RANK_INTERVALS`.
        framework: Names the index.
    """
    index = rank_intervals.filter(pc.equal(rank_intervals["component_id"], framework.index_id))
    year = pc.max(index["time_period"]).as_py()
    newest = index.filter(pc.and_(pc.equal(index["time_period"], year), pc.is_valid(index["rank_p05"])))
    places = pc.add(pc.subtract(newest["rank_p95"], newest["rank_p05"]), 1.0)
    narrow, scored = pc.sum(pc.less_equal(places, float(NARROW))).as_py() or 0, newest.num_rows
    return Text(
        zh=f"{year}年{scored}个地区中，{narrow}个地区的位次90%区间不超过{NARROW}位。",
        en=f"In {year}, {narrow} of {scored} regions have a 90% interval of rank of at most {NARROW} places.",
    )
