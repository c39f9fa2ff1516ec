"""The index computed again from a release's observations, with pandas and by hand, agrees in every component."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from by_hand import climb, fill, treat, weighted

YEARS = range(2018, 2024)


@pytest.fixture(scope="module")
def computed(release: Path) -> pd.DataFrame:
    """Scores and coverage by component (columns) for region × year (rows)."""
    framework = yaml.safe_load((release / "framework/framework.yaml").read_text(encoding="utf-8"))
    recipes = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (release / "framework/indicator").glob("*.yaml")
    }
    figures = _figures(release)
    stocks = _stocks(release)
    breaks = _breaks(release)
    scores: dict[str, pd.Series] = {}
    covered: dict[str, pd.Series] = {}
    for name, _ in weighted(framework["index"]):
        recipe = recipes[name]
        values = _values(recipe, figures, stocks)
        own = fill(
            values, {year for part in ("numerator", "denominator") for year in breaks.get(_series(recipe, part), ())}
        )
        treated = treat(own.loc[:, list(YEARS)])
        low, high = np.nanmin(treated), np.nanmax(treated)
        share = (treated - low) / (high - low)
        if recipe["direction"] == "lower_is_better":
            share = 1 - share
        scores[name] = (100 * share).stack(future_stack=True)
        covered[name] = treated.notna().astype(float).stack(future_stack=True)
    frame, coverage = pd.DataFrame(scores), pd.DataFrame(covered)
    climb(framework["index"], frame, coverage)
    return pd.concat({"score": frame, "coverage": coverage}, axis=1)


def test_every_component_agrees(computed: pd.DataFrame, release: Path) -> None:
    published = pd.read_csv(release / "tables/scores.csv", dtype={"ref_area": str})
    published = published[published["status"] != "not_measured"]
    assert len(published) == 31 * 6 * (1 + 6 + 17)

    for column in ("score", "coverage"):
        wide = published.pivot(index=["ref_area", "time_period"], columns="component_id", values=column)
        again = computed[column].reindex(wide.index)[wide.columns]
        pd.testing.assert_frame_equal(wide, again, rtol=1e-9, atol=0, check_names=False)


def _figures(release: Path) -> dict[str, pd.DataFrame]:
    table = pd.read_parquet(release / "tables/observations.parquet")
    table = table[table["ref_area"] != "000000"]
    return {
        str(name): part.pivot(index="ref_area", columns="time_period", values="obs_value")
        for name, part in table.groupby("series_id")
    }


def _areas(release: Path) -> list[str]:
    regions = pd.read_csv(release / "framework/regions.csv", dtype=str)
    return list(regions.loc[(regions["role"] == "assessed") & (regions["level"] == "province"), "ref_area"])


def _stocks(release: Path) -> dict[tuple[str, str | None], pd.DataFrame]:
    """Entries at year end; crafts and arts before 2021 by the region's share of all national items by that year."""
    events = pd.read_parquet(release / "tables/register_events.parquet")
    events = events[events["event"] == "designated"]
    areas = _areas(release)

    def cumulative(register: str) -> pd.DataFrame:
        chosen = events[events["register_id"] == register]
        by_year = {year: chosen[chosen["time_period"] <= year].groupby("ref_area")["entries"].sum() for year in YEARS}
        return pd.DataFrame(by_year).reindex(areas).fillna(0.0)

    batches = cumulative("intangible_heritage_batches")
    clock = batches.div(batches[2021], axis=0).clip(upper=1)
    items = events[events["register_id"] == "intangible_heritage"]
    found: dict[tuple[str, str | None], pd.DataFrame] = {
        (name, None): cumulative(name) for name in ("industrial_heritage", "industrial_tourism_bases")
    }
    for category in ("传统技艺", "传统美术"):
        of_2021 = items[items["category"] == category].groupby("ref_area")["entries"].sum().reindex(areas).fillna(0.0)
        found["intangible_heritage", category] = clock.mul(of_2021, axis=0)
    found["intangible_heritage", None] = sum(found["intangible_heritage", c] for c in ("传统技艺", "传统美术"))
    return found


def _breaks(release: Path) -> dict[str, set[int]]:
    with (release / "framework/series.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["series_id"]: {int(y) for y in row["breaks"].split("|") if y} for row in csv.DictReader(file)}


def _series(recipe: dict, part: str) -> str:
    return (recipe.get(part) or {}).get("series", "")


def _values(recipe: dict, figures: dict, stocks: dict) -> pd.DataFrame:
    multiplier = recipe.get("multiplier", 1)
    exposure = figures[recipe["denominator"]["series"]] if "denominator" in recipe else None
    if "series" in recipe["numerator"]:
        numerator = figures[recipe["numerator"]["series"]]
        return numerator * multiplier if exposure is None else numerator / exposure * multiplier
    parts = [stocks[part["register"], part.get("category")] for part in recipe["numerator"]["parts"]]
    if recipe["numerator"]["measure"] == "variety":
        return sum((part > 0).astype(float) for part in parts) / len(parts) * multiplier
    count = sum(parts)
    assert exposure is not None
    exposure = exposure.loc[count.index, list(YEARS)] / multiplier
    return (
        pd.DataFrame({y: _shrink(count[y], exposure[y]) for y in YEARS})
        if "small_counts" in recipe
        else count / exposure
    )


def _shrink(count: pd.Series, exposure: pd.Series) -> pd.Series:
    mean = count.sum() / exposure.sum()
    variance = max(0.0, (exposure * (count / exposure - mean) ** 2).sum() / exposure.sum() - mean / exposure.mean())
    if variance == 0:
        return pd.Series(mean, index=count.index)
    return (count + mean**2 / variance) / (exposure + mean / variance)
