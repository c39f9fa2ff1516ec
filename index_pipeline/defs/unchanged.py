"""The inputs of a run, and whether the last run had the same inputs: then nothing is computed.

Only content counts, not times of files: the store's figures, registers and withdrawn batches, the framework with its
acknowledgements, the program with its libraries, the options of the run, and the day, by which calendars and
acknowledgements count. Of a run during which one of the files was written, nothing is recorded, whatever the file holds
again. A run that Dagster launches always computes.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import numpy as np

from index_pipeline.clock import today
from index_pipeline.errors import UserError
from index_pipeline.files import files_below, hash_regular, read_regular, write_text
from index_pipeline.framework.load import read_files
from index_pipeline.framework.shared import folders
from index_pipeline.keeping import Keeping
from index_pipeline.publication.releases.folder import LARGEST_RECORD, as_json, damage, has_products, newest
from index_pipeline.publication.releases.judgements import judgements, state
from index_pipeline.publication.releases.program import STARTED, is_unchanged, program
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.quality.findings import Finding, first, in_order
from index_pipeline.quality.reports import findings
from index_pipeline.scale.partitions import missing_parts, partitioned_registers
from index_pipeline.sources.registers.stocks import FILES as REGISTERS
from index_pipeline.sources.store.stored import stored_files
from index_pipeline.sources.store.vintages import FILES as OBSERVATIONS
from index_pipeline.sources.store.withdrawal import WITHDRAWN

RECORD = "last_run.json"
"""Beside the releases: digest of the inputs of the last run that succeeded, its release, its quality report."""

CHECKERS = ("great-expectations", "pandas")
"""Libraries that may change a finding, besides those that may change a byte of a release."""

SURROUNDINGS = {
    "python": python_version(),
    "processor": np.show_config(mode="dicts").get("SIMD Extensions"),
    "OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE"),
    **{name: version(name) for name in CHECKERS},
}
"""What else may change a table, in its last digits, or a finding."""


Stamp = tuple[int, int, int, int]
"""Inode, size, and the times of the last change of content and of anything."""


@dataclass(frozen=True)
class MadeFrom:
    """What a run is made from: the digest of its content, and stamps of the files and folders that it may read.

    One that was changed and has its old content again has another stamp: a run may have read what it was meanwhile.
    """

    digest: str
    stamps: Mapping[Path, Stamp]


@dataclass(frozen=True)
class Outcome:
    """What a run has made: the release's folder, what the checks found, and the quality report's page.

    `findings` are new ones first, then those that are known; `warnings` are what a person should look at.
    `quality` is None if the report could not be written.
    """

    release: Path
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    quality: Path | None

    @property
    def new(self) -> int:
        """Number of findings that are not acknowledged."""
        return sum(not finding.known for finding in self.findings)

    @property
    def known(self) -> int:
        """Number of acknowledged findings."""
        return len(self.findings) - self.new


def keeping(data: Path, *, afresh: bool = False) -> Keeping:
    """Return what earlier runs made, by the digest of what it was made from; `afresh` as in `Keeping`."""
    return Keeping(data / "tables" / "kept", {**STARTED, **SURROUNDINGS}, afresh, is_unchanged)


def is_candidate(as_of: date | str | None, latest: bool | None) -> bool:
    """Return whether a release is put to the gate: as `latest` says, else if the newest figures are used."""
    return as_of is None if latest is None else latest


def made_from(framework: Path, data: Path, as_of: date | None, *, latest: bool | None) -> MadeFrom | None:
    """Return what a run is made from; None if some of it cannot be read."""
    if not (framework / "framework.yaml").exists():  # all that is below another folder can be much
        return None
    try:
        roots = [
            *folders(framework),
            *(data / pattern.split("/")[0] for pattern in (OBSERVATIONS, REGISTERS, WITHDRAWN)),
        ]
        found = {path: stamp for root in roots for path, stamp in _stamps(root)}
    except (OSError, UserError):
        return None
    digest = inputs_digest(framework, data, as_of, latest=latest)
    return None if digest is None else MadeFrom(digest, found)


def _stamps(root: Path) -> Iterator[tuple[Path, Stamp]]:
    """Yield a folder, if it is there, and all that is below it, each with what differs once it was written."""
    for path in (root, *root.rglob("*")) if root.exists() else ():
        found = path.stat()
        yield path, (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def inputs_digest(framework: Path, data: Path, as_of: date | None, *, latest: bool | None) -> str | None:
    """Hash all inputs of a run; None if some of them cannot be read."""
    content, faults = read_files(framework)
    try:
        stored = [*stored_files(data, OBSERVATIONS), *stored_files(data, REGISTERS)]
        withdrawn = list(files_below(data / WITHDRAWN)) if (data / WITHDRAWN).is_dir() else []
        registers = partitioned_registers(data)
        if missing_parts(registers):
            return None
        partitioned = {register.register_id: register.digest for register in registers}
        files = {path.relative_to(data).as_posix(): hash_regular(path)[0] for path in (*stored, *withdrawn)}
    except (OSError, UserError):
        return None
    if faults:
        return None
    content_of = {
        "data": files,
        "partitioned": partitioned,
        "framework": {name: hashlib.sha256(found).hexdigest() for name, found in content.items()},
        "program": {**program(), **SURROUNDINGS},
        "as_of": as_of.isoformat() if as_of else None,
        "latest": latest,
        "day": today().isoformat(),
    }
    return hashlib.sha256(as_json(content_of).encode("utf-8", "surrogatepass")).hexdigest()


def keep(data: Path, digest: str, outcome: Outcome) -> None:
    """Record what a run was made from and what it made; if that cannot be written, the next run computes."""
    quality = outcome.quality.name if outcome.quality else None
    record = {"inputs": digest, "release_id": outcome.release.name, "quality": quality}
    with suppress(OSError):
        write_text(data / "releases" / RECORD, as_json(record))


def unchanged(
    framework: Path, data: Path, as_of: date | None, *, latest: bool | None, with_products: bool = True
) -> Outcome | None:
    """Return what the last run made, if another one would make the same; None if a run must compute.

    The release must be intact and have its products if they are wanted, and the gate must have nothing to decide: the
    release is the newest one, or waits for a person who compares it with the newest one, or was not to be put to the
    gate. No record of any release may be damaged, and the quality report must exist.
    """
    releases = data / "releases"
    try:
        record = json.loads(read_regular(releases / RECORD, LARGEST_RECORD))
        digest, release, page = record["inputs"], releases / record["release_id"], data / "quality" / record["quality"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if digest != inputs_digest(framework, data, as_of, latest=latest) or not page.is_file():
        return None
    found = findings(page)
    if found is None or (is_candidate(as_of, latest) and not _is_judged(release)):
        return None
    if damage(releases) or verify(release) or (with_products and not has_products(release)):
        return None
    new = [finding.sentence() for finding in found if not finding.known and not finding.critical]
    return Outcome(release, tuple(in_order(found)), tuple(first(new)), page)


def _is_judged(release: Path) -> bool:
    """Return whether a release is the newest one, or waits after it was compared with the newest one."""
    latest = newest(release.parent)
    current = state(release, latest)
    if current != "waiting":
        return current == "newest"
    last = judgements(release)[-1]
    return bool(last.at) and last.compared_with == latest  # without a time, the record is damaged
