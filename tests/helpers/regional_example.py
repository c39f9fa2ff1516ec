"""A small framework and its scores from a few lists of values, for tests that state what an analysis makes of them."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline.framework.codes import CodeLists, Link, Region
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.tables import ADJACENCY, SCORES

Row = Sequence[float | None]
YEAR = 2020


def framework(
    regions: int | Sequence[str],
    *,
    zones: Sequence[str] | None = None,
    pillars: Sequence[str] = ("a", "b"),
    links: Sequence[tuple[str, str, str]] = (),
    **definition: Any,
) -> Framework:
    """Make an index `index` of `pillars`, each with one theme of its name and one indicator (`a`: `a_theme`, `a_x`).

    Args:
        regions: Codes of the regions, or how many: R1, R2 …
        zones: Zone of each region; none where not given.
        pillars: Measured components of the index; there is one more, `unmeasured`, that is not.
        links: Pairs of neighbours with their kind.
        **definition: More fields of framework.yaml.
    """
    areas = [f"R{n}" for n in range(1, regions + 1)] if isinstance(regions, int) else list(regions)
    stated: dict[str, Any] = {
        "id": "example",
        "edition": "1",
        "title": {"en": "Example"},
        "years": {"first": 2000, "last": 2030},
        "index": {
            "id": "index",
            "title": {"en": "Index"},
            "components": [
                *(
                    {
                        "id": name,
                        "title": {"zh": f"支柱{name}", "en": f"Pillar {name}"},
                        "components": [
                            {"id": f"{name}_theme", "title": {"en": name}, "indicators": {f"{name}_x": 1.0}}
                        ],
                    }
                    for name in pillars
                ),
                {
                    "id": "unmeasured",
                    "title": {"en": "Unmeasured"},
                    "not_measured": {"reason": {"en": "no figures"}, "wanted": {"en": "figures"}},
                },
            ],
        },
    }
    codes = {
        area: Region(
            area,
            f"地区{area}",
            f"Region {area}",
            area,
            "",
            "assessed",
            "",
            (),
            {"zone": zones[n], "zone_en": zones[n]} if zones else {},
        )
        for n, area in enumerate(areas)
    }
    pairs = tuple(Link(f"{one}–{other}", one, other, kind) for one, other, kind in links)
    measured = {
        f"{name}_x": Indicator.model_validate(
            {"id": f"{name}_x", "title": {"en": name}, "numerator": {"series": f"{name}_x"}}
        )
        for name in pillars
    }
    return Framework(
        Definition.model_validate(stated | definition), measured, {}, CodeLists(codes, {}, {}, {}, pairs), ""
    )


def scores(of: Framework, values: Mapping[str, Row | Mapping[int, Row]]) -> pa.Table:
    """Make `tables.SCORES` from lists of scores, one per region, of a component in `YEAR` or in the years stated."""
    rows = [
        {
            "ref_area": area,
            "time_period": year,
            "component_id": component,
            "score": value,
            "coverage": 1.0 if value is not None else 0.0,
            "status": "scored" if value is not None else "insufficient_coverage",
        }
        for component, given in values.items()
        for year, column in (given.items() if isinstance(given, Mapping) else [(YEAR, given)])
        for area, value in zip(of.ref_areas, column, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=SCORES.schema)


def pairs(*stated: tuple[str, str] | tuple[str, str, str]) -> pa.Table:
    """Make `tables.ADJACENCY` from pairs of regions, of kind `land` unless stated."""
    given = [{"ref_area": p[0], "other_area": p[1], "kind": p[2] if len(p) > 2 else "land"} for p in stated]
    return pa.Table.from_pylist(given, schema=ADJACENCY.schema)


def rows(table: pa.Table, **where: Any) -> list[dict[str, Any]]:
    """Return the rows of a table whose columns have the values of `where`."""
    return [row for row in table.to_pylist() if all(row[name] == value for name, value in where.items())]


def row(table: pa.Table, **where: Any) -> dict[str, Any]:
    """Return the one row of a table whose columns have the values of `where`."""
    (found,) = rows(table, **where)
    return found


@cache
def reference() -> dict[str, Any]:
    """Return inputs and results of public tools; `made_with` names library, version and call of each."""
    text = (Path(__file__).resolve().parents[1] / "unit/analysis/reference.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
