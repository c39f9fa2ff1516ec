"""Import a file into the store of observations: completely, or not at all."""

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.causes import cause
from index_pipeline.characters import as_cell, shortened
from index_pipeline.files import UnconfirmedError, sweep, write_whole
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import RevisionBounds
from index_pipeline.language import Bilingual, counted, english_first
from index_pipeline.sources.answers import read_answer
from index_pipeline.sources.captures import Capture, captured, is_captured
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.harmonise import Harmonised, harmonise
from index_pipeline.sources.labels.numbers import plain
from index_pipeline.sources.net.revised import Revision
from index_pipeline.sources.net.verdict import Verdict, judge
from index_pipeline.sources.options import Options
from index_pipeline.sources.origin import released_by, source_of
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.readers import Reading, read, read_bytes
from index_pipeline.sources.receipts import Receipt
from index_pipeline.sources.revisions import NewFigures, changes
from index_pipeline.sources.store.stored import BATCH_COLUMNS, writing
from index_pipeline.sources.store.stored_figures import StoredFigures
from index_pipeline.sources.store.vintages import newest

MOST_REVISIONS = 20
"""Revisions that a receipt lists, the largest first."""


def ingest(
    path: Path, data: Path, framework: Framework, options: Options, stored: StoredFigures | None = None
) -> Receipt:
    """Read the file at `path` into the store of observations, as one batch of the figures that it does not have.

    The batch is `observations/<source_id>/<released>__<first 12 of the file's digest>.csv`. The same bytes again, or
    the same figures in other bytes, write nothing.

    Args:
        path: A regular file, anywhere; an answer of the archive (`captures`) says itself of which series and source it
            is, and the day on which it came is the day of release.
        data: The data folder.
        framework: Gives codes, bounds and sources.
        options: What the file does not say.
        stored: The store as it was read for another file; it is read again if another process has changed it.

    Returns:
        What was imported and left out, and what needs attention.

    Raises:
        Refusal: with every problem found; the store is then unchanged.
        StoredFileError: the store itself cannot be read.
    """
    if is_captured(path):
        reading, options = _of_archive(captured(path), framework, options)
    else:
        reading = read(path, framework.codes)
    return store(reading, harmonise(reading, framework, options), data, framework, options, stored)


def _of_archive(capture: Capture, framework: Framework, options: Options) -> tuple[Reading, Options]:
    """Read an answer of the archive, and complete the options by what it was asked for."""
    options = replace(
        options,
        source=options.source or capture.source_id,
        released=options.released or min(capture.day, options.today),
    )
    if capture.kind == "bureau":
        return read_answer(capture, framework.codes), replace(options, series=options.series or capture.item)
    series, year = capture.asked.get("series"), capture.asked.get("year")
    options = replace(options, series=options.series or series, year=options.year or year)
    return read_bytes(capture.name, capture.body, framework.codes), options


def store(
    reading: Reading,
    harmonised: Harmonised,
    data: Path,
    framework: Framework,
    options: Options,
    stored: StoredFigures | None = None,
) -> Receipt:
    """Import the figures of a file into the store of observations, as `ingest` does.

    Args:
        reading: The file that the figures were read from.
        harmonised: Its figures.
        data: The data folder.
        framework: Gives codes, bounds and sources.
        options: What the file does not say.
        stored: As in `ingest`.

    Raises:
        Refusal: with every problem found; the store is then unchanged.
        StoredFileError: the store itself cannot be read.
    """
    figures, stored = harmonised.figures, stored or StoredFigures(data)
    released, is_known = released_by(reading, figures, options)
    try:
        with writing(data):
            for folder in (data / "observations").glob("*/"):
                sweep(folder)
            stored.refresh()
            own = stored.of({figure.series_id for figure in figures})
            found = changes(figures, own, released, framework.codes, is_known=is_known)
            source_id, unsaid = _source(reading, figures, framework, own, options)
            limits = framework.sources[source_id].revision if source_id else RevisionBounds()
            verdict = judge(
                figures,
                stored.store,
                released,
                framework.codes,
                limits,
                options,
                harmonised.beside,
                harmonised.derived,
                is_known=is_known,
            )
            if problems := [*verdict.problems, *found.problems] or unsaid:
                raise Refusal(reading.file, problems)
            name = _free(data, f"observations/{source_id}/{released.isoformat()}__{reading.digest[:12]}")
            rows = [(verdict.noted(figure), vintage) for figure, vintage in found.rows]
            unconfirmed = _write(data / name, reading, source_id, rows) if rows else []
            if rows:
                stored.add(name)
    except TimeoutError as error:
        raise Refusal(reading.file, [Problem("busy")]) from error
    except OSError as error:
        raise Refusal(reading.file, [Problem("unwritable", details={"why": cause(error)})]) from error
    return Receipt(
        file=reading.file,
        digest=reading.digest,
        format=reading.format,
        source_id=source_id,
        released=released.isoformat(),
        batch=name if rows else None,
        series=tuple(dict.fromkeys(figure.series_id for figure in figures)),
        read=len(figures),
        new=len(rows) - found.revised,
        revised=found.revised,
        unchanged=found.unchanged,
        left_out=harmonised.left_out,
        warnings=(*unconfirmed, *harmonised.notes, *_remarks(found, verdict, is_known=is_known)),
        revisions=tuple(_said(revision, framework.codes) for revision in verdict.revisions[:MOST_REVISIONS]),
        accepted_cells=tuple(f"{answer.cell}: {answer.why}" for answer in verdict.accepted),
        document=options.revision if verdict.revisions else None,
    )


