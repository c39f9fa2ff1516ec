"""What the explorer loads: initials to search by, entries of registers, and how a link to the site is shown."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index_pipeline.keeping import Keeping
from index_pipeline.publication.explorer.entries import entry_data
from index_pipeline.publication.explorer.files import explorer_files
from index_pipeline.publication.explorer.letters import initials
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.releases.contents import Contents


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("重庆", "cq"),
        ("重点实验室", "zdsys"),
        ("R&D经费", "rdjf"),
        ("“小巨人”企业", "xjrqy"),
        ("", ""),
        ("Hainan 2", "hainan2"),
    ],
)
def test_initials(text: str, letters: str) -> None:
    assert initials([text], None) == {text: letters}


def test_characters_are_read_as_the_words_that_they_form_whatever_the_environment_says() -> None:
    script = f"from {initials.__module__} import initials; print(initials(['重庆', '重点'], None))"
    environment = {**os.environ, "PYPINYIN_NO_PHRASES": "true"}

    said = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)

    assert said.stdout == "{'重庆': 'cq', '重点': 'zd'}\n"


def test_initials_are_kept_by_the_texts(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path, {"version": "1"})
    found = initials(["重庆", "四川"], keeping)

    assert initials(["四川", "重庆", "四川"], keeping) == found == {"重庆": "cq", "四川": "sc"}
    assert len(list(tmp_path.iterdir())) == 1
    assert initials(["四川"], keeping) == {"四川": "sc"}
    assert len(list(tmp_path.iterdir())) == 2


def test_an_entry_has_its_last_title_its_document_and_its_end(example: Contents) -> None:
    panel = Panel(example)
    data = entry_data(panel)

    assert {register["id"] for register in data["registers"]} <= set(panel.named_entries)
    for register, title, letters, category, area, _, document, _, revoked in data["entries"]:
        entries = panel.named_entries[data["registers"][register]["id"]].values()
        (events,) = (own for own in entries if any(row["title"] == title for row in own))
        assert {title: letters} == initials([title], None)
        assert data["categories"][category][0] in {row["category"] or "" for row in events}
        assert area == -1 or panel.areas[area] in {row["ref_area"] for row in events}
        assert data["documents"][document][0] in {row["document"] or "" for row in events}
        assert (revoked is not None) == any(row["event"] == "revoked" for row in events)


def start_page(contents: Contents) -> dict[str, bytes]:
    return {file.path: file.content for file in explorer_files(Panel(contents))}


def test_a_site_with_an_address_is_shown_with_a_picture(example: Contents) -> None:
    framework = example.framework
    definition = framework.definition.model_copy(update={"site_url": "https://example.org/icdi/"})
    files = start_page(replace(example, framework=replace(framework, definition=definition)))

    page = files["index.html"].decode()

    assert '<meta property="og:image" content="https://example.org/icdi/explorer/preview.png">' in page
    assert '<meta property="og:url" content="https://example.org/icdi/">' in page
    assert files["explorer/preview.png"].startswith(b"\x89PNG")


def test_a_site_without_an_address_has_no_preview(example: Contents) -> None:
    files = start_page(example)

    assert "explorer/preview.png" not in files
    assert "og:" not in files["index.html"].decode()
