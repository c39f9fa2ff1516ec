"""Releases: find them, list them, hold them to their own description."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index_pipeline.errors import UserError

DESCRIPTION = "datapackage.json"
LATEST = "latest.json"
PUBLISHED = "published.json"
GATE = "gate.json"
WAREHOUSE = "index.duckdb"
OUTSIDE = (PUBLISHED, WAREHOUSE, GATE)
"""Files outside the digest: the day of publication, a database that differs from build to build, and decisions."""


class ReleaseError(UserError):
    """A release cannot be found or read; the message says which and why."""


def find(releases: Path, release_id: str | None = None) -> Path:
    """Return the folder of a release; of the newest where none is named.

    Raises:
        ReleaseError: there is no such release.
    """
    if release_id is None:
        release_id = newest(releases)
        if release_id is None:
            raise ReleaseError(f"{releases}: no release is published yet; `icdi run` makes one")
    if release_id not in {folder.name for folder in listing(releases)}:
        known = ", ".join(folder.name for folder in listing(releases)) or "none"
        raise ReleaseError(f"{releases}: there is no release {release_id}; there are: {known}")
    return releases / release_id


def newest(releases: Path) -> str | None:
    """Return the identifier of the newest release, to which `latest.json` points; None where there is none.

    Raises:
        ReleaseError: `latest.json` is damaged.
    """
    pointer = releases / LATEST
    if not pointer.exists():
        return None
    try:
        return str(json.loads(pointer.read_text(encoding="utf-8"))["release_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"{releases}: the list of releases cannot be read ({error}); choose one with `icdi release approve ID`"
        ) from error


def as_of(release: Path) -> str | None:
    """Return the day of whose knowledge a release was made, in ISO 8601; None where it used the newest figures."""
    day = _described(release).get("provenance", {}).get("as_of")
    return None if day is None else str(day)


def listing(releases: Path) -> list[Path]:
    """Return the folders of all releases, the newest last."""
    found = [path.parent for path in releases.glob(f"*/{DESCRIPTION}") if not path.parent.name.startswith(".")]
    return sorted(found, key=lambda folder: (published(folder), folder.name))


def published(release: Path) -> str:
    """Return the time of publication of a release, in ISO 8601; empty where it is not recorded."""
    record = release / PUBLISHED
    return str(json.loads(record.read_text(encoding="utf-8"))["published"]) if record.exists() else ""


def _described(release: Path) -> dict[str, Any]:
    """Return the description of a release; empty where it is damaged, which `verify` says."""
    try:
        found = json.loads((release / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def verify(release: Path) -> list[str]:
    """Compare a release with its own description.

    Returns:
        One sentence a fault: a link, a file that is missing, altered or not described, or an identifier that does not
        follow from the content. Empty where the release is whole.
    """
    try:
        package = json.loads((release / DESCRIPTION).read_text(encoding="utf-8"))
        stated = {item["path"]: item["hash"].removeprefix("sha256:") for item in package["resources"]}
        provenance, edition = package["provenance"], package["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{release.name}: {DESCRIPTION} is missing or damaged ({error})"]
    links = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_symlink())
    if links:
        return [f"{release.name}: {path} is a link, not a file of the release" for path in links]
    found = {path: digest for path, (digest, _) in stamps(release).items()}
    faults = [f"{release.name}: {path} is missing" for path in sorted(stated.keys() - found.keys())]
    faults += [f"{release.name}: {path} is not described" for path in sorted(found.keys() - stated.keys())]
    faults += [
        f"{release.name}: {p} was altered" for p in sorted(stated.keys() & found.keys()) if stated[p] != found[p]
    ]
    if not faults and identifier(edition, found, provenance) != release.name:
        faults.append(f"{release.name}: the identifier does not follow from the content")
    return faults


def digest(release: Path, provenance: dict[str, Any]) -> str:
    """Hash what the release is made from: its tables, its framework, code and libraries."""
    return _digest({path: found for path, (found, _) in stamps(release).items()}, provenance)


def identifier(edition: str, files: dict[str, str], provenance: dict[str, Any]) -> str:
    """Return the identifier of a release: `edition`, and what its `files`, by path and SHA-256, come to."""
    return f"{edition}-{_digest(files, provenance)[:12]}"


def _digest(files: dict[str, str], provenance: dict[str, Any]) -> str:
    made_from = {path: found for path, found in files.items() if path.startswith(("tables/", "framework/"))}
    return hashlib.sha256(as_json({"files": made_from, "provenance": provenance}).encode()).hexdigest()


def stamps(release: Path) -> dict[str, tuple[str, int]]:
    """Return SHA-256 and size in bytes of each file inside the digest, by its path."""
    return {path: (hashlib.sha256(content).hexdigest(), len(content)) for path, content in _files(release)}


def _files(release: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(release.rglob("*")):
        name = path.relative_to(release).as_posix()
        if path.is_file() and name not in {DESCRIPTION, *OUTSIDE}:
            yield name, path.read_bytes()


def as_json(content: dict[str, Any]) -> str:
    """Write JSON in one way only: keys in order, texts readable."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
