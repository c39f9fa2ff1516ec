"""Run expectations with Great Expectations, only on this machine, and read what it answers."""

import os
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from index_pipeline.postponing import postpone
from index_pipeline.quality.suites import Expectation, Suite

NOT_USED_HERE = ("altair", "boto3", "jsonschema", "scipy.stats")
"""What Great Expectations imports for diagrams, distributions and other stores: a third of the time that it takes."""


def outcomes_of(frame: pd.DataFrame, suite: Suite) -> list[Any]:
    """Return the outcome of Great Expectations for each expectation, in their order; rows only of those that failed."""
    found = _results(frame, suite.expectations, "BOOLEAN_ONLY")
    failed = [e for e in suite.expectations if not found[_name(e)].success]
    if failed:
        found |= _results(frame, failed, "COMPLETE")
    return [found[_name(e)] for e in suite.expectations]


def why_failed(outcome: Any) -> str:
    """Return why a check of the whole table failed, or could not be made; empty if the library does not say."""
    return _exception(outcome) or _observed(outcome)


def columns_of(arguments: dict[str, Any]) -> tuple[str, ...]:
    """Return the columns that an expectation looks at."""
    named = [arguments[name] for name in ("column", "column_A", "column_B") if name in arguments]
    return *map(str, named), *arguments.get("column_list", ())


def column_name(arguments: dict[str, Any]) -> str:
    """Return the columns that an expectation looks at as one text, by which it is named."""
    return (",".join if "column_list" in arguments else " ≥ ".join)(columns_of(arguments))


def _results(frame: pd.DataFrame, expectations: Sequence[Expectation], detail: str) -> dict[tuple[str, str], Any]:
    """Check a table; `detail` says whether rows that fail are looked for, which takes most of the time."""
    library = _great_expectations()
    known = library.expectations.registry
    checks = [known.get_expectation_impl(e.kind)(**e.arguments) for e in expectations]
    compared = {name for e in expectations for name in columns_of(e.arguments)}
    # The library hashes all that it is given, and says of an absent column that it is absent.
    batch = _whole_table().get_batch({"dataframe": frame[[name for name in frame.columns if name in compared]]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcome = batch.validate(
            library.ExpectationSuite(name="suite", expectations=checks), result_format={"result_format": detail}
        )
    return {(r.expectation_config.type, column_name(r.expectation_config.kwargs)): r for r in outcome.results}


def _name(e: Expectation) -> tuple[str, str]:
    return e.kind, column_name(e.arguments)


@cache
def _whole_table() -> Any:
    """Return the batch definition that every table is given to: creating one takes as long as a check."""
    context = _great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("whole")


def _great_expectations() -> Any:
    """Import Great Expectations with its reports to the vendor switched off: it takes seconds, so only when needed."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    for name in NOT_USED_HERE:
        postpone(name)
    import great_expectations

    return great_expectations


def _exception(outcome: Any) -> str:
    """Return why Great Expectations could not make the check; empty if it was made."""
    info = outcome.exception_info or {}
    for each in (info, *(part for part in info.values() if isinstance(part, dict))):
        if each.get("exception_message"):
            return " ".join(str(each["exception_message"]).split())
    return ""


def _observed(outcome: Any) -> str:
    observed = (outcome.result or {}).get("observed_value")
    return "" if observed is None else str(observed)
