"""Arrow schemas of every table that passes between rooms.

A room states what it takes and gives by naming one of these; `conform` is how a table is held to it.
Missing is null, never NaN; each table has one row for each combination of its key columns.
"""

import math
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

STATUSES = {
    "A": ("观测值", "observed"),
    "E": ("估计值", "estimated"),
    "I": ("内插值", "interpolated"),
    "C": ("沿用前值", "carried forward"),
    "M": ("缺失", "missing"),
    "Z": ("结构性零值", "structural zero"),
}
"""SDMX observation statuses used here, with their names in Chinese and English."""

SCORE_STATUSES = {
    "scored": ("已评价", "scored"),
    "insufficient_coverage": ("暂不评价", "not scored: too little of its weight is observed"),
    "not_measured": ("未测量", "not measured"),
}
"""Why a component has a score or has none."""


class TableError(ValueError):
    """A table does not conform to its declared schema."""


@dataclass(frozen=True)
class Table:
    """Declared shape of one table: its name, Arrow schema and key columns."""

    name: str
    schema: pa.Schema
    key: tuple[str, ...]

    def conform(self, table: pa.Table) -> pa.Table:
        """Cast `table` to this shape, columns in declared order.

        Raises:
            TableError: a column is absent or cannot be cast, a required value is null, a number is NaN or
                infinite, or two rows share a key. The message names the table, the column and an example.
        """
        absent = [name for name in self.schema.names if name not in table.column_names]
        if absent:
            raise TableError(f"table {self.name}: column {absent[0]} is absent")
        try:
            cast = table.select(self.schema.names).cast(self.schema)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise TableError(f"table {self.name}: {error}") from error
        for field in self.schema:
            column = cast[field.name]
            if not field.nullable and column.null_count:
                row = pc.index(pc.is_null(column), True).as_py()
                raise TableError(f"table {self.name}: {field.name} is empty in row {row}: {_key(cast, self.key, row)}")
            if pa.types.is_floating(field.type):
                row = pc.index(pc.is_finite(column), False).as_py()
                if row >= 0:
                    raise TableError(
                        f"table {self.name}: {field.name} is {column[row].as_py()}, not a finite number, "
                        f"for {_key(cast, self.key, row)}"
                    )
        self._refuse_doubled_keys(cast)
        return cast

    def empty(self) -> pa.Table:
        """Return a table of this shape with no rows."""
        return self.schema.empty_table()

    def _refuse_doubled_keys(self, table: pa.Table) -> None:
        if not self.key or not table.num_rows:
            return
        counts = table.group_by(list(self.key)).aggregate([([], "count_all")])
        row = pc.index(pc.greater(counts["count_all"], 1), True).as_py()
        if row >= 0:
            raise TableError(f"table {self.name}: more than one row for {_key(counts, self.key, row)}")


def _key(table: pa.Table, key: tuple[str, ...], row: int) -> str:
    return ", ".join(f"{name} {table[name][row].as_py()}" for name in key)


def finite(value: float | None) -> float | None:
    """Return `value`, or None where it is NaN: the one door by which foreign NaN becomes missing."""
    return None if value is None or math.isnan(value) else value


def _table(name: str, key: str, **columns: str) -> Table:
    types = {"str": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32(), "bool": pa.bool_()}
    fields = [
        pa.field(column, types[kind.rstrip("?")], nullable=kind.endswith("?")) for column, kind in columns.items()
    ]
    return Table(name, pa.schema(fields), tuple(key.split()))


# --- sources: what was read ------------------------------------------------------------------------------------------

READINGS = _table(
    "readings",
    "",
    sheet="str?",
    cell="str",
    area_label="str",
    measure_label="str?",
    unit_label="str?",
    time_period="int?",
    obs_value="float",
    text="str",
)
"""Cells of one file as they stand there, before any label is mapped to a code. Blank cells have no row."""

