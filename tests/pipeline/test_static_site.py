"""`icdi site`: releases as one static site whose addresses stay, with what changed, feeds, site map and robots.txt."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from one_language import foreign, texts
from running import answered
from small_project import Project

from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.publish import Recipe, publish
from index_pipeline.publication.releases.decisions import discard, judge
from index_pipeline.publication.releases.folder import listing, newest
from index_pipeline.publication.releases.gate import Raised
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.vintages import load_observations
from index_pipeline.sources.store.vintages import newest as newest_figures

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://example.org/icdi/"
DOUBT = Raised("lost", "figures are lost", "数据减少")


@pytest.fixture(scope="module")
def published_twice(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with a release, and a later one as of an earlier day, which waits at the gate."""
    project = small_project.copy(tmp_path_factory.mktemp("twice"))
    submit(project, datetime(2026, 3, 1, tzinfo=UTC), None, [])
    submit(project, datetime(2026, 3, 2, tzinfo=UTC), date(2024, 12, 31), [DOUBT])
    return project


def submit(project: Project, now: datetime, as_of: date | None, raised: list[Raised]) -> None:
    release = publish(recipe(project, as_of), project.data / "releases", now, lambda _: None)
    judge(release, now, lambda _: raised)


def recipe(project: Project, as_of: date | None) -> Recipe:
    framework = load(project.framework)
    observations, events = newest_figures(load_observations(project.data), as_of), load_events(project.data)
    register_stocks = stocks(events, framework)
    built = vars(build(observations, register_stocks, framework))
    tables = {name: table for name, table in built.items() if isinstance(table, pa.Table)}
    tables |= {"observations": observations, "register_events": events, "register_stocks": register_stocks}
    return Recipe(tables | catalogue(framework, tables["weights"]), framework, as_of)


