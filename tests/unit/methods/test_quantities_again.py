"""Any formula over any figures, with gaps, breaks and published totals, computed again as the page of methods says."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from quantities import one
from soak import quietly

YEARS = range(2015, 2022)
Row = tuple[float | None, ...]


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    size = draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    gaps = draw(st.sampled_from([0.0, 0.1, 0.4]))

    def figures() -> dict[int, list[float | None]]:
        found = rng.choice([0.0, 1.0, 2.0, 5.0, 11.5], (len(YEARS), size), p=[0.15, 0.2, 0.25, 0.2, 0.2])
        missing = rng.random(found.shape) < gaps
        return {
            year: [None if gap else float(v) for v, gap in zip(row, lost, strict=True)]
            for year, row, lost in zip(YEARS, found, missing, strict=True)
        }

    method = draw(st.sampled_from(["ratio", "share", "location_quotient", "growth"]))
    return {
        "method": method,
        "growth": draw(st.integers(1, 3)),
        "over": draw(st.sampled_from([None, 2, 3, 4, 5])),
        "breaks": draw(st.lists(st.sampled_from(YEARS), max_size=2, unique=True)),
        "rated": method == "location_quotient" or (method != "share" and draw(st.booleans())),
        "counted": draw(st.booleans()),
        "series": {"a": figures(), "b": figures(), "c": figures()},
        "nation": {
            name: {year: float(rng.choice([3.0, 40.0])) for year in YEARS if rng.random() < 0.3} for name in ("b", "c")
        },
    }


def numerator(case: Mapping[str, Any], region: int, year: int) -> float | None:
    """Entries of `a`, or the sum of the series b and c."""
    if case["counted"]:
        return case["series"]["a"].get(year, {})[region] if year in case["series"]["a"] else None
    parts = [case["series"][name].get(year, [None] * 9)[region] for name in ("b", "c")]
    return None if None in parts else sum(parts)


def total(case: Mapping[str, Any], kind: str, year: int) -> float | None:
    regions = range(len(case["series"]["b"][2015]))
    names = {"numerator": ("b", "c"), "denominator": ("c",)}[kind]
    if kind == "numerator" and case["counted"]:
        held = [v for r in regions if (v := numerator(case, r, year)) is not None]
        return sum(held) if held else None
    stated = [case["nation"][name].get(year) for name in names]
    if None not in stated:
        return sum(stated)
    own = [(numerator if kind == "numerator" else denominator)(case, r, year) for r in regions]
    return None if None in own else sum(v for v in own if v is not None)


def denominator(case: Mapping[str, Any], region: int, year: int) -> float | None:
    return case["series"]["c"].get(year, [None] * 9)[region]


def parts(case: Mapping[str, Any], region: int, year: int) -> list[float | None]:
    """What a formula takes of one year."""
    found = [numerator(case, region, year)]
    if case["rated"]:
        found.append(denominator(case, region, year))
    if case["method"] in {"share", "location_quotient"}:
        found.append(total(case, "numerator", year))
    if case["method"] == "location_quotient":
        found.append(total(case, "denominator", year))
    return found


def means(case: Mapping[str, Any], region: int, year: int) -> list[float] | None:
    over = case["over"] or 1
    first = max([year - over + 1, *(b for b in case["breaks"] if b <= year)])
    whole = [p for y in range(first, year + 1) if y in YEARS and None not in (p := parts(case, region, y))]
    if 2 * len(whole) < over:
        return None
    return np.mean(np.array(whole, float), axis=0).tolist()


def level(case: Mapping[str, Any], region: int, year: int) -> float | None:
    found = means(case, region, year)
    if found is None:
        return None
    if not case["rated"]:
        return found[0]
    return found[0] / found[1] if found[1] else None


def expected(case: Mapping[str, Any], region: int, year: int) -> float | None:
    if case["method"] == "growth":
        if any(year - case["growth"] < b <= year for b in case["breaks"]):
            return None
        before, now = level(case, region, year - case["growth"]), level(case, region, year)
        return None if before is None or now is None or before <= 0 else 100 * (now / before - 1)
    if case["method"] == "ratio":
        return level(case, region, year)
    found = means(case, region, year)
    if found is None:
        return None
    if case["method"] == "share":
        return 100 * found[0] / found[1] if found[1] > 0 else None
    x, b, whole, base = found
    return x / whole / (b / base) if whole > 0 and b > 0 and base > 0 else None


@quietly(8)
@given(cases())
def test_a_value_is_what_the_page_says(case: dict[str, Any]) -> None:
    indicator: dict[str, Any] = {
        "formula": {"method": case["method"]} | ({"years": case["growth"]} if case["method"] == "growth" else {}),
        "numerator": {"parts": [{"register": "a"}]} if case["counted"] else {"sum": ["b", "c"]},
        "over": case["over"],
        "breaks": case["breaks"],
    }
    if case["rated"]:
        indicator["denominator"] = {"series": "c"}
    series = {name: case["series"][name] for name in ("b", "c")}
    found = one(indicator, series, {"a": case["series"]["a"]}, case["nation"], years=(YEARS[0], YEARS[-1]))

    for year in YEARS:
        wanted = [expected(case, region, year) for region in range(len(found.framework.ref_areas))]
        np.testing.assert_allclose(
            np.array(found.column(year), float), np.array(wanted, float), rtol=1e-12, atol=1e-10, err_msg=str(year)
        )
