"""Arrow schemas of every table that passes between rooms.

A room states what it takes and gives by naming one of these; `conform` is how a table is held to it.
Missing is null, never NaN; each table has one row for each combination of its key columns.
"""

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.errors import UserError

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


class TableError(UserError):
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
        nullable = pa.schema([field.with_nullable(True) for field in self.schema])
        try:
            cast = table.select(self.schema.names).cast(nullable)
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
        return cast.cast(self.schema)

    def empty(self) -> pa.Table:
        """Return a table of this shape with no rows."""
        return self.schema.empty_table()

    def _refuse_doubled_keys(self, table: pa.Table) -> None:
        if not self.key or not table.num_rows:
            return
        codes, size = np.zeros(table.num_rows, np.int64), 1
        for name in self.key:
            values = table[name].combine_chunks().dictionary_encode()
            distinct = len(values.dictionary) + 1
            codes = codes * distinct + pc.fill_null(values.indices, distinct - 1).to_numpy()
            size *= distinct
        if size > 8 * table.num_rows:  # few of the possible keys are there: number those that are
            codes = np.unique(codes, return_inverse=True)[1]
        doubled = np.flatnonzero(np.bincount(codes) > 1)
        if len(doubled):
            row = int(np.flatnonzero(codes == doubled[0])[0])
            raise TableError(f"table {self.name}: more than one row for {_key(table, self.key, row)}")


def _key(table: pa.Table, key: tuple[str, ...], row: int) -> str:
    return ", ".join(f"{name} {table[name][row].as_py()}" for name in key)


def finite(value: float | None) -> float | None:
    """Return `value`, or None where it is NaN: the one door by which foreign NaN becomes missing."""
    return None if value is None or math.isnan(value) else value


DECLARED: dict[str, Table] = {}
"""Every table declared below, by its name."""


def _table(name: str, key: str, **columns: str) -> Table:
    types = {"str": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32(), "bool": pa.bool_()}
    fields = [
        pa.field(column, types[kind.rstrip("?")], nullable=kind.endswith("?")) for column, kind in columns.items()
    ]
    DECLARED[name] = Table(name, pa.schema(fields), tuple(key.split()))
    return DECLARED[name]


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
    obs_value="float?",
    obs_status="str",
    vintage="str?",
    text="str",
)
"""Cells of one file as they stand there, before any label is mapped to a code. Blank cells have no row.

`obs_status` and `vintage` are A and null unless the file has columns for them; status M withdraws a figure.
"""

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

DUE = _table(
    "due",
    "source_id",
    source_id="str",
    newest_year="int?",
    expected_year="int?",
    overdue="bool",
)
"""Newest year of each source in the store, and the one that its release calendar promises by now."""

REVISIONS = _table(
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
"""Entries of a register in force at year end, in each region and category (`_Z` where there is none)."""

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

SCREENINGS = _table(
    "screenings",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    missing="int",
    zero="int",
    share="float",
    non_zero="float",
    kept="bool",
    reason="str?",
)
"""Weighted indicators without a value and with a zero, of each region and year; whether it is kept, and why not."""

SCREENED = _table(
    "screened",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    obs_value="float?",
    obs_status="str",
    kept="bool",
)
"""Values of the assessed regions; those of a region's year that is not `kept` are missing and stay so."""

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
    "indicator_id time_period",
    indicator_id="str",
    time_period="int?",
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
"""Fitted treatment, for one year or, null, for all: cap to [lower, upper], add `shift`, then `transform`.

`mirrored_log` is −ln(shift − x); skew and kurtosis are those of the values fitted on, before and after.
"""

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

TREATED_POINTS = _table(
    "treated_points",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    value_before="float",
    value_after="float",
    treatment="str",
)
"""Each value that was moved to a limit, before and after: `winsorised_high` or `winsorised_low`."""

GOALPOSTS = _table(
    "goalposts",
    "indicator_id time_period ref_area",
    indicator_id="str",
    time_period="int?",
    ref_area="str?",
    method="str",
    form="str",
    direction="str",
    lower="float",
    upper="float",
    floor="float",
    ceiling="float",
    capped="bool",
    floored="bool",
    first_year="int?",
    last_year="int?",
)
"""Parameters of each indicator's normalisation, for one year, for one region or, null, for all.

`form` tells how values become scores. `linear`: `lower` scores `floor` and `upper` scores `ceiling`, swapped where
lower is better. `ratio`: floor + (ceiling − floor) · upper / x. `rank_min`, `rank_average`, `rank_max`: by rank among
the values of `first_year` to `last_year`, the first rank scores `floor`, the last `ceiling`. Scores above the ceiling
are cut to it where `capped`, those below the floor raised to it where `floored`.
"""

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
    method="str",
)
"""Each edge of the tree: weight by the component's `method`, its share within the component, and of the index.

`kind` is `component`, `indicator`, `supplementary` (weight 0) or `not_measured` (weight 0).
"""

