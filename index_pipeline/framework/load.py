"""Load a framework's folder and refuse the whole of it, by file and field, where its parts do not fit together."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from index_pipeline.errors import UserError
from index_pipeline.files import read_regular
from index_pipeline.framework.codes import LARGEST_FILE, CodeListError, CodeLists
from index_pipeline.framework.faults import faults_across
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.model import Definition, Indicator
from index_pipeline.framework.source import Source
from index_pipeline.framework.survey import Survey
from index_pipeline.framework.yaml_files import Model, YamlFileError, read_model

Item = TypeVar("Item", Indicator, Source, Survey)


class FrameworkError(UserError):
    """A framework is refused; `faults` holds one sentence each, beginning with the file."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def load(folder: Path) -> Framework:
    """Load the framework in `folder`.

    `framework.yaml` and `indicator/*.yaml` are required; `source/*.yaml`, `survey/*.yaml` and the code lists may be
    absent: what is not listed is not checked.

    Raises:
        FrameworkError: with every fault found, each naming its file and field.
    """
    if not folder.is_dir():
        raise FrameworkError([f"{folder}: there is no such framework folder"])
    faults: list[str] = []
    definition = _read(folder, folder / "framework.yaml", Definition, faults)
    indicators = _read_all(folder, "indicator", Indicator, faults)
    sources = _read_all(folder, "source", Source, faults)
    surveys = _read_all(folder, "survey", Survey, faults)
    try:
        codes = CodeLists.load(folder)
    except CodeListError as error:
        codes = CodeLists({}, {}, {})
        faults.append(str(error))
    if definition is None or faults:
        raise FrameworkError(faults)
    framework = Framework(definition, indicators, sources, codes, _digest(folder), surveys)
    faults = list(faults_across(framework))
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
