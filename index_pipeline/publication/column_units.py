"""Units of the numbers in the published tables, where a column has one whatever row it stands in."""

POINTS = (
    *("arithmetic", "bandwidth", "ceiling", "distance", "floor", "gap", "geometric", "highest", "lag", "lowest"),
    *("mean", "method", "new_data", "other_score", "revision", "score", "score_after", "score_before", "score_change"),
    *("score_shift", "sd", "changes.change", "score_changes.change"),
)
"""Points of the framework's scale."""

SHARES = (
    *("coverage", "coverage_threshold", "effective_weight", "first_order", "first_order_p05", "first_order_p95"),
    *("gvf", "importance_share", "lowest_coverage", "non_zero", "observed_share", "p_adjusted", "p_down", "p_scored"),
    *("p_top", "p_up", "p_value", "pearson_p_value", "kendall_p_value", "spearman_p_value", "population_share"),
    *("probability", "r_squared", "score_share", "share", "share_apart", "total", "total_p05", "total_p95"),
    *("variance_share", "coupling_degree", "development", "coordination"),
)
"""Parts of a whole, from 0 to 1."""

RANKS = (
    *("rank", "rank_median", "rank_p05", "rank_p95", "other_rank", "rank_before", "rank_after", "first_rank"),
    *("last_rank", "arithmetic_rank", "geometric_rank"),
)
"""Ranks."""

PLACES = ("rank_change", "rank_shift", "mean_absolute_rank_shift", "largest_rank_shift")
"""Differences of ranks."""

YEARS = ("half_life",)
"""Numbers of years."""

PER_YEAR = ("beta", "speed", "speed_standard_error")
"""Logarithms a year."""


def unit_of(table: str, column: str, scale: tuple[float, float]) -> str | None:
    """Return the unit of a column of numbers in words; None where it has none, or where the row tells it."""
    names = {column, f"{table}.{column}"}
    for unit, columns in (
        (f"points of the scale {scale[0]:g} to {scale[1]:g}", POINTS),
        ("share, 0 to 1", SHARES),
        ("rank, 1 is best", RANKS),
        ("places", PLACES),
        ("years", YEARS),
        ("per year", PER_YEAR),
        ("per point", ("density",)),
    ):
        if names & set(columns):
            return unit
    return None
