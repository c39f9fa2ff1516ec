"""Every aggregation and every weighting goes through a whole run: scores, uncertainty, removal, products."""

import csv
from pathlib import Path
from typing import Any, get_args

import pyarrow.parquet as pq
import yaml
from running import icdi
from small_project import Project, make

from index_pipeline.framework.methods import Aggregation, Weighting

SERIES = (
    *("gdp", "fiscal_revenue", "museum_visits", "urban_population", "population_resident", "gdp_per_capita"),
    *("fiscal_expenditure_total", "fiscal_expenditure_science", "fiscal_expenditure_environment", "museums"),
    *("patent_applications_total", "patent_grants_total", "public_libraries", "library_collections"),
    *("patent_grants_invention", "tech_market_turnover", "fibre_length", "broadband_ports", "museum_staff"),
    *("broadband_subscribers", "ind_rd_fte", "disposable_income_per_capita", "retail_sales", "he_voc_students"),
    *("electricity_consumption", "urban_unit_employment", "ecommerce_purchases", "museum_collections"),
)
AGGREGATIONS: dict[str, dict[str, Any]] = {"power": {"exponent": 2.0}, "geometric": {"floor": 1.0}}
WEIGHTINGS: dict[str, dict[str, Any]] = {
    "ahp": {"children": ["A", "B"], "judgements": [[[1, 3], ["1/3", 1]]]},
    "by_grade": {"weights": {"A": 1, "B": 1, "C": "1/3"}},
    "combination": {"rule": "additive", "of": [{"method": "entropy"}, {"method": "equal"}]},
}


def methods(union: object) -> list[str]:
    """Return the methods of a step, as the records list them; those of other packages are tried elsewhere."""
    records = get_args(get_args(union)[0])
    named = [get_args(record.model_fields["method"].annotation)[0] for record in records]
    return [name for name in named if name != "custom"]


def rewritten(project: Project) -> dict[str, Any]:
    """Write a framework with a component of two indicators for each method; two methods of a step never share one."""
    with (project.framework / "series.csv").open(encoding="utf-8", newline="") as file:
        units = {row["series_id"]: row["unit"] for row in csv.DictReader(file)}
    aggregations, weightings = methods(Aggregation), methods(Weighting)
    for path in (project.framework / "indicator").iterdir():
        path.unlink()
    components = []
    for n, aggregation in enumerate(aggregations):
        own = SERIES[2 * n : 2 * n + 2]
        for series in own:
            numerator = {"numerator": {"series": series}, "unit": units[series]}
            indicator = {"id": f"of_{series}", "title": {"zh": series, "en": series}, **numerator}
            (project.framework / "indicator" / f"of_{series}.yaml").write_text(yaml.safe_dump(indicator))
        children = [f"of_{series}" for series in own]
        component = {
            "id": f"by_{aggregation}",
            "title": {"zh": aggregation, "en": aggregation},
            "aggregation": {"method": aggregation, **AGGREGATIONS.get(aggregation, {})},
            "indicators": dict.fromkeys(children, 1),
        }
        if n < len(weightings):
            options = WEIGHTINGS.get(weightings[n], {})
            options = options | {"children": children} if "children" in options else options
            component["weighting"] = {"method": weightings[n], **options}
        components.append(component)
    path = project.framework / "framework.yaml"
    definition: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    definition["index"]["components"] = components
    definition["evidence"] = {}
    definition["robustness"] |= {
        "aggregation": [{"rule": {"method": "topsis"}, "components": ["small"]}],
        "leave_out": 0.1,
        "sensitivity": {"samples": 16},
    }
    path.write_text(yaml.safe_dump(definition, allow_unicode=True), encoding="utf-8")
    return definition


def test_every_method_is_published(tmp_path: Path) -> None:
    project = make(tmp_path, series=SERIES)
    rewritten(project)

    release = Path(icdi("run", *project.options()).stdout.splitlines()[-1])

    intervals = pq.read_table(release / "tables" / "rank_intervals.parquet").to_pandas()
    removed = pq.read_table(release / "tables" / "removed.parquet").to_pandas()
    weightings = pq.read_table(release / "tables" / "weightings.parquet").to_pandas()
    named = {f"by_{name}" for name in methods(Aggregation)}
    assert named <= set(intervals[intervals.rank_median.notna()].component_id)
    assert named <= set(removed[removed.score.notna()].element_id)
    assert set(methods(Weighting)) - {"given"} <= set(weightings.method)