OBSERVATIONS = _table(
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

REGISTER_EVENTS = _table(
    "register_events",
    "register_id entry_id event time_period ref_area",
    register_id="str",
    entry_id="str",
    title="str",
    category="str?",
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

# --- index: figures to scores ----------------------------------------------------------------------------------------

REGISTER_STOCKS = _table(
    "register_stocks",
    "register_id category ref_area time_period",
    register_id="str",
    category="str",
    ref_area="str",
    time_period="int",
    stock="float",
    obs_status="str",
)
"""Entries of a register in force at year end, in each region and category ('' where the register has none)."""

INDICATORS = _table(
    "indicators",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    numerator="float?",
    denominator="float?",
    ratio="float?",
    obs_value="float?",
    obs_status="str",
)
"""Indicator values in their own unit; `ratio` is as computed, `obs_value` after shrinkage of small counts."""

SCREENED = _table(
    "screened",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
)

IMPUTED = _table(
    "imputed",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
    filled_by="str?",
)
"""As `SCREENED`, gaps filled; `filled_by` names the method, null where the figure is the region's own."""

TREATMENTS = _table(
    "treatments",
    "indicator_id",
    indicator_id="str",
    method="str",
    lower="float?",
    upper="float?",
    transform="str",
    shift="float",
    exponent="float?",
    points="int",
    skew_before="float?",
    kurtosis_before="float?",
    skew_after="float?",
    kurtosis_after="float?",
)
"""Treatment fitted on the reference period: cap to [lower, upper], add `shift`, then `transform`."""

TREATED = _table(
    "treated",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
    filled_by="str?",
    capped="bool",
)
"""As `IMPUTED`, outliers capped and values transformed; `capped` marks each value that was moved to a limit."""

GOALPOSTS = _table(
    "goalposts",
    "indicator_id time_period",
    indicator_id="str",
    time_period="int?",
    direction="str",
    lower="float",
    upper="float",
    floor="float",
    ceiling="float",
    capped="bool",
)
"""The values that score `floor` and `ceiling` (swapped where lower is better), for one year or, null, for all."""

NORMALISED = _table(
    "normalised",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    score="float?",
    obs_status="str",
    filled_by="str?",
)
"""Indicator scores on the common scale; higher is better."""

WEIGHTS = _table(
    "weights",
    "component_id child_id",
    component_id="str",
    child_id="str",
    weight="float",
    share="float",
    effective_weight="float",
    kind="str",
)
"""Each edge of the tree: weight as given, its share within the component, and its share of the index.

`kind` is `component`, `indicator`, `supplementary` (weight 0) or `not_measured` (weight 0).
"""

SCORES = _table(
    "scores",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score="float?",
    coverage="float",
    status="str",
)
"""Score of each component, in points of the scale, and the share of its weight that rests on the region's figures."""

RANKINGS = _table(
    "rankings",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score="float?",
    rank="int?",
    ranked="int",
    score_change="float?",
    rank_change="int?",
)
"""Rank (1 best, ties share the better) among `ranked` regions; changes are against the year before, up is positive."""

BALANCE = _table(
    "balance",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    arithmetic="float?",
    geometric="float?",
    arithmetic_rank="int?",
    geometric_rank="int?",
)
"""Index by arithmetic and by geometric means across its components: a check of balance."""

# --- catalogue: the framework as tables, published beside the figures -------------------------------------------------

COMPONENTS = _table(
    "components",
    "component_id",
    component_id="str",
    parent_id="str?",
    level="int",
    position="int",
    title_zh="str?",
    title_en="str?",
    clause="str?",
    measured="bool",
    aggregation="str?",
    coverage_threshold="float",
    effective_weight="float",
    reason_zh="str?",
    reason_en="str?",
    wanted_zh="str?",
    wanted_en="str?",
)
"""Components of the tree, each before its children; `reason` and `wanted` where one is not measured."""

INDICATOR_DEFINITIONS = _table(
    "indicator_definitions",
    "indicator_id",
    indicator_id="str",
    component_id="str",
    position="int",
    kind="str",
    title_zh="str?",
    title_en="str?",
    definition_zh="str?",
    definition_en="str?",
    unit="str?",
    direction="str",
    numerator="str",
    denominator="str?",
    multiplier="float",
    proxy="str?",
    small_counts="str?",
    treatment="str",
    normalisation="str",
    effective_weight="float",
    sources="str?",
    note_zh="str?",
    note_en="str?",
)
"""Indicators in the order of the tree: value = numerator / denominator × multiplier, in `unit`."""

REGIONS = _table(
    "regions",
    "ref_area",
    ref_area="str",
    title_zh="str",
    title_en="str",
    short_zh="str",
    level="str",
    role="str",
    parent="str?",
    zone="str?",
    zone_en="str?",
)

SERIES = _table(
    "series",
    "series_id",
    series_id="str",
    title_zh="str",
    title_en="str",
    unit="str",
    breaks="str?",
    note="str?",
)

UNITS = _table("units", "unit", unit="str", title_zh="str", title_en="str")

SOURCES = _table(
    "sources",
    "source_id",
    source_id="str",
    kind="str",
    title_zh="str?",
    title_en="str?",
    publisher_zh="str?",
    publisher_en="str?",
    publication_zh="str?",
    publication_en="str?",
    licence_zh="str?",
    licence_en="str?",
    citation_zh="str?",
    citation_en="str?",
    url="str?",
    note_zh="str?",
    note_en="str?",
)
