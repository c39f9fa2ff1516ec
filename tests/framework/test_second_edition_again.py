"""The second edition computed again from the store, with pandas and by hand, agrees in every component."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from by_hand import climb, fill, treat, weighted
from running import ROOT

from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.vintages import load_observations, newest

FOLDER = ROOT / "indicators"
DATA = ROOT / "data"
YEARS = range(2019, 2024)
NATION = "000000"


def test_every_component_agrees() -> None:
    framework = load(FOLDER)
    computed = build(newest(load_observations(DATA)), stocks(load_events(DATA), framework), framework)
    published = computed.scores.to_pandas()
    published = published[published["status"] != "not_measured"]
    assert len(published) == 31 * 5 * (1 + 5 + 14)

    again = _again()

    for column in ("score", "coverage"):
        wide = published.pivot(index=["ref_area", "time_period"], columns="component_id", values=column)
        ours = again[column].reindex(wide.index)[wide.columns]
        pd.testing.assert_frame_equal(wide, ours, rtol=1e-9, atol=0, check_names=False)


def _again() -> pd.DataFrame:
    """Scores and coverage by component (columns) for region × year (rows)."""
    tree = _read(FOLDER / "framework.yaml")["index"]
    recipes = {path.stem: _read(path) for path in (FOLDER / "indicator").glob("*.yaml")}
    scores: dict[str, pd.Series] = {}
    covered: dict[str, pd.Series] = {}
    for name, _ in weighted(tree):
        values = _of(recipes[name])
        treated = _treated(fill(values, _breaks(recipes[name])).loc[:, list(YEARS)], recipes[name])
        low, high = np.nanmin(treated), np.nanmax(treated)
        share = (treated - low) / (high - low)
        if recipes[name]["direction"] == "lower_is_better":
            share = 1 - share
        scores[name] = (100 * share).stack(future_stack=True)
        covered[name] = treated.notna().astype(float).stack(future_stack=True)
    frame, coverage = pd.DataFrame(scores), pd.DataFrame(covered)
    climb(tree, frame, coverage, lambda node: _factor(node, recipes))
    return pd.concat({"score": frame, "coverage": coverage}, axis=1)


def _read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _factor(node: dict, recipes: dict) -> float:
    """A third for a theme that has indirect measures only; of a pillar, the mean of its measured themes."""
    if "components" in node:
        return float(np.mean([_factor(child, recipes) for child in node["components"] if "not_measured" not in child]))
    return 1 / 3 if all(recipes[name]["proxy"] == "indirect" for name in node["indicators"]) else 1.0


def _breaks(recipe: dict) -> set[int]:
    series = pd.read_csv(ROOT / "indicators" / "series.csv", dtype=str).set_index("series_id")["breaks"].dropna()
    named = [(recipe.get(part) or {}).get("series") for part in ("numerator", "denominator")]
    return {int(year) for name in named if name in series for year in series[name].split("|")}


def _areas() -> list[str]:
    regions = pd.read_csv(ROOT / "indicators" / "regions.csv", dtype=str)
    return list(regions.loc[(regions["role"] == "assessed") & (regions["level"] == "province"), "ref_area"])


def _figures(series: str) -> pd.DataFrame:
    """The newest vintage of each figure; the national ones among them."""
    files = (DATA / "observations").glob(f"*/{series}.csv")
    rows = pd.concat([pd.read_csv(file, dtype={"ref_area": str}) for file in files]).sort_values("vintage")
    return rows.groupby(["ref_area", "time_period"])["obs_value"].last().unstack().reindex([*_areas(), NATION])


def _entries(register: str, category: str | None, last: int) -> pd.DataFrame:
    """Entries at year end; those without a year by the region's share of all national items designated by then."""
    events = pd.read_csv(DATA / "registers" / f"{register}.csv", dtype={"ref_area": str})
    events = events[events["event"] == "designated"]
    if category is not None:
        events = events[events["category"] == category]
    span = range(2017, last + 1)
    if events["time_period"].isna().all():
        batches = _entries("intangible_heritage_batches", None, last)
        of_2021 = events.groupby("ref_area")["entries"].sum().reindex(_areas()).fillna(0.0)
        return batches.div(batches[2021], axis=0).clip(upper=1).mul(of_2021, axis=0)
    by_year = {y: events[events["time_period"] <= y].groupby("ref_area")["entries"].sum() for y in span}
    return pd.DataFrame(by_year).reindex(_areas()).fillna(0.0)


def _of(recipe: dict) -> pd.DataFrame:
    """Values by region and year: ratios, ratios of means, shares of the nation, location quotients."""
    if "parts" in recipe["numerator"]:
        (part,) = recipe["numerator"]["parts"]
        last = 2021 if part["register"] == "green_manufacturing" else 2023
        counts = _entries(part["register"], part.get("category"), last)
        shares = counts / counts.sum()
        if recipe["formula"]["method"] == "share":
            return 100 * shares
        base = _figures(recipe["denominator"]["series"])[list(counts.columns)]
        return shares / (base.loc[_areas()] / base.loc[NATION])
    numerator = _figures(recipe["numerator"]["series"]).loc[_areas()]
    if "denominator" in recipe:
        denominator = _figures(recipe["denominator"]["series"]).loc[_areas()]
    else:
        denominator = numerator.notna().astype(float).where(numerator.notna())
    years = sorted(set(numerator.columns) | set(denominator.columns))
    whole = numerator.reindex(columns=years).notna() & denominator.reindex(columns=years).notna()
    numerator, denominator = numerator.reindex(columns=years).where(whole), denominator.reindex(columns=years)
    denominator = denominator.where(whole)
    if recipe.get("over") == 3:
        numerator, denominator = (_means(part, _breaks(recipe)) for part in (numerator, denominator))
    return numerator / denominator * recipe.get("multiplier", 1)


def _means(values: pd.DataFrame, breaks: set[int]) -> pd.DataFrame:
    """Means of the year and the two before it, of two figures at least, on this side of a break."""
    found = {}
    for year in range(min(values.columns), max(values.columns) + 1):
        first = max([year - 2, *(b for b in breaks if b <= year)])
        window = values.reindex(columns=range(first, year + 1))
        found[year] = window.mean(axis=1).where(window.notna().sum(axis=1) >= 2)
    return pd.DataFrame(found)


def _treated(values: pd.DataFrame, recipe: dict) -> pd.DataFrame:
    own = recipe.get("treatment")
    return treat(values) if own is None else np.log(values + own.get("offset", 0))
