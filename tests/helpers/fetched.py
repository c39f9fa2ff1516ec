"""What tests of fetching share: the shipped store as the library would show it, and a framework that asks it."""

import csv
import re
import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path

from bureau_server import Library, Listed
from running import ROOT

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.sources.store.vintages import load_observations, newest

SOURCE = "nbs_annual"


@cache
def shipped() -> Framework:
    return load(ROOT / "indicators")


@cache
def stored() -> list[dict[str, object]]:
    """The newest figures of the source in the shipped store, exactly as they are written there."""
    rows = []
    for path in sorted((ROOT / "data" / "observations" / SOURCE).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    latest: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: row["vintage"]):
        latest[row["series_id"], row["ref_area"], row["time_period"]] = dict(row)
    return list(latest.values())


def library(series: Collection[str] = ()) -> Library:
    """The library with the figures of the shipped store, under the first name and path that the source's YAML has."""
    framework = shipped()
    fetch = framework.sources[SOURCE].fetch
    assert fetch is not None
    assert fetch.method == "nbs"
    listed = []
    for name, wanted in fetch.series.items():
        if series and name not in series:
            continue
        unit = framework.codes.units[framework.codes.series[name].unit].title_zh
        own = {
            (str(row["ref_area"]), int(str(row["time_period"]))): str(row["obs_value"])
            for row in stored()
            if row["series_id"] == name
        }
        path = wanted.path if len(wanted.path) > 1 else (*wanted.path, f"{wanted.names[0]}表")
        listed.append(Listed(path, wanted.names[0], "元" if unit == "元/人" else unit, own))
    regions = {r.ref_area: r.title_zh for r in framework.codes.regions.values() if r.role != "group"}
    return Library(listed, regions)


def asking(folder: Path, address: str, framework: Path = ROOT / "indicators", **settings: object) -> Path:
    """Copy a framework into `folder`, its source asking the server at `address` without pauses; return the copy."""
    copy = folder / "indicators"
    if not copy.exists():
        shutil.copytree(framework, copy)
    path = copy / "source" / f"{SOURCE}.yaml"
    text = path.read_text(encoding="utf-8")
    host = re.sub(r"^http://", "", address).split("/")[0]
    more = "".join(f"  {name}: {value}\n" for name, value in {"pause": 0, **settings}.items())
    text = re.sub(r"  hosts: .*\n(  address: .*\n)?", f"  hosts: ['{host}']\n  address: {address}\n", text)
    text = re.sub(r"  pause: .*\n(  timeout: .*\n)?", more, text, count=1)
    path.write_text(text, encoding="utf-8")
    return copy


def figures(data: Path) -> dict[tuple[str, str, int], float | None]:
    """The newest figures of a store, by series, region and year."""
    rows = newest(load_observations(data)).to_pylist()
    return {(row["series_id"], row["ref_area"], row["time_period"]): row["obs_value"] for row in rows}
