"""The figures of columns that restate others, as they are compared with these."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from index_pipeline.characters import shortened
from index_pipeline.language import english_first
from index_pipeline.sources.labels.forms import chinese
from index_pipeline.sources.labels.numbers import read_stated
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.derived import BEFORE, SUM
from index_pipeline.sources.readers import ReadTable

Stated = dict[str, tuple[Decimal, Decimal]]
"""By region the value of a column, without any conversion, and one unit in the last digit that is shown."""


@dataclass(frozen=True)
class DerivedColumn:
    """A column that restates figures, or its lines of one year: how it does (`derived.py`), its heading, its year.

    `year` is None if none is stated, `series_id` if the lines do not name the series that they restate; `has_others`
    says that it may restate figures of other indicators, which are not imported.
    """

    kind: str
    label: str
    year: int | None
    stated: Stated
    series_id: str | None
    has_others: bool


def columns_of(table: ReadTable, imported: Mapping[str | None, str], words: Vocabulary) -> Iterator[DerivedColumn]:
    """Return the columns of a table that restate its figures, year by year, with the lines of assessed regions.

    Args:
        table: The table.
        imported: The series of those of its labels of measures whose figures are imported.
        words: Gives the names of regions and units.
    """
    labels = set(table.cells["measure_label"].to_pylist())
    for kind, measure, cells in table.derived:
        series_id = imported.get(measure) if measure is not None else None
        has_others = series_id is None and not labels <= imported.keys()
        stated: dict[tuple[str | None, int | None], Stated] = {}
        for row in cells.to_pylist():
            own = stated.setdefault((row["measure_label"], row["time_period"]), {})
            region = words.region(row["area_label"])
            number, _ = read_stated(row["text"], lambda unit: words.unit(unit) is not None)
            if number is not None and region is not None and region.role == "assessed":
                exponent = int(number.value.as_tuple().exponent)
                own[region.ref_area] = number.value, Decimal(1).scaleb(min(exponent, 0))
        for (label, year), values in stated.items():
            is_compared = measure is None or series_id is not None
            yield DerivedColumn(kind, label or "", year, values if is_compared else {}, series_id, has_others)


def not_imported(columns: Iterable[DerivedColumn]) -> Iterator[str]:
    """Say of each column that it is left out, and why; of sums the table itself says it."""
    for column in columns:
        name = shortened(chinese(column.label) or column.label)
        if column.kind == BEFORE:
            yield english_first(f"{name}: the year is not stated", f"{name}：未写明年份")
        elif column.kind != SUM:
            yield english_first(f"{name}: derived from the figures beside it", f"{name}：由同表数值计算得出")
