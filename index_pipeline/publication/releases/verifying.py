"""Verify: compare a release with its own description, file by file."""

from collections.abc import Callable
from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.files import files_below, hash_regular
from index_pipeline.framework.load import framework_digest
from index_pipeline.language import Bilingual
from index_pipeline.publication.releases.folder import (
    DATABASE,
    DESCRIPTION,
    GATE,
    PUBLISHED,
    Description,
    described,
    description_fault,
    fault_of,
    identifier,
    record_fault,
    recorded,
)


def verify(release: Path, only: Callable[[str], bool] | None = None) -> list[Bilingual]:
    """Compare a release with its own description and with the record of its publication.

    Args:
        release: Its folder.
        only: Which files to compare, by path. All if None; the folder's name must then be the identifier, and
            the record of publication must be there.

    Returns:
        One sentence per fault: a link, a file that is missing, altered, not described or cannot be read, a framework
        that is not the one that computed, or an identifier that does not follow from the content. Empty if the
        release is intact.
    """
    if fault := description_fault(release):
        return [fault]
    stated_by = described(release)
    try:
        paths = {path.relative_to(release).as_posix(): path for path in files_below(release)}
    except OSError as error:
        why = cause(error)
        return [
            Bilingual(
                f"{release.name}: {error.filename} cannot be listed ({why.en})",
                f"{release.name}：{error.filename} 无法列出（{why.zh}）",
            )
        ]
    present = {name: path for name, path in paths.items() if name != DESCRIPTION and (only is None or only(name))}
    links = sorted(name for name, path in present.items() if path.is_symlink())
    if links:
        return [fault_of(release, name, "是链接", "is a link, not a file of the release") for name in links]
    stated = {name: digest for name, digest in stated_by.files.items() if only is None or only(name)}
    if faults := _of_files(release, present, stated, is_whole=only is None):
        return faults
    name = release.name if only is None else stated_by.name
    if identifier(stated_by.edition, stated_by.files, stated_by.provenance) != name:
        return [fault_of(release, "", "标识与内容不符", "the identifier does not follow from the content")]
    if not _has_its_framework(stated_by):
        said_zh, said_en = "不是计算所用的指标体系", "is not the framework that it was computed with"
        return [fault_of(release, "framework/", said_zh, said_en)]
    return []


def _of_files(release: Path, present: dict[str, Path], stated: dict[str, str], *, is_whole: bool) -> list[Bilingual]:
    """Compare the files of a release with the digests that are stated of them.

    Args:
        release: Its folder.
        present: The files that there are, by path within it.
        stated: Digests by path.
        is_whole: Whether the record of publication has to be there too, and a recorded database to be as recorded.
    """
    outside = {PUBLISHED, DATABASE} if is_whole else set()
    hashed = {name: present[name] for name in sorted(present.keys() & (stated.keys() | outside))}
    found, faults = _hashes(release, hashed)
    if is_whole:
        stated = stated | {PUBLISHED: found.get(PUBLISHED, "")} | _database(release, found)
    there = present.keys() - {GATE}
    faults += [fault_of(release, name, "缺失", "is missing") for name in sorted(stated.keys() - there)]
    faults += [fault_of(release, name, "不在说明中", "is not described") for name in sorted(there - stated.keys())]
    altered = sorted(name for name in stated.keys() & found.keys() if stated[name] != found[name])
    faults += [fault_of(release, name, "已被改动", "was altered") for name in altered]
    if PUBLISHED in found and (fault := record_fault(release)):
        faults.append(fault)
    return faults


def _has_its_framework(description: Description) -> bool:
    """Return whether the framework of a release is the one that computed it, or nothing is stated of it."""
    files = description.files.items()
    framework = {name.removeprefix("framework/"): digest for name, digest in files if name.startswith("framework/")}
    return description.provenance.get("framework_digest") in (None, f"sha256:{framework_digest(framework)}")


def _database(release: Path, found: dict[str, str]) -> dict[str, str]:
    """Return the hash of the database of an earlier release: as recorded, or as found if none was recorded."""
    stated = recorded(release / PUBLISHED).get(DATABASE)
    if isinstance(stated, str):
        return {DATABASE: stated.removeprefix("sha256:")}
    return {name: digest for name, digest in found.items() if name == DATABASE}


def _hashes(release: Path, present: dict[str, Path]) -> tuple[dict[str, str], list[Bilingual]]:
    """Return the digest of each file that can be read, and a fault for each other one."""
    found: dict[str, str] = {}
    faults: list[Bilingual] = []
    for name, path in present.items():
        try:
            found[name] = hash_regular(path)[0]
        except OSError as error:
            why = cause(error)
            faults.append(fault_of(release, name, f"无法读取（{why.zh}）", f"cannot be read ({why.en})"))
    return found, faults
