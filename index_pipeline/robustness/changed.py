"""What changed from one release to another, in sentences: figures, register entries, method, scores and ranks.

Each sentence is in both languages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline.errors import UserError
from index_pipeline.framework.codes import CodeLists, Region, Series
from index_pipeline.language import Both, messages
from index_pipeline.parquet import read_parquet
from index_pipeline.publication.releases.contents import COMPARED, Contents, read_contents
from index_pipeline.publication.releases.folder import PROGRAM, described, provenance
from index_pipeline.publication.releases.gate import changed_files
from index_pipeline.robustness.attribution import Published, attribute, changed_figures

MESSAGES = messages(Path(__file__).with_suffix(".toml"))

EFFECTS = {"figures": "new_data_effect", "revision": "revision_effect", "method": "method_effect"}
"""Parts of a change that a sentence states, by their columns."""

MOST = 3
"""Series, regions and files that a sentence names, the largest change first."""

SHOWN = 0.05
"""Points below which a change of a score is not seen, as scores are shown with one decimal."""

OBSERVATIONS, EVENTS = "tables/observations.parquet", "tables/register_events.parquet"

PARTITIONED = "partitioned_registers"
"""Part of the provenance: partitioned registers, whose events are not in a table of a release."""

PROVENANCE = {
    "framework": ("framework_digest",),
    "program": PROGRAM,
    "as_of": ("as_of",),
}
"""What is recorded of a release besides its figures, by what a person reads of a difference."""

Row = dict[str, Any]


def published(contents: Contents) -> Published:
    """Return the inputs and results of a release, as attribution takes them."""
    found = contents.tables
    figures = found["observations"], found["register_stocks"]
    return Published(*figures, found["scores"], found["rankings"], contents.framework, contents.program)


def sentences(before: Path | None, after: Path) -> list[Both]:
    """Say what changed from a release to a later one; that nothing did, or why they cannot be compared.

    Args:
        before: The folder of the earlier release; None if there was none.
        after: The folder of the later one.
    """
    if before is None:
        return [_said("changed_first")]
    if before.name == after.name:
        return [_said("changed_same", before=before.name)]
    try:
        compared = [read_contents(release, COMPARED) for release in (before, after)]
        return [_said("changed_since", before=before.name), *_compared(*compared)]
    except UserError as error:
        return [_said("changed_unknown", before=before.name, why=error.both())]


def differences(before: Path, after: Path) -> list[Both]:
    """Say in a few words in what a release differs from an earlier one, by the hashes and records of both.

    Raises:
        ReleaseError: the description of one of them is missing or damaged.
    """
    old, new = described(before).files, described(after).files
    found: list[Both] = []
    if old.get(OBSERVATIONS) != new.get(OBSERVATIONS):
        figures = changed_figures(*(read_parquet(release / OBSERVATIONS) for release in (before, after)))
        counts = Counter(figures["kind"].to_pylist())
        shown = {kind: f"{counts[kind]:,}" for kind in ("new", "revised", "withdrawn")}
        found.append(_said("differs_figures", **shown))
    earlier, later = provenance(before), provenance(after)
    if old.get(EVENTS) != new.get(EVENTS) or earlier.get(PARTITIONED) != later.get(PARTITIONED):
        found.append(_said("differs_registers"))
    for kind, names in PROVENANCE.items():
        if any(earlier.get(name) != later.get(name) for name in names):
            found.append(_said(f"differs_{kind}"))
    return found or [_said("differs_nothing")]


def _compared(before: Contents, after: Contents) -> Iterator[Both]:
    if before.framework.index_id != after.framework.index_id:
        yield _said("changed_index", release=before.release_id, before=_title(before), after=_title(after))
        return
    codes = after.framework.codes
    figures = changed_figures(before.tables["observations"], after.tables["observations"])
    yield from of_figures(figures, codes, "hidden" if after.as_of else "withdrawn")
    yield from _of_events(before.tables["register_events"], after.tables["register_events"])
    yield from _of_method(before, after)
    changes = attribute(published(before), published(after)).to_pylist()
    yield from _of_scores([row for row in changes if row["component_id"] == after.framework.index_id], after)


def of_figures(figures: pa.Table, codes: CodeLists, gone: str = "withdrawn") -> Iterator[Both]:
    """Say what `tables.FIGURE_CHANGES` has: each figure if there are a few of a kind, else their number by series.

    `gone` says of the figures that the later release does not have that they are `withdrawn`, or `hidden`: not public
    on the day that it is as of.
    """
    rows = figures.to_pylist()
    for kind, wording in (("new", "new"), ("revised", "revised"), ("withdrawn", gone)):
        found = [row for row in rows if row["kind"] == kind]
        if 0 < len(found) <= MOST:
            yield _said(f"changed_{wording}_few", figures=_after_one_another([_figure(row, codes) for row in found]))
        elif found:
            counts = Counter(row["series_id"] for row in found)
            named = [
                Both("{name} {count}", "{name} {count}").with_details(
                    name=_name(codes.series.get(series), series), count=f"{count:,}"
                )
                for series, count in counts.most_common(MOST)
            ]
            examples = _joined(named, counts)
            yield _said(f"changed_{wording}", count=f"{len(found):,}", series=len(counts), examples=examples)
    if not rows:
        yield _said("changed_no_figure")


def _figure(row: Row, codes: CodeLists) -> Both:
    """Say a figure with its region and year, and what it was and is."""
    return _said(
        f"figure_{row['kind']}",
        series=_name(codes.series.get(row["series_id"]), row["series_id"]),
        area=_name(codes.regions.get(row["ref_area"]), row["ref_area"]),
        year=row["time_period"],
        before=_written(row["value_before"]),
        now=_written(row["obs_value"]),
    )


def _written(value: float | None) -> str:
    """Write a figure with all its digits, and none of powers of ten."""
    return "" if value is None else f"{Decimal(repr(value)).normalize():,f}"


def _of_events(before: pa.Table, after: pa.Table) -> Iterator[Both]:
    identity = ["register_id", "entry_id", "event", "time_period"]
    earlier, later = ({tuple(row.values()) for row in found.select(identity).to_pylist()} for found in (before, after))
    if earlier != later:
        yield _said("changed_events", new=f"{len(later - earlier):,}", gone=f"{len(earlier - later):,}")


def _of_method(before: Contents, after: Contents) -> Iterator[Both]:
    old, new = before.framework.definition.edition, after.framework.definition.edition
    files = changed_files(after.framework, before.framework)
    if old != new:
        yield _said("changed_edition", before=old, after=new)
    elif files:
        yield _said(
            "changed_framework", files=_joined([Both(file, file) for file in files[:MOST]], files), count=len(files)
        )
    else:
        yield _said("changed_no_framework")


def _of_scores(rows: Sequence[Row], after: Contents) -> Iterator[Both]:
    """Say how the index changed in the newest year that both have, and which years are new."""
    scored = [row for row in rows if row["score_after"] is not None]
    both = {row["time_period"] for row in scored if row["score_before"] is not None}
    new = sorted({row["time_period"] for row in scored} - both)
    for year in sorted(both)[-1:]:
        yield _of_year(year, [row for row in rows if row["time_period"] == year], after)
    elsewhere = sum(_is_seen(row) for row in scored if row["time_period"] in sorted(both)[:-1])
    if elsewhere:
        yield _said("changed_earlier_years", count=elsewhere, least=SHOWN)
    if new:
        yield _said("changed_years", years=listed([Both(str(year), str(year)) for year in new]))


def _of_year(year: int, rows: Sequence[Row], after: Contents) -> Both:
    compared = [row for row in rows if row["change"] is not None]
    seen = [row for row in compared if _is_seen(row)]
    details = {"year": year, "index": _title(after), "count": len(seen), "all": len(compared), "least": SHOWN}
    if not seen:
        return _said("changed_no_score", **details)
    split = all(row[column] is not None for row in compared for column in EFFECTS.values())
    parts = {
        name: f"{sum(row[column] for row in compared) / len(compared):+.2f}"
        for name, column in {"mean": "change", **(EFFECTS if split else {})}.items()
    }
    moved = sorted((row for row in compared if _places(row)), key=lambda row: (-_places(row), -abs(row["change"])))
    named = [
        _said(
            "rank_moved",
            region=_name(after.framework.codes.regions.get(row["ref_area"]), row["ref_area"]),
            before=row["rank_before"],
            after=row["rank_after"],
        )
        for row in moved[:MOST]
    ]
    ranks = _said("changed_ranks", count=len(moved), examples=_joined(named, moved)) if moved else _said("same_ranks")
    return _said("changed_scores" if split else "changed_scores_whole", ranks=ranks, **details, **parts)


def _is_seen(row: Row) -> bool:
    return row["change"] is not None and (abs(row["change"]) >= SHOWN or bool(_places(row)))


def _places(row: Row) -> int:
    before, after = row["rank_before"], row["rank_after"]
    return 0 if before is None or after is None else abs(after - before)


def listed(parts: Sequence[Both]) -> Both:
    """Join parts of a sentence by commas."""
    return Both(", ".join(part.en for part in parts), "、".join(part.zh for part in parts))


def _after_one_another(parts: Sequence[Both]) -> Both:
    """Join parts that have commas of their own."""
    return Both("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _said(kind: str, **details: object) -> Both:
    return MESSAGES[kind].with_details(**details)


def _joined(named: Sequence[Both], everything: Sequence[Any] | Counter[str]) -> Both:
    more = " …" if len(everything) > len(named) else ""
    found = listed(named)
    return Both(found.en + more, found.zh + more)


def _title(contents: Contents) -> Both:
    title = contents.framework.definition.title
    return Both(title.get("en"), title.get("zh"))


def _name(item: Series | Region | None, code: str) -> Both:
    if item is None:
        return Both(code, code)
    return Both(item.title_en or item.title_zh or code, item.title_zh or item.title_en or code)
