"""Data dictionary: every table of a release, column by column, in Chinese and English."""

from collections.abc import Iterator

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.characters import as_markdown
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.files import AS_CSV


def data_dictionary(contents: Contents) -> str:
    """Describe the tables of a release in Markdown: key, columns, types, and the codes that occur in them."""
    return "\n".join(_lines(contents)) + "\n"


def _lines(contents: Contents) -> Iterator[str]:
    title = contents.framework.definition.title
    yield f"# 数据字典 · Data dictionary: {as_markdown(title.get('zh'))} · {as_markdown(title.get('en'))}"
    yield ""
    yield f"{contents.release_id}。每张表均有 Parquet 格式，标明的表另有 CSV 格式。空单元格表示缺失。"
    yield "Each table comes as Parquet, and as CSV where it says so. An empty cell is a missing value."
    yield "统计数据以 SDMX-CSV 格式另存于 `sdmx/observations.csv.gz`。"
    yield "The observations are also in `sdmx/observations.csv.gz`, as SDMX-CSV."
    yield "CSV 中以 = + - @ 等开头的文字前加撇号（'），以免被表格软件当作公式；Parquet 中为原文。"
    yield (
        "In CSV, a text that begins with = + - @ or the like has an apostrophe before it, so that no spreadsheet takes "
        "it for a formula; Parquet has the text itself."
    )
    for name, table in sorted(contents.tables.items()):
        yield from _table(name, table)
    yield from _codes("数据状态 · obs_status", tables.STATUSES)
    yield from _codes("评价状态 · status", tables.SCORE_STATUSES)
    yield from _codes("全国合计来源 · source of a national total", tables.TOTAL_SOURCES)


def _table(name: str, table: pa.Table) -> Iterator[str]:
    declared = tables.DECLARED.get(name)
    key = ", ".join(f"`{column}`" for column in declared.key) if declared else ""
    files = f"`tables/{name}.parquet`" + (f", `tables/{name}.csv`" if name in AS_CSV else "")
    yield f"\n## {name}\n\n{files}；{table.num_rows:,} 行 · rows" + (f"；键 · key: {key}" if key else "") + "\n"
    yield "| 列 · column | 类型 · type | 单位 · unit | 可缺失 · may be missing | 含义 | meaning |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for field in table.schema:
        described = tables.column(name, field.name)
        zh, en, unit = (described.zh, described.en, described.unit or "") if described else ("", "", "")
        may_be_missing = "是 · yes" if field.nullable else ""
        yield f"| `{field.name}` | {field.type} | {unit} | {may_be_missing} | {zh} | {en} |"


def _codes(heading: str, codes: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield f"\n## {heading}\n\n| 代码 · code | 含义 | meaning |\n| --- | --- | --- |"
    yield from (f"| {code} | {zh} | {en} |" for code, (zh, en) in codes.items())
