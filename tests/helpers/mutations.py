"""One thing wrong in a table: what people and programs do to the files of a bureau."""

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from sheets import Bench, Outcome, Sheet, number_text

from index_pipeline.sources.labels.numbers import plain, read_number

Mutation = Callable[[Sheet, random.Random, Bench], list[list[str]] | None]


def _lines(sheet: Sheet) -> list[int]:
    return sorted({row for row, _ in sheet.places.values()})


def _columns(sheet: Sheet) -> list[int]:
    return sorted({column for _, column in sheet.places.values()})


def _copy(sheet: Sheet) -> list[list[str]]:
    return [list(row) for row in sheet.rows]


def _cell(change: Callable[[str, random.Random], str]) -> Mutation:
    def mutate(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]]:
        rows = _copy(sheet)
        row, column = chance.choice(sorted(sheet.places.values()))
        rows[row][column] = change(rows[row][column].strip(), chance)
        return rows

    return mutate


def _digit(text: str, chance: random.Random) -> str:
    places = [number for number, sign in enumerate(text) if sign.isdigit()]
    place = chance.choice(places)
    other = chance.choice([digit for digit in "0123456789" if digit != text[place]])
    return text[:place] + other + text[place + 1 :]


def _swapped_digits(text: str, chance: random.Random) -> str:
    places = [n for n in range(len(text) - 1) if text[n].isdigit() and text[n + 1].isdigit() and text[n] != text[n + 1]]
    if not places:
        return text
    place = chance.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _times(factors: tuple[float, ...]) -> Callable[[str, random.Random], str]:
    def change(text: str, chance: random.Random) -> str:
        return _scaled(text, chance.choice(factors))

    return change


def _scaled(text: str, factor: float) -> str:
    number = read_number(text)
    return text if number is None else plain(number.value * Decimal(repr(factor)))


def _neighbour(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]]:
    rows = _copy(sheet)
    places = set(sheet.places.values())
    row, column = chance.choice(sorted(places))
    near = [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    other = chance.choice([place for place in near if place in places] or [(row, column)])
    rows[row][column] = rows[other[0]][other[1]]
    return rows


def _swapped_cells(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]]:
    rows = _copy(sheet)
    (a, b), (c, d) = (chance.choice(sorted(sheet.places.values())) for _ in range(2))
    rows[a][b], rows[c][d] = rows[c][d], rows[a][b]
    return rows


