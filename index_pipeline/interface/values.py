"""What indicators are computed from under changes: other denominators, quantities, directions, years and vintages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pyarrow as pa
from pydantic import BaseModel, ValidationError

from index_pipeline.framework.alternatives import of_single_years, with_denominators
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.faults.fields import invalid
from index_pipeline.framework.faults.indicators import indicator_faults
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.quantities import SeriesQuantity
from index_pipeline.framework.ratio_units import with_derived_units
from index_pipeline.framework.robustness import Denominator
from index_pipeline.interface.errors import InterfaceError, refusal
from index_pipeline.language import Both
from index_pipeline.methods.steps import STEPS
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.sources.store.history import first_published
from index_pipeline.steps import computed
from index_pipeline.unknown_names import near

Model = TypeVar("Model", bound=BaseModel)

VALUES = ("indicators", "operands")
"""The tables that follow from figures alone."""


def measured_otherwise(
    framework: Framework,
    denominators: Mapping[str, Any],
    directions: Mapping[str, Any],
    indicators: Mapping[str, Any],
    *,
    single_years: bool,
) -> Framework:
    """Return a framework whose indicators are computed otherwise: see `Index.rescore`.

    Raises:
        InterfaceError: an indicator, series, register or field is not known, or fields contradict each other.
    """
    stated = _stated(framework, denominators, directions, indicators)
    changed, codes = dict(framework.indicators), framework.codes
    for name, fields in stated.items():
        changed[name], codes = _with_fields(framework.indicators[name], fields, codes)
    found = replace(framework, indicators=changed, codes=codes)
    others = {name: _denominator(name, each, found) for name, each in denominators.items()}
    found = with_denominators(found, others)
    for name in stated:
        if faults := list(indicator_faults(found.indicators[name], found)):
            raise refusal(faults)
    return of_single_years(found) if single_years else found


def _stated(
    framework: Framework, denominators: Mapping[str, Any], directions: Mapping[str, Any], indicators: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return the fields of each indicator that are stated anew; none of one with another denominator only."""
    stated: dict[str, dict[str, Any]] = {}
    for what, changes in (("directions", directions), ("indicators", indicators), ("denominators", denominators)):
        for name, change in changes.items():
            _refuse_unknown(what, name, framework)
            fields = {"direction": change} if what == "directions" else change if what == "indicators" else {}
            if not isinstance(fields, Mapping):
                raise InterfaceError(
                    Both(
                        f"indicators: {name} is {fields!r}, not a mapping of fields, such as {{'over': 3}}",
                        f"indicators：{name} 为 {fields!r}，不是“字段: 值”的映射，如 {{'over': 3}}",
                    )
                )
            if "id" in fields:
                raise InterfaceError(
                    Both(
                        f"indicators: {name}: an indicator keeps its identifier: leave out `id`",
                        f"indicators：{name}：指标的标识不能更改，请去掉 `id`",
                    )
                )
            stated[name] = stated.get(name, {}) | dict(fields)
    return stated


def values(contents: Contents, framework: Framework, vintage: str) -> dict[str, pa.Table]:
    """Compute indicator values from the figures of a release, by `framework`: `VALUES`, and `observations` as used.

    Raises:
        InterfaceError: the release does not hold the figures.
    """
    tables = contents.tables
    needed = ("observations", "register_stocks", *(("revisions",) if vintage == "first" else ()))
    lacking = [name for name in needed if name not in tables]
    if lacking:
        raise InterfaceError(
            Both(
                f"{contents.release_id} has no table {lacking[0]}, which this change is computed from",
                f"{contents.release_id} 没有数据表 {lacking[0]}，无法计算这一改动",
            )
        )
    figures = tables["observations"]
    if vintage == "first":
        figures = first_published(figures, tables["revisions"])
    given = {"observations": figures, "register_stocks": tables["register_stocks"]}
    return {"observations": figures, **computed([step for step in STEPS if step.name in VALUES], given, framework)}


def _with_fields(indicator: Indicator, fields: Mapping[str, Any], codes: CodeLists) -> tuple[Indicator, CodeLists]:
    """Return an indicator with other fields of its file, and the units with its own; its unit follows if it can."""
    kept = indicator.model_dump(by_alias=True)
    if "formula" in fields:
        del kept["multiplier"]  # some formulas have their own
    made = _read(Indicator, kept | {"unit": None} | dict(fields), f"indicators.{indicator.id}")
    if made.unit is None and not {"numerator", "denominator", "multiplier", "formula"} & fields.keys():
        return made.model_copy(update={"unit": indicator.unit}), codes
    found, codes = with_derived_units({indicator.id: made}, codes)
    made = found[indicator.id]
    return made if made.unit else made.model_copy(update={"unit": indicator.unit}), codes


def _denominator(name: str, stated: Any, framework: Framework) -> Denominator:
    """Return another denominator; of a series alone, with the multiplier that keeps the indicator's unit.

    Raises:
        InterfaceError: it is not known, or measured in something else, so that the multiplier has to be stated.
    """
    if isinstance(stated, BaseModel):
        stated = stated.model_dump()
    if not isinstance(stated, str):
        found = _read(Denominator, stated, f"denominators.{name}")
        _refuse_unknown_series(name, found.series, framework)
        return found
    _refuse_unknown_series(name, stated, framework)
    indicator, codes = framework.indicators[name], framework.codes
    own = indicator.denominator
    if (isinstance(own, SeriesQuantity) and not codes.series) or indicator.is_of_nation:  # units cancel in a quotient
        return Denominator(series=stated, multiplier=indicator.multiplier)
    series = (own.series, stated) if isinstance(own, SeriesQuantity) else ()
    before, after = [codes.units.get(codes.series[each].unit) for each in series] or (None, None)
    if before is None or after is None or before.dimension != after.dimension:
        relative = own.code if own else ""
        raise InterfaceError(
            Both(
                f"denominators: {stated} is not measured in what {name} is relative to, {relative or 'nothing'}: state "
                "{'series': …, 'multiplier': …}, such that the unit is kept, or other fields by `indicators`",
                f"denominators：{stated} 与 {name} 现用分母（{relative or '无'}）的计量单位不同类：请写明 "
                "{'series': …, 'multiplier': …} 以保持单位，或用 `indicators` 改写",
            )
        )
    return Denominator(series=stated, multiplier=indicator.multiplier * after.factor / before.factor)


def _read(model: type[Model], given: Any, where: str) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise refusal([fault.within(where) for fault in invalid(error, given)]) from None


def _refuse_unknown(what: str, name: str, framework: Framework) -> None:
    if name not in framework.indicators:
        close = near(name, framework.indicators)
        raise InterfaceError(
            Both(
                f"{what}: {name} is not an indicator of {framework.index_id}{close.en}",
                f"{what}：{name} 不是 {framework.index_id} 的指标{close.zh}",
            )
        )


def _refuse_unknown_series(name: str, series: str, framework: Framework) -> None:
    known = framework.codes.series
    if known and series not in known:
        close = near(series, known)
        raise InterfaceError(
            Both(
                f"denominators: {name}: there is no series {series}{close.en}",
                f"denominators：{name}：没有数据序列 {series}{close.zh}",
            )
        )
