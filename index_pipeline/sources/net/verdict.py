"""The verdict on a file: the checks are made one after another; a figure with a finding is not checked further."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.source import RevisionBounds
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.meaning.derived_columns import DerivedColumn
from index_pipeline.sources.net.bounds import bounds, fractions, zeros
from index_pipeline.sources.net.copies import of_regions, of_series, of_years, of_years_across
from index_pipeline.sources.net.exchanged import exchanged
from index_pipeline.sources.net.finding import Doubt
from index_pipeline.sources.net.gaps import gaps
from index_pipeline.sources.net.growth import common_growth
from index_pipeline.sources.net.level import levels
from index_pipeline.sources.net.order import misplaced
from index_pipeline.sources.net.outliers import outliers
from index_pipeline.sources.net.panel import SeriesPanel, panels
from index_pipeline.sources.net.parts import parts
from index_pipeline.sources.net.repeats import repeats
from index_pipeline.sources.net.restated import restated
from index_pipeline.sources.net.revised import Revision, revised, revisions, unusual_revisions, withdrawn
from index_pipeline.sources.net.scales import scales
from index_pipeline.sources.net.sums import sums
from index_pipeline.sources.net.totals import totals
from index_pipeline.sources.options import Acceptance, Options
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.store.by_series import Store


@dataclass
class Verdict:
    """The findings about a file, and those that a person answered.

    Attributes:
        problems: Findings that refuse the file.
        notes: Why a figure was imported although a check objected to it, by `id` of the figure.
        accepted: The cells that were accepted, with the reason.
        unused: Accepted cells to which no check objects.
        revisions: Stored figures that the file changes, the furthest first.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    accepted: list[Acceptance] = field(default_factory=list)
    unused: list[Acceptance] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)

    def noted(self, figure: Figure) -> Figure:
        """Return a figure of the file with the answer to the finding about it added to its note."""
        said = self.notes.get(id(figure))
        return replace(figure, note="；".join(filter(None, (figure.note, said)))) if said else figure


def judge(
    figures: Sequence[Figure],
    store: Store,
    released: date,
    codes: CodeLists,
    limits: RevisionBounds,
    options: Options,
    beside: Sequence[Figure] = (),
    derived: Sequence[DerivedColumn] = (),
    *,
    is_known: bool,
) -> Verdict:
    """Compare the figures of a file with the store, with each other and with what their series can be.

    A figure that equals a vintage of it in the store was checked when that was imported: only fresh figures are asked
    about. A file that holds several vintages is judged vintage by vintage, as if each had been a file.

    Args:
        figures: In the unit of their series.
        store: Every vintage in the store.
        released: The day by which figures without a vintage of their own were public.
        codes: Gives regions, and bounds, jumps and breaks of series.
        limits: How much a usual revision of the source changes.
        options: `accept` and `revision` are what a person answers.
        beside: The file's sums, groups and areas that are not imported, which its figures should add up with.
        derived: The file's columns that restate its figures.
        is_known: Whether `released` is known, or only the day of reading.

    Returns:
        What refuses the file, and what is to be kept of the answers.
    """
    several = len({figure.sheet for figure in figures}) > 1
    verdict, used = Verdict(), set[str]()
    answers = {answer.cell: answer.why for answer in options.accept}
    dated = sorted(figures, key=lambda figure: figure.vintage or released)
    for day, group in groupby(dated, key=lambda figure: figure.vintage or released):
        own = list(group)
        known = is_known or own[0].vintage is not None
        arranged = panels(own, store, day, codes)
        for panel in arranged:
            verdict.revisions += revisions(panel, is_known=known)
            verdict.notes |= _announced(panel.at(revised(panel, is_known=known) | withdrawn(panel)), options)
        for finding in _findings(
            arranged, store.with_figures(own, day), day, codes, limits, options, beside, derived, is_known=known
        ):
            name = cell_name(finding.problem, several=several)
            if finding.is_revision and options.revision:
                verdict.notes |= _announced(finding.figures, options)
            elif name in answers:
                used.add(name)
                verdict.notes |= {id(figure): f"已核实 · accepted: {answers[name]}" for figure in finding.figures}
            else:
                details = {**finding.problem.details, "accept": name}
                verdict.problems.append(replace(finding.problem, details=details))
        store = store.with_figures(own, day)
    verdict.accepted = [answer for answer in options.accept if answer.cell in used]
    verdict.unused = [answer for answer in options.accept if answer.cell not in used]
    verdict.revisions.sort(key=lambda one: math.inf if one.percent is None else abs(one.percent), reverse=True)
    return verdict


def cell_name(problem: Problem, *, several: bool) -> str:
    """Return the name by which `--accept` accepts a finding: its cell, with the sheet if the file has several."""
    return f"{problem.sheet}!{problem.cell}" if several and problem.sheet else problem.cell or ""


def _announced(figures: Iterable[Figure], options: Options) -> dict[int, str]:
    return {id(figure): f"修订 · revision: {options.revision}" for figure in figures} if options.revision else {}


def _findings(
    arranged: Sequence[SeriesPanel],
    store: Store,
    day: date,
    codes: CodeLists,
    limits: RevisionBounds,
    options: Options,
    beside: Sequence[Figure],
    derived: Sequence[DerivedColumn],
    *,
    is_known: bool,
) -> Iterator[Doubt]:
    """Ask every question, the one that explains most figures first; those it explains are not asked about again.

    A document that announces a revision explains that figures change, not that one of them is out of line.

    Args:
        arranged: The file's series.
        store: With the file's own figures as well: two of its series may be the same.
        day: By which the figures were public.
        codes: As in `judge`, as the others.
        limits: As in `judge`.
        options: As in `judge`.
        beside: As in `judge`.
        derived: As in `judge`.
        is_known: As in `judge`.
    """
    questions: tuple[Callable[[SeriesPanel], Iterator[Doubt]], ...] = (
        lambda panel: zeros(panel, codes),
        lambda panel: of_series(panel, store, codes),
        lambda panel: of_years(panel, codes),
        lambda panel: repeats(panel, codes),
        lambda panel: of_regions(panel, codes),
        lambda panel: scales(panel, codes),
        lambda panel: common_growth(panel, codes),
        lambda panel: fractions(panel, codes),
        lambda panel: bounds(panel, codes),
        lambda panel: parts(panel, store, arranged, day, codes),
        lambda panel: totals(panel, codes),
        lambda panel: unusual_revisions(panel, limits, codes, is_known=is_known),
        lambda panel: exchanged(panel, codes),
        lambda panel: levels(panel, codes),
        lambda panel: misplaced(panel, codes),
        lambda panel: outliers(panel, codes),
        lambda panel: gaps(panel, codes),
        lambda panel: sums(panel, beside, codes),
    )
    across = [*of_years_across(arranged, codes), *restated(arranged, derived, codes)]
    yield from across
    for panel in arranged:
        left = panel.without(across)
        for question in questions:
            found = list(question(left))
            yield from found
            left = left.without(one for one in found if not (one.is_revision and options.revision))