WEIGHTINGS = _table(
    "weightings",
    "component_id method statistic child_id",
    component_id="str",
    method="str",
    statistic="str",
    child_id="str?",
    value="float",
)
"""What weights were derived from: consistency ratio, entropies, loadings, the parts of a combination."""

REGION_WEIGHTS = _table(
    "region_weights",
    "component_id ref_area time_period child_id",
    component_id="str",
    ref_area="str",
    time_period="int",
    child_id="str",
    weight="float",
    share="float",
)
"""Weights that a region chose under the benefit of the doubt, and each child's share of the region's score."""

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

CHANGES = _table(
    "changes",
    "ref_area time_period component_id part_id kind",
    ref_area="str",
    time_period="int",
    component_id="str",
    part_id="str",
    kind="str",
    change="float",
)
"""Change of a component's score against the year before, split into parts that add up to it.

`kind` is `indicator`; `coverage`, the part of component `part_id` whose children with a score are not the same in
both years; or `unsplit`, the change of component `part_id` whose score depends on other regions.
"""

NOTICES = _table(
    "notices",
    "step subject ref_area time_period",
    step="str",
    subject="str",
    ref_area="str?",
    time_period="int?",
    message="str",
)
"""What a reader has to know of a build that has a result all the same, one sentence each."""

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

# --- robustness: how far ranks depend on the choices made -------------------------------------------------------------

RANK_INTERVALS = _table(
    "rank_intervals",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    rank="int?",
    rank_median="float?",
    rank_p05="float?",
    rank_p95="float?",
    p_top="float?",
    p_scored="float",
)
"""Rank as published, and over all draws: median, 5th and 95th percentile, probability of being among the top.

They are taken over the draws in which the region has a score, whose share is `p_scored`.
"""

TIER_PROBABILITIES = _table(
    "tier_probabilities",
    "ref_area time_period component_id tier",
    ref_area="str",
    time_period="int",
    component_id="str",
    tier="int",
    probability="float?",
)
"""Probability of each tier (1 best) over the draws in which the region has a score."""

RANK_CHANGES = _table(
    "rank_changes",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    rank_change="int?",
    p_up="float?",
    p_down="float?",
    significant="bool?",
)
"""Change of rank against the year before, as published, and how often the same draw moves up or down between them."""

RANK_PAIRS = _table(
    "rank_pairs",
    "component_id time_period ref_area other_area",
    component_id="str",
    time_period="int",
    ref_area="str",
    other_area="str",
    probability="float?",
)
"""Probability that `ref_area` is ranked above `other_area`, over the draws in which both are ranked."""

SENSITIVITY = _table(
    "sensitivity",
    "output ref_area factor",
    output="str",
    ref_area="str?",
    factor="str",
    first_order="float?",
    first_order_p05="float?",
    first_order_p95="float?",
    total="float?",
    total_p05="float?",
    total_p95="float?",
)
"""Sobol indices of each assumption, with bootstrap percentiles; null where the output does not vary.

`output` is `mean_absolute_rank_shift` of all regions or the `rank` of one, of the index in the newest year.
"""

REMOVED = _table(
    "removed",
    "element_id ref_area time_period",
    level="int",
    element_id="str",
    ref_area="str",
    time_period="int",
    score="float?",
    score_shift="float?",
    rank="int?",
    rank_shift="int?",
)
"""The index without one element; shifts are against the index as published, a rise in rank is positive."""

REMOVED_SUMMARY = _table(
    "removed_summary",
    "element_id time_period",
    level="int",
    element_id="str",
    time_period="int",
    mean_absolute_rank_shift="float?",
    largest_rank_shift="int?",
    spearman="float?",
)
"""What the removal of one element does to the ranks of the index; level 1 are the index's own children."""

