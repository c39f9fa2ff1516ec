"""What was read: figures with their vintages, and events of registers."""

from index_pipeline.tables.declare import declare

READINGS = declare(
    "readings",
    "sheet? cell area_label measure_label? unit_label? time_period? obs_value? obs_status vintage? text",
)
"""Cells of one file unchanged, before any label is mapped to a code. Blank cells have no row.

`obs_status` and `vintage` are A and null unless the file has columns for them; status M withdraws a figure, P
is one that the file calls preliminary.
"""

OBSERVATIONS = declare(
    "observations",
    "*series_id *ref_area *time_period *vintage? obs_value? obs_status source_id source_file source_sheet? "
    "source_cell? note? batch batch_line",
)
"""Every vintage of every figure, in the unit of its series, with the file and cell that it was read from.

Figures of the store have a vintage; those of a tidy table, which does not state one, have none.
"""

REGISTER_EVENTS = declare(
    "register_events",
    "*register_id *entry_id title category? grade? *ref_area? place? *event *time_period? entries document? "
    "source_id note? batch batch_line",
)
"""One row per event in the life of a register's entry; `entries` is 1, or the count where only counts are published."""

DUE = declare("due", "*source_id newest_year? expected_year? overdue late_series?")
"""Newest year of each source in the store, and the newest year that is due by its release calendar.

`late_series` are the series, of those that the indicators use, which lack that year: `series:newest year`, split by |.
"""

REVISIONS = declare(
    "revisions",
    "*series_id *ref_area *time_period vintage_before value_before? *vintage obs_value? value_change? source_id note?",
)
"""Figures that were published again with another value, from one vintage to the next."""
