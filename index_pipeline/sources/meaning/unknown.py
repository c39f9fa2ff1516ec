"""Questions about measures that series.csv does not have, or of which a file has only a part."""

from collections.abc import Iterator, Sequence

from index_pipeline.characters import shortened
from index_pipeline.language import english_first
from index_pipeline.sources.labels.forms import chinese
from index_pipeline.sources.labels.qualifiers import DERIVED
from index_pipeline.sources.labels.unlisted import command, is_name, named_in
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.headings import NOT_YET
from index_pipeline.sources.meaning.matched import MatchedHeading, surroundings
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, near
from index_pipeline.sources.readers import Reading

MOST_ASKED = 20
"""Headings of a file that are asked about one by one."""


def questions(
    unknown: Sequence[MatchedHeading], words: Vocabulary, options: Options, reading: Reading
) -> Iterator[Problem]:
    """Ask about the measures of a file none of which is a series: the first, or each that series.csv does not have."""
    first = unknown[0]
    table, stated, match = first.table, first.stated, first.match
    found = [code for each in unknown for code in each.match.series]
    if options.series is not None and found:
        details: dict[str, object] = {"stated": ", ".join(dict.fromkeys(found)), "given": options.series}
        yield Problem("series_conflict", table.sheet, first.place, stated, details)
    elif match.limit and options.series in {None, *match.unlimited}:
        name = stated or words.codes.series[match.unlimited[0]].title_zh
        name = name if match.limit in name else f"{match.limit}{name}"
        suggested = [code for code in words.near_series(name) if code not in match.unlimited]
        details = {
            "limit": shortened(match.limit),
            "command": command(name, words, table.facts.units),
            **near(suggested),
        }
        yield Problem("narrower_series", table.sheet, first.place, stated, details)
    elif options.series is not None and (narrowed := another_kind(first, words, options)):
        details = {"stated": shortened(narrowed), "given": options.series}
        yield Problem("series_conflict", table.sheet, first.place, stated, details)
    elif options.series is not None:
        yield Problem("several_measures", table.sheet, details={"count": len(unknown)})
    elif len(match.series) > 1:
        yield Problem("ambiguous_series", table.sheet, first.place, stated, {"choices": ", ".join(match.series)})
    elif stated is None and (titles := [title for title in table.facts.titles if named_in(title)]):
        details = {
            "command": command(titles[0], words, table.facts.units),
            **near(words.near_series(named_in(titles[0]))),
        }
        yield Problem("unlisted_series", table.sheet, None, named_in(titles[0]), details)
    elif stated is None:
        suggested = words.near_series(reading.file) if reading.file else []
        yield Problem("missing_series", table.sheet, details=dict(near(suggested)))
    else:
        for heading in unknown[:MOST_ASKED]:
            yield _question(heading, words)


def _question(heading: MatchedHeading, words: Vocabulary) -> Problem:
    """Ask about a heading that series.csv does not have."""
    text = heading.stated or ""
    if not is_name(text, words):
        return Problem("unclear_heading", heading.sheet, heading.place, text)
    details = {"command": command(text, words, heading.table.facts.units), **near(words.near_series(text))}
    if limit := words.limit([text]):
        details |= {"limit": limit, **near(())}
    return Problem("narrower_series" if limit else "unknown_series", heading.sheet, heading.place, text, details)


def left_out(heading: MatchedHeading, words: Vocabulary) -> str:
    """Say that a measure is left out beside others that are series, and why."""
    label, match = heading.name, heading.match
    name = shortened(chinese(label) or label)
    if match.series:
        return english_first(f"{name}: not the series of --series", f"{name}：不是 --series 所指的数据序列")
    if match.limit:
        limit = shortened(match.limit)
        return english_first(
            f"{name}: no series has this label with the words “{limit}”", f"{name}：没有带“{limit}”字样的数据序列"
        )
    suggested = words.near_series(label)
    near_en, near_zh = (
        (f" (nearest: {', '.join(suggested)})", f"（相近：{'、'.join(suggested)}）") if suggested else ("", "")
    )
    return english_first(f"{name}: not in series.csv{near_en}", f"{name}：series.csv 中没有{near_zh}")


def another_kind(heading: MatchedHeading, words: Vocabulary, options: Options) -> str | None:
    """Return the words of the file that show that its figures are not the series of `--series`: growth, a share …"""
    table, label = heading.table, heading.label
    series = words.codes.series[options.series or ""]
    own = " ".join((series.title_zh, series.title_en, *series.labels)).lower()
    said = (label,) if label is not None else (table.facts.measure, *table.facts.titles)
    for text in said:
        found = [each for each in DERIVED.findall((text or "").lower()) if each not in own]
        if found or (text and label is not None and NOT_YET.search(text)):
            return text
    return words.limit((label or "", table.facts.measure or "", *surroundings(table)), [series.series_id])
