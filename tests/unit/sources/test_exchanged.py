"""Two new years whose headings are exchanged are known by the last known year, in a series that moves on."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from samples import TODAY, Row, as_csv, bureau, framework, kinds, regions, value

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal

GROWTH = 1.06


def growing(years: Sequence[int], headings: Sequence[int] = (), growth: float = GROWTH) -> list[Row]:
    """A table in which each region grows by about so much a year."""
    lines = [
        [r.title_zh, *(round(value(r.ref_area, 2020) * (growth + n / 500) ** (year - 2020), 1) for year in years)]
        for n, r in enumerate(regions())
    ]
    return bureau(lines, years=headings or years)


def take(data: Path, rows: list[Row]) -> int:
    path = data.parent / "export.csv"
    path.write_bytes(as_csv(rows))
    return ingest(path, data, framework(), Options(TODAY)).new


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store that holds GDP of 2015 to 2021."""
    take(tmp_path, growing(range(2015, 2022)))
    return tmp_path


def test_two_new_years_that_are_exchanged_are_refused(data: Path) -> None:
    with pytest.raises(Refusal) as caught:
        take(data, growing([2022, 2023], headings=[2023, 2022]))

    assert kinds(caught.value) == {"later_year_nearer"}
    assert take(data, growing([2022, 2023])) == 62


def test_where_the_known_years_do_not_move_on_nothing_is_said(tmp_path: Path) -> None:
    def wavering(years: Sequence[int]) -> list[Row]:
        return bureau(
            [
                [r.title_zh, *(round(value(r.ref_area, 2020) * (1 + (n + 2) * y % 11 / 100), 1) for y in years)]
                for n, r in enumerate(regions())
            ],
            years=years,
        )

    take(tmp_path, wavering(range(2015, 2022)))

    assert take(tmp_path, growing([2022, 2023], headings=[2023, 2022], growth=1.02)) == 62


def test_a_single_new_year_is_not_compared_in_this_way(data: Path) -> None:
    assert take(data, growing([2022])) == 31
    assert take(data, growing([2023])) == 31
