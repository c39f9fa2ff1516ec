"""Find the indicators of a series in the Bureau's library by name, if no identifier is known or one has changed.

A subject may be cut into catalogues by years, the years in their names; each has an indicator of its own.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from index_pipeline.fetch.bureau import CatalogueNode, Library, ListedIndicator
from index_pipeline.fetch.places import EARLIEST, LATEST, CataloguePlace
from index_pipeline.fetch.troubles import FailedError
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.fetching import BureauSeries
from index_pipeline.sources.answers import NO_UNIT, BureauIndicator, unspaced
from index_pipeline.sources.labels.vocabulary import Vocabulary

MOST_CATALOGUES = 30
"""Catalogues whose indicators are listed for one series: a longer walk draws the site's filter."""

UNSEARCHED = frozenset({"site_error", "site_wrong_call", "answer_layout"})
"""Kinds of trouble of a site that is not to be searched by name."""

_SLICE = re.compile(r"\((\d{4})?年?[-—–~至]+(\d{4}|至今|今)?年?\)$")


def find(series_id: str, wanted: BureauSeries, library: Library, codes: CodeLists) -> tuple[CataloguePlace, ...]:
    """Find where a series is: by name below the root, in the catalogue that is known, or by walking its path.

    Args:
        series_id: The series; the unit of an indicator must convert to its unit.
        wanted: Its names, path and identifiers.
        library: The library.
        codes: Gives series and units.

    Returns:
        One place, or one for each slice of years, the earliest first.

    Raises:
        FailedError: no indicator has one of the names, several catalogues have one, or none has a unit that fits.
        StoppedError: the site accepts no further request.
    """
    for candidates in _searches(wanted, library):
        matching = _matching(candidates, wanted)
        if matching:
            return _places(_fitting(matching, series_id, codes), wanted, library)
    raise FailedError("not_found_by_name", names="、".join(wanted.names))


def _searches(wanted: BureauSeries, library: Library) -> Iterator[Sequence[ListedIndicator]]:
    """Yield candidates by one method after the other, the shortest first."""
    for name in wanted.names:
        try:
            yield library.named(name)
        except FailedError as error:
            if error.problem.kind not in UNSEARCHED:
                raise
            break
    if wanted.cid:
        yield library.of_catalogue(wanted.cid)
    for length in range(len(wanted.path), 0, -1):
        yield [found for leaf in _leaves(wanted.path[:length], library) for found in library.of_catalogue(leaf.id)]


def _matching(candidates: Iterable[ListedIndicator], wanted: BureauSeries) -> list[ListedIndicator]:
    """Return the candidates that have the most likely of the names."""
    listed = list({(found.indicator.cid, found.indicator.id): found for found in candidates}.values())
    for name in wanted.names:
        form = unspaced(name)
        exact = [found for found in listed if unspaced(found.indicator.name) == form]
        same = exact or [found for found in listed if form in _forms(found.indicator)]
        if same:
            return same
    return []


def _forms(indicator: BureauIndicator) -> set[str]:
    """Return an indicator's name, and its name without the unit in brackets at the end; the base of an index stays."""
    name, unit = unspaced(indicator.name), unspaced(indicator.unit)
    if "=" in unit or "=" in name:
        return {name}
    return {name, name.removesuffix(f"({unit})") if unit not in NO_UNIT else name[: _opening(name)]}


def _opening(name: str) -> int:
    """Return the index of the bracket that is closed at the end of a name; the name's length if there is none."""
    depth = 0
    if not name.endswith(")"):
        return len(name)
    for position in range(len(name) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(name[position], 0)
        if depth == 0:
            return position
    return len(name)


def _fitting(found: list[ListedIndicator], series_id: str, codes: CodeLists) -> list[ListedIndicator]:
    """Leave out indicators in a unit that does not convert to that of the series."""
    words, own = Vocabulary(codes), codes.units.get(codes.series[series_id].unit)
    kept, units = [], []
    for one in found:
        unit = words.unit(one.indicator.unit) if unspaced(one.indicator.unit) not in NO_UNIT else None
        # the unit symbols % and 无 of an index whose name says its base are not units of it
        if unit is None or own is None or unit.unit == "percent" or own.dimension.startswith(unit.dimension):
            kept.append(one)
        units.append(one.indicator.unit)
    if not kept:
        raise FailedError("unit_by_name", unit=", ".join(units), expected=own.title_zh if own else "")
    return kept


def _places(found: list[ListedIndicator], wanted: BureauSeries, library: Library) -> tuple[CataloguePlace, ...]:
    """Return the places of indicators of one name: slices of years, or the one that identifiers or the path tell."""
    if len(found) == 1:
        return (CataloguePlace(found[0].indicator),)
    catalogues = {one.indicator.cid for one in found}
    leaves = {leaf.id: leaf for leaf in _leaves(wanted.path, library) if leaf.id in catalogues}
    places = [place for one in found if (place := _sliced(one, leaves.get(one.indicator.cid)))]
    places.sort(key=lambda place: place.first)
    subjects = {_subject(leaf.name) for leaf in leaves.values()}
    apart = all(one.last < other.first for one, other in itertools.pairwise(places))
    if len(places) == len(found) == len(catalogues) and len(subjects) <= 1 and apart:
        return tuple(places)
    by_id = [one for one in found if one.indicator.cid == wanted.cid]
    by_path = [one for one in found if one.indicator.cid in leaves]
    for likely in ([one for one in by_id if one.indicator.id == wanted.id], by_id, by_path):
        if len(likely) == 1:
            return (CataloguePlace(likely[0].indicator),)
    names = [(leaves[cid].name if cid in leaves else "", cid) for cid in sorted(catalogues)]
    raise FailedError("ambiguous_by_name", choices=", ".join(f"{name} {cid}".strip() for name, cid in names))


def _sliced(found: ListedIndicator, leaf: CatalogueNode | None) -> CataloguePlace | None:
    """Return the place of an indicator whose catalogue is cut by years; None if nothing says that it is."""
    name = unspaced(leaf.name) if leaf else ""
    if said := _SLICE.search(name):
        last = int(said[2]) if said[2] and said[2].isdecimal() else LATEST
        return CataloguePlace(found.indicator, int(said[1]) if said[1] else EARLIEST, last)
    begins = (leaf.first if leaf else None) or found.first
    ends = (leaf.last if leaf else None) or found.last
    return CataloguePlace(found.indicator, begins or EARLIEST, ends or LATEST) if begins or ends else None


def _subject(name: str) -> str:
    return _SLICE.sub("", unspaced(name))


def _leaves(path: Sequence[str], library: Library) -> list[CatalogueNode]:
    """Return the catalogues below the path, slices of years among them; what the path leaves open is walked."""
    below, left = [library.fetch.root], [unspaced(name) for name in path]
    leaves: list[CatalogueNode] = []
    while below and len(leaves) < MOST_CATALOGUES:
        nodes = [node for pid in below for node in library.children(pid)]
        wanted = [node for node in nodes if not left or _subject(node.name) == left[0]]
        if left and not wanted:
            break
        leaves += [node for node in wanted if node.is_leaf]
        below, left = [node.id for node in wanted if not node.is_leaf], left[1:]
    return leaves[:MOST_CATALOGUES]
