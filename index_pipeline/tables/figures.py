"""What was read: figures with their vintages, and events of registers."""

from index_pipeline.tables.declare import declare

READINGS = declare(
    "readings",
    "",
    sheet="str?",
    cell="str",
    area_label="str",
    measure_label="str?",
    unit_label="str?",
    time_period="int?",
    obs_value="float?",
    obs_status="str",
    vintage="str?",
    text="str",
)
"""Cells of one file as they stand there, before any label is mapped to a code. Blank cells have no row.

`obs_status` and `vintage` are A and null unless the file has columns for them; status M withdraws a figure.
"""

OBSERVATIONS = declare(
    "observations",
    "series_id ref_area time_period vintage",
    series_id="str",
    ref_area="str",
    time_period="int",
    vintage="date",
    obs_value="float?",
    obs_status="str",
    source_id="str",
    source_file="str",
    source_sheet="str?",
    source_cell="str?",
    note="str?",
    batch="str",
    batch_line="int",
)
"""Every vintage of every figure, in the unit of its series, with the file and cell that it was read from."""

REGISTER_EVENTS = declare(
    "register_events",
    "register_id entry_id event time_period ref_area",
    register_id="str",
    entry_id="str",
    title="str",
    category="str?",
    grade="str?",
    ref_area="str?",
    place="str?",
    event="str",
    time_period="int?",
    entries="int",
    document="str?",
    source_id="str",
    note="str?",
    batch="str",
    batch_line="int",
)
"""One row an event in the life of a register's entry; `entries` is 1, or the count where only counts are published."""

DUE = declare(
    "due",
    "source_id",
    source_id="str",
    newest_year="int?",
    expected_year="int?",
    overdue="bool",
    late_series="str?",
)
"""Newest year of each source in the store, and the one that its release calendar promises by now.

`late_series` are the series, of those that the indicators use, which lack that year: `series:newest year`, parted by |.
"""

REVISIONS = declare(
    "revisions",
    "series_id ref_area time_period vintage",
    series_id="str",
    ref_area="str",
    time_period="int",
    vintage_before="date",
    value_before="float?",
    vintage="date",
    obs_value="float?",
    change="float?",
    source_id="str",
    note="str?",
)
"""Figures that were published again with another value, from one vintage to the next."""
