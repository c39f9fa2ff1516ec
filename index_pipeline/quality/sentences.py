"""The text of a finding: a sentence with names, numbers and units, in Chinese and in English."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index_pipeline.framework.checks import Check
from index_pipeline.framework.framework import Framework, components
from index_pipeline.language import filled, following

Language = Literal["zh", "en"]

LONGEST = 80
"""Number of characters shown of a code that is not in the framework."""

EXACT, ROUNDED = 15, 4
"""Significant digits of a figure, as its publisher wrote it, and of a value that was computed from several."""


def said(check: Check, row: Mapping[str, Any], columns: tuple[str, ...], framework: Framework, to: Language) -> str:
    """Describe a failing row in one sentence; for a figure that was revised later, also when it was published.

    Args:
        check: The check that it fails.
        row: `item`, `region`, `year` and `value` of the row, and the columns that the check compares with:
            `minimum`, `maximum`, `value_before`, `jump`. Missing values are None. A figure is `superseded` if the
            table has a later vintage of it.
        columns: The columns that the check looked at, shown if it has no sentence of its own.
        framework: Gives names, units and the scale.
        to: The language.
    """
    sentence = _said(check, row, columns, framework, to)
    if not row.get("superseded"):
        return sentence
    return sentence + (
        f"（{row['vintage']}公布，后已修订）" if to == "zh" else f" (as of {row['vintage']}, revised since)"
    )


def _said(check: Check, row: Mapping[str, Any], columns: tuple[str, ...], framework: Framework, to: Language) -> str:
    place = _place(row, framework, to)
    about = _described(check.table, row["item"], framework)
    item = about.name(row["item"], to)
    found = check.found_zh if to == "zh" else check.found
    if not found:
        shown = "，".join if to == "zh" else ", ".join
        looked_at = shown(f"{name} {_code(row[name])}" for name in columns if row.get(name) is not None)
        return _expected(check, place, item, looked_at, to)
    floor, ceiling = framework.definition.scale
    bounds = (row.get("minimum"), row.get("maximum"), floor, ceiling)
    digits = EXACT if check.table == "observations" else _telling(row["value"], bounds)

    def measured(name: str) -> str:
        return about.measured(number(row[name], digits, to), to) if row.get(name) is not None else ""

    details = {
        "place": place,
        "item": item,
        "value": measured("value"),
        "minimum": measured("minimum"),
        "maximum": measured("maximum"),
        "jump": f"{row['jump']:g}" if row.get("jump") else "",
        "change": _change(row, digits, about, to),
        "scale": f"{floor:g}–{ceiling:g}",
    }
    return filled(found, details)


def said_of_table(check: Check, why: str, to: Language) -> str:
    """Say that a whole table fails; `why` is what was seen instead."""
    return _expected(check, "", "", why, to)


def number(value: float, digits: int, to: Language) -> str:
    """Write a number with at least its whole part, else `digits` significant digits; thousands separated in English."""
    whole = math.floor(math.log10(abs(value))) + 1 if value else 1
    if whole > EXACT:
        return f"{value:.6g}"
    text = f"{value:,.{max(digits, whole)}g}"
    return text if to == "en" else text.replace(",", "")


def _expected(check: Check, place: str, item: str, seen: str, to: Language) -> str:
    if to == "zh":
        return f"{place}{following(place, item or check.table)}：不符合“{check.expected_zh}”" + (
            f"（{seen}）" if seen else ""
        )
    about = ", ".join(part for part in (place, item) if part) or check.table
    return f"{about}: expected that {check.expected}" + (f" ({seen})" if seen else "")


def _place(row: Mapping[str, Any], framework: Framework, to: Language) -> str:
    code, year = row["region"], row["year"]
    area = framework.codes.regions.get(code)
    region = (area.title_zh or area.title_en if to == "zh" else area.title_en or area.title_zh) if area else ""
    if not region and code is not None:
        region = f"{'地区' if to == 'zh' else 'region '}“{_code(code)}”"
    if to == "zh":
        return region + ("" if year is None else following(region, f"{year}年"))
    return ", ".join(part for part in (region, "" if year is None else str(year)) if part)


@dataclass(frozen=True)
class Subject:
    """What a row is about, by name, and the unit of its value; both empty if the framework has none."""

    zh: str = ""
    en: str = ""
    unit_zh: str = ""
    unit_en: str = ""

    def name(self, code: str | None, to: Language) -> str:
        """Return the name, or the code if there is none; in English between quotation marks."""
        name = self.zh or self.en if to == "zh" else self.en or self.zh
        if name and to == "zh":
            return name
        return f"“{name or _code(code)}”" if name or code is not None else ""

    def measured(self, value: str, to: Language) -> str:
        """Return a number with its unit: 407万元, 407 × 10,000 yuan, 103.2 (previous year = 100)."""
        unit = self.unit_zh if to == "zh" else self.unit_en
        if "=" in unit:
            return f"{value}（{unit}）" if to == "zh" else f"{value} ({unit})"
        if to == "zh" or not unit:
            return value + unit
        return f"{value} × {unit}" if unit[0].isdigit() else f"{value} {unit}"


def _described(table: str, code: str | None, framework: Framework) -> Subject:
    units = framework.codes.units
    if table == "observations" and code in framework.codes.series:
        series = framework.codes.series[code]
        unit = units.get(series.unit)
        return Subject(series.title_zh, series.title_en, unit.title_zh if unit else "", unit.title_en if unit else "")
    if table == "indicators" and code in framework.indicators:
        indicator = framework.indicators[code]
        unit = units.get(indicator.unit or "")
        zh, en = indicator.title.zh, indicator.title.en
        return Subject(zh, en, unit.title_zh if unit else "", unit.title_en if unit else "")
    if table == "register_events" and code in framework.registers:
        title = framework.registers[code].title
        return Subject(title.zh, title.en)
    titles = {node.id: node.title for node in components(framework.definition.index)}
    return Subject(titles[code].zh, titles[code].en) if code in titles else Subject()


def _telling(value: float | None, bounds: Iterable[float | None]) -> int:
    """Return how many digits a computed value needs to differ visibly from the bounds that it exceeds."""
    apart = [bound for bound in bounds if value is not None and bound is not None and bound != value]
    wanted = (d for d in range(ROUNDED, EXACT) if all(float(f"{value:.{d}g}") != bound for bound in apart))
    return next(wanted, EXACT)


def _change(row: Mapping[str, Any], digits: int, about: Subject, to: Language) -> str:
    """Describe a value relative to the year before: as a multiple of it, or as a fraction."""
    value, earlier, jump = row["value"], row.get("value_before"), row.get("jump")
    if not (value and earlier and jump):
        return ""
    factor, before = max(value / earlier, earlier / value), number(earlier, digits, to)
    enough = next((d for d in (3, 5, 8) if float(f"{factor:.{d}g}") > jump), EXACT)
    times = number(factor, enough, to)
    if to == "zh":
        before = about.measured(before, to)
        return f"是上年（{before}）的{times}倍" if value > earlier else f"仅为上年（{before}）的1/{times}"
    return f"{times} times the {before}" if value > earlier else f"1/{times} of the {before}"


def _code(value: object) -> str:
    """Return a code from the data for display: invisible characters are left out, a code that is too long is cut."""
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in str(value))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
