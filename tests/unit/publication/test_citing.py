"""How a release is cited, with references written by hand."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from index_pipeline.framework.citation import Author, Citation, SiteAddress
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.text import Text
from index_pipeline.language import Language
from index_pipeline.publication.formats.citation import citation
from index_pipeline.publication.releases.citing import apa, bibtex, cited, csl, gbt7714, ris
from index_pipeline.publication.releases.contents import Contents

RELEASE = "icdi-2027-0123456789ab"
EVENING = "2026-11-28T20:30:00+00:00"
"""In Beijing, it is the 29th."""

READ = date(2026, 12, 1)
OFFICE = {"name": {"zh": "某省统计局", "en": "Office of Statistics"}}
ZHANG = {"family": {"zh": "张", "en": "Zhang"}, "given": {"zh": "三", "en": "San"}}
DUPONT = {"family": {"en": "Dupont"}, "given": {"en": "Anne-Marie"}}


def of(framework, authors=(), doi=None, site=None):
    title = Text(zh="工业文化指数", en="Industry & Culture")
    citation = Citation(authors=tuple(Author(**each) for each in authors), doi=doi)
    update = {"title": title, "citation": citation, "site_url": site}
    return replace(framework, definition=framework.definition.model_copy(update=update))


@pytest.fixture(scope="module")
def owned(example: Contents) -> Framework:
    """A framework whose owner states authors, DOI and address."""
    return of(example.framework, (OFFICE, ZHANG), "10.5281/zenodo.123", "https://example.org/icdi/")


@pytest.mark.parametrize("stated", ["https://example.org/icdi", "https://example.org/icdi/"])
def test_an_address_of_a_site_ends_in_a_slash_however_it_is_stated(stated: str) -> None:
    assert TypeAdapter(SiteAddress).validate_python(stated) == "https://example.org/icdi/"


def test_gbt7714_in_chinese(owned: Framework) -> None:
    assert gbt7714(cited(owned, RELEASE, EVENING, READ, "zh")) == (
        "某省统计局, 张三. 工业文化指数: icdi-2027-0123456789ab[DS/OL]. (2026-11-29)[2026-12-01]. "
        "https://example.org/icdi/releases/icdi-2027-0123456789ab/. DOI:10.5281/zenodo.123."
    )


def test_gbt7714_names_three_authors_and_has_foreign_ones_by_initials(example: Contents) -> None:
    framework = of(example.framework, (DUPONT, ZHANG, OFFICE, DUPONT))
    assert gbt7714(cited(framework, RELEASE, EVENING, READ, "zh")) == (
        "DUPONT A-M, 张三, 某省统计局, 等. 工业文化指数: icdi-2027-0123456789ab[DS]. (2026-11-29)."
    )
    assert gbt7714(cited(framework, RELEASE, EVENING, READ, "en")).startswith(
        "DUPONT A-M, ZHANG S, Office of Statistics, et al. Industry & Culture: "
    )


def test_apa(owned: Framework, example: Contents) -> None:
    assert apa(cited(owned, RELEASE, EVENING, READ, "en")) == (
        "Office of Statistics, & Zhang, S. (2026). Industry & Culture (Version icdi-2027-0123456789ab) [Data set]. "
        "https://doi.org/10.5281/zenodo.123"
    )
    of_nobody = of(example.framework)
    assert apa(cited(of_nobody, RELEASE, "", READ, "en")) == (
        "Industry & Culture project (n.d.). Industry & Culture (Version icdi-2027-0123456789ab) [Data set]."
    )


def test_bibtex_keeps_organisations_whole_and_escapes_what_tex_reads(owned: Framework) -> None:
    assert bibtex(cited(owned, RELEASE, EVENING, READ, "en")) == (
        "@misc{icdi-2027-0123456789ab,\n"
        "  author = {{Office of Statistics} and Zhang, San},\n"
        "  title = {{Industry \\& Culture}},\n"
        "  year = {2026},\n"
        "  note = {Data set, release icdi-2027-0123456789ab, published 2026-11-29},\n"
        "  url = {https://example.org/icdi/releases/icdi-2027-0123456789ab/},\n"
        "  urldate = {2026-12-01},\n"
        "  doi = {10.5281/zenodo.123}\n"
        "}"
    )


def test_ris(owned: Framework) -> None:
    assert ris(cited(owned, RELEASE, EVENING, READ, "zh")).splitlines() == [
        "TY  - DATA",
        "AU  - 某省统计局",
        "AU  - 张三",
        "TI  - 工业文化指数",
        "PY  - 2026",
        "DA  - 2026/11/29",
        "ET  - icdi-2027-0123456789ab",
        "UR  - https://example.org/icdi/releases/icdi-2027-0123456789ab/",
        "DO  - 10.5281/zenodo.123",
        "Y2  - 2026/12/01",
        "ER  - ",
    ]


def test_a_title_or_name_of_two_lines_is_cited_on_one(example: Contents) -> None:
    framework = of(example.framework, [{"name": {"en": "Office of\nStatistics"}}])
    title = Text(zh="工业", en="Industry\n& Culture")
    framework = replace(framework, definition=framework.definition.model_copy(update={"title": title}))

    lines = ris(cited(framework, RELEASE, EVENING, READ, "en")).splitlines()

    assert "AU  - Office of Statistics" in lines
    assert "TI  - Industry & Culture" in lines


def test_csl_json(owned: Framework) -> None:
    assert csl(cited(owned, RELEASE, EVENING, READ, "en")) == {
        "id": RELEASE,
        "type": "dataset",
        "title": "Industry & Culture",
        "author": [{"literal": "Office of Statistics"}, {"family": "Zhang", "given": "San"}],
        "version": RELEASE,
        "issued": {"date-parts": [[2026, 11, 29]]},
        "accessed": {"date-parts": [[2026, 12, 1]]},
        "URL": "https://example.org/icdi/releases/icdi-2027-0123456789ab/",
        "DOI": "10.5281/zenodo.123",
        "language": "en",
    }


def test_the_release_itself_names_authors_address_and_doi(owned: Framework, example: Contents) -> None:
    stated = yaml.safe_load(citation(Contents(RELEASE, owned, example.tables)))
    assert stated["authors"] == [{"name": "Office of Statistics"}, {"family-names": "Zhang", "given-names": "San"}]
    assert stated["doi"] == "10.5281/zenodo.123"
    assert stated["url"] == "https://example.org/icdi/releases/icdi-2027-0123456789ab/"


@pytest.mark.parametrize(
    "stated",
    [
        {"authors": [{}]},
        {"authors": [{"family": {"en": "Zhang"}}]},
        {"authors": [{"given": {"en": "San"}}]},
        {"authors": [OFFICE | ZHANG]},
        {"authors": [OFFICE | {"given": {"en": "San"}}]},
        {"doi": "https://doi.org/10.5281/zenodo.123"},
        {"doi": "10.5281/two words"},
    ],
    ids=lambda stated: json.dumps(stated)[:60],
)
def test_what_is_neither_organisation_nor_person_and_what_is_not_a_doi_is_refused(stated: dict) -> None:
    with pytest.raises(ValidationError):
        Citation.model_validate(stated)


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="bibtex is not installed")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_bibtex_compiles_the_entry(owned: Framework, tmp_path: Path, language: Language) -> None:
    (tmp_path / "index.bib").write_text(bibtex(cited(owned, RELEASE, EVENING, READ, language)), encoding="utf-8")
    (tmp_path / "paper.aux").write_text(
        f"\\relax\n\\citation{{{RELEASE}}}\n\\bibstyle{{plain}}\n\\bibdata{{index}}\n", encoding="utf-8"
    )
    done = subprocess.run(["bibtex", "paper"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Warning" in done.stdout) == (0, False), done.stdout
    entry = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert {"zh": "工业文化指数", "en": r"Industry \& Culture"}[language] in entry
