"""The folder of a site: copies of releases under addresses that stay, the newest at the root as well."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index_pipeline.errors import UserError
from index_pipeline.files import exchange, write_bytes, write_text
from index_pipeline.language import Bilingual, Both, joined
from index_pipeline.publication.releases.folder import GATE, PUBLISHED, START, has_products
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.publication.site.issues import FILES, Site, site_files, with_feeds

MARK = "site.json"
"""What a site says of itself: its releases, their times of publication and changes. Without it a folder is not one."""

Record = dict[str, dict[str, Any]]


class SiteError(UserError):
    """A folder is not a site, or a release cannot be published; the message says why."""


def recorded(folder: Path) -> Record:
    """Return what a site says of its releases, by identifier; empty if there is none yet.

    Raises:
        SiteError: the folder holds other files than a site.
    """
    mark = folder / MARK
    if mark.is_file():
        return dict(json.loads(mark.read_text(encoding="utf-8")))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SiteError(
            Both(
                f"{folder}: it holds other files and is not a site of icdi: name a folder that is new, empty or a site",
                f"{folder}：其中有其他文件，不是 icdi 生成的站点：请指定新目录、空目录或已有站点",
            )
        )
    return {}


def write_site(folder: Path, releases: Mapping[str, Path], site: Site, record: Record) -> None:
    """Write a site beside `folder` and put it there when it is whole; releases that it had already stay.

    So does what a person keeps at its root, such as `.git` or `CNAME`.

    Args:
        folder: Where the site is to be.
        releases: Folder of each release that is added, by its identifier.
        site: Every release of the site, the newest first.
        record: What the site is to say of its releases.

    Raises:
        SiteError: a release is not as it was published.
    """
    for name, release in releases.items():
        if not (folder / "releases" / name).is_dir() and (faults := verify(release)):
            raise SiteError(joined([Bilingual(f"{name}: not published", f"{name}：未加入站点"), *faults]))
        if not has_products(release):
            raise SiteError(
                Both(
                    f"{name}: it has tables alone: `icdi run` adds the pages while its inputs are the same",
                    f"{name}：只有数据表；输入未变时，用 icdi run 补上网页",
                )
            )
    staged = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(staged, ignore_errors=True)
    held = folder / "releases"
    for issue in site.issues:
        place = staged / "releases" / issue.release_id
        if (held / issue.release_id).is_dir():
            _copy(held / issue.release_id, place)
        else:
            shutil.copytree(releases[issue.release_id], place, ignore=shutil.ignore_patterns(GATE))
    newest = staged / "releases" / site.issues[0].release_id
    shutil.copytree(newest, staged, copy_function=os.link, ignore=shutil.ignore_patterns(PUBLISHED), dirs_exist_ok=True)
    start = (newest / START).read_text(encoding="utf-8")
    (staged / START).unlink()
    write_text(staged / START, with_feeds(start, site))
    for file in site_files(site):
        write_bytes(staged / file.path, file.content)
    write_text(staged / MARK, json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    for kept in _of_others(folder):
        if (staged / kept.name).exists():
            raise SiteError(
                Both(
                    f"{kept}: a release has a file of that name: move yours elsewhere",
                    f"{kept}：发布中有同名文件：请将站点中的该文件移走",
                )
            )
        _copy(kept, staged / kept.name)
    _put(staged, folder)


def pages_of(release: Path) -> tuple[str, ...]:
    """Return the HTML pages of a release that are read by themselves: scorecards, reports and the lists of charts."""
    patterns: Sequence[str] = ("scorecards/*/*.html", "report/*/*.html", "figures/*/index.html")
    return tuple(sorted(path.relative_to(release).as_posix() for pattern in patterns for path in release.glob(pattern)))


def _of_others(folder: Path) -> list[Path]:
    """Return what is at the root of a site and neither its own nor of one of its releases."""
    of_site = {MARK, *FILES, *(path.name for path in folder.glob("releases/*/*"))}
    return [path for path in folder.iterdir() if path.name not in of_site] if folder.exists() else []


def _copy(source: Path, to: Path) -> None:
    """Copy a file or folder by links to the same content; a symbolic link stays one."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, to, symlinks=True, copy_function=_link)
    else:
        _link(source, to)


def _link(source: str | Path, to: str | Path) -> None:
    os.link(source, to, follow_symlinks=False)


def _put(staged: Path, folder: Path) -> None:
    if folder.exists():
        exchange(staged, folder)
        shutil.rmtree(staged)
    else:
        staged.rename(folder)
