"""Make a site, or add to one: which releases it has, in which order, and what changed from each to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index_pipeline.framework.citation import ADDRESS, with_slash
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.releases.folder import PUBLISHED, find, has_products, listing, newest, published
from index_pipeline.publication.releases.judgements import state
from index_pipeline.publication.site.folder import Record, SiteError, pages_of, recorded, write_site
from index_pipeline.publication.site.issues import Issue, Site
from index_pipeline.publication.text import Language

Changes = Callable[[Path | None, Path], Sequence[Both]]
"""What changed from a release (None before the first) to the next one, in sentences."""


@dataclass(frozen=True)
class SiteMade:
    """What became of a site: number of its releases, how many of them are new, its address ('' if it has none)."""

    releases: int
    added: int
    url: str


def make_site(folder: Path, releases: Path, names: Sequence[str], url: str, changes: Changes) -> SiteMade:
    """Write the site in `folder` with the releases that it has and those `names`, or all approved ones that have pages.

    The newest release of `releases` is at the root if the site has it, else the latest by time of publication. The
    address is `url`, else the `site_url` of the framework of the release at the root.

    Raises:
        ReleaseError: there is no release, or one is damaged.
        SiteError: `url` is not an address, the folder holds something else, or a release was discarded or does not say
            when it was published.
    """
    if url and not ADDRESS.fullmatch(url):
        raise SiteError(
            Both(
                f"{url}: this is not an address; write it whole, such as https://example.org/icdi/",
                f"{url}：不是网址；请写全，如 https://example.org/icdi/",
            )
        )
    record = recorded(folder)
    latest = find(releases).name
    approved = [
        path.name
        for path in listing(releases)
        if state(path, newest(releases)) in ("newest", "earlier") and has_products(path)
    ]
    wanted = names or approved or ([] if record else [latest])  # which says why it is not added
    added = {name: find(releases, name) for name in wanted if name not in record}
    for name, path in added.items():
        record[name] = {"published": _time_of(path, newest(releases)), "changes": {}}
    order = sorted(record, key=lambda name: (record[name]["published"], name))
    root = latest if latest in record else order[-1]
    place = {name: added.get(name, folder / "releases" / name) for name in order}
    framework = read_contents(place[root]).framework
    _compare(record, order, place, framework.languages, changes)
    address = with_slash(url) if url else framework.definition.site_url or ""
    shown = sorted(order, key=lambda name: (name == root, record[name]["published"], name), reverse=True)
    issues = tuple(
        Issue(
            name,
            record[name]["published"],
            {language: tuple(record[name]["changes"][language]) for language in framework.languages},
            pages_of(place[name]) if name == root else (),
        )
        for name in shown
    )
    title = {language: framework.definition.title.get(language) for language in framework.languages}
    write_site(folder, added, Site(framework.index_id, title, address, issues), record)
    return SiteMade(len(issues), len(added), address)


def _time_of(release: Path, latest: str | None) -> str:
    """Return when a release that may be on a site was published."""
    if state(release, latest) == "discarded":
        raise SiteError(
            Both(
                f"{release.name}: it was discarded and does not go on a site; to restore it: icdi release approve",
                f"{release.name}：该发布已放弃，不能加入站点；如需恢复：icdi release approve",
            )
        )
    at = published(release)
    if not at:
        raise SiteError(
            Both(
                f"{release.name}: {PUBLISHED} does not say when it was published, which a feed must name",
                f"{release.name}：{PUBLISHED} 未记载发布时间，无法列入订阅源",
            )
        )
    return at


def _compare(
    record: Record, order: Sequence[str], place: dict[str, Path], languages: Sequence[Language], changes: Changes
) -> None:
    """Say what changed where that is not yet recorded, or another release has come between."""
    for before, name in zip([None, *order], order, strict=False):
        own = record[name]
        if own.get("before") != before or not own["changes"].keys() >= set(languages):
            said = changes(place[before] if before else None, place[name])
            own["changes"] = {language: [each.get(language) for each in said] for language in languages}
            own["before"] = before
