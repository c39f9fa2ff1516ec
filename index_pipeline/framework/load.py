"""Load a framework's folder and refuse all of it, by file and field, if its parts do not fit together."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from index_pipeline.causes import cause
from index_pipeline.files import read_regular
from index_pipeline.framework.acknowledgements import FILE as ACKNOWLEDGEMENTS
from index_pipeline.framework.acknowledgements import Acknowledgements
from index_pipeline.framework.answers import FILE as ANSWERS
from index_pipeline.framework.answers import AuditAnswers
from index_pipeline.framework.code_files import LARGEST_LIST, CodeListError, read_codes
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.fault import Fault, FaultsError
from index_pipeline.framework.faults.files import faults_across
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.framework.ratio_units import with_derived_units
from index_pipeline.framework.shared import FILE as SHARED
from index_pipeline.framework.shared import Shared, is_shared
from index_pipeline.framework.source import Source
from index_pipeline.framework.survey import Survey
from index_pipeline.framework.yaml_files import LARGEST_FILE, Model, YamlFileError, read_model

Item = TypeVar("Item", Indicator, Source, Survey)

OUTSIDE_DIGEST = (ACKNOWLEDGEMENTS, ANSWERS)
"""Files of a framework that change no score: they are carried along, and its digest leaves them out."""

MOST_REMEMBERED = 4
"""Frameworks that are remembered: a run loads its own from several folders, and those of earlier releases."""


class FrameworkError(FaultsError):
    """A framework is refused; `faults` holds one sentence each, beginning with the file."""


def load(folder: Path) -> Framework:
    """Load the framework in `folder`: each file is read once, and the framework keeps the bytes.

    `framework.yaml` and `indicator/*.yaml` are required; `source/*.yaml`, `survey/*.yaml` and the code lists may be
    absent: what is not listed is not checked. So may `acknowledgements.yaml` and `answers.yaml`. If there is a
    `shared.yaml`, the lists and sources that the folder does not have itself are read from the folder above that it
    names, as if they were here.

    Raises:
        FrameworkError: with every fault found, each naming its file and field.
    """
    if not folder.is_dir():
        raise FrameworkError([Fault.of("no_folder", str(folder))])
    files, unread = read_files(folder)
    return framework_of(files, unread) if unread else _framework(tuple(files.items()))


@lru_cache(MOST_REMEMBERED)
def _framework(files: tuple[tuple[str, bytes], ...]) -> Framework:
    """Return the framework of files, the same one for the same bytes: nobody changes a framework."""
    return framework_of(dict(files))


def framework_of(files: Mapping[str, bytes], unread: Iterable[Fault] = ()) -> Framework:
    """Return the framework of `files`, the content of each by its path within the folder.

    Raises:
        FrameworkError: with every fault found, those of `unread` first.
    """
    faults = list(unread)
    if "framework.yaml" not in files and not faults:
        faults.append(Fault.of("no_file", "framework.yaml"))
    definition = _read(files, "framework.yaml", Definition, faults)
    indicators = _read_all(files, "indicator", Indicator, faults)
    sources = _read_all(files, "source", Source, faults)
    surveys = _read_all(files, "survey", Survey, faults)
    acknowledged = _read(files, ACKNOWLEDGEMENTS, Acknowledgements, faults)
    answered = _read(files, ANSWERS, AuditAnswers, faults)
    try:
        codes = read_codes(files)
    except CodeListError as error:
        codes = CodeLists({}, {}, {})
        faults.extend(error.found)
    indicators, codes = with_derived_units(indicators, codes)
    if definition is None or faults:
        raise FrameworkError(faults)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    framework = Framework(
        definition,
        indicators,
        sources,
        codes,
        framework_digest(hashes),
        files,
        acknowledged.root if acknowledged else (),
        surveys,
        answered.root if answered else (),
    )
    faults = list(faults_across(framework))
    if faults:
        raise FrameworkError(faults)
    return framework


def framework_digest(hashes: Mapping[str, str]) -> str:
    """Hash the files that make a framework, by path within its folder and SHA-256 of the content."""
    digest = hashlib.sha256()
    for name in sorted(hashes.keys() - set(OUTSIDE_DIGEST), key=_in_order):
        digest.update(f"{name}\n".encode())
        digest.update(bytes.fromhex(hashes[name]))
    return digest.hexdigest()


def read_files(folder: Path) -> tuple[dict[str, bytes], list[Fault]]:
    """Read the files of a framework, those that it shares with others among them: see `load`.

    A file is a fault if it is a link, not a regular file, too large, or cannot be opened; so is a folder that cannot
    be listed. Of a folder without `framework.yaml` nothing else is read.
    """
    if not os.path.lexists(folder / "framework.yaml"):
        return {}, [Fault.of("no_framework", str(folder))]
    faults: list[Fault] = []
    return _with_shared(_read_files(_files(folder, faults), folder, faults), folder, faults), faults


def _with_shared(files: dict[str, bytes], folder: Path, faults: list[Fault]) -> dict[str, bytes]:
    """Add the files of the folder that `shared.yaml` names, its own ones first, and leave that file out."""
    own = {name: content for name, content in files.items() if name != SHARED}
    shared = _read(files, SHARED, Shared, faults)
    if shared is None:
        return own
    above = shared.above(folder)
    paths = [path for path in _files(above, faults) if is_shared(path.relative_to(above).as_posix())]
    if not paths:
        faults.append(Fault.of("nothing_to_share", SHARED, "folder", name=above))
    found = _read_files(paths, above, faults) | own
    return {name: found[name] for name in sorted(found, key=_in_order)}


def _in_order(name: str) -> list[str]:
    return name.split("/")


def _read_files(paths: Iterable[Path], folder: Path, faults: list[Fault]) -> dict[str, bytes]:
    """Read files by their path within `folder`."""
    files: dict[str, bytes] = {}
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            if path.is_symlink():
                faults.append(Fault.of("is_link", name))
                continue
            files[name] = read_regular(path, LARGEST_LIST if path.suffix == ".csv" else LARGEST_FILE)
        except OSError as error:
            kind = "too_large" if error.errno == errno.EFBIG else "cannot_open"
            faults.append(Fault.of(kind, name, why=cause(error)))
    return files


def _files(folder: Path, faults: list[Fault]) -> Iterator[Path]:
    """Yield `*.yaml` and `*.csv` of a folder and `*.yaml` of the folders in it, hidden ones left out, in order."""
    for path in _listed(folder, folder, faults):
        if path.suffix in {".yaml", ".csv"}:
            yield path
        elif path.is_symlink() and path.is_dir():
            faults.append(Fault.of("link_to_folder", path.name))
        elif path.is_dir():
            yield from (inner for inner in _listed(path, folder, faults) if inner.suffix == ".yaml")


def _listed(inner: Path, folder: Path, faults: list[Fault]) -> list[Path]:
    try:
        with os.scandir(inner) as entries:
            return sorted(Path(entry.path) for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        name = inner if inner == folder else inner.relative_to(folder)
        faults.append(Fault.of("cannot_list", str(name), why=cause(error)))
        return []


def _read(files: Mapping[str, bytes], name: str, model: type[Model], faults: list[Fault]) -> Model | None:
    if name not in files:
        return None
    try:
        return read_model(files[name], model)
    except YamlFileError as error:
        faults.extend(fault.within(name) for fault in error.found)
        return None


def _read_all(files: Mapping[str, bytes], kind: str, model: type[Item], faults: list[Fault]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for name in files:
        stem = name.removeprefix(f"{kind}/").removesuffix(".yaml")
        if name != f"{kind}/{stem}.yaml":
            continue
        item = _read(files, name, model, faults)
        if item is None:
            continue
        if item.id != stem:
            faults.append(Fault.of("not_file_name", name, id=item.id))
        found[item.id] = item
    return found
