"""Workbook: framework, figures, scores and ranks of a release as one XLSX file, in which text is never a formula."""

import io

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from index_pipeline import tables
from index_pipeline.clock import WORKBOOK_CREATED
from index_pipeline.publication.languages import is_in
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, words
from index_pipeline.publication.workbook.sheets import NARROWEST_COLUMN, Sheets, height, width

MOST_ROWS = 2**20 - 2
"""Rows that a sheet holds below the two of its head."""

LONG_TABLES = (
    "components",
    "indicator_definitions",
    "weights",
    "rankings",
    "scores",
    "rank_intervals",
    "rank_changes",
    "further_indices",
    "estimates",
    "estimate_errors",
    "tiers",
    "obstacles",
    "similar_regions",
    "sensitivity",
    "audit_findings",
    "indicators",
    "revisions",
    "goalposts",
    "treatments",
    "register_events",
    "regions",
    "series",
    "units",
    "sources",
)
"""Tables that have a sheet of their own, where the release has rows of them, in the order of the sheets."""
NAMED_BY = {
    "ref_area": "regions",
    "component_id": "components",
    "indicator_id": "indicators",
    "index_id": "indices",
    "series_id": "series",
}
"""Codes beside which a sheet shows the name."""
CATALOGUE = ("components", "indicator_definitions", "regions", "series")
"""Tables that hold the names themselves."""
INTERNAL = ("batch", "batch_line")
"""Columns that say where a row is in the project's own store."""


