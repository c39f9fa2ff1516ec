"""Changes of method as they are stated: each is read once, before it is compared with a framework."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from index_pipeline.interface.errors import InterfaceError
from index_pipeline.language import Both

Method = str | Mapping[str, Any]
"""A method by its name, or with its options as written in `framework.yaml`."""

MAPPINGS = ("weights", "denominators", "directions", "indicators")
"""Changes that are stated by component or indicator."""

VINTAGES = ("newest", "first")


@dataclass(frozen=True)
class Changes:
    """What differs from a framework; None, or empty, if nothing does. Fields as for `Index.rescore`."""

    weights: Mapping[str, float]
    drop: tuple[str, ...]
    weighting: Method | Mapping[str, Method] | None = None
    normalisation: Method | None = None
    aggregation: Method | Mapping[str, Method] | None = None
    treatment: Method | None = None
    imputation: Sequence[Method] | None = None
    years: tuple[int, int] | None = None
    reference_period: tuple[int, int] | None = None
    denominators: Mapping[str, Any] = field(default_factory=dict)
    directions: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Any] = field(default_factory=dict)
    single_years: bool = False
    vintage: Literal["newest", "first"] = "newest"

    @property
    def of_figures(self) -> bool:
        """Whether the values of indicators are computed again from the figures."""
        return bool(self.denominators or self.indicators) or self.single_years or self.vintage == "first"


def changes_of(stated: Mapping[str, Any]) -> Changes:
    """Read the stated changes: each field once, so that a one-time iterator is not lost.

    Raises:
        InterfaceError: weights are not a mapping, or names to drop not a collection of names.
    """
    drop, imputation = (stated.get(name) for name in ("drop", "imputation"))
    given = {name: _mapping(name, stated.get(name)) for name in MAPPINGS}
    others = {name: value for name, value in stated.items() if name not in {*MAPPINGS, "drop", "imputation"}}
    if others.get("vintage", "newest") not in VINTAGES:
        raise InterfaceError(
            Both(
                f"vintage: {others['vintage']} is none of {', '.join(VINTAGES)}",
                f"vintage：{others['vintage']} 不是 {'、'.join(VINTAGES)} 之一",
            )
        )
    if not isinstance(others.get("single_years", False), bool):
        raise InterfaceError(
            Both(
                f"single_years: {others['single_years']!r} is neither True nor False",
                f"single_years：{others['single_years']!r} 不是 True 或 False",
            )
        )
    steps = (imputation,) if isinstance(imputation, (str, Mapping)) else imputation
    weights = {name: float(w) if type(w) is Fraction else w for name, w in given["weights"].items()}
    return Changes(
        weights=weights,
        denominators=given["denominators"],
        directions=given["directions"],
        indicators=given["indicators"],
        drop=_names("drop", (drop,) if isinstance(drop, str) else () if drop is None else drop),
        imputation=None if steps is None else _sequence("imputation", steps),
        **others,
    )


def _mapping(name: str, stated: Any) -> dict[str, Any]:
    """Read what names get: from a mapping, a pandas Series, or pairs."""
    try:
        pairs = [] if stated is None else [(key, value) for key, value in getattr(stated, "items", lambda: stated)()]
        found = dict(pairs)
    except (TypeError, ValueError):
        raise InterfaceError(
            Both(
                f'{name}: {stated} is not a mapping of names to what they get: {{"name": …}}',
                f'{name}：{stated} 不是从名称到内容的映射：{{"name": …}}',
            )
        ) from None
    for key, count in Counter(key for key, _ in pairs).items():
        if count > 1:
            raise InterfaceError(Both(f"{name}: {key} is given {count} times", f"{name}：{key} 给出了 {count} 次"))
    return found


def _names(name: str, stated: Iterable[Any]) -> tuple[str, ...]:
    found = _sequence(name, stated)
    for each in found:
        if not isinstance(each, str):
            raise InterfaceError(Both(f"{name}: {each!r} is not a name", f"{name}：{each!r} 不是名称"))
    return found


def _sequence(name: str, stated: Iterable[Any]) -> tuple[Any, ...]:
    try:
        return tuple(stated)
    except TypeError:
        raise InterfaceError(
            Both(
                f"{name}: {stated} is neither a name nor a list of names",
                f"{name}：{stated} 既不是名称，也不是名称的列表",
            )
        ) from None
