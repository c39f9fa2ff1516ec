"""The gate between a run and the newest release: what is raised against a release, compared with the newest one."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from index_pipeline import sql
from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework, components
from index_pipeline.language import Language, filled, side
from index_pipeline.publication.releases.contents import COMPARED, Contents, read_contents
from index_pipeline.publication.releases.verifying import verify

HERE = Path(__file__).parent
MESSAGES: dict[str, dict[str, str]] = tomllib.loads((HERE / "gate.toml").read_text(encoding="utf-8"))
Rows = Sequence[dict[str, Any]]

EXAMPLES = 3
"""Cases that a sentence names, the largest first."""

SMALLEST_FALL = 1e-9
"""Fall of coverage, a share, that is a fall and no rounding."""


class Lost(NamedTuple):
    """Figures (`series_id`, `ref_area`, `time_period` …) and events of registers (`title` …) no longer in the store."""

    figures: Rows
    events: Rows


NOTHING_LOST = Lost((), ())


@dataclass(frozen=True)
class Raised:
    """One thing that a person must look at before a release becomes the newest one, in both languages."""

    kind: str
    en: str
    zh: str

    def get(self, language: Language) -> str:
        """Return the sentence in `language`."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        """Return both sentences on one line."""
        return f"{self.zh} · {self.en}"


def say(kind: str, **details: Any) -> Raised:
    """Fill the message of `kind`; a detail in both languages may be a pair, English first."""

    def said(language: Language, number: int) -> str:
        chosen = {
            name: value[number] if isinstance(value, tuple) else side(value, language)
            for name, value in details.items()
        }
        return filled(MESSAGES[kind][language], chosen)

    return Raised(kind, said("en", 0), said("zh", 1))


def raised_against(candidate: Contents, newest: Path | None, lost: Callable[[Contents], Lost]) -> Iterator[Raised]:
    """Yield what is raised against a release that would become the newest one.

    Args:
        candidate: The release.
        newest: Folder of the newest release; None if there is none.
        lost: Given the newest release, returns what of it is missing in the store, as for `compare`.

    Yields:
        That it has an earlier date; and what `compare` raises, or that the newest release is damaged.
    """
    if candidate.as_of:
        yield say("as_of", day=candidate.as_of)
    if newest is None:
        return
    faults = verify(newest)
    if faults:
        yield say("newest_damaged", before=newest.name, why=faults[0])
    else:
        try:
            before = read_contents(newest, COMPARED)
            found = compare(candidate, before, lost(before))
        except (UserError, KeyError) as error:
            found = (say("newest_damaged", before=newest.name, why=cause(error)),)
        yield from found


def compare(candidate: Contents, newest: Contents, lost: Lost = NOTHING_LOST) -> tuple[Raised, ...]:
    """Compare a release that would become the newest one with the newest one.

    Raised are: another index, edition or framework; more revised figures than `Gate.revised_share`; figures and
    register entries that are gone; and, in each year that the newest release has scored, a score or rank of any
    component that changes by more than `Gate.score_change` or `Gate.rank_change`, is gone, or has less coverage.

    Args:
        candidate: The release that would become the newest one. Its framework gives the bounds.
        newest: The newest release.
        lost: What of the newest release is missing in the store without a withdrawal.

    Returns:
        What is raised, each with the number of cases and the largest of them by name; empty if nothing is.
    """
    now, before = candidate.framework.definition, newest.framework.definition
    editions = {"edition": now.edition, "edition_before": before.edition}
    if now.index.id != before.index.id:
        return (say("other_index", **editions),)
    found: list[Raised] = []
    if now.edition != before.edition:
        found.append(say("other_edition", **editions))
    elif candidate.framework.digest != newest.framework.digest:
        files = changed_files(candidate.framework, newest.framework)
        more = f" … ({len(files)})" if len(files) > EXAMPLES else ""
        found.append(say("other_framework", files=", ".join(files[:EXAMPLES]) + more))
    names = _Names(candidate.framework, newest.framework)
    found += _of_figures(candidate, newest, lost, names)
    found += _of_scores(candidate, newest, names)
    return tuple(found)


class _Names:
    """Titles of series, components and regions in both languages, of two frameworks, the first one's preferred."""

    def __init__(self, *frameworks: Framework):
        self.titles: dict[str, tuple[str, str]] = {}
        for framework in reversed(frameworks):
            for node in components(framework.definition.index):
                self.titles[node.id] = (node.title.get("en"), node.title.get("zh"))
            coded = (
                (code, item.title_en, item.title_zh)
                for items in (framework.codes.series, framework.codes.regions)
                for code, item in items.items()
            )
            self.titles |= {code: (en or zh or code, zh or en or code) for code, en, zh in coded}

    def of(self, code: str) -> tuple[str, str]:
        """Return the titles of `code`; the code itself if it has none."""
        return self.titles.get(code, (code, code))


