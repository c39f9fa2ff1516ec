"""Releases: find them, list them, read what they say of themselves.

A release whose records are damaged is skipped unless it is asked for by name; `damage` names it.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.files import files_below, hash_regular, listed, read_regular
from index_pipeline.language import Bilingual, Both

DESCRIPTION = "datapackage.json"
LATEST = "latest.json"
PUBLISHED = "published.json"
GATE = "gate.json"
DATABASE = "index.duckdb"
"""A file of earlier releases, outside the digest; its hash is in the record of publication of all but the first."""
START = "index.html"
"""The start page: what a release of tables alone does not have."""
OUTSIDE = (PUBLISHED, DATABASE, GATE)
"""Files outside the digest: the record of publication, and decisions."""

LARGEST_RECORD = 100_000_000
"""Bytes of the largest description that is read; that of the full index is a hundredth of it."""


class ReleaseError(UserError):
    """A release cannot be found or read; the message says which and why."""


class Description(NamedTuple):
    """The description of a release: files by path with their SHA-256, provenance, edition, identifier."""

    files: dict[str, str]
    provenance: dict[str, Any]
    edition: str
    name: str


def find(releases: Path, release_id: str | None = None) -> Path:
    """Return the folder of a release; of the newest if none is named.

    Raises:
        ReleaseError: there is no such release, or its description is damaged.
    """
    if release_id is None:
        release_id = newest(releases)
        if release_id is None:
            raise ReleaseError(_no_newest(releases))
    if release_id not in {folder.name for folder in listing(releases)}:
        known = ", ".join(folder.name for folder in listing(releases))
        raise ReleaseError(
            Both(
                f"{releases}: there is no release {release_id}; there are: {known or 'none'}",
                f"{releases}：没有发布 {release_id}；现有：{known or '无'}",
            )
        )
    if fault := description_fault(releases / release_id):
        raise ReleaseError(fault)
    return releases / release_id


def has_products(release: Path) -> bool:
    """Return whether a release has pages, documents and charts, and is not one of tables alone."""
    return (release / START).is_file()


def newest(releases: Path) -> str | None:
    """Return the identifier of the newest release, to which `latest.json` points.

    None if there is no such file, or it is damaged: `damage` says which.
    """
    name = recorded(releases / LATEST).get("release_id")
    return name if isinstance(name, str) and name else None


def as_of(release: Path) -> str | None:
    """Return the date up to which the figures of a release were known, in ISO 8601.

    None if it used the newest figures, or if its description is missing or damaged.
    """
    day = provenance(release).get("as_of")
    return None if day is None else str(day)


def provenance(release: Path) -> dict[str, Any]:
    """Return what else made a release besides its figures; empty if its description is missing or damaged."""
    found = recorded(release / DESCRIPTION).get("provenance")
    return found if isinstance(found, dict) else {}


PROGRAM = ("code_digest", "code_version", "libraries")
"""What is recorded of the program that computed a release."""


def program_of(release: Path) -> dict[str, Any] | None:
    """Return what is recorded of the program that computed a release; None if something of it is missing."""
    found = provenance(release)
    return {name: found[name] for name in PROGRAM} if found.keys() >= {*PROGRAM} else None


def listing(releases: Path) -> list[Path]:
    """Return the folders of all releases, the newest last; those without a time of publication first.

    Raises:
        OSError: the folder of the releases cannot be listed.
    """
    found = [folder for folder in _folders(releases) if _is_described(folder)]
    return sorted(found, key=lambda folder: (published(folder), folder.name))


def published(release: Path) -> str:
    """Return the time of publication of a release, in ISO 8601; empty if it is not recorded or cannot be read."""
    at = recorded(release / PUBLISHED).get("published")
    return at if isinstance(at, str) and _is_time(at) else ""


def damage(releases: Path) -> list[str]:
    """Say what is skipped because its records cannot be read: one sentence each, beginning with the name.

    What the records say is not compared with the files: `verifying.verify` does.

    Raises:
        OSError: the folder of the releases cannot be listed.
    """
    pointer = [_no_newest(releases)] if (releases / LATEST).exists() and newest(releases) is None else []
    faults = (fault for folder in _folders(releases) for fault in (description_fault(folder), record_fault(folder)))
    return [*pointer, *filter(None, faults)]


def description_fault(release: Path) -> Bilingual | None:
    """Say that the description of a release is missing or damaged; None if it can be read."""
    try:
        described(release)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = cause(error)
        return Bilingual(
            f"{release.name}: {DESCRIPTION} is missing or damaged ({why.en})",
            f"{release.name}：{DESCRIPTION} 缺失或损坏（{why.zh}）",
            f"{release.name}: {DESCRIPTION} 缺失或损坏 · {DESCRIPTION} is missing or damaged ({why.en})",
        )
    return None


def digest(release: Path, provenance: dict[str, Any]) -> str:
    """Hash what the release is made from: its tables, its framework, code and libraries."""
    return _digest({path: found for path, (found, _) in stamps(release).items()}, provenance)


def identifier(edition: str, files: dict[str, str], provenance: dict[str, Any]) -> str:
    """Return the identifier of a release: `edition`, and a digest of its `files` by path and SHA-256."""
    return f"{edition}-{_digest(files, provenance)[:12]}"


def _digest(files: dict[str, str], provenance: dict[str, Any]) -> str:
    made_from = {path: found for path, found in files.items() if path.startswith(("tables/", "framework/"))}
    return hashlib.sha256(as_json({"files": made_from, "provenance": provenance}).encode()).hexdigest()


def stamps(release: Path) -> dict[str, tuple[str, int]]:
    """Return SHA-256 and size in bytes of each file inside the digest, by its path."""
    paths = {path.relative_to(release).as_posix(): path for path in files_below(release)}
    return {name: hash_regular(path) for name, path in paths.items() if name not in {DESCRIPTION, *OUTSIDE}}


def described(release: Path) -> Description:
    """Read the description of a release.

    Raises:
        OSError, ValueError, KeyError, TypeError, AttributeError: it is missing or damaged.
    """
    package = json.loads(read_regular(release / DESCRIPTION, LARGEST_RECORD).decode("utf-8"))
    stated = {str(item["path"]): item["hash"].removeprefix("sha256:") for item in package["resources"]}
    return Description(stated, dict(package["provenance"]), str(package["version"]), str(package["id"]))


def as_json(content: dict[str, Any]) -> str:
    """Write JSON in canonical form: keys in order, strings readable."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def recorded(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file; empty if the file is missing or damaged."""
    try:
        found = json.loads(read_regular(path, LARGEST_RECORD).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _folders(releases: Path) -> Iterator[Path]:
    if not releases.is_dir():
        return
    yield from (path for path in listed(releases) if path.is_dir() and not path.name.startswith("."))


def _is_described(release: Path) -> bool:
    try:
        return (release / DESCRIPTION).is_file()
    except OSError:  # the folder cannot be entered: `damage` names it
        return False


def record_fault(release: Path) -> Bilingual | None:
    """Say that the record of publication is missing or damaged; None if it can be read."""
    if published(release):
        return None
    return fault_of(
        release, PUBLISHED, "缺失或损坏，发布时间不明", "is missing or damaged: the time of publication is lost"
    )


def _no_newest(releases: Path) -> Bilingual:
    if not (releases / LATEST).exists():
        return Bilingual(
            f"{releases}: no release is published yet; `icdi run` makes one",
            f"{releases}：尚无发布；用 icdi run 生成",
        )
    return Bilingual(
        f"{releases}: the list of releases cannot be read ({LATEST} is damaged): choose one with "
        "`icdi release approve ID`",
        f"{releases}：{LATEST} 已损坏，最新发布不明；请用 icdi release approve 发布号 指定",
    )


def fault_of(release: Path, name: str, zh: str, en: str) -> Bilingual:
    """Say what is wrong with a file of a release, or with the release if `name` is empty."""
    own_zh, own_en = (f"{name} {said}".strip() for said in (zh, en))
    return Bilingual(f"{release.name}: {own_en}", f"{release.name}：{own_zh}", f"{release.name}: {own_zh} · {own_en}")


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
