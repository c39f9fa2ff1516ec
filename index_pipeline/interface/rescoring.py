"""One rescoring: an index computed again from its indicator values, by the engine that made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.interface.changes import changed
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.stated import Changes, changes_of
from index_pipeline.interface.values import values
from index_pipeline.kernel.errors import MethodError
from index_pipeline.language import Both
from index_pipeline.methods.build import Build, build_from_indicators
from index_pipeline.methods.goalposts import fit_goalposts
from index_pipeline.methods.impute import impute
from index_pipeline.methods.normalise import normalise
from index_pipeline.methods.screen import leave_out, screenings
from index_pipeline.methods.treat import fit_treatments, treat
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.tables import NOTICES, OPERANDS

FIGURES_READ = ("observations", "register_events", "register_stocks", "revisions")
"""Tables that hold the figures that the indicators are computed from, and what is known of them."""


@dataclass(frozen=True)
class Failure:
    """An indicator without weight that a method has no result for: the step, and what it says."""

    indicator_id: str
    step: str
    reason: Both


def rescored(contents: Contents, changes: Changes) -> Contents:
    """Compute an index with `changes`: see `Index.rescore`.

    A supplementary indicator that a method has no result for is left out, with a notice: an indicator
    without weight cannot prevent a score.

    Raises:
        InterfaceError: a change is refused, or a year has no figures.
        MethodError: a step has no defined result for an indicator or component with weight.
    """
    tables = contents.tables
    framework = changed(contents.framework, changes, _published_weights(tables["weights"]))
    _refuse_years(framework, tables["indicators"])
    if changes.of_figures:
        tables = {**tables, **values(contents, framework, changes.vintage)}
    made, framework = _build(tables, framework, _known_weightings(tables, changes))
    found = {name: tables[name] for name in FIGURES_READ if name in tables}
    found |= {field.name: getattr(made, field.name) for field in fields(made)}
    found |= catalogue(framework, made.weights)
    return Contents(f"{contents.release_id} (重算 recomputed)", framework, found)


def _published_weights(weights: pa.Table) -> dict[str, float]:
    """Return the weight among its siblings of each component and indicator that has one."""
    rows = zip(*(weights[name].to_pylist() for name in ("child_id", "weight")), strict=True)
    return {name: weight for name, weight in rows if weight > 0}


def _known_weightings(tables: Mapping[str, pa.Table], changes: Changes) -> pa.Table | None:
    """Return the derived weights that are kept: of the components whose weighting is not stated anew."""
    stated, known = changes.weighting, tables.get("weightings")  # earlier versions had no such table
    if stated is None or known is None:
        return known
    if not isinstance(stated, Mapping) or "method" in stated:
        return None
    return known.filter(pc.invert(pc.is_in(known["component_id"], pa.array(list(stated), pa.string()))))


def _refuse_years(framework: Framework, indicators: pa.Table) -> None:
    held = pc.min_max(indicators["time_period"]).as_py()
    definition = framework.definition
    for what, span in (("years", definition.years), ("reference_period", definition.fitted_on)):
        if span.first < held["min"] or span.last > held["max"]:
            raise InterfaceError(
                Both(
                    f"{what}: {span.first} to {span.last} reaches beyond the figures, which are of {held['min']} to "
                    f"{held['max']}",
                    f"{what}：{span.first} 至 {span.last} 超出数据的年份（{held['min']} 至 {held['max']}）",
                )
            )


def _build(
    tables: Mapping[str, pa.Table], framework: Framework, weightings: pa.Table | None
) -> tuple[Build, Framework]:
    indicators = tables["indicators"]
    operands = tables.get("operands", OPERANDS.empty())  # earlier versions had no such table

    def made_by(framework: Framework) -> Build:
        return build_from_indicators(_of(framework, indicators), _of(framework, operands), framework, weightings)

    try:
        return made_by(framework), framework
    except MethodError:
        failures = list(_failures(_of(framework, indicators), framework))
        if not failures:
            raise
    framework = changed(framework, changes_of({"drop": [failure.indicator_id for failure in failures]}))
    made = made_by(framework)
    said = [
        {
            "step": failure.step,
            "subject": failure.indicator_id,
            "message": f"indicator {failure.indicator_id} has no weight and is left out ({failure.reason.en})",
            "message_zh": f"指标 {failure.indicator_id} 无权重，不纳入（{failure.reason.zh}）",
        }
        for failure in failures
    ]
    notices = pa.concat_tables([made.notices, pa.Table.from_pylist(said, schema=NOTICES.schema)])
    return replace(made, notices=NOTICES.conform(notices)), framework


def _failures(indicators: pa.Table, framework: Framework) -> Iterator[Failure]:
    imputed = impute(leave_out(indicators, screenings(indicators, framework)), framework)
    weighted = set(framework.weighted_indicators)
    for name, indicator in framework.indicators.items():
        if name in weighted:
            continue
        alone, own = replace(framework, indicators={name: indicator}), pc.equal(imputed["indicator_id"], name)
        step = "treat"
        try:
            treatments = fit_treatments(imputed.filter(own), alone)
            treated = treat(imputed.filter(own), treatments)
            step = "normalise"
            normalise(treated, fit_goalposts(imputed.filter(own), treated, treatments, alone))
        except MethodError as error:
            yield Failure(name, step, error.both())


def _of(framework: Framework, table: pa.Table) -> pa.Table:
    names = pa.array(list(framework.indicators), pa.string())
    return table.filter(pc.is_in(table["indicator_id"], names))
