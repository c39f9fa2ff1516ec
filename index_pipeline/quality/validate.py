"""Check a table against a suite, and describe failures in plain words."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from index_pipeline.framework.acknowledgements import Place
from index_pipeline.framework.checks import Check
from index_pipeline.framework.framework import Framework
from index_pipeline.quality.expectations import column_name, columns_of, outcomes_of, why_failed
from index_pipeline.quality.findings import ByPlace, Finding, by_place, in_order, is_known, judged
from index_pipeline.quality.sentences import said, said_of_table
from index_pipeline.quality.suites import Expectation, Suite

MOST_FINDINGS = 1000
"""New rows of one check that are named one by one; one more finding says how many others there are."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """Outcome of one expectation: rows that were checked, rows that failed, and findings that are known or new."""

    check: str
    expectation: str
    column: str
    critical: bool
    checked: int
    failed: int
    known: int
    new: int

    @property
    def success(self) -> bool:
        """Whether there are only known findings, or none."""
        return self.new == 0


@dataclass(frozen=True)
class Report:
    """Outcome of a suite on `table`, which has the shape `suite`: its findings, new ones first."""

    table: str
    suite: str
    rows: int
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]

    @property
    def new(self) -> tuple[Finding, ...]:
        """The findings that are not acknowledged."""
        return tuple(finding for finding in self.findings if not finding.known)

    @property
    def success(self) -> bool:
        """Whether every expectation was met, or its findings are known."""
        return not self.new

    @property
    def blocked(self) -> bool:
        """Whether a finding that is not known must stop the run."""
        return any(finding.critical for finding in self.new)

    def sentences(self) -> list[str]:
        """Return each new finding in both languages."""
        return [finding.sentence() for finding in self.new]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "table": self.table,
            "suite": self.suite,
            "rows": self.rows,
            "results": [{**asdict(result), "success": result.success} for result in self.results],
            "findings": [finding.as_dict() for finding in self.findings],
            "success": self.success,
            "blocked": self.blocked,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Return the report that `as_dict` made plain."""
        return cls(
            given["table"],
            given["suite"],
            given["rows"],
            tuple(Result(**{field.name: row[field.name] for field in fields(Result)}) for row in given["results"]),
            tuple(Finding.from_dict(found) for found in given["findings"]),
        )


@dataclass(frozen=True)
class Failing:
    """A check that something in `table` fails, and the columns that it looked at."""

    check: Check
    columns: tuple[str, ...]
    table: str


def validate(table: pa.Table, suite: Suite, framework: Framework, today: date, name: str | None = None) -> Report:
    """Check `table` against `suite`.

    Every row that fails is a finding, and is known if the framework acknowledges it on `today`. A check that cannot
    be made, or fails without a row, is one finding of the whole table.

    Args:
        table: Rows of `suite.table`.
        suite: What to expect; its `prepare` adds the columns that are compared with.
        framework: Gives names, units and acknowledgements.
        today: The current day.
        name: Name of the table in the report; that of `suite.table` by default.
    """
    frame = suite.prepare(table.to_pandas()).reset_index(drop=True)
    name = name or suite.table.name
    acknowledged = by_place(framework.acknowledgements)
    results: list[Result] = []
    findings: list[Finding] = []
    for e, outcome in zip(suite.expectations, outcomes_of(frame, suite), strict=True):
        failing = Failing(e.check, columns_of(e.arguments), name)
        if outcome.success:
            found = []
        elif indices := (outcome.result or {}).get("unexpected_index_list"):
            rows = _rows(frame.loc[list(indices)], suite)
            found = in_order(_of_rows(failing, rows, framework, acknowledged, today))
        else:
            why = why_failed(outcome)
            found = [judged(_of_table(failing, why, why), acknowledged, today)]
        results.append(_result(e, outcome, found, len(frame)))
        findings += found
    return Report(name, suite.table.name, len(frame), tuple(results), tuple(in_order(findings)))


def _result(e: Expectation, outcome: Any, found: Sequence[Finding], rows: int) -> Result:
    """Return the result of one expectation of a table of `rows` rows, with its findings."""
    detail, known = outcome.result or {}, sum(finding.known for finding in found)
    return Result(
        check=e.check.id,
        expectation=e.kind,
        column=column_name(e.arguments),
        critical=e.check.stops,
        checked=int(detail.get("element_count") or rows),
        failed=int(detail.get("unexpected_count") or 0),
        known=known,
        new=len(found) - known,
    )


def _rows(failing: pd.DataFrame, suite: Suite) -> Iterator[Row]:
    """Yield rows in plain Python, the newest years first, with what each is about by one name in every table."""
    for given in failing.sort_values("time_period", ascending=False, kind="stable").to_dict("records"):
        row = {str(column): _scalar(value) for column, value in given.items()}
        year = row["time_period"]
        about = {"item": row[suite.item], "region": row["ref_area"], "year": None if year is None else int(year)}
        yield {**row, **about, "value": row[suite.value]}


def _of_rows(
    failing: Failing, rows: Iterable[Row], framework: Framework, acknowledged: ByPlace, today: date
) -> Iterator[Finding]:
    """Yield every row that is known, and the first `MOST_FINDINGS` of the others; then how many more there are."""
    check, new = failing.check, 0
    for row in rows:
        place = Place(check.id, row["item"], row["region"], row["year"])
        if not is_known(place, row["value"], acknowledged, today):
            new += 1
            if new > MOST_FINDINGS:
                continue
        zh, en = (said(check, row, failing.columns, framework, to) for to in ("zh", "en"))
        yield judged(Finding(place, failing.table, check.stops, row["value"], zh, en), acknowledged, today)
    if new > MOST_FINDINGS:
        more = new - MOST_FINDINGS
        yield _of_table(failing, f"另有{more}行未逐一列出", f"{more:,} more rows are not named one by one")


def _of_table(failing: Failing, zh: str, en: str) -> Finding:
    check = failing.check
    sentences = said_of_table(check, zh, "zh"), said_of_table(check, en, "en")
    return Finding(Place(check.id), failing.table, check.stops, None, *sentences)


def _scalar(value: Any) -> Any:
    """Return a value of plain Python: numbers as such, missing as None, days in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    plain = value.item() if hasattr(value, "item") else value
    return None if plain is pd.NA or (isinstance(plain, float) and math.isnan(plain)) else plain
