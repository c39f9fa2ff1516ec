"""A table in the web interface: its columns, and of each run a preview with its first rows and a chart."""

import base64
from collections import Counter
from html import escape

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.characters import visible
from index_pipeline.tables import DECLARED, column

FIRST_ROWS = 10
BARS = 31
WIDTH, ROW, LABEL = 560, 16, 150


Metadata = dict[str, dg.MetadataValue | int | float]


def columns_of(name: str) -> dg.TableSchema:
    """Return the columns of a declared table with type and meaning."""
    return dg.TableSchema(columns=[_column(name, field) for field in DECLARED[name].schema])


def preview(table: pa.Table, index_id: str) -> Metadata:
    """Return what a run records of a table: row count, first rows, numbers, a chart if suitable.

    Dagster draws each number over the runs.

    Args:
        table: A step's result.
        index_id: The component whose ranking is drawn.
    """
    found: Metadata = {
        "dagster/row_count": table.num_rows,
        "前几行 · first rows": dg.MetadataValue.table(_first_rows(table), schema=_as_text(table)),
        **_numbers(table, index_id),
    }
    bars = _bars(table, index_id)
    if bars:
        title, values = bars
        found[title] = dg.MetadataValue.md(_image(chart(values)))
    return found


def chart(values: dict[str, float]) -> str:
    """Draw horizontal bars as SVG, one per label, in the order given."""
    largest = max(map(abs, values.values()), default=0) or 1
    room = WIDTH - LABEL - 70
    rows = []
    for number, (label, value) in enumerate(values.items()):
        y, length = number * ROW, abs(value) / largest * room
        rows.append(
            f'<text x="{LABEL - 6}" y="{y + 12}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{LABEL}" y="{y + 3}" width="{length:.1f}" height="{ROW - 5}" fill="#4f7ea8"/>'
            f'<text x="{LABEL + length + 5:.1f}" y="{y + 12}">{_text(value)}</text>'
        )
    size = f'width="{WIDTH}" height="{len(values) * ROW + 4}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">{"".join(rows)}</svg>'
    )


def _first_rows(table: pa.Table) -> list[dg.TableRecord]:
    rows = table.slice(0, FIRST_ROWS).to_pylist()
    return [dg.TableRecord({name: _text(value) for name, value in row.items()}) for row in rows]


def _as_text(table: pa.Table) -> dg.TableSchema:
    return dg.TableSchema([dg.TableColumn(name, "string") for name in table.column_names])


def _numbers(table: pa.Table, index_id: str) -> dict[str, float]:
    """Return missing values; of scores, mean and least coverage of the index in the newest year."""
    names = set(table.column_names)
    found: dict[str, float] = {}
    value = next((name for name in ("obs_value", "value", "score") if name in names), None)
    if value:
        found["缺失值 · missing values"] = table[value].null_count
    if {"score", "component_id", "time_period"} <= names and table.num_rows:
        newest = pc.equal(table["time_period"], pc.max(table["time_period"]))
        rows = table.filter(pc.and_(newest, pc.equal(table["component_id"], index_id)))
        means = {"平均得分 · mean score": ("score", pc.mean), "最低覆盖率 · least coverage": ("coverage", pc.min)}
        computed = {label: run(rows[name]).as_py() for label, (name, run) in means.items() if name in names}
        found |= {label: number for label, number in computed.items() if number is not None}
    return found


def _column(name: str, field: pa.Field) -> dg.TableColumn:
    described = column(name, field.name)
    meaning = f"{described.zh} · {described.en}" if described else None
    return dg.TableColumn(field.name, str(field.type), meaning, dg.TableColumnConstraints(nullable=field.nullable))


def _bars(table: pa.Table, index_id: str) -> tuple[str, dict[str, float]] | None:
    """Choose what a table is drawn by: the newest ranking, the largest weights, or the figures of each year."""
    names = set(table.column_names)
    if {"rank", "score", "component_id", "time_period"} <= names and table.num_rows:
        newest = pc.max(table["time_period"])
        of_index = pc.and_(pc.equal(table["component_id"], index_id), pc.equal(table["time_period"], newest))
        rows = table.filter(pc.and_(of_index, pc.is_valid(table["score"]))).sort_by("rank").slice(0, BARS)
        return f"{index_id} {newest}", {row["ref_area"]: row["score"] for row in rows.to_pylist()}
    if "effective_weight" in names:
        rows = table.sort_by([("effective_weight", "descending")]).slice(0, BARS)
        return "largest effective weights", {r["child_id"]: r["effective_weight"] for r in rows.to_pylist()}
    value = next((name for name in ("obs_value", "score", "stock") if name in names), None)
    if value and "time_period" in names:
        counts = Counter(table.filter(pc.is_valid(table[value]))["time_period"].to_pylist())
        return "values by year", {str(year): counts[year] for year in sorted(counts)}
    return None


def _image(svg: str) -> str:
    return f"![chart](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def _text(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else visible(str(value))