def made(project: Project, folder: Path, *options: object) -> Path:
    done = answered("site", folder, "--data", project.data, *options)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def site(published_twice: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(published_twice, tmp_path_factory.mktemp("web") / "site", "--url", URL, *both(published_twice))


def of_project(project: Project) -> list[str]:
    return [path.name for path in listing(project.data / "releases")]


def both(project: Project) -> list[str]:
    """Options that name both releases: the later one, as of an earlier day, waits at the gate."""
    return [option for name in of_project(project) for option in ("--release", name)]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_release_is_there_as_published_and_the_newest_is_at_the_root(site: Path, published_twice: Project) -> None:
    latest = newest(published_twice.data / "releases")

    assert sorted(path.name for path in (site / "releases").iterdir() if path.is_dir()) == sorted(
        of_project(published_twice)
    )
    assert [verify(site / "releases" / name) for name in of_project(published_twice)] == [[], []]
    own = files(site / "releases" / str(latest))
    assert {path for path, content in own.items() if files(site).get(path) != content} == {
        "index.html",
        "published.json",
    }


def test_what_changed_is_said_in_both_languages(site: Path) -> None:
    chinese, english = ((site / "releases" / f"{language}.html").read_text("utf-8") for language in ("zh", "en"))

    assert "这是首次发布" in chinese
    assert "This is the first release" in english
    assert chinese.count("<section") == english.count("<section") == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_list_of_releases_and_feed_are_in_one_language(site: Path, language: str) -> None:
    pages = (site / "releases" / f"{language}.html", site / f"feed.{language}.xml")

    assert [foreign(texts(page, language), language) for page in pages] == [set(), set()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_feed_has_an_entry_per_release(site: Path, published_twice: Project, language: str) -> None:
    feed = ElementTree.parse(site / f"feed.{language}.xml").getroot()

    entries = feed.findall(f"{ATOM}entry")

    assert feed.findtext(f"{ATOM}id") == f"urn:icdi:feed:small:{language}"
    ids = {entry.findtext(f"{ATOM}id") for entry in entries}
    assert ids == {f"urn:icdi:release:{name}" for name in of_project(published_twice)}
    assert feed.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (site / link.attrib["href"].removeprefix(URL)).is_file()
        assert (entry.findtext(f"{ATOM}summary") or "")[-1] in "。."


def test_every_address_of_the_site_map_is_there_and_robots_name_it(site: Path) -> None:
    urls = [url.text or "" for url in ElementTree.parse(site / "sitemap.xml").getroot().iter(f"{MAP}loc")]

    assert URL + "index.html" in urls
    assert len(urls) > 10
    assert [url for url in urls if not (site / url.removeprefix(URL)).is_file()] == []
    assert f"Sitemap: {URL}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_made_again_it_is_the_same_bytes(site: Path, published_twice: Project, tmp_path: Path) -> None:
    again = made(published_twice, tmp_path / "site", "--url", URL, *both(published_twice))
    made(published_twice, again, "--url", URL)

    assert files(again) == files(site)


def test_a_release_that_was_published_stays_when_another_is_added(published_twice: Project, tmp_path: Path) -> None:
    earlier, later = of_project(published_twice)
    folder = made(published_twice, tmp_path / "site", "--release", earlier)
    before = files(folder / "releases" / earlier)

    made(published_twice, folder, "--release", later)

    assert files(folder / "releases" / earlier) == before
    assert set(json.loads((folder / "site.json").read_text("utf-8"))) == {earlier, later}
    assert not (folder / "sitemap.xml").exists(), "no address was given"


def test_a_release_that_waits_is_added_only_by_name(published_twice: Project, tmp_path: Path) -> None:
    folder = made(published_twice, tmp_path / "site")

    assert list(json.loads((folder / "site.json").read_text("utf-8"))) == [newest(published_twice.data / "releases")]


def test_a_folder_of_something_else_is_left_alone(published_twice: Project, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")

    done = answered("site", tmp_path, "--data", published_twice.data)

    assert done.returncode == 1
    assert "is not a site of icdi" in done.stderr
    assert files(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_damaged_release_is_not_published(published_twice: Project, tmp_path: Path) -> None:
    project = published_twice.copy(tmp_path / "project")
    release = listing(project.data / "releases")[0]
    (release / "index.html").write_text("altered", "utf-8")

    done = answered("site", tmp_path / "site", "--data", project.data, "--release", release.name)

    assert done.returncode == 1
    assert "index.html was altered" in done.stderr
    assert not (tmp_path / "site").exists()


def test_what_a_person_keeps_at_the_root_stays(published_twice: Project, tmp_path: Path) -> None:
    earlier, later = of_project(published_twice)
    folder = made(published_twice, tmp_path / "site", "--url", URL, "--release", earlier)
    (folder / "CNAME").write_text("example.org", "utf-8")
    (folder / ".git" / "refs").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main", "utf-8")
    (folder / "current").symlink_to("releases")

    made(published_twice, folder, "--release", later)

    assert (folder / "CNAME").read_text("utf-8") == "example.org"
    assert (folder / ".git" / "HEAD").read_text("utf-8") == "ref: refs/heads/main"
    assert (folder / ".git" / "refs").is_dir()
    assert (folder / "current").is_symlink()
    assert not (folder / "sitemap.xml").exists(), "of the site that had an address"


def test_a_discarded_release_is_not_published(published_twice: Project, tmp_path: Path) -> None:
    project = published_twice.copy(tmp_path / "project")
    releases = project.data / "releases"
    (waiting,) = set(of_project(project)) - {newest(releases)}
    discard(releases, waiting, "A person", "doubtful", datetime(2026, 3, 3, tzinfo=UTC))

    done = answered("site", tmp_path / "site", "--data", project.data, "--release", waiting)

    assert done.returncode == 1
    assert "it was discarded" in done.stderr
    assert not (tmp_path / "site").exists()


def test_a_release_that_does_not_say_when_it_was_published_is_not_published(
    published_twice: Project, tmp_path: Path
) -> None:
    project = published_twice.copy(tmp_path / "project")
    release = project.data / "releases" / str(newest(project.data / "releases"))
    (release / "published.json").unlink()

    done = answered("site", tmp_path / "site", "--data", project.data)

    assert done.returncode == 1
    assert "does not say when it was published" in done.stderr
