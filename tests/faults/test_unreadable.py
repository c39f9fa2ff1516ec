"""What cannot be read is not absent: a run stops with its name, and what was published stays the newest."""

from pathlib import Path

import pytest
from killing import bytes_of, start
from running import without_progress
from small_project import Project


def arguments(command: str, project: Project) -> tuple[object, ...]:
    file = project.data.parent / "export.csv"
    data = ("--data", project.data)
    return {
        "run": ("run", *project.options()),
        "ingest": ("ingest", file, *project.options()),
        "inbox": ("inbox", *project.options()),
        "due": ("due", *project.options()),
        "withdraw": ("withdraw", "observations/apart/gdp.csv", "--why", "x", *data),
        "register list": ("register", "list", *project.options()),
        "register add": (
            *("register", "add", "industrial_heritage", "某厂", "--region", "辽宁", "--year", 2025),
            *("--document", "名单", *project.options()),
        ),
        "release list": ("release", "list", *data),
        "release verify": ("release", "verify", *data),
        "explain": ("explain", "北京", 2022, "small", *data),
    }[command]


@pytest.fixture
def apart(project: Project) -> Project:
    """The published project, a part of whose figures is in a folder of its own, and a file in the inbox."""
    folder = project.data / "observations" / "apart"
    folder.mkdir()
    project.store("gdp").rename(folder / "gdp.csv")
    for name in ("inbox", "rejected"):
        (project.data / name).mkdir(exist_ok=True)
    for path in (project.data / "inbox" / "export.csv", project.data.parent / "export.csv"):
        path.write_text("no table", encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("folder", "command"),
    [
        ("observations", "run"),
        ("observations/apart", "run"),
        ("observations/apart", "due"),
        ("observations/apart", "withdraw"),
        ("registers", "run"),
        ("registers", "register list"),
        ("registers", "register add"),
        ("releases", "release list"),
        ("releases", "release verify"),
        ("releases", "explain"),
        ("inbox", "inbox"),
    ],
)
def test_a_folder_that_cannot_be_read_stops_by_name(
    apart: Project, bound: tuple[str, ...], folder: str, command: str
) -> None:
    path = apart.data / folder
    before = bytes_of(apart.data)
    path.chmod(0)
    try:
        process = start(*arguments(command, apart), before=bound)
        _, err = process.communicate(timeout=300)
    finally:
        path.chmod(0o755)

    assert process.returncode == 1, err
    assert folder in err
    assert "Permission denied" in err
    assert "unexpected" not in err
    assert "Errno" not in err
    assert len(without_progress(err)) <= 3
    after = bytes_of(apart.data)
    assert {name: after.get(name) for name in before if not name.startswith("tables/")} == {
        name: digest for name, digest in before.items() if not name.startswith("tables/")
    }


def test_a_source_s_folder_that_is_a_link_to_nowhere_stops_by_name(apart: Project) -> None:
    """As a disk that is not mounted."""
    folder = apart.data / "observations" / "apart"
    (folder / "gdp.csv").unlink()
    folder.rmdir()
    folder.symlink_to(Path("/mnt/of/another/machine"))

    process = start("due", *apart.options())
    _, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "observations/apart: the folder cannot be listed (No such file or directory)" in err


def test_a_release_that_cannot_be_entered_is_stepped_over_and_named(apart: Project, bound: tuple[str, ...]) -> None:
    old = apart.data / "releases" / "small-0-000000000000"
    old.mkdir(mode=0)

    process = start("release", "list", "--data", apart.data, before=bound)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 0, err
    assert "newest" in out
    assert f"{old.name}: datapackage.json" in err
    assert "(Permission denied)" in err