def changed_files(now: Framework, before: Framework) -> list[str]:
    """Return the names of the files in which two frameworks differ, in order."""
    ours, theirs = dict(now.files), dict(before.files)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _of_figures(candidate: Contents, newest: Contents, lost: Lost, names: _Names) -> Iterator[Raised]:
    before = newest.tables["observations"]
    held = len(before) - before["obs_value"].null_count
    inputs = {"observations_before": before, "observations": candidate.tables["observations"]}
    revised = sql.run(HERE / "gate_figures.sql", inputs).to_pylist()
    bound = candidate.framework.definition.gate.revised_share
    if held and len(revised) > bound * held:
        shares = {"percent": 100 * len(revised) / held, "bound": 100 * bound}
        examples = _examples(revised, lambda row, n: f"{_figure(row, names, n)} {_change(row, 'obs_value', '.6g')}")
        yield say("revised", count=len(revised), all=held, examples=examples, **shares)
    if lost.figures:
        examples = _examples(lost.figures, lambda row, n: _figure(row, names, n))
        yield say("gone", count=len(lost.figures), examples=examples)
    if lost.events:
        names_of = list(dict.fromkeys(row["title"] for row in lost.events))
        yield say("events_gone", count=len(lost.events), examples=_examples(names_of, lambda title, _: title))


def _of_scores(candidate: Contents, newest: Contents, names: _Names) -> Iterator[Raised]:
    gate, scale = candidate.framework.definition.gate, candidate.framework.definition.scale
    most_points = (scale[1] - scale[0]) / 100 if gate.score_change is None else gate.score_change
    inputs = {name: candidate.tables[name] for name in ("rankings", "scores")}
    inputs |= {f"{name}_before": newest.tables[name] for name in ("rankings", "scores")}
    rows = sql.run(HERE / "gate_scores.sql", inputs).to_pylist()
    missing = [row for row in rows if row["score"] is None]
    scored = [row for row in rows if row["score"] is not None]

    def raise_changes(kind: str, column: str, bound: float, shown: str) -> Iterator[Raised]:
        both = [row for row in scored if row[column] is not None and row[f"{column}_before"] is not None]
        changed = [row for row in both if abs(row[column] - row[f"{column}_before"]) > bound]
        changed.sort(key=lambda row: -abs(row[column] - row[f"{column}_before"]))
        if changed:
            examples = _examples(changed, lambda row, n: f"{_score(row, names, n)} {_change(row, column, shown)}")
            yield say(kind, count=len(changed), bound=bound, examples=examples)

    if missing:
        yield say("score_gone", count=len(missing), examples=_examples(missing, lambda row, n: _score(row, names, n)))
    yield from raise_changes("score_change", "score", most_points, ".1f")
    yield from raise_changes("rank_change", "rank", gate.rank_change, "d")
    unranked = [row for row in scored if row["rank"] is None and row["rank_before"] is not None]
    if unranked:
        examples = _examples(unranked, lambda row, n: _score(row, names, n).removesuffix(":"))
        yield say("rank_gone", count=len(unranked), examples=examples)
    fallen = [row for row in scored if row["coverage"] < row["coverage_before"] - SMALLEST_FALL]
    if fallen:
        fallen.sort(key=lambda row: row["coverage"] - row["coverage_before"])
        examples = _examples(fallen, lambda row, n: f"{_score(row, names, n)} {_change(row, 'coverage', '.0%')}")
        yield say("coverage", count=len(fallen), examples=examples)


def _examples(rows: Sequence[Any], shown: Callable[[Any, int], str]) -> tuple[str, str]:
    """Show the first rows in both languages, the largest first, and say that there are more."""

    def joined(number: int, comma: str) -> str:
        return comma.join(shown(row, number) for row in rows[:EXAMPLES]) + (" …" if len(rows) > EXAMPLES else "")

    return joined(0, "; "), joined(1, "；")


def _figure(row: dict[str, Any], names: _Names, language: int) -> str:
    series, area = names.of(row["series_id"])[language], names.of(row["ref_area"])[language]
    return f"{series}, {area} {row['time_period']}" if language == 0 else f"{area}{row['time_period']}年{series}"


def _score(row: dict[str, Any], names: _Names, language: int) -> str:
    component, area = names.of(row["component_id"])[language], names.of(row["ref_area"])[language]
    return f"{component}, {area} {row['time_period']}:" if language == 0 else f"{area}{row['time_period']}年{component}"


def _change(row: dict[str, Any], column: str, shown: str) -> str:
    values = (row[f"{column}_before"], row[column])
    return " → ".join("—" if value is None else format(value, shown) for value in values)