def _swapped_labels(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    lines, rows = _lines(sheet), _copy(sheet)
    if len(lines) < 2:
        return None
    a, b = chance.sample(lines, 2)
    first = _columns(sheet)[0]
    rows[a][:first], rows[b][:first] = rows[b][:first], rows[a][:first]
    return rows


def _shifted_lines(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    """Move the figures of some lines down by one, from a line on to another."""
    lines, rows = _lines(sheet), _copy(sheet)
    if len(lines) < 4:
        return None
    start = chance.randrange(len(lines) - 2)
    end = chance.randrange(start + 1, len(lines))
    first = _columns(sheet)[0]
    for line, above in reversed(list(zip(lines[start + 1 : end + 1], lines[start:end], strict=True))):
        rows[line][first:] = rows[above][first:]
    return rows


def _shifted_columns(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    columns, rows = _columns(sheet), _copy(sheet)
    if len(columns) < 2:
        return None
    for row in _lines(sheet):
        moved = [rows[row][column] for column in columns]
        for column, text in zip(columns, [moved[0], *moved[:-1]], strict=True):
            rows[row][column] = text
    return rows


def _year_off(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    rows, by = _copy(sheet), chance.choice((-1, 1))
    column = chance.choice(_columns(sheet))
    return _moved_year(rows, sheet.heading, [column], by)


def _all_years_off(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    return _moved_year(_copy(sheet), sheet.heading, _columns(sheet), chance.choice((-1, 1)))


def _moved_year(rows: list[list[str]], heading: int, columns: list[int], by: int) -> list[list[str]] | None:
    for column in columns:
        found = re.search(r"(19|20)\d\d", rows[heading][column])
        if not found:
            return None
        rows[heading][column] = rows[heading][column].replace(found[0], str(int(found[0]) + by))
    return rows


def _swapped_headings(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    rows, columns = _copy(sheet), _columns(sheet)
    if len(columns) < 2:
        return None
    a, b = chance.sample(columns, 2)
    head = rows[sheet.heading]
    head[a], head[b] = head[b], head[a]
    return rows


UNITS = (("亿元", "万元"), ("万元", "亿元"), ("万人", "人"), ("万吨", "吨"), ("百万美元", "万美元"), ("(", "（千"))


def _unit(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    rows = _copy(sheet)
    first = min(_lines(sheet))
    changed = False
    for row in range(first):
        for column, text in enumerate(rows[row]):
            for unit, other in UNITS[:-1]:
                if unit in text and not changed:
                    rows[row][column], changed = text.replace(unit, other), True
    return rows if changed else None


def _unit_dropped(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    rows = _copy(sheet)
    first = min(_lines(sheet))
    for row in range(first):
        rows[row] = [re.sub(r"[(（][^()（）]*[)）]", "", text) for text in rows[row]]
    return rows if rows[:first] != [list(row) for row in sheet.rows[:first]] else None


def _other_indicator(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    rows, series = _copy(sheet), {key[0] for key in sheet.figures}
    if len(series) != 1:
        return None
    own = next(iter(series))
    codes = bench.framework.codes
    unit = codes.series[own].unit
    others = [s for s in codes.series.values() if s.series_id != own and s.unit == unit]
    if not others:
        return None
    other = chance.choice(others)
    for row in range(min(_lines(sheet))):
        for column, text in enumerate(rows[row]):
            if text.startswith("指标："):
                rows[row][column] = f"指标：{other.title_zh}({codes.units[unit].title_zh})"
                return rows
    return None


def _half(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    lines, rows = _lines(sheet), _copy(sheet)
    if len(lines) < 4:
        return None
    half = lines[: len(lines) // 2] if chance.random() < 0.5 else lines[len(lines) // 2 :]
    factor = chance.choice((10, 0.1, 10000, 0.0001, 1.1, 0.5, 2))
    for row in half:
        for column in _columns(sheet):
            rows[row][column] = _scaled(rows[row][column], factor)
    return rows


def _row_times(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]]:
    rows, factor = _copy(sheet), chance.choice((10, 100, 1000, 0.1, 10000, 1.2))
    row = chance.choice(_lines(sheet))
    for column in _columns(sheet):
        rows[row][column] = _scaled(rows[row][column], factor)
    return rows


def _percent(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]]:
    rows, factor = _copy(sheet), chance.choice((100, 0.01))
    for row, column in sheet.places.values():
        rows[row][column] = _scaled(rows[row][column], factor)
    return rows


def _negative(text: str, chance: random.Random) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def _zeros(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]]:
    rows, kind = _copy(sheet), chance.choice(("cell", "column", "line"))
    row, column = chance.choice(sorted(sheet.places.values()))
    for r, c in sheet.places.values():
        if (
            (kind == "cell" and (r, c) == (row, column))
            or (kind == "column" and c == column)
            or (kind == "line" and r == row)
        ):
            rows[r][c] = "0"
    return rows


def _doubled_year(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    columns, rows = _columns(sheet), _copy(sheet)
    if len(columns) < 2:
        return None
    a, b = chance.sample(columns, 2)
    for row in _lines(sheet):
        rows[row][a] = rows[row][b]
    return rows


def _pasted(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    """Paste a column of another series, of the year, under a year's heading."""
    series = sorted({key[0] for key in sheet.figures})
    others = sorted({key[0] for key in bench.known} - set(series))
    column = chance.choice(_columns(sheet))
    for _ in range(20):
        other = chance.choice(others)
        rows, changed = _copy(sheet), 0
        for (_, area, year), (row, c) in sheet.places.items():
            values = bench.known.get((other, area, year))
            if c == column and values:
                rows[row][c] = number_text(min(values))
                changed += 1
        if changed >= 20:
            return rows
    return None


def _total_line(sheet: Sheet, chance: random.Random, bench: Bench) -> list[list[str]] | None:
    """Write the sum of the column under the name of a region, in every year."""
    totals = {row for (_, area, _), (row, _) in sheet.places.items() if area == "000000"}
    lines, rows = [line for line in _lines(sheet) if line not in totals], _copy(sheet)
    if len(lines) < 10:
        return None
    row = chance.choice(lines)
    for column in _columns(sheet):
        numbers = [read_number(rows[line][column]) for line in lines if line != row]
        rows[row][column] = plain(sum((number.value for number in numbers if number), Decimal(0)))
    return rows


MUTATIONS: dict[str, Mutation] = {
    "one digit changed": _cell(_digit),
    "two digits swapped": _cell(_swapped_digits),
    "decimal point moved": _cell(_times((10.0, 0.1, 100.0, 0.01))),
    "cell is its neighbour's": _neighbour,
    "two cells swapped": _swapped_cells,
    "two labels swapped": _swapped_labels,
    "lines shifted by one": _shifted_lines,
    "columns shifted by one": _shifted_columns,
    "one year changed by one": _year_off,
    "all years changed by one": _all_years_off,
    "two headings swapped": _swapped_headings,
    "another unit": _unit,
    "no unit": _unit_dropped,
    "another indicator": _other_indicator,
    "half of the table times": _half,
    "a line times": _row_times,
    "percent and fraction": _percent,
    "a sign turned": _cell(_negative),
    "zeros": _zeros,
    "a year twice": _doubled_year,
    "another file's column": _pasted,
    "a total as a region": _total_line,
    "a cell times a little": _cell(_times((1.06, 0.94, 1.1, 0.9, 1.2, 0.8, 1.5, 0.5))),
}


def outcomes(bench: Bench, sheets: list[Sheet], count: int, seed: int, *, new: bool) -> Iterator[Outcome]:
    """Mutate sheets in turn with every mutation in turn, `count` times; those that do not apply are passed over."""
    chance = random.Random(seed)
    stores = {sheet.name: bench.without_newest_year(sheet) for sheet in sheets} if new else {}
    sheets = [sheet for sheet in sheets if not new or bench.has_history(sheet, stores[sheet.name])]
    made = 0
    names = list(MUTATIONS)
    while made < count:
        sheet, name = chance.choice(sheets), names[made % len(names)]
        for _ in range(30):
            rows = MUTATIONS[name](sheet, chance, bench)
            if rows is not None:
                break
            sheet = chance.choice(sheets)
        made += 1
        if rows is not None:
            yield bench.attempt(sheet, name, rows, stores.get(sheet.name, bench.observations))
