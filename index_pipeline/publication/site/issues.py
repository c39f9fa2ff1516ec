"""The pages of a site besides its releases: what changed from one to the next, feeds, site map, rules for robots."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from index_pipeline.publication.files import File
from index_pipeline.publication.releases.folder import START
from index_pipeline.publication.text import LANGUAGES, Language, words
from index_pipeline.publication.webpage import page

FILES = ("releases", "site.js", "robots.txt", "sitemap.xml", *(f"feed.{language}.xml" for language in LANGUAGES))
"""What a site has at its root besides the files of the newest release."""


@dataclass(frozen=True)
class Issue:
    """A release on the site: identifier, time of publication in ISO 8601, and what changed since the one before.

    `changes` are sentences by language; `pages` the paths of its HTML pages.
    """

    release_id: str
    published: str
    changes: dict[Language, tuple[str, ...]]
    pages: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Path of the release, which stays for good."""
        return f"releases/{self.release_id}/"


@dataclass(frozen=True)
class Site:
    """A site: index, title by language, address with a slash at the end ('' without one), releases, newest first."""

    index_id: str
    title: dict[Language, str]
    url: str
    issues: tuple[Issue, ...]


def site_files(site: Site) -> Iterator[File]:
    """Yield a list of releases and a feed per language, the script that links them, robots.txt and, with an address,
    the site map: it may only hold whole addresses.
    """
    for language in site.title:
        yield File(_list(language), _releases(site, language).encode())
        yield File(_feed(language), _atom(site, language).encode())
    first = next(iter(site.title))
    yield File("releases/index.html", _moved(f"{first}.html").encode())
    links = {language: _list(language) for language in site.title}
    yield File("site.js", f"window.ICDI_SITE = {json.dumps({'releases': links})};\n".encode())
    yield File("robots.txt", _robots(site).encode())
    if site.url:
        yield File("sitemap.xml", _sitemap(site).encode())


def with_feeds(start_page: str, site: Site) -> str:
    """Return the start page of the newest release with its feeds and the script that leads to the other releases."""
    feeds = "".join(
        f'<link rel="alternate" type="application/atom+xml" hreflang="{language}" title="{escape(title)}"'
        f' href="{_feed(language)}">\n'
        for language, title in site.title.items()
    )
    return start_page.replace('<link rel="icon"', f'{feeds}<script defer src="site.js"></script>\n<link rel="icon"', 1)


def _list(language: Language) -> str:
    return f"releases/{language}.html"


def _feed(language: Language) -> str:
    return f"feed.{language}.xml"


def _releases(site: Site, language: Language) -> str:
    return page(
        "releases.html",
        words(language),
        site=site,
        title=site.title[language],
        language=language,
        other=next((other for other in site.title if other != language), None),
    )


def _moved(to: str) -> str:
    head = f'<!doctype html>\n<meta charset="utf-8">\n<title>{to}</title>\n'
    return f'{head}<meta http-equiv="refresh" content="0; url={to}">\n'


def _atom(site: Site, language: Language) -> str:
    """Write the feed: an entry per release, known by its identifier whatever the address of the site.

    Source: RFC 4287.
    """
    said = words(language)
    entries = "".join(
        f"<entry>\n<id>urn:icdi:release:{escape(issue.release_id)}</id>\n"
        f"<title>{escape(said('site.entry', release=issue.release_id))}</title>\n"
        f"<updated>{issue.published}</updated>\n"
        f'<link href="{escape(site.url + issue.folder)}index.html"/>\n'
        f"<summary>{escape(said('site.sentences').join(issue.changes[language]))}</summary>\n</entry>\n"
        for issue in site.issues
    )
    newest = max(issue.published for issue in site.issues)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{said("html.lang")}">\n'
        f"<id>urn:icdi:feed:{escape(site.index_id)}:{language}</id>\n<title>{escape(site.title[language])}</title>\n"
        f"<updated>{newest}</updated>\n<author><name>{escape(site.title[language])}</name></author>\n"
        f'<link rel="self" href="{escape(site.url)}{_feed(language)}"/>\n{entries}</feed>\n'
    )


def _robots(site: Site) -> str:
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {site.url}sitemap.xml\n" if site.url else "")


def _sitemap(site: Site) -> str:
    """List the start page, the lists of releases, the pages of the newest release at the root, and each release.

    Source: sitemaps.org, protocol 0.9.
    """
    newest = site.issues[0]
    paths: Sequence[tuple[str, str]] = [
        *((path, newest.published) for path in (START, *map(_list, site.title), *newest.pages)),
        *((issue.folder + START, issue.published) for issue in site.issues),
    ]
    urls = "".join(
        f"<url><loc>{escape(site.url + path)}</loc><lastmod>{published}</lastmod></url>\n" for path, published in paths
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{urls}</urlset>\n"
    )