def workbook(panel: Panel) -> bytes:
    """Return the workbook: a sheet that explains, the newest year's scores, then each table with names beside codes.

    Row 1 of a sheet names the columns in the languages of the index, row 2 by their identifier; both are frozen, row 2
    filters.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(buffer, options)
    wordings = tuple(words(language) for language in panel.languages)
    file.set_properties({"title": _titles(panel, panel.root, wordings, " "), "created": WORKBOOK_CREATED})
    sheets = Sheets.of(file, panel.contents.release_id, wordings)
    held = [name for name in LONG_TABLES if name in panel.contents.tables and panel.contents.tables[name].num_rows]
    _explain(sheets, panel, held)
    _summary(sheets, panel)
    for name in held:
        _table(sheets, name, panel)
    used = [tables.column(name, field) for name in held for field in panel.contents.tables[name].column_names]
    _codebook(sheets, {each.name: each for each in used if each})
    file.close()
    return buffer.getvalue()


def _explain(sheets: Sheets, panel: Panel, held: list[str]) -> None:
    """Write what the workbook is, what its sheets hold and what statuses mean: a column per language of the index.

    The name of a sheet leads to it.
    """
    sheet = sheets.file.add_worksheet(sheets.named("workbook.about"))
    widths = [34.0, *[80.0] * len(sheets.wordings)]
    sheets.set_page(sheet, widths)
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    names = ["summary", *held, "columns"]
    linked = {sheets.title_of(name) for name in names}
    said = [_explained(panel, names, wording) for wording in sheets.wordings]
    row = 0
    for blocks in zip(*said, strict=True):
        for line, pairs in enumerate(zip(*blocks, strict=True)):
            label = " ".join(dict.fromkeys(label for label, _ in pairs))
            texts = [label, *(text for _, text in pairs)]
            sheet.set_row(row, height(texts, widths))
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, sheets.head if line == 0 else sheets.text)
            if label in linked:
                sheet.write_url(row, 0, f"internal:'{label}'!A1", sheets.link, label)
            row += 1
        row += 1


def _explained(panel: Panel, names: list[str], wording: Words) -> tuple[list[tuple[str, str]], ...]:
    """Return three blocks of labels and texts, the heads first: the release, its sheets, the statuses of a figure."""
    described = wording.entries["workbook.sheets"]
    release = [
        (wording("workbook.title"), wording.text(panel.contents.framework.definition.title)),
        (wording("card.release"), panel.contents.release_id),
        (wording("card.method"), panel.method),
        (wording("card.standing"), panel.standing(wording)),
        (wording("workbook.guideline"), panel.document(wording)),
        (wording("workbook.years"), wording.span(panel.years[0], panel.years[-1])),
    ]
    sheets = [
        (
            described[name][0],
            wording("workbook.sheet", text=described[name][1], name=name) + _left_out(panel, name, wording),
        )
        for name in names
    ]
    statuses = [(f"obs_status {code}", name) for code, name in wording.statuses.items()]
    of_sheets = wording("workbook.sheet_head"), wording("workbook.contents_head")
    of_statuses = wording("workbook.status_head"), wording(f"workbook.meaning_{wording.language}")
    return release, [of_sheets, *sheets], [of_statuses, *statuses]


def _left_out(panel: Panel, name: str, wording: Words) -> str:
    """Say that a sheet has not all rows of its table, and where they are; '' if it has."""
    rows = _with_content(panel, name).num_rows if name in LONG_TABLES else 0
    return wording("workbook.left_out", shown=f"{MOST_ROWS:,}", rows=f"{rows:,}", name=name) if rows > MOST_ROWS else ""


def _summary(sheets: Sheets, panel: Panel) -> None:
    """Write the newest year: a row per region in the order of the code list, a column the index and each component."""
    components = [panel.root, *panel.measured(panel.descendants(panel.root))]
    heads = [
        (_head(sheets, "scores", "ref_area"), "ref_area"),
        *((sheets.named(f"workbook.name_{language}", "\n"), f"title_{language}") for language in sheets.languages),
        (_head(sheets, "rankings", "rank"), "rank"),
        *((_titles(panel, name, sheets.wordings, "\n"), name) for name in components),
    ]
    widths = [NARROWEST_COLUMN, *[16.0] * len(sheets.wordings), NARROWEST_COLUMN, *[16.0] * len(components)]
    sheet = sheets.add_sheet(sheets.title_of("summary"), heads, widths, len(panel.areas))
    first = 1 + len(sheets.wordings)
    sheet.freeze_panes(2, first)
    sheet.repeat_columns(0, first - 1)
    for row, area in enumerate(panel.areas, start=2):
        sheet.write_string(row, 0, area)
        for column, wording in enumerate(sheets.wordings, start=1):
            sheet.write_string(row, column, panel.area_name(area, wording))
        ranking = panel.rankings.get((area, panel.newest, panel.root), {})
        numbers = [
            (ranking.get("rank"), "rank"),
            *((panel.score(area, panel.newest, name), "score") for name in components),
        ]
        for column, (number, of) in enumerate(numbers, start=first):
            if number is not None:
                sheet.write_number(row, column, number, sheets.numbers[of])


def _titles(panel: Panel, item: str, wordings: tuple[Words, ...], between: str) -> str:
    return between.join(panel.title(item, wording) for wording in wordings)


def _table(sheets: Sheets, name: str, panel: Panel) -> None:
    table = _with_content(panel, name)[:MOST_ROWS]
    columns: list[tuple[str, str, pa.ChunkedArray]] = []
    for field in table.schema:
        if field.name in INTERNAL or not is_in(field.name, sheets.languages):
            continue
        values = table[field.name]
        columns.append((_head(sheets, name, field.name), field.name, values))
        for wording in sheets.wordings if field.name in NAMED_BY and name not in CATALOGUE else ():
            code = f"{field.name}_name_{wording.language}"
            names = _names(field.name, panel, wording)
            columns.append((sheets.named(f"workbook.name_{wording.language}", "\n"), code, _named(values, names)))
    heads = [(title, code) for title, code, _ in columns]
    widths = [width([code, *values[:500].to_pylist()]) for _, code, values in columns]
    sheet = sheets.add_sheet(sheets.title_of(name), heads, widths, table.num_rows)
    sheet.write_columns(2, [(values, sheets.numbers.get(code)) for _, code, values in columns])


def _named(codes: pa.ChunkedArray, names: dict[str, str]) -> pa.ChunkedArray:
    """Return the name of each code, null where it has none."""
    found = codes.combine_chunks().dictionary_encode()
    return pa.chunked_array(
        [pa.array([names.get(code) for code in found.dictionary.to_pylist()], pa.string()).take(found.indices)]
    )


def _with_content(panel: Panel, name: str) -> pa.Table:
    """Return a table without the rows of years that are not scored that have no value: most of a long table.

    Figures are missing there because no score needs them; a value that is missing in a scored year is shown as missing.
    """
    table = panel.contents.tables[name]
    if not {"time_period", "obs_value"} <= {*table.column_names}:
        return table
    scored = pc.is_in(table["time_period"], pa.array(panel.years, table["time_period"].type))
    return table.filter(pc.or_(scored, pc.is_valid(table["obs_value"])))


def _codebook(sheets: Sheets, used: dict[str, tables.DescribedColumn]) -> None:
    """Write what each column means, in each language of the index."""
    meanings = [
        (sheets.named(f"workbook.meaning_{language}", "\n"), f"meaning_{language}") for language in sheets.languages
    ]
    heads = [(sheets.named("workbook.column", "\n"), "column"), *meanings]
    sheet = sheets.add_sheet(sheets.title_of("columns"), heads, [24.0, *[60.0] * len(meanings)], len(used))
    for row, name in enumerate(sorted(used), start=2):
        for position, text in enumerate((name, *(used[name].get(language) for language in sheets.languages))):
            sheet.write_string(row, position, text)


def _head(sheets: Sheets, table: str, name: str) -> str:
    """Return the head of a column: its meaning in each language of the index, each on its own line."""
    described = tables.column(table, name)
    return "\n".join(described.get(language) for language in sheets.languages) if described else name


def _names(code: str, panel: Panel, wording: Words) -> dict[str, str]:
    match NAMED_BY.get(code):
        case "regions":
            return {area: panel.area_name(area, wording) for area in panel.regions}
        case "components":
            return {name: panel.title(name, wording) for name in panel.components}
        case "indicators":
            return {name: panel.title(name, wording) for name in panel.indicators}
        case "indices":
            return {index.id: wording.text(index.title) for index in panel.indices}
        case "series":
            return {row["series_id"]: wording.name(row) for row in panel.rows("series")}
    return {}