COMPARISON = _table(
    "comparison",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score="float?",
    other_score="float?",
    score_shift="float?",
    rank="int?",
    other_rank="int?",
    rank_shift="int?",
)
"""Two methodologies side by side; shifts are the other's against the first, a rise in rank is positive."""

COMPARISON_SUMMARY = _table(
    "comparison_summary",
    "time_period component_id",
    time_period="int",
    component_id="str",
    regions="int",
    spearman="float?",
    kendall="float?",
    mean_absolute_rank_shift="float?",
    largest_rank_shift="int?",
)
"""Agreement of two methodologies over the `regions` that both score."""

AUDIT_INDICATORS = _table(
    "audit_indicators",
    "indicator_id",
    indicator_id="str",
    values="int",
    observed_share="float",
    zero="int",
    distinct="int",
    minimum="float?",
    median="float?",
    maximum="float?",
    skew_before="float?",
    kurtosis_before="float?",
    skew_after="float?",
    kurtosis_after="float?",
    treatment="str",
    points="int",
    flag="str?",
)
"""Each weighted indicator over the scored years, before treatment; `observed_share` is that of cells with a figure.

`flag` is `missing` (less than two thirds observed), `outliers` (skew and kurtosis over their limits after treatment
as well), or null.
"""

AUDIT_COVERAGE = _table(
    "audit_coverage",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    observed_share="float",
    lowest_coverage="float",
    lowest_component_id="str",
    flag="str?",
)
"""Share of the weighted indicators that a region has figures for, and its least covered component below the index."""

AUDIT_CORRELATIONS = _table(
    "audit_correlations",
    "first_id second_id",
    first_id="str",
    second_id="str",
    relation="str",
    regions="int",
    pearson="float?",
    pearson_p_value="float?",
    spearman="float?",
    spearman_p_value="float?",
    kendall="float?",
    kendall_p_value="float?",
    flag="str?",
)
"""Correlations of scores in one year, pairwise complete, with two-sided p-values.

`relation` is `siblings` (children of one component), `parent`, `other_parent` (another component of the parent's
level), `index`, or `elsewhere` (indicators of two components; only redundant ones are listed). `flag` is `redundant`
(|r| > 0.92), `negative`, `weak` (r < 0.3 with its parent), or `closer_to_other` (r above that with its own parent).
"""

AUDIT_CONSISTENCY = _table(
    "audit_consistency",
    "component_id",
    component_id="str",
    children="int",
    regions="int",
    alpha="float?",
    alpha_p05="float?",
    alpha_p95="float?",
    first_share="float?",
    eigenvalues_above_one="int?",
    flag="str?",
)
"""Whether a component's children measure one thing: Cronbach's alpha, and the first principal component's share.

`flag` is `inconsistent` (alpha < 0.7), `several_dimensions` (more than one eigenvalue above 1, or a first share under
half), or null.
"""

AUDIT_PCA = _table(
    "audit_pca",
    "component_id axis child_id",
    component_id="str",
    axis="int",
    child_id="str",
    eigenvalue="float",
    variance_share="float",
    loading="float",
)
"""Principal components of the children's scores: eigenvectors of their correlations, the greatest loading positive."""

AUDIT_IMPORTANCE = _table(
    "audit_importance",
    "component_id child_id",
    component_id="str",
    child_id="str",
    share="float",
    importance="float?",
    importance_share="float?",
    flag="str?",
)
"""Nominal share of a child against its importance: Var(E[score of the component | child]) / Var(score).

`flag` is `outweighs` or `underweighs` where the share of importance is over 1.5 times, or under 2/3 of, the share of
weight.
"""

AUDIT_ADDED_VALUE = _table(
    "audit_added_value",
    "component_id",
    component_id="str",
    regions="int",
    share_apart="float?",
    spearman="float?",
    flag="str?",
)
"""Share of regions whose rank in a component differs from that in the index by 5 or more; `repeats` where under 1/5."""

AUDIT_FINDINGS = _table(
    "audit_findings",
    "position",
    position="int",
    topic="str",
    subject="str?",
    finding_zh="str",
    finding_en="str",
)
"""What the audit says, one sentence each."""

