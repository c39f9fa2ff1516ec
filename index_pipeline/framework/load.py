"""Load a framework's folder and refuse the whole of it, by file and field, where its parts do not fit together."""

import difflib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index_pipeline.errors import UserError
from index_pipeline.files import read_regular
from index_pipeline.framework.codes import LARGEST_FILE, CodeListError, CodeLists
from index_pipeline.framework.method_faults import method_faults
from index_pipeline.framework.model import (
    Component,
    Definition,
    Indicator,
    Quantity,
    Register,
    SeriesQuantity,
    Source,
)
from index_pipeline.framework.robustness import unknown_names
from index_pipeline.framework.yaml_files import Model, YamlFileError, read_model

Item = TypeVar("Item", Indicator, Source)


class FrameworkError(UserError):
    """A framework is refused; `faults` holds one sentence each, beginning with the file."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, repr=False)
class Framework:
    """A framework that holds together: definition, indicators, sources and code lists."""

    definition: Definition
    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    codes: CodeLists
    digest: str

    def __repr__(self) -> str:
        """Say what it is in one line."""
        number = sum(1 for _ in components(self.definition.index))
        return f"<Framework {self.definition.edition}: {number} components, {len(self.indicators)} indicators>"

    @property
    def index_id(self) -> str:
        """Identifier of the tree's root."""
        return self.definition.index.id

    @property
    def registers(self) -> dict[str, Register]:
        """Every register of every source, by its identifier."""
        return {r.register_id: r for source in self.sources.values() for r in source.registers}

    @property
    def ref_areas(self) -> tuple[str, ...]:
        """The assessed regions, in the order of `regions.csv`; empty where the framework lists none."""
        level = self.definition.level
        return tuple(
            r.ref_area
            for r in self.codes.regions.values()
            if r.role == "assessed" and (level is None or r.level == level)
        )


def load(folder: Path) -> Framework:
    """Load the framework in `folder`.

    `framework.yaml` and `indicator/*.yaml` are required; `source/*.yaml` and the code lists may be absent: what is
    not listed is not checked.

    Raises:
        FrameworkError: with every fault found, each naming its file and field.
    """
    if not folder.is_dir():
        raise FrameworkError([f"{folder}: there is no such framework folder"])
    faults: list[str] = []
    definition = _read(folder, folder / "framework.yaml", Definition, faults)
    indicators = _read_all(folder, "indicator", Indicator, faults)
    sources = _read_all(folder, "source", Source, faults)
    try:
        codes = CodeLists.load(folder)
    except CodeListError as error:
        codes = CodeLists({}, {}, {})
        faults.append(str(error))
    if definition is None or faults:
        raise FrameworkError(faults)
    framework = Framework(definition, indicators, sources, codes, _digest(folder))
    faults = list(_faults(framework))
    if faults:
        raise FrameworkError(faults)
    return framework


