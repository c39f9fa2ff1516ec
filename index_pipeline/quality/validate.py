"""Run a suite on a table with Great Expectations, on this machine alone, and say in plain words what failed."""

import math
import os
import warnings
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from index_pipeline.quality.suites import Suite

EXAMPLES = 10
"""Rows that are shown of those that fail an expectation."""


@dataclass(frozen=True)
class Result:
    """Outcome of one expectation; `examples` are rows that failed it: their key and the value at fault."""

    expectation: str
    meaning: str
    column: str
    critical: bool
    success: bool
    checked: int
    failed: int
    examples: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Report:
    """Outcome of a suite: `success` where nothing failed, `blocked` where a critical expectation did."""

    table: str
    rows: int
    results: tuple[Result, ...]

    @property
    def success(self) -> bool:
        """Whether every expectation was met."""
        return all(result.success for result in self.results)

    @property
    def blocked(self) -> bool:
        """Whether a critical expectation was not met, so that the run has to stop."""
        return any(result.critical and not result.success for result in self.results)

    def sentences(self) -> list[str]:
        """Return one sentence for each expectation that failed, with an example."""
        return [_sentence(self.table, result) for result in self.results if not result.success]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {**asdict(self), "success": self.success, "blocked": self.blocked}


def validate(table: pa.Table, suite: Suite, name: str | None = None) -> Report:
    """Check `table` against `suite`.

    Args:
        table: Rows of `suite.table`.
        suite: What to expect; its `prepare` adds the columns that are compared with.
        name: Name of the table in the report; that of `suite.table` by default.
    """
    expectations = _great_expectations()
    frame = suite.prepare(table.to_pandas())
    context = expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("tables")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("whole")
        .get_batch({"dataframe": frame})
    )
    known = expectations.expectations.registry
    ge_suite = expectations.ExpectationSuite(
        name=suite.table.name,
        expectations=[known.get_expectation_impl(e.kind)(**e.arguments) for e in suite.expectations],
    )
    options = {"result_format": "COMPLETE", "unexpected_index_column_names": [*suite.table.key, *suite.shown]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcome = batch.validate(ge_suite, result_format=options)
    found = {(r.expectation_config.type, _column(r.expectation_config.kwargs)): r for r in outcome.results}
    results = []
    for e in suite.expectations:
        result = found[(e.kind, _column(e.arguments))]
        detail = result.result or {}
        examples = detail.get("unexpected_index_list") or []
        failure = (result.exception_info or {}).get("exception_message")
        results.append(
            Result(
                expectation=e.kind,
                meaning=e.meaning,
                column=_column(e.arguments),
                critical=e.critical,
                success=bool(result.success),
                checked=int(detail.get("element_count") or len(frame)),
                failed=int(detail.get("unexpected_count") or 0),
                examples=({"error": failure},) if failure else _examples(examples, [*suite.table.key, *suite.shown]),
            )
        )
    return Report(name or suite.table.name, len(frame), tuple(results))


def _great_expectations() -> Any:
    """Import Great Expectations with its reports to the vendor switched off: it takes seconds, so not before."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    return great_expectations


def _column(arguments: dict[str, Any]) -> str:
    pair = arguments.get("column_A"), arguments.get("column_B")
    listed = arguments.get("column_list")
    return str(arguments.get("column") or (",".join(listed) if listed else " ≥ ".join(map(str, pair))))


def _examples(rows: list[dict[str, Any]], order: list[str]) -> tuple[dict[str, Any], ...]:
    """Return the first rows that differ: the key first, then what is shown with it, then the value at fault."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        names = [*(name for name in order if name in row), *(name for name in row if name not in order)]
        plain = {name: _scalar(row[name]) for name in names}
        found.setdefault(tuple(plain.values()), plain)
        if len(found) == EXAMPLES:
            break
    return tuple(found.values())


def _scalar(value: Any) -> Any:
    """Return a value of plain Python: numbers as such, missing as None, days in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _sentence(table: str, result: Result) -> str:
    count = f"{result.failed} of {result.checked} rows fail" if result.failed else "it fails"
    shown = [
        f"{key} {value}" for key, value in (result.examples[0] if result.examples else {}).items() if value is not None
    ]
    example = f", such as {', '.join(dict.fromkeys(shown))}" if shown else ""
    return f"{table}: expected that {result.meaning}; {count}{example}"
