"""Origin of a file's figures: the source that published them, and the day by which they were public."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from index_pipeline.characters import HAN
from index_pipeline.framework.source import Source
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, Refusal, near
from index_pipeline.sources.readers import Reading
from index_pipeline.sources.workbooks.grids import clean

_EDITION = re.compile(rf"(?:(20\d\d)年?》?\s*[{HAN}]{{0,8}}年鉴|年鉴\s*[-—–_(]*\s*(20\d\d))")


def source_of(
    reading: Reading,
    figures: Sequence[Figure],
    sources: dict[str, Source],
    held: Iterable[tuple[str, str]],
    options: Options,
) -> str:
    """Return the source of a file: from `options`; else from its titles and notes; else the one that holds its series.

    Args:
        reading: The file; `Source.recognise` are searched in its titles and notes, the longest found decides.
        figures: Its figures.
        sources: The sources that the framework declares.
        held: (series, source) of every figure in the store.
        options: `source` is the source that the user states.

    Raises:
        Refusal: the source in `options` is not declared, several are named, or none is known.
    """
    kinds = {name: source for name, source in sources.items() if source.kind == "series"}
    if options.source is not None:
        if options.source not in kinds:
            details: dict[str, object] = {"given": options.source, **near(n for n in kinds if options.source in n)}
            raise Refusal(reading.file, [Problem("no_such_source", details=details)])
        return options.source
    said = re.sub(r"\s", "", " ".join(reading.texts))
    found = {
        name: max((len(text) for text in source.recognise if re.sub(r"\s", "", clean(text)) in said), default=0)
        for name, source in kinds.items()
    }
    longest = max(found.values(), default=0)
    named = [name for name, length in found.items() if length == longest > 0]
    if len(named) > 1:
        raise Refusal(reading.file, [Problem("ambiguous_source", details={"choices": ", ".join(named)})])
    if named:
        return named[0]
    own = {figure.series_id for figure in figures}
    holders = Counter(source for series, source in held if series in own and source in kinds)
    if not holders:
        raise Refusal(reading.file, [Problem("missing_source", details={"choices": ", ".join(kinds)})])
    return min(holders, key=lambda name: (-holders[name], name))


def released_by(reading: Reading, figures: Sequence[Figure], options: Options) -> tuple[date, bool]:
    """Return the day by which a file's figures were public, and whether it is known or only the day of reading.

    It is known if it is stated, or if a title or source names the edition of a yearbook: the last day of that
    year.

    Raises:
        Refusal: the stated day is after today, or before the end of a year that the file has figures of.
    """
    last = max(figure.time_period for figure in figures)
    if options.released is not None:
        details: dict[str, object] = {"released": options.released, "today": options.today, "year": last}
        if options.released > options.today:
            raise Refusal(reading.file, [Problem("released_future", details=details)])
        if options.released < date(last, 12, 31):
            raise Refusal(reading.file, [Problem("released_early", details=details)])
        return options.released, True
    editions = {int(a or b) for text in reading.texts for a, b in _EDITION.findall(text) if not text.startswith("注")}
    if len(editions) == 1 and last < min(editions) < options.today.year:
        return date(min(editions), 12, 31), True
    return options.today, False
