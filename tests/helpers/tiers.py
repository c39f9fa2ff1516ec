"""What the tiers demand of the tests besides that they pass; a plugin of pytest.

A unit test takes little processor time and starts no run of the pipeline. A test that proves a method against other
tools' figures is never skipped. What is tried on more examples in a soak has the mark `soak`.
"""

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from running import processor_seconds
from soak import TIMES
from warm import EVENT

UNIT = "tests/unit/"
MOST_SECONDS = {"setup": 12.0, "call": 4.0}
"""Processor time that a unit test may take; what it shares with others is counted where it is made, in its set-up."""

PROOFS = ("tests/framework/", "tests/unit/analysis/", "tests/unit/methods/", "tests/unit/robustness/")
"""Tests that compare with figures of other tools, which are all in the repository."""

SPENT = pytest.StashKey[dict[str, float]]()
_running: list[str] = []
"""The test that runs in this process."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: tried on more examples or at more moments by `make soak`")
    sys.addaudithook(_refuse_a_run)


def _refuse_a_run(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"subprocess.Popen", EVENT} and _running and _running[-1].startswith(UNIT):
        command = [event, *map(str, arguments[0] if event == EVENT else arguments[1])]
        if "run" in command and any("icdi" in part or "index_pipeline" in part for part in command):
            raise AssertionError("a unit test starts no run of the pipeline: it belongs in tests/pipeline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/faults/") or getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.soak)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    with _timed(item, "setup"):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    with _timed(item, "call"):
        return (yield)


@contextmanager
def _timed(item: pytest.Item, phase: str) -> Iterator[None]:
    start = processor_seconds()
    _running.append(item.nodeid)
    try:
        yield
    finally:
        _running.pop()
        item.stash.setdefault(SPENT, {})[phase] = processor_seconds() - start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report: pytest.TestReport = yield
    spent, most = item.stash.get(SPENT, {}).get(call.when, 0.0), MOST_SECONDS.get(call.when, float("inf"))
    if report.skipped and not hasattr(report, "wasxfail") and item.nodeid.startswith(PROOFS):
        _fail(report, f"skipped, but a proof of a method never is: {report.longrepr}")
    elif report.passed and TIMES == 1 and item.nodeid.startswith(UNIT) and spent > most:
        _fail(report, f"{call.when} took {spent:.1f} s of processor time; a unit test may take {most:g} s")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    report: pytest.CollectReport = yield
    if report.skipped and collector.nodeid.startswith(PROOFS):
        _fail(report, f"skipped, but a proof of a method never is: {report.longrepr}")
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport, reason: str) -> None:
    report.outcome = "failed"
    report.longrepr = reason
