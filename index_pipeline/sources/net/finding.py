"""A finding: an objection to figures of a file, and its message."""

from collections.abc import Iterable
from dataclasses import dataclass

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Integers
from index_pipeline.language import Both
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.net.panel import SeriesPanel
from index_pipeline.sources.problems import Problem


@dataclass(frozen=True)
class Doubt:
    """An objection to `figures`. `is_revision` says that a document which announces a revision answers it."""

    problem: Problem
    figures: tuple[Figure, ...]
    is_revision: bool = False


def finding(
    kind: str,
    panel: SeriesPanel,
    mask: Flags,
    codes: CodeLists,
    at: Figure | None = None,
    is_revision: bool = False,
    **details: object,
) -> Doubt:
    """Make a finding about the figures of `panel` where `mask` is true; it names the cell of `at`, else the first.

    `series`, `area`, `areas`, `year`, `years`, `unit` and `count` are filled from the panel unless given.
    """
    figures = panel.at(mask)
    first = at or figures[0]
    said: dict[str, object] = {
        "series": panel.series.series_id,
        "area": codes.area_title(first.ref_area),
        "areas": _areas(figures, codes),
        "year": first.time_period,
        "years": span(panel.years[mask.any(axis=0)]),
        "unit": codes.unit_title(panel.series.unit),
        "count": len(figures),
        **details,
    }
    return Doubt(Problem(kind, first.sheet, first.cell, first.text, said), figures, is_revision)


def _areas(figures: Iterable[Figure], codes: CodeLists) -> Both:
    """Name up to three regions, or count them."""
    names = [codes.area_title(code) for code in dict.fromkeys(figure.ref_area for figure in figures)]
    if len(names) > 3:
        return Both(f"{len(names)} regions", f"{len(names)}个地区")
    return Both(", ".join(name.en for name in names), "、".join(name.zh for name in names))


def span(years: Integers) -> str:
    """Write years as one, or as first–last."""
    return f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"


def factor(ratio: float) -> str:
    """Write a ratio in readable form."""
    return f"{ratio:,.0f}" if abs(ratio) >= 10 else f"{ratio:.2g}"
