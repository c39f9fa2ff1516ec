"""Charts and maps of an index as Plotly figures."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from index_pipeline.causes import cause
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.unknown_names import near

if TYPE_CHECKING:
    from index_pipeline.publication.charts.interactive import PlotlyFigure
    from index_pipeline.publication.maps.boundaries import Boundaries
    from index_pipeline.publication.text import Language


def figure(contents: Contents, name: str, language: "Language") -> "PlotlyFigure":
    """Return a chart: see `Index.figure`."""
    from index_pipeline.publication.charts.collection import figures
    from index_pipeline.publication.charts.interactive import interactive
    from index_pipeline.publication.lookups.panel import Panel
    from index_pipeline.publication.text import words

    _refuse(contents, language)
    found = {chart.figure_id: chart for chart in figures(Panel(contents), words(language))}
    if not isinstance(name, str) or name not in found:
        close = near(name, found)
        raise InterfaceError(
            Both(
                f"{name} is not a figure of the release{close.en}; choose one of {', '.join(found)}",
                f"本次发布没有图表 {name}{close.zh}；可选：{'、'.join(found)}",
            )
        )
    return interactive(found[name])


def score_map(
    contents: Contents,
    boundaries: str | Path,
    component: str | None,
    year: int | None,
    number: str,
    language: "Language",
) -> "PlotlyFigure":
    """Return a map: see `Index.map`."""
    from index_pipeline.publication.charts.interactive import interactive
    from index_pipeline.publication.lookups.asked import component_of
    from index_pipeline.publication.lookups.panel import Panel
    from index_pipeline.publication.maps.chart import score_map as draw
    from index_pipeline.publication.text import words

    _refuse(contents, language)
    panel = Panel(contents)
    chosen = panel.newest if year is None else year
    if chosen not in panel.years:
        raise InterfaceError(
            Both(
                f"{contents.release_id} has no scores of {chosen!r}; it has {', '.join(map(str, panel.years))}",
                f"{contents.release_id} 没有 {chosen!r} 年的得分；有得分的年份：{'、'.join(map(str, panel.years))}",
            )
        )
    found = _boundaries(contents, Path(boundaries))
    name = contents.framework.index_id if component is None else component_of(contents, component)
    return interactive(draw(panel, words(language), found, chosen, name, number))


def _boundaries(contents: Contents, path: Path) -> "Boundaries":
    """Return the boundaries of the regions that a file holds."""
    from index_pipeline.publication.maps.boundaries import read_boundaries

    codes = contents.framework.codes.regions
    if not codes:
        raise InterfaceError(
            Both(
                f"{contents.release_id} lists no regions to look for in {path}: it has no regions.csv",
                f"{contents.release_id} 没有 regions.csv，无法在 {path} 中查找地区",
            )
        )
    try:
        return read_boundaries(path, codes)
    except OSError as error:
        why = cause(error)
        raise InterfaceError(
            Both(
                f"{path}: the boundaries cannot be read ({why.en})",
                f"{path}：边界文件无法读取（{why.zh}）",
            )
        ) from error


def _refuse(contents: Contents, language: str) -> None:
    from index_pipeline.publication.text import LANGUAGES

    if language not in LANGUAGES:
        raise InterfaceError(
            Both(
                f"{language} is not a language of the project; choose one of {', '.join(LANGUAGES)}",
                f"没有语言 {language}；可选：{'、'.join(LANGUAGES)}",
            )
        )
    if pc.all(pc.is_null(contents.tables["rankings"]["score"])).as_py():
        raise InterfaceError(
            Both(
                f"{contents.release_id} has no score of any region: there is nothing to draw",
                f"{contents.release_id} 没有任何地区的得分，无图可绘",
            )
        )
