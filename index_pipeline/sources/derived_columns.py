"""The figures of columns that restate others, as they are compared with these."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from index_pipeline.characters import shortened
from index_pipeline.language import english_first
from index_pipeline.sources.derived import SUM
from index_pipeline.sources.forms import chinese
from index_pipeline.sources.labels import Vocabulary
from index_pipeline.sources.numbers import read_figure
from index_pipeline.sources.readers import ReadTable


@dataclass(frozen=True)
class DerivedColumn:
    """A column that restates figures: how it does (`derived.py`), its heading, its year, None if none is stated.

    `stated` has by region the value, without any conversion, and one unit in the last digit that is shown;
    `has_others` says that the table has figures of other indicators as well, which are not imported.
    """

    kind: str
    label: str
    year: int | None
    stated: dict[str, tuple[Decimal, Decimal]]
    has_others: bool


def columns_of(table: ReadTable, imported: Collection[str | None], words: Vocabulary) -> Iterator[DerivedColumn]:
    """Return the columns of a table that restate its figures, with the lines of assessed regions.

    Args:
        table: The table.
        imported: Those of its labels of measures whose figures are imported.
        words: Gives the names of regions and units.
    """
    has_others = not set(table.cells["measure_label"].to_pylist()) <= set(imported)
    for kind, cells in table.derived:
        rows = cells.to_pylist()
        stated: dict[str, tuple[Decimal, Decimal]] = {}
        for row in rows:
            region = words.region(row["area_label"])
            number, _ = read_figure(row["text"], lambda unit: words.unit(unit) is not None)
            if number is not None and region is not None and region.role == "assessed":
                exponent = int(number.value.as_tuple().exponent)
                stated[region.ref_area] = number.value, Decimal(1).scaleb(min(exponent, 0))
        if rows:
            yield DerivedColumn(kind, rows[0]["measure_label"] or "", rows[0]["time_period"], stated, has_others)


def not_imported(columns: Iterable[DerivedColumn]) -> Iterator[str]:
    """Say of each column that it is left out, and why; of sums the table itself says it."""
    for column in columns:
        if column.kind != SUM:
            name = shortened(chinese(column.label) or column.label)
            yield english_first(f"{name}: derived from the figures beside it", f"{name}：由同表数值计算得出")