def framework_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path within the folder and content of each file that makes the framework, in order.

    Raises:
        FrameworkError: one is no regular file, too large, or cannot be opened.
    """
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.csv"), *folder.glob("*/*.yaml")]):
        name = path.relative_to(folder).as_posix()
        try:
            yield name, read_regular(path, LARGEST_FILE)
        except OSError as error:
            raise FrameworkError([f"{name}: the file cannot be opened: {error.strerror or error}"]) from error


def components(root: Component) -> Iterator[Component]:
    """Yield the components of a tree, each before its children."""
    yield root
    for child in root.components:
        yield from components(child)


def _read(folder: Path, path: Path, model: type[Model], faults: list[str]) -> Model | None:
    try:
        return read_model(path, model)
    except YamlFileError as error:
        faults.extend(f"{path.relative_to(folder)}: {fault}" for fault in error.faults)
        return None


def _read_all(folder: Path, kind: str, model: type[Item], faults: list[str]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for path in sorted((folder / kind).glob("*.yaml")):
        item = _read(folder, path, model, faults)
        if item is None:
            continue
        if item.id != path.stem:
            faults.append(f"{kind}/{path.name}: id {item.id} is not the file's name")
        found[item.id] = item
    return found


def _digest(folder: Path) -> str:
    """Hash the files that make the framework, by name and content."""
    digest = hashlib.sha256()
    for name, content in framework_files(folder):
        digest.update(f"{name}\n".encode())
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


# --- what has to hold across files -----------------------------------------------------------------------------------


def _faults(framework: Framework) -> Iterator[str]:
    yield from _tree_faults(framework)
    yield from _guideline_faults(framework.definition)
    for indicator in framework.indicators.values():
        yield from _indicator_faults(indicator, framework)
    for source in framework.sources.values():
        for register in source.registers:
            if register.dated_by and register.dated_by not in framework.registers:
                yield f"source/{source.id}.yaml: dated_by: register {register.dated_by} is not known"
        for name in source.held_to.keys() - framework.codes.series.keys() if framework.codes.series else ():
            yield f"source/{source.id}.yaml: held_to: series {name} is not in series.csv"
    registers = Counter(r.register_id for s in framework.sources.values() for r in s.registers)
    yield from (f"source: register {name} is declared {n} times" for name, n in registers.items() if n > 1)
    yield from _region_faults(framework)
    yield from _robustness_faults(framework)
    nodes = list(components(framework.definition.index))
    yield from method_faults(
        framework.definition, nodes, framework.indicators.values(), framework.codes, framework.ref_areas
    )
    for series in framework.codes.series.values():
        if framework.codes.units and series.unit not in framework.codes.units:
            yield f"series.csv: series {series.series_id}: unit {series.unit} is not in units.csv"


def _tree_faults(framework: Framework) -> Iterator[str]:
    nodes = list(components(framework.definition.index))
    used: Counter[str] = Counter()
    for node in nodes:
        used.update(node.indicators.keys())
        used.update(node.supplementary)
    identifiers = Counter(node.id for node in nodes)
    yield from (f"framework.yaml: component {name} stands {n} times" for name, n in identifiers.items() if n > 1)
    for name, n in used.items():
        if name not in framework.indicators:
            near = _near(name, framework.indicators)
            yield f"framework.yaml: indicator {name} has no file indicator/{name}.yaml{near}"
        if n > 1:
            yield f"framework.yaml: indicator {name} stands {n} times in the tree"
        if name in identifiers:
            yield f"framework.yaml: {name} is the id of a component and of an indicator"
    for name in framework.indicators:
        if name not in used:
            yield f"indicator/{name}.yaml: the indicator is idle: it stands nowhere in framework.yaml"


def _guideline_faults(definition: Definition) -> Iterator[str]:
    if definition.guideline is None:
        return
    stated = Counter(node.clause for node in components(definition.index) if node.clause)
    for clause in definition.guideline.clauses:
        if not stated[clause]:
            yield f"framework.yaml: clause {clause} of the guideline is neither measured nor declared not_measured"
        if stated[clause] > 1:
            yield f"framework.yaml: clause {clause} of the guideline belongs to {stated[clause]} components"


def _indicator_faults(indicator: Indicator, framework: Framework) -> Iterator[str]:
    file, codes = f"indicator/{indicator.id}.yaml", framework.codes
    if codes.units and indicator.unit not in codes.units:
        yield f"{file}: unit: {indicator.unit} is not in units.csv{_near(str(indicator.unit), codes.units)}"
    for role, quantity in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        if quantity is not None:
            yield from (f"{file}: {role}: {fault}" for fault in _quantity_faults(quantity, framework))


def _quantity_faults(quantity: Quantity, framework: Framework) -> Iterator[str]:
    if isinstance(quantity, SeriesQuantity):
        if framework.codes.series and quantity.series not in framework.codes.series:
            yield f"series {quantity.series} is not in series.csv{_near(quantity.series, framework.codes.series)}"
        return
    for part in quantity.parts:
        register = framework.registers.get(part.register_id)
        if register is None:
            yield f"register {part.register_id} is declared by no source{_near(part.register_id, framework.registers)}"
        elif part.category and part.category not in register.categories:
            yield f"register {part.register_id} has no category {part.category}"


def _region_faults(framework: Framework) -> Iterator[str]:
    regions = framework.codes.regions
    level = framework.definition.level
    if regions and not framework.ref_areas:
        yield f"framework.yaml: level: regions.csv has no assessed region of level {level}"
    for region in regions.values():
        if region.role not in {"assessed", "total", "separate", "merged", "group"}:
            yield f"regions.csv: region {region.ref_area}: role {region.role} is not known"
        if region.role == "merged" and region.parent not in regions:
            yield f"regions.csv: region {region.ref_area}: parent {region.parent} is not listed"
    for link in framework.codes.links:
        unknown = {link.ref_area, link.other_area} - regions.keys() if regions else set()
        yield from (f"adjacency.csv: pair {link.pair}: region {area} is not in regions.csv" for area in sorted(unknown))
        if link.ref_area == link.other_area:
            yield f"adjacency.csv: pair {link.pair}: a region is not its own neighbour"


def _robustness_faults(framework: Framework) -> Iterator[str]:
    if framework.definition.robustness is not None:
        nodes = [node.id for node in components(framework.definition.index)]
        found = unknown_names(framework.definition.robustness, nodes, framework.indicators, framework.codes.series)
        yield from (f"framework.yaml: {fault}" for fault in found)


def _near(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
