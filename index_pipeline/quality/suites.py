"""Expectations of each boundary table, derived from the framework: bounds, code lists, keys, jumps, ranks.

A bound that differs from row to row (a series' maximum, say) is joined to the table as a column by `prepare`, so
that one expectation compares two columns.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.rounding import levels

BOUNDS = ("minimum", "maximum", "value_before", "jump")
"""Columns that show what was plausible: limits, the value of the year before, the largest factor between the two."""


@dataclass(frozen=True)
class Expectation:
    """One expectation: its Great Expectations type and arguments, what it means, and whether it stops the run."""

    kind: str
    arguments: dict[str, object]
    meaning: str
    critical: bool = True


@dataclass(frozen=True)
class Suite:
    """The expectations of one table, and the function that adds the columns they compare with.

    `shown` are the columns that are shown, besides the key, of a row that fails.
    """

    table: tables.Table
    expectations: tuple[Expectation, ...]
    prepare: Callable[[pd.DataFrame], pd.DataFrame]
    shown: tuple[str, ...] = ()


def observations_suite(framework: Framework, source_id: str | None = None) -> Suite:
    """Expect known codes, plausible values and no future year of the figures of one source, or of all."""
    codes = framework.codes
    sources = [source_id] if source_id else list(framework.sources)
    expectations = [
        *_keys(tables.OBSERVATIONS),
        _among("obs_status", list(tables.STATUSES), "the status is one of SDMX"),
        _not_below("vintage_year", "time_period", "no figure is older than the year it states"),
    ]
    if codes.series:
        expectations += [
            _among("series_id", list(codes.series), "the series is in series.csv"),
            _not_below("obs_value", "minimum", "the figure is not below the series' plausible minimum"),
            _not_below("maximum", "obs_value", "the figure is not above the series' plausible maximum"),
            _at_most("jump_share", 1.0, "the figure is within the series' plausible factor of the year before"),
        ]
    if codes.regions:
        expectations.append(_among("ref_area", list(codes.regions), "the region is in regions.csv"))
    if sources:
        expectations.append(_among("source_id", sources, "the source is declared in source/*.yaml"))

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.assign(vintage_year=pd.to_datetime(frame["vintage"]).dt.year)
        bounds = pd.DataFrame(
            [(s.series_id, s.minimum, s.maximum, s.jump) for s in codes.series.values()],
            columns=["series_id", "minimum", "maximum", "jump"],
        ).astype({"minimum": float, "maximum": float, "jump": float})
        return _with_jumps(
            frame.merge(bounds, on="series_id", how="left").sort_values("vintage"), ["series_id", "ref_area"]
        )

    return Suite(tables.OBSERVATIONS, tuple(expectations), prepare, ("obs_value", *BOUNDS))


def register_events_suite(framework: Framework) -> Suite:
    """Expect known registers, regions and kinds of event, and a positive number of entries."""
    events = ["designated", "supplement", "confirmed", "revoked", "renamed", "moved"]
    expectations = (
        *_keys(tables.REGISTER_EVENTS),
        _among("register_id", list(framework.registers), "the register is declared in source/*.yaml"),
        _among("ref_area", list(framework.codes.regions), "the region is in regions.csv"),
        _among("event", events, "the kind of event is known"),
        _between("entries", 0, None, "no count of entries is negative"),
    )
    return Suite(tables.REGISTER_EVENTS, expectations, lambda frame: frame)


def indicators_suite(framework: Framework) -> Suite:
    """Expect every indicator within the bounds and the jump that its YAML calls plausible."""
    expectations = (
        *_keys(tables.INDICATORS),
        _among("indicator_id", list(framework.indicators), "the indicator is in the framework"),
        _among("obs_status", list(tables.STATUSES), "the status is one of SDMX"),
        _not_below("obs_value", "minimum", "the value is not below the indicator's plausible minimum"),
        _not_below("maximum", "obs_value", "the value is not above the indicator's plausible maximum"),
        _at_most("jump_share", 1.0, "the value is within the indicator's plausible factor of the year before"),
        Expectation(
            "expect_column_values_to_not_be_in_set",
            {"column": "denominator", "value_set": [0.0]},
            "no denominator is zero: the value would be missing",
            critical=False,
        ),
    )

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        bounds = pd.DataFrame(
            [(i.id, i.plausible.minimum, i.plausible.maximum, i.plausible.jump) for i in framework.indicators.values()],
            columns=["indicator_id", "minimum", "maximum", "jump"],
        ).astype({"minimum": float, "maximum": float, "jump": float})
        years = framework.definition.years
        frame = frame[frame["time_period"].between(years.first - 1, years.last)]
        return _with_jumps(frame.merge(bounds, on="indicator_id", how="left"), ["indicator_id", "ref_area"])

    return Suite(tables.INDICATORS, expectations, prepare, ("obs_value", *BOUNDS))


def scores_suite(framework: Framework) -> Suite:
    """Expect known components and statuses, scores within the scale, coverage within 0 and 1.

    Goalposts are fitted on the reference period: a later year may lie beyond them, which is remarkable but no fault.
    """
    floor, ceiling = framework.definition.scale
    fitted = framework.definition.fitted_on
    nodes = [node.id for node in components(framework.definition.index)]
    expectations = (
        *_keys(tables.SCORES),
        _among("component_id", nodes, "the component is in the framework"),
        _among("status", list(tables.SCORE_STATUSES), "the status is known"),
        _between("score_as_fitted", floor - 1e-9, ceiling + 1e-9, "the score is within the scale"),
        _between(
            "score", floor - 1e-9, ceiling + 1e-9, "no year passes what was seen when goalposts were fitted", False
        ),
        _between("coverage", 0, 1 + 1e-12, "coverage is a share"),
        Expectation(
            "expect_column_pair_values_to_be_equal",
            {"column_A": "has_score", "column_B": "is_scored"},
            "there is a score where, and only where, the status says so",
        ),
    )

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(
            score_as_fitted=frame["score"].where(frame["time_period"].between(fitted.first, fitted.last)),
            has_score=frame["score"].notna().astype(int),
            is_scored=(frame["status"] == "scored").astype(int),
        )

    return Suite(tables.SCORES, expectations, prepare, ("score", "coverage", "status"))


def rankings_suite(_: Framework) -> Suite:
    """Expect ranks that follow from the scores: 1 best, ties equal, no rank without a score."""
    expectations = (
        *_keys(tables.RANKINGS),
        Expectation(
            "expect_column_pair_values_to_be_equal",
            {"column_A": "rank", "column_B": "rank_by_score", "ignore_row_if": "both_values_are_missing"},
            "the rank follows from the scores",
        ),
    )

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        sample = frame.groupby(["component_id", "time_period"]).ngroup()
        tied = pd.Series(levels(frame["score"].to_numpy(float), "greatest", sample.to_numpy()), frame.index)
        by_score = tied.groupby(sample).rank(ascending=False, method="min")
        return frame.assign(rank=frame["rank"].astype(float), rank_by_score=by_score)

    return Suite(tables.RANKINGS, expectations, prepare, ("score", "rank"))


def _keys(table: tables.Table) -> tuple[Expectation, ...]:
    return (
        Expectation(
            "expect_compound_columns_to_be_unique",
            {"column_list": list(table.key)},
            "no two rows stand for the same thing",
        ),
    )


def _among(column: str, values: list[str], meaning: str) -> Expectation:
    return Expectation("expect_column_values_to_be_in_set", {"column": column, "value_set": values}, meaning)


def _between(
    column: str, minimum: float | None, maximum: float | None, meaning: str, critical: bool = True
) -> Expectation:
    arguments: dict[str, object] = {"column": column, "min_value": minimum, "max_value": maximum}
    return Expectation("expect_column_values_to_be_between", arguments, meaning, critical)


def _at_most(column: str, maximum: float, meaning: str) -> Expectation:
    arguments: dict[str, object] = {"column": column, "max_value": maximum}
    return Expectation("expect_column_values_to_be_between", arguments, meaning, critical=False)


def _not_below(greater: str, less: str, meaning: str) -> Expectation:
    arguments = {
        "column_A": greater,
        "column_B": less,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return Expectation("expect_column_pair_values_a_to_be_greater_than_b", arguments, meaning)


def _with_jumps(frame: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Add `value_before`, the value of the year before, and `jump_share`: the factor between, over the largest one.

    Where the year before has several rows, the last one in the order of `frame` counts.
    """
    before = frame[[*group, "time_period", "obs_value"]].assign(time_period=frame["time_period"] + 1)
    before = before.drop_duplicates([*group, "time_period"], keep="last").rename(columns={"obs_value": "value_before"})
    frame = frame.merge(before, on=[*group, "time_period"], how="left")
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = frame["obs_value"] / frame["value_before"]
        factor = factor.where(factor >= 1, 1 / factor)
    factor = factor.where((frame["obs_value"] > 0) & (frame["value_before"] > 0))
    return frame.assign(jump_share=factor / frame["jump"])
