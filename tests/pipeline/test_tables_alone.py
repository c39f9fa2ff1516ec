"""A release of tables alone: what people read is made when it is asked for, or added by a run, and is the same."""

import json
import shutil
from pathlib import Path

import pytest
from small_project import Project

from index_pipeline.defs.run import run
from index_pipeline.defs.unchanged import keeping, unchanged
from index_pipeline.files import files_below
from index_pipeline.publication.explorer.sizes import SIZES
from index_pipeline.publication.products import OnRequest
from index_pipeline.publication.releases.folder import DESCRIPTION, GATE, LATEST, PUBLISHED, has_products
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.publication.site.folder import SiteError
from index_pipeline.publication.site.make import make_site


def made(project: Project, *, with_products: bool) -> Path:
    return run(
        project.framework, project.data, None, latest=None, on_step=lambda *_: None, with_products=with_products
    ).release


def files(release: Path) -> dict[str, bytes]:
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in files_below(release)}


@pytest.fixture
def project(published: Project, tmp_path: Path) -> Project:
    """A copy of the small project with what its run has kept, without its release."""
    copy = published.copy(tmp_path / "project")
    shutil.rmtree(copy.data / "releases")
    return copy


def test_products_are_the_same_whenever_they_are_made(project: Project) -> None:
    alone = made(project, with_products=False)
    before = files(alone)
    assert verify(alone) == []
    assert not [path for path in before if path.endswith((".html", ".pdf", ".xlsx", ".svg"))]
    assert unchanged(project.framework, project.data, None, latest=None) is None
    assert unchanged(project.framework, project.data, None, latest=None, with_products=False) is not None
    asked = OnRequest(alone, keeping(project.data))
    assert asked.content("tables/none.csv") is asked.content("scorecards/zh/none.pdf") is None
    with pytest.raises(SiteError, match="tables alone"):
        make_site(project.data.parent / "site", project.data / "releases", [], "", lambda *_: [])

    whole = made(project, with_products=True)

    after = files(whole)
    assert whole == alone
    assert has_products(whole)
    assert verify(whole) == []
    assert {name: after[name] for name in before if name != DESCRIPTION} == {
        name: content for name, content in before.items() if name != DESCRIPTION
    }
    products = after.keys() - before.keys() - {SIZES}
    assert {name: asked.content(name) for name in products} == {name: after[name] for name in products}
    assert [name.name for name in (project.data / "releases").iterdir() if name.is_dir()] == [whole.name]
    assert json.loads((project.data / "releases" / LATEST).read_text())["release_id"] == whole.name
    assert {PUBLISHED, GATE} <= before.keys()
    assert made(project, with_products=False) == whole
    assert files(whole) == after
