"""Expectations of each boundary table, derived from the framework: bounds, code lists, keys, jumps, ranks.

A bound that differs from row to row (a series' maximum, say) is joined to the table as a column by `prepare`, so
that one expectation compares two columns.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from index_pipeline import tables
from index_pipeline.framework.checks import CHECKS, Check
from index_pipeline.framework.events import EVENTS
from index_pipeline.framework.framework import Framework, components
from index_pipeline.rounding import ROUNDING, levels, rounding_of


@dataclass(frozen=True)
class Expectation:
    """One expectation: the check that it makes, and its Great Expectations type and arguments."""

    check: Check
    kind: str
    arguments: dict[str, object]


@dataclass(frozen=True)
class Suite:
    """The expectations of one table, and the function that adds the columns they compare with.

    A row is about its `item` (a series, an indicator …); `value` is the column with its value.
    """

    table: tables.Table
    expectations: tuple[Expectation, ...]
    prepare: Callable[[pd.DataFrame], pd.DataFrame]
    item: str
    value: str


def observations_suite(framework: Framework, source_id: str | None = None) -> Suite:
    """Expect known codes, plausible values and no future year of the figures of one source, or of all."""
    codes = framework.codes
    sources = [source_id] if source_id else list(framework.sources)
    expectations = [
        *_keys(tables.OBSERVATIONS),
        _among("observations.status", "obs_status", list(tables.STATUSES)),
        _not_below("observations.vintage", "vintage_year", "time_period"),
    ]
    if codes.series:
        expectations += [
            _among("observations.series", "series_id", list(codes.series)),
            _not_below("observations.minimum", "obs_value", "minimum"),
            _not_below("observations.maximum", "maximum", "obs_value"),
            _between("observations.jump", "jump_share", None, 1.0),
        ]
    if codes.regions:
        expectations.append(_among("observations.region", "ref_area", list(codes.regions)))
    if sources:
        expectations.append(_among("observations.source", "source_id", sources))

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.assign(vintage_year=pd.to_datetime(frame["vintage"]).dt.year).sort_values("vintage")
        frame = frame.assign(superseded=frame.duplicated(["series_id", "ref_area", "time_period"], keep="last"))
        bounds = pd.DataFrame(
            [(s.series_id, s.minimum, s.maximum, s.jump) for s in codes.series.values()],
            columns=["series_id", "minimum", "maximum", "jump"],
        ).astype({"minimum": float, "maximum": float, "jump": float})
        return _with_jumps(frame.merge(bounds, on="series_id", how="left"), ["series_id", "ref_area"])

    return Suite(tables.OBSERVATIONS, tuple(expectations), prepare, "series_id", "obs_value")


def register_events_suite(framework: Framework) -> Suite:
    """Expect known registers, regions and kinds of event, and a positive number of entries."""
    expectations = (
        *_keys(tables.REGISTER_EVENTS),
        _among("register_events.register", "register_id", list(framework.registers)),
        _among("register_events.region", "ref_area", list(framework.codes.regions)),
        _among("register_events.event", "event", list(EVENTS)),
        _between("register_events.entries", "entries", 0, None),
    )
    return Suite(tables.REGISTER_EVENTS, expectations, lambda frame: frame, "register_id", "entries")


def indicators_suite(framework: Framework) -> Suite:
    """Expect every indicator within the bounds and the jump that its YAML calls plausible."""
    expectations = (
        *_keys(tables.INDICATORS),
        _among("indicators.indicator", "indicator_id", list(framework.indicators)),
        _among("indicators.status", "obs_status", list(tables.STATUSES)),
        _not_below("indicators.minimum", "obs_value", "minimum"),
        _not_below("indicators.maximum", "maximum", "obs_value"),
        _between("indicators.jump", "jump_share", None, 1.0),
        Expectation(
            CHECKS["indicators.denominator"],
            "expect_column_values_to_not_be_in_set",
            {"column": "denominator", "value_set": [0.0]},
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

    return Suite(tables.INDICATORS, expectations, prepare, "indicator_id", "obs_value")


def scores_suite(framework: Framework) -> Suite:
    """Expect known components and statuses, scores within the scale, coverage within 0 and 1.

    Goalposts are fitted on the reference period: a later year may be beyond them, which is notable but not a fault.
    """
    floor, ceiling = framework.definition.scale
    near = rounding_of(framework.definition.scale)
    fitted = framework.definition.fitted_on
    nodes = [node.id for node in components(framework.definition.index)]
    expectations = (
        *_keys(tables.SCORES),
        _among("scores.component", "component_id", nodes),
        _among("scores.status", "status", list(tables.SCORE_STATUSES)),
        _between("scores.scale", "score_as_fitted", floor - near, ceiling + near),
        _between("scores.goalposts", "score", floor - near, ceiling + near),
        _between("scores.coverage", "coverage", 0, 1 + ROUNDING),
        Expectation(
            CHECKS["scores.scored"],
            "expect_column_pair_values_to_be_equal",
            {"column_A": "has_score", "column_B": "is_scored"},
        ),
    )

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(
            score_as_fitted=frame["score"].where(frame["time_period"].between(fitted.first, fitted.last)),
            has_score=frame["score"].notna().astype(int),
            is_scored=frame["status"].isin(["scored", "no_distinction"]).astype(int),
        )

    return Suite(tables.SCORES, expectations, prepare, "component_id", "score")


def rankings_suite(_: Framework) -> Suite:
    """Expect ranks that follow from the scores: 1 best, ties equal, no rank without a score or if all tie."""
    expectations = (
        *_keys(tables.RANKINGS),
        Expectation(
            CHECKS["rankings.rank"],
            "expect_column_pair_values_to_be_equal",
            {"column_A": "rank", "column_B": "rank_by_score", "ignore_row_if": "both_values_are_missing"},
        ),
    )

    def prepare(frame: pd.DataFrame) -> pd.DataFrame:
        sample = frame.groupby(["component_id", "time_period"]).ngroup()
        tied = pd.Series(levels(frame["score"].to_numpy(float), "greatest", sample.to_numpy()), frame.index)
        by_score = tied.groupby(sample).rank(ascending=False, method="min")
        number, distinct = tied.groupby(sample).transform("count"), tied.groupby(sample).transform("nunique")
        by_score = by_score.where((number == 1) | (distinct > 1))
        return frame.assign(rank=frame["rank"].astype(float), rank_by_score=by_score)

    return Suite(tables.RANKINGS, expectations, prepare, "component_id", "rank")


def _keys(table: tables.Table) -> tuple[Expectation, ...]:
    check = CHECKS[f"{table.name}.key"]
    return (Expectation(check, "expect_compound_columns_to_be_unique", {"column_list": list(table.key)}),)


def _among(check: str, column: str, values: list[str]) -> Expectation:
    return Expectation(CHECKS[check], "expect_column_values_to_be_in_set", {"column": column, "value_set": values})


def _between(check: str, column: str, minimum: float | None, maximum: float | None) -> Expectation:
    arguments: dict[str, object] = {"column": column, "min_value": minimum, "max_value": maximum}
    return Expectation(CHECKS[check], "expect_column_values_to_be_between", arguments)


def _not_below(check: str, greater: str, less: str) -> Expectation:
    arguments = {
        "column_A": greater,
        "column_B": less,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return Expectation(CHECKS[check], "expect_column_pair_values_a_to_be_greater_than_b", arguments)


def _with_jumps(frame: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Add `value_before`, the value of the year before, and `jump_share`: the factor between, over the largest one.

    If the year before has several rows, the last one in the order of `frame` is used.
    """
    before = frame[[*group, "time_period", "obs_value"]].assign(time_period=frame["time_period"] + 1)
    before = before.drop_duplicates([*group, "time_period"], keep="last").rename(columns={"obs_value": "value_before"})
    frame = frame.merge(before, on=[*group, "time_period"], how="left")
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = frame["obs_value"] / frame["value_before"]
        factor = factor.where(factor >= 1, 1 / factor)
    factor = factor.where((frame["obs_value"] > 0) & (frame["value_before"] > 0))
    return frame.assign(jump_share=factor / frame["jump"])