def _source(
    reading: Reading, figures: Sequence[Figure], framework: Framework, own: pa.Table, options: Options
) -> tuple[str, tuple[Problem, ...]]:
    """Return the source of a file; empty, with what stops it, if that is not known."""
    held = newest(own).select(["series_id", "source_id"]).to_pylist()
    pairs = ((row["series_id"], row["source_id"]) for row in held)
    try:
        return source_of(reading, figures, framework.sources, pairs, options), ()
    except Refusal as refusal:
        return "", refusal.problems


def _free(data: Path, stem: str) -> str:
    """Return the name of a batch; a second one of a file and day, with another indicator of it, has a number."""
    names = (f"{stem}-{number}.csv" if number > 1 else f"{stem}.csv" for number in itertools.count(1))
    return next(name for name in names if not (data / name).exists())


def _write(path: Path, reading: Reading, source_id: str, rows: Sequence[tuple[Figure, date]]) -> list[str]:
    """Write a batch; say so if it is at its path but the disk did not confirm it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for name in tables.OBSERVATIONS.schema.names if name not in BATCH_COLUMNS])
    for figure, vintage in sorted(rows, key=lambda row: (*row[0].key, row[1])):
        value = "" if figure.value is None else plain(figure.value)
        place = (source_id, reading.file, shortened(figure.sheet or ""), figure.cell, figure.note)
        writer.writerow([*figure.key, vintage.isoformat(), value, figure.status, *map(as_cell, place)])
    try:
        write_whole(path, lambda file: file.write(text.getvalue().encode("utf-8")))
    except UnconfirmedError as error:
        why = error.strerror
        return [
            Bilingual(
                f"the figures were taken: {why}", f"数值已接收：{why}", f"数值已接收：the figures were taken: {why}"
            )
        ]
    return []


def _said(revision: Revision, codes: CodeLists) -> str:
    area = codes.area_title(revision.ref_area)
    return english_first(revision.sentence(area.en), revision.sentence(area.zh))


def _remarks(found: NewFigures, verdict: Verdict, *, is_known: bool) -> list[str]:
    unused = ", ".join(answer.cell for answer in verdict.unused)
    said: list[str] = []
    if unused:
        needless = (
            f"{unused}: nothing speaks against it, --accept was not needed",
            f"{unused}：并无疑问，无需 --accept",
        )
        said.append(
            Bilingual(
                *needless, f"{unused}：并无疑问，无需 --accept · nothing speaks against it, --accept was not needed"
            )
        )
    if found.superseded:
        older = (
            f"{counted(found.superseded, 'figure equals', 'figures equal')} an older vintage that was revised since: "
            "the file is older than the store, and the revision stays"
        )
        said.append(
            Bilingual(older, f"{found.superseded}个数据与此后已修订的旧版次相同：文件早于库中数据，保留修订值", older)
        )
    if found.rows and not is_known:
        undated = "the file does not say when it was published: today was taken; --released says it"
        said.append(english_first(undated, "文件未写明公布日期，已按今天记；可用 --released 写明"))
    return said
