"""Data dictionary: every table of a release, column by column, in the languages of the index."""

from collections.abc import Iterator

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.characters import as_markdown
from index_pipeline.language import Both
from index_pipeline.publication.files import AS_CSV
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.text import Language

NOTES = (
    Both(
        "Each table comes as Parquet, and as CSV where it says so. An empty cell is a missing value.",
        "每张表均有 Parquet 格式，标明的表另有 CSV 格式。空单元格表示缺失。",
    ),
    Both(
        "The observations are also in `sdmx/observations.csv.gz`, as SDMX-CSV.",
        "统计数据以 SDMX-CSV 格式另存于 `sdmx/observations.csv.gz`。",
    ),
    Both(
        "In CSV, a text that begins with = + - @ or the like has an apostrophe before it, so that no spreadsheet takes "
        "it for a formula; Parquet has the text itself.",
        "CSV 中以 = + - @ 等开头的文字前加撇号（'），以免被表格软件当作公式；Parquet 中为原文。",
    ),
)
CODES = (
    (Both("obs_status", "数据状态"), tables.STATUSES),
    (Both("status", "评价状态"), tables.SCORE_STATUSES),
    (Both("source of a national total", "全国合计来源"), tables.TOTAL_SOURCES),
)
COLUMN = (
    Both("column", "列"),
    Both("type", "类型"),
    Both("unit", "单位"),
    Both("may be missing", "可缺失"),
)
MEANING = Both("meaning", "含义")
YES, ROWS, KEY, CODE = Both("yes", "是"), Both("rows", "行"), Both("key", "键"), Both("code", "代码")

Languages = tuple[Language, ...]


def data_dictionary(contents: Contents) -> str:
    """Describe the tables of a release in Markdown: key, columns, types, and the codes that occur in them."""
    return "\n".join(_lines(contents, contents.framework.languages)) + "\n"


def _lines(contents: Contents, languages: Languages) -> Iterator[str]:
    title = contents.framework.definition.title
    names = " · ".join(as_markdown(title.get(language)) for language in languages)
    yield f"# {_said(Both('Data dictionary', '数据字典'), languages)}: {names}"
    yield ""
    yield f"{contents.release_id}"
    yield ""
    yield from (note.get(language) for note in NOTES for language in languages)
    for name, table in sorted(contents.tables.items()):
        yield from _table(name, table, languages)
    for heading, codes in CODES:
        yield from _codes(heading, codes, languages)


def _said(text: Both, languages: Languages) -> str:
    return " · ".join(text.get(language) for language in languages)


def _table(name: str, table: pa.Table, languages: Languages) -> Iterator[str]:
    declared = tables.DECLARED.get(name)
    key = ", ".join(f"`{column}`" for column in declared.key) if declared else ""
    files = f"`tables/{name}.parquet`" + (f", `tables/{name}.csv`" if name in AS_CSV else "")
    shown = f"; {_said(KEY, languages)}: {key}" if key else ""
    yield f"\n## {name}\n\n{files}; {table.num_rows:,} {_said(ROWS, languages)}{shown}\n"
    heads = [*(_said(head, languages) for head in COLUMN), *(MEANING.get(language) for language in languages)]
    yield from _heads(heads)
    for field in table.schema:
        described = tables.column(name, field.name)
        meanings = [described.get(language) if described else "" for language in languages]
        unit = described.unit or "" if described else ""
        may_be_missing = _said(YES, languages) if field.nullable else ""
        yield f"| `{field.name}` | {field.type} | {unit} | {may_be_missing} | {' | '.join(meanings)} |"


def _codes(heading: Both, codes: dict[str, tuple[str, str]], languages: Languages) -> Iterator[str]:
    yield f"\n## {_said(heading, languages)}\n"
    yield from _heads([_said(CODE, languages), *(MEANING.get(language) for language in languages)])
    for code, (zh, en) in codes.items():
        yield f"| {code} | {' | '.join(Both(en, zh).get(language) for language in languages)} |"


def _heads(heads: list[str]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
