"""An index that is computed: its tables, its explanation, its figures, and the same with other methods."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from index_pipeline.interface import drawing
from index_pipeline.interface.alternatives import alternatives
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.frames import as_frame
from index_pipeline.interface.many import Change, Rescorings, rescore_many
from index_pipeline.interface.regional import Regional
from index_pipeline.interface.rescoring import rescored
from index_pipeline.interface.stated import Method, changes_of
from index_pipeline.interface.tabular import Tables
from index_pipeline.language import Both
from index_pipeline.publication.lookups.explain import Explanation, explain
from index_pipeline.robustness.comparison import compare, summarise

if TYPE_CHECKING:
    import pandas as pd

    from index_pipeline.publication.charts.interactive import PlotlyFigure


@dataclass(frozen=True, repr=False)
class Index(Tables):
    """An index: framework and tables, either published or just computed."""

    @property
    def regional(self) -> Regional:
        """Analyses of its scores over the regions and years: inequality, convergence, neighbours."""
        return Regional(self.contents)

    def explain(self, ref_area: str, time_period: int, component: str) -> Explanation:
        """Walk from a score to its indicators, to the file, sheet and cell of each figure, or to register entries.

        Args:
            ref_area: Code or name of a region.
            time_period: Year.
            component: Identifier or title of a component or an indicator.

        Returns:
            The component with its `parts`; `facts` holds score and rank, `figures` and `entries` what it is based on.

        Raises:
            AskedError: the region, year or component is not there; the message says what is close to it.
            InterfaceError: the year is not a whole number.

        Example:
            >>> found = release.explain("北京", 2023, "electricity_intensity")
            >>> [figure["series_id"] for figure in found.figures]
            ['electricity_consumption', 'gdp']
        """
        try:
            year = index(time_period)
        except TypeError:
            raise InterfaceError(
                Both(
                    f"explain: the year is {time_period!r}, and has to be a whole number",
                    f"explain：年份为 {time_period!r}，应为整数",
                )
            ) from None
        return explain(self.contents, str(ref_area), year, str(component))

    def figure(self, name: str = "ranking", language: Literal["zh", "en"] = "en") -> "PlotlyFigure":
        """Return a chart of the release as a Plotly figure, in Chinese or English.

        Args:
            name: `ranking`, `tilegrid`, `contributions`, `trends`, `bump`, `multiples` or another of the gallery.
            language: Of its words.

        Raises:
            InterfaceError: there is no such chart or language; the message lists those that there are.
        """
        return drawing.figure(self.contents, name, language)

    def map(
        self,
        boundaries: str | Path,
        component: str | None = None,
        year: int | None = None,
        review_number: str = "",
        language: Literal["zh", "en"] = "en",
    ) -> "PlotlyFigure":
        """Return a map of scores within boundaries of your own as a Plotly figure.

        Args:
            boundaries: GeoJSON file with a polygon of every region, assessed or not, named by its code or name.
            component: Identifier or title of a component; the index if None.
            year: The newest year if None.
            review_number: Number under which the map was reviewed (审图号); it is printed below the map.
            language: Of its words.

        Raises:
            AskedError: the release does not have the component.
            BoundaryError: the file cannot be drawn, or leaves a region out; the message names it.
            InterfaceError: the year or the language is not there, or the file cannot be read.
        """
        return drawing.score_map(self.contents, boundaries, component, year, review_number, language)

    def rescore(
        self,
        *,
        weights: Mapping[str, float] | None = None,
        weighting: Method | Mapping[str, Method] | None = None,
        normalisation: Method | None = None,
        aggregation: Method | Mapping[str, Method] | None = None,
        treatment: Method | None = None,
        imputation: Method | Sequence[Method] | None = None,
        years: tuple[int, int] | None = None,
        reference_period: tuple[int, int] | None = None,
        drop: str | Collection[str] | None = None,
        denominators: Mapping[str, str | Mapping[str, Any]] | None = None,
        directions: Mapping[str, Literal["higher_is_better", "lower_is_better"]] | None = None,
        indicators: Mapping[str, Mapping[str, Any]] | None = None,
        single_years: bool = False,
        vintage: Literal["newest", "first"] = "newest",
    ) -> "Rescored":
        """Compute the index again, by the same engine; bit-identical if nothing changes.

        It starts from the indicator values, or from the figures where they change: `denominators`, `indicators`,
        `single_years`, `vintage`. `alternatives` lists the changes that the uncertainty analysis draws from.

        A method is a name ("z_score") or a mapping as in `framework.yaml` ({"method": "z_score", "mean": 50}); it
        replaces every indicator's or component's own. See docs/methods.md for all of them.

        Args:
            weights: Weight of a component or indicator among its siblings; the others keep theirs. Only ratios
                matter. A weight makes a supplementary indicator count, and its component measured if it was not.
            weighting: How every component weighs its children: "equal", "entropy", "critic", …; or a mapping of
                components to methods. Weights that the release has derived stay as they are unless it is given; those
                among children of which one had no weight are derived again.
            normalisation: How every indicator is put on the scale: "min_max", "z_score", "percentile_rank", …
            aggregation: How every component combines its children: "arithmetic", "geometric", …; or a mapping of
                components to methods: {"icdi": "geometric"}.
            treatment: How outliers and skew are treated: "none", "log", …
            imputation: How gaps are filled, a step or several in their order; [] fills none.
            years: First and last year to score. Goalposts stay those of the reference period, weights those derived.
            reference_period: First and last year that treatments and goalposts are fitted on.
            drop: Components and indicators to leave out; their siblings share their weight.
            denominators: Series that an indicator is relative to instead, in the same unit: {"x": "gdp"}, or
                {"x": {"series": "gdp", "multiplier": 100}} if it is measured in something else.
            directions: Whether more of an indicator is better: {"x": "lower_is_better"}.
            indicators: Other fields of an indicator's file: {"x": {"numerator": {"series": "y"}, "over": 3,
                "small_counts": None}}; its unit follows from its quantities where it can.
            single_years: Whether values are of single years, where the framework takes means over years.
            vintage: "first" for figures as they were first published.

        Returns:
            The index with those changes: the tables from `indicators` to `rankings`. Those of robustness, the audit,
            further indices and estimates belong to the published one, and are left out; `regional` computes those of
            the regions. A supplementary indicator that a method has no result for is left out, with a row in `notices`.

        Raises:
            InterfaceError: a component, indicator or method is not known, a weight is not positive, a year has no
                figures, a reference period none of an indicator that counts.
            MethodError: a step has no defined result; the message names indicator or component, region and year.
                Example: an indicator with weight that has only one value in the data its normalisation is fitted on.

        Example:
            >>> without = release.rescore(drop=["industrial_heritage"])
            >>> "industrial_heritage" in set(without.scores.component_id)
            False
        """
        stated = {
            "weights": weights,
            "weighting": weighting,
            "normalisation": normalisation,
            "aggregation": aggregation,
            "treatment": treatment,
            "imputation": imputation,
            "years": years,
            "reference_period": reference_period,
            "drop": drop,
            "denominators": denominators,
            "directions": directions,
            "indicators": indicators,
            "single_years": single_years,
            "vintage": vintage,
        }
        return Rescored(rescored(self.contents, changes_of(stated)), self)

    @property
    def alternatives(self) -> dict[str, list[dict[str, Any]]]:
        """The choices that the uncertainty analysis draws beside the framework's own, each as arguments of `rescore`.

        By assumption, as the table `sensitivity` names it: `release.rescore(**release.alternatives["denominators"][0])`
        is the index as a draw with that choice has it. Weights that are drawn from a range, and noise, cannot be given
        as arguments. What a draw leaves out is `drop` here.
        """
        return alternatives(self.framework)

    def rescore_many(self, changes: Iterable[Change], component: str | None = None) -> Rescorings:
        """Compute one component under many changes at once, over arrays: a thousand in about a second.

        Args:
            changes: Each a mapping with some of `weights`, `drop`, `normalisation`, `aggregation` and `treatment`,
                as for `rescore`. Filled gaps are unchanged; weights must be given, not derived from figures;
                None at all gives arrays of length 0.
            component: Component to score; the index if None.

        Returns:
            Scores and ranks (change, year, region), those of `rescore` to rounding.

        Raises:
            InterfaceError: as in `rescore`; the message names the change by its position, from 0.
            MethodError: as in `rescore`.

        Example:
            >>> found = release.rescore_many([{"weights": {"industrial_spirit": w}} for w in (1, 3, 9)])
            >>> len(found.ranks), len(found.ref_areas)
            (3, 31)
        """
        return rescore_many(self.contents, changes, component)

    def compare(self, baseline: "Index") -> "pd.DataFrame":
        """Compare its scores and ranks with those of `baseline`, for every component, region and year of `baseline`.

        Returns:
            `tables.COMPARISON`: `score` and `rank` of the baseline, `other_score` and `other_rank` of this index,
            `score_shift` and `rank_shift` between them, positive if the region does better here.

        Raises:
            InterfaceError: `baseline` is of another framework.
        """
        return as_frame(compare(*_both(baseline, self)))

    def agreement(self, baseline: "Index") -> "pd.DataFrame":
        """Measure how well its ranking agrees with that of `baseline`, by component and year.

        Returns:
            `tables.COMPARISON_SUMMARY`: Spearman's ρ, Kendall's τ, mean and largest absolute shift of rank.

        Raises:
            InterfaceError: `baseline` is of another framework.
        """
        return as_frame(summarise(*_both(baseline, self)))


@dataclass(frozen=True, repr=False)
class Rescored(Index):
    """An index rescored from that of `origin`."""

    origin: Index

    def compare(self, baseline: Index | None = None) -> "pd.DataFrame":
        """Compare it with `baseline`, by default the index that it was computed from: see `Index.compare`."""
        return super().compare(self.origin if baseline is None else baseline)

    def agreement(self, baseline: Index | None = None) -> "pd.DataFrame":
        """Measure how well it agrees with `baseline`, by default the index that it was computed from."""
        return super().agreement(self.origin if baseline is None else baseline)


def _both(baseline: Index, other: Index) -> tuple[pa.Table, pa.Table]:
    if not isinstance(baseline, Index):
        raise InterfaceError(
            Both(
                f"{baseline!r} is not an index to compare with: give a release, or what `rescore` returns",
                f"{baseline!r} 不是可比较的指数：请给出发布，或 `rescore` 的结果",
            )
        )
    one, two = (index.framework.definition.id for index in (baseline, other))
    if one != two:
        raise InterfaceError(
            Both(
                f"{other.name} is of the framework {two}, {baseline.name} of {one}: only one framework's can be "
                "compared",
                f"{other.name} 用指标体系 {two}，{baseline.name} 用 {one}：只能比较同一指标体系的结果",
            )
        )
    return baseline.table("rankings"), other.table("rankings")
