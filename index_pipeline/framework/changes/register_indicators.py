"""Indicators that count the entries of a register: the files that measure a theme by it."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index_pipeline.files import write_text
from index_pipeline.framework.changes.measuring import MeasureError, with_measured
from index_pipeline.framework.codes import Unit
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.source import Register
from index_pipeline.language import Bilingual

QUANTITIES = {
    "density": ("每百万人{}数", "{} per million residents"),
    "share": ("{}占全国比重", "Share of the nation's {}"),
    "location_quotient": ("{}区位熵", "Location quotient of {}"),
}
"""What a register may be measured as, with the titles; all but the density are formulas of indicators."""

POPULATION = "population_resident"
MILLION = 1_000_000
DENSITY_UNIT = "entries_per_million_residents"


@dataclass(frozen=True)
class Files:
    """New contents of files of a framework, by path within its folder."""

    texts: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Write the files, `framework.yaml` last: until then the others are not part of the tree."""
        for name in sorted(self.texts, key=lambda name: name == "framework.yaml"):
            write_text(folder / name, self.texts[name])


def measured_by_register(
    folder: Path,
    framework: Framework,
    theme: str,
    register_id: str,
    quantities: tuple[str, ...],
    *,
    per: str | None = None,
    weight: float | None = None,
    edition: str | None = None,
) -> Files:
    """Make the files by which a theme is measured by the entries of a register in force at year end.

    Args:
        folder: Folder of the framework; nothing is written.
        framework: As loaded from it.
        theme: A component that is not measured.
        register_id: The register.
        quantities: Of `QUANTITIES`.
        per: Series that a density or location quotient is relative to; otherwise resident population.
        weight: Weight of the theme, if its siblings show no rule.
        edition: New name of the edition, as the index has another composition.

    Raises:
        MeasureError: there is no such theme, register, series or quantity, an indicator of that name exists, or the
            framework would not be valid.
    """
    register = _registered(register_id, quantities, framework)
    base = per or POPULATION
    texts: dict[str, str] = {}
    units: dict[str, Unit] = {}
    for quantity in quantities:
        unit = _unit(quantity, base, per, framework)
        units |= {unit.unit: unit} if unit else {}
        name = f"indicator/{register_id}_{quantity}.yaml"
        texts[name] = _indicator(Path(name).stem, register, quantity, base, per, unit, framework)
    content = framework.files["framework.yaml"].decode("utf-8-sig")
    names = [Path(name).stem for name in texts]
    if new := [unit for unit in units.values() if unit.unit not in framework.codes.units]:
        texts["units.csv"] = _with_units(framework.files["units.csv"].decode("utf-8-sig"), new)
    text = with_measured(content, framework.definition, theme, dict.fromkeys(names, 1.0), weight, edition)
    files = Files({**texts, "framework.yaml": text})
    _check(folder, files)
    return files


def _registered(register_id: str, quantities: tuple[str, ...], framework: Framework) -> Register:
    """Return a register; refuse one that does not exist, and quantities that do not, or that have an indicator."""
    for known, names, en, zh in (
        (framework.registers, (register_id,), "{name} is not a register", "没有名录 {name}"),
        (QUANTITIES, quantities, "--as {name} is not a quantity", "--as {name}：没有这一项"),
    ):
        for name in names:
            if name not in known:
                listed = ", ".join(known)
                raise MeasureError(
                    Bilingual(
                        f"{en.format(name=name)}; choose one of {listed}", f"{zh.format(name=name)}，可选 {listed}"
                    )
                )
    for name in (f"{register_id}_{quantity}" for quantity in quantities):
        if name in framework.indicators:
            raise MeasureError(Bilingual(f"indicator/{name}.yaml: it exists already", f"indicator/{name}.yaml：已存在"))
    return framework.registers[register_id]