SCORE_CHANGES = _table(
    "score_changes",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    score_before="float?",
    score_after="float?",
    rank_before="int?",
    rank_after="int?",
    change="float?",
    new_data="float?",
    revision="float?",
    method="float?",
)
"""Change of each score from one release to another, in points: the sum of new figures, revision and method."""

FIGURE_CHANGES = _table(
    "figure_changes",
    "series_id ref_area time_period",
    series_id="str",
    ref_area="str",
    time_period="int",
    value_before="float?",
    obs_value="float?",
    kind="str",
)
"""Figures that two releases read differently: `new`, `revised` or `withdrawn`."""

# --- analysis: what the scores say of regions --------------------------------------------------------------------------

TIERS = _table(
    "tiers",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    tier="int",
    borderline="bool?",
)
"""Tier of each region by the index, 1 best; `borderline` where the 90% interval of its rank crosses a border.

`borderline` is null where the interval is not known.
"""

TIER_BORDERS = _table(
    "tier_borders",
    "time_period tier",
    time_period="int",
    tier="int",
    n="int",
    lowest="float",
    highest="float",
    first_rank="int",
    last_rank="int",
    gvf="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Extent of each tier in a year, in points and in ranks; `gvf` is the goodness of variance fit of all its tiers."""

OBSTACLES = _table(
    "obstacles",
    "ref_area time_period indicator_id",
    ref_area="str",
    time_period="int",
    indicator_id="str",
    gap="float",
    share="float",
)
"""障碍度: share of each indicator in a region's weighted gap to the best score; the shares of a region sum to 1.

`gap` is the indicator's own gap, in points.
"""

OBSTACLE_COMPONENTS = _table(
    "obstacle_components",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    level="int",
    share="float",
)
"""Shares of `OBSTACLES` summed over each component below the index; those of one level sum to 1."""

SIMILAR_REGIONS = _table(
    "similar_regions",
    "ref_area time_period other_area",
    ref_area="str",
    time_period="int",
    other_area="str",
    distance="float",
    position="int",
    n="int",
)
"""Regions by their distance from each region, over the scores of the index's components; `position` 1 is nearest.

`n` components were compared.
"""

CLUSTERS = _table(
    "clusters",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    cluster="int",
    silhouette="float",
)
"""Cluster of each region by its profile of scores, 1 the cluster of the highest mean, and how well it fits there."""

CLUSTER_COUNTS = _table(
    "cluster_counts",
    "time_period clusters",
    time_period="int",
    clusters="int",
    n="int",
    silhouette="float",
    chosen="bool",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Mean silhouette by number of clusters; the greatest is `chosen`."""

INEQUALITY = _table(
    "inequality",
    "component_id time_period",
    component_id="str",
    time_period="int",
    n="int",
    zones="int",
    mean="float",
    gini="float?",
    gini_within="float?",
    gini_net_between="float?",
    gini_transvariation="float?",
    theil="float?",
    theil_within="float?",
    theil_between="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Gini and Theil of a component over `n` regions, with their parts within and between zones, which add up to them."""

ZONE_INEQUALITY = _table(
    "zone_inequality",
    "component_id time_period zone",
    component_id="str",
    time_period="int",
    zone="str",
    n="int",
    mean="float",
    population_share="float",
    score_share="float?",
    gini="float?",
    gini_within="float?",
    theil="float?",
    theil_within="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Inequality inside each zone, and the part (`_within`) that it adds to that of all regions."""

ZONE_PAIRS = _table(
    "zone_pairs",
    "component_id time_period zone other_zone",
    component_id="str",
    time_period="int",
    zone="str",
    other_zone="str",
    n="int",
    other_n="int",
    gini="float",
    gross_affluence="float",
    transvariation="float",
    relative_affluence="float",
    gini_net_between="float",
    gini_transvariation="float",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Gini between two zones, `zone` the one of the higher mean, and what the pair adds to the Gini of all regions."""

SIGMA_CONVERGENCE = _table(
    "sigma_convergence",
    "component_id time_period zone",
    component_id="str",
    time_period="int",
    zone="str?",
    n="int",
    mean="float",
    sd="float?",
    cv="float?",
    sigma="float?",
    sigma_sample="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Dispersion of a component over all regions (`zone` null) or those of a zone.

`sd`, `cv` and `sigma_sample` divide by n − 1; `sigma`, that of the logarithms, by n.
"""

BETA_CONVERGENCE = _table(
    "beta_convergence",
    "component_id model zone",
    component_id="str",
    model="str",
    zone="str?",
    first_year="int",
    last_year="int",
    n="int",
    beta="float?",
    standard_error="float?",
    t_value="float?",
    p_value="float?",
    degrees_of_freedom="int?",
    r_squared="float?",
    speed="float?",
    speed_standard_error="float?",
    half_life="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Regression of yearly growth on the logarithm of the initial score; `beta` negative means convergence.

`model` is `absolute`, over all regions or those of `zone`, or `conditional`, with the controls of `BETA_TERMS`.
"""

BETA_TERMS = _table(
    "beta_terms",
    "component_id model zone term",
    component_id="str",
    model="str",
    zone="str?",
    term="str",
    estimate="float",
    standard_error="float",
    t_value="float?",
    p_value="float?",
)
"""Every coefficient of the regressions of `BETA_CONVERGENCE`: `intercept`, `ln_initial` and the controls."""

COVARIATES = _table(
    "covariates",
    "ref_area covariate_id",
    ref_area="str",
    covariate_id="str",
    value="float?",
)
"""What conditional convergence is conditional on, as a researcher supplies it: one value a region."""

DENSITIES = _table(
    "densities",
    "component_id time_period point",
    component_id="str",
    time_period="int",
    point="int",
    n="int",
    bandwidth="float",
    score="float",
    density="float",
)
"""Kernel density of a component's scores; bandwidth and points are the same in all years of a component."""

ADJACENCY = _table(
    "adjacency",
    "ref_area other_area",
    ref_area="str",
    other_area="str",
    kind="str",
)
"""Pairs of regions that are neighbours, each stated once; `kind` `convention` marks those without a common border."""

GLOBAL_MORAN = _table(
    "global_moran",
    "component_id time_period links weighting",
    component_id="str",
    time_period="int",
    links="str",
    weighting="str",
    n="int",
    pairs="int",
    isolates="int",
    moran="float?",
    expected="float?",
    variance="float?",
    z_value="float?",
    p_value="float?",
    permutations="int",
    seed="int",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Moran's I of a component; variance and z under randomisation, p two-sided by permutation.

`links` is `all` or `without_convention`, `weighting` `row_standardised` or `binary`.
"""

LOCAL_MORAN = _table(
    "local_moran",
    "component_id time_period links weighting ref_area",
    component_id="str",
    time_period="int",
    links="str",
    weighting="str",
    ref_area="str",
    n="int",
    neighbours="int",
    score="float",
    lag="float?",
    moran="float?",
    quadrant="str?",
    p_value="float?",
    p_adjusted="float?",
    significant="bool?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Local Moran's I of each region; p two-sided by conditional permutation, adjusted for the false discovery rate.

`lag` is the weighted sum of the neighbours' deviations from the mean, in points; `quadrant` HH, LH, LL or HL.
"""

COUPLING = _table(
    "coupling",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    n="int",
    coupling_degree="float?",
    development="float?",
    coordination="float?",
    grade="int?",
    grade_zh="str?",
    grade_en="str?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""耦合协调度: coupling C, development T and coordination D = √(C·T) of `n` components; `grade` 1 worst to 10 best."""

OTHER_RANKING = _table(
    "other_ranking",
    "ref_area time_period",
    ref_area="str",
    time_period="int",
    rank="float?",
)
"""Another ranking of the regions, as a user supplies it; 1 is best."""

AGREEMENT = _table(
    "agreement",
    "component_id time_period",
    component_id="str",
    time_period="int",
    n="int",
    spearman="float?",
    spearman_p_value="float?",
    kendall="float?",
    kendall_p_value="float?",
    mean_absolute_rank_shift="float?",
    caveat_zh="str?",
    caveat_en="str?",
)
"""Agreement of a component with another ranking, over the `n` regions that both rank."""

AGREEMENT_REGIONS = _table(
    "agreement_regions",
    "ref_area time_period component_id",
    ref_area="str",
    time_period="int",
    component_id="str",
    rank="int",
    other_rank="int",
    rank_shift="int",
)
"""Ranks among the regions that both rank; the shift is positive where the other ranking places the region higher."""

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