def _unit(quantity: str, base: str, per: str | None, framework: Framework) -> Unit | None:
    """Return the unit of a quantity; None if the framework lists no units, or the series of the base is unknown."""
    units, series = framework.codes.units, framework.codes.series.get(base)
    if not units:
        return None
    if quantity == "share":
        return units.get("percent") or _new_unit("percent", "%", "percent")
    if quantity == "location_quotient":
        return units.get("ratio") or _new_unit("ratio", "比值", "ratio")
    if per is None:
        return units.get(DENSITY_UNIT) or _new_unit(DENSITY_UNIT, "项/百万人", "entries per million residents")
    below = units.get(series.unit) if series else None
    name = f"entries_per_{below.unit}" if below else ""
    return units.get(name) or (
        _new_unit(name, f"项/{below.title_zh}", f"entries per {below.title_en}") if below else None
    )


def _new_unit(name: str, title_zh: str, title_en: str) -> Unit:
    return Unit(name, title_zh, title_en, dimension=name, factor=1.0, labels=())


def _with_units(text: str, units: Sequence[Unit]) -> str:
    """Return the content of `units.csv` with more units at its end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader(io.StringIO(text)))
    lines = io.StringIO()
    writer = csv.DictWriter(lines, header, extrasaction="ignore", restval="", lineterminator=newline)
    for unit in units:
        titles = {"unit": unit.unit, "title_zh": unit.title_zh, "title_en": unit.title_en}
        writer.writerow({**titles, "dimension": unit.dimension, "factor": "1"})
    return text + ("" if text.endswith("\n") else newline) + lines.getvalue()


def _indicator(
    name: str, register: Register, quantity: str, base: str, per: str | None, unit: Unit | None, framework: Framework
) -> str:
    title_zh, title_en = _names(register)
    zh, en = (words.format(text) for words, text in zip(QUANTITIES[quantity], (title_zh, title_en), strict=True))
    if quantity == "density" and per:
        base_zh, base_en = _series_title(base, framework)
        zh, en = f"{title_zh}数与{base_zh}之比", f"{title_en} relative to {base_en}"
    lines = [] if quantity == "density" else [f"formula: {{method: {quantity}}}"]
    lines += [f"unit: {unit.unit}"] if unit else []
    lines.append(f"numerator: {{measure: stock, parts: [{{register: {register.register_id}}}]}}")
    lines += [f"denominator: {{series: {base}}}"] if quantity != "share" else []
    if quantity == "density":
        multiplier = 1.0 if per else _per_million(base, framework)
        lines += [f"multiplier: {multiplier:.10g}"] if multiplier != 1 else []
        lines.append("small_counts: {method: gamma_poisson}")
    head = [
        f"id: {name}",
        f"title: {_both(zh, en)}",
        f"definition: {_both(f'{title_zh}，按年末在册条目计数。', f'{title_en}: entries in force at year end.')}",
        "direction: higher_is_better",
    ]
    return "\n".join([*head, *lines, "plausible: {minimum: 0}"]) + "\n"


def _per_million(series_id: str, framework: Framework) -> float:
    """Return the multiplier that makes entries over a series of people entries per million people."""
    series = framework.codes.series.get(series_id)
    unit = framework.codes.units.get(series.unit) if series else None
    return MILLION / unit.factor if unit else 1.0


def _names(register: Register) -> tuple[str, str]:
    return register.title.get("zh"), register.title.get("en")


def _series_title(series_id: str, framework: Framework) -> tuple[str, str]:
    series = framework.codes.series.get(series_id)
    return (series.title_zh or series_id, series.title_en or series_id) if series else (series_id, series_id)


def _both(zh: str, en: str) -> str:
    return f"{{zh: {json.dumps(zh, ensure_ascii=False)}, en: {json.dumps(en, ensure_ascii=False)}}}"


def _check(folder: Path, files: Files) -> None:
    """Load a copy of the framework with the new files: what is refused is never written."""
    with tempfile.TemporaryDirectory() as parent:
        copy = Path(parent) / "framework"
        shutil.copytree(folder, copy)
        files.write(copy)
        try:
            load(copy)
        except FrameworkError as error:
            raise MeasureError(error.both()) from error
