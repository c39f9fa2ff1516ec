"""A release that is damaged is named, stepped over and made again; one that is whole is what was computed."""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import finish, start
from small_project import Project

from index_pipeline.defs.run import run
from index_pipeline.files import exchange, sync_folder
from index_pipeline.framework.load import load
from index_pipeline.publication.publish import _put_in_place
from index_pipeline.publication.releases import program
from index_pipeline.publication.releases.folder import as_json, damage, find, identifier, listing, newest, published
from index_pipeline.publication.releases.verifying import verify

UNFIT = {
    "cut off": b'{"pub',
    "empty": b"",
    "no fields": b"{}",
    "a list": b"[]",
    "a number": b"7",
    "nested without end": b"[" * 100_000,
    "no UTF-8": b"\xff\xfe{",
    "other types": b'{"published": 7, "release_id": [], "resources": 7, "provenance": [], "version": {}}',
    "no time": b'{"published": "yesterday", "release_id": "", "resources": [7], "provenance": 7}',
    "a time without a zone": b'{"published": "2026-01-01", "resources": [{"path": [], "hash": 7}]}',
}


def release_of(project: Project) -> Path:
    (folder,) = listing(project.data / "releases")
    return folder


def older(project: Project) -> Path:
    """A copy of the release under another name, in place of one of years ago."""
    return Path(shutil.copytree(release_of(project), project.data / "releases" / "small-0-000000000000"))


@pytest.mark.parametrize("content", UNFIT.values(), ids=UNFIT)
@pytest.mark.parametrize("name", ["published.json", "datapackage.json"])
def test_a_damaged_record_of_any_release_is_stepped_over_and_named(project: Project, name: str, content: bytes) -> None:
    releases, whole = project.data / "releases", release_of(project)
    damaged = older(project)
    (damaged / name).write_bytes(content)

    assert [folder.name for folder in listing(releases)][-1] == whole.name
    assert find(releases) == whole
    assert verify(whole) == []
    assert [fault.partition(" ")[0] for fault in damage(releases)] == [f"{damaged.name}:"]
    assert name in damage(releases)[0]
    assert any(name in fault for fault in verify(damaged))
    if name == "published.json":
        assert published(damaged) == ""


@pytest.mark.parametrize("name", ["published.json", "datapackage.json"])
@pytest.mark.parametrize("is_pipe", [False, True], ids=["gone", "a pipe"])
def test_a_record_that_is_no_file_is_named_and_nothing_waits(project: Project, name: str, is_pipe: bool) -> None:
    damaged = older(project)
    (damaged / name).unlink()
    if is_pipe:
        os.mkfifo(damaged / name)

    assert find(project.data / "releases") == release_of_name(project)
    assert name in "".join(damage(project.data / "releases"))
    assert any(name in fault for fault in verify(damaged))


def release_of_name(project: Project) -> Path:
    return project.data / "releases" / str(newest(project.data / "releases"))


def test_commands_step_over_a_damaged_release_and_name_it(project: Project) -> None:
    damaged = older(project)
    (damaged / "published.json").write_bytes(b'{"pub')

    for command in (("run", *project.options()), ("release", "list", "--data", project.data)):
        process = start(*command)
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert f"{damaged.name}: published.json" in err
        assert "unexpected" not in err
    finish("release", "verify", "--data", project.data)


@pytest.mark.parametrize("content", UNFIT.values(), ids=UNFIT)
def test_a_damaged_pointer_is_named(project: Project, content: bytes) -> None:
    releases, release = project.data / "releases", release_of(project)
    (releases / "latest.json").write_bytes(content)

    assert newest(releases) is None
    assert listing(releases) == [release]
    (said,) = damage(releases)
    assert "latest.json is damaged" in said
    with pytest.raises(Exception, match=r"latest\.json is damaged"):
        find(releases)


def test_an_altered_table_is_mended_and_the_damaged_release_kept(project: Project) -> None:
    release = release_of(project)
    (release / "tables/scores.csv").write_bytes(os.urandom(100))

    assert [fault.rpartition(" · ")[2] for fault in verify(release)] == ["tables/scores.csv was altered"]
    finish("run", *project.options())
    assert verify(release) == []
    (kept,) = (project.data / "releases").glob(".damaged-*/*/tables/scores.csv")
    assert kept.stat().st_size == 100


def test_the_database_of_an_earlier_release_is_compared_with_its_hash(project: Project) -> None:
    release = release_of(project)
    database = release / "index.duckdb"
    database.write_bytes(b"tables")
    assert verify(release) == []  # the first releases recorded no hash
    record = json.loads((release / "published.json").read_bytes())
    record["index.duckdb"] = f"sha256:{hashlib.sha256(b'tables').hexdigest()}"
    (release / "published.json").write_text(json.dumps(record))

    assert verify(release) == []
    database.write_bytes(os.urandom(100))
    assert [fault.rpartition(" · ")[2] for fault in verify(release)] == ["index.duckdb was altered"]
    database.unlink()
    assert [fault.rpartition(" · ")[2] for fault in verify(release)] == ["index.duckdb is missing"]


def test_a_release_whose_tables_are_gone_or_garbage_is_called_damaged(project: Project) -> None:
    release = release_of(project)
    for harm in (lambda: (release / "tables/rankings.parquet").write_bytes(b"PAR1"), lambda: rmtree(release)):
        harm()
        for command in (("explain", "北京", 2022, "small"), ("release", "show")):
            process = start(*command, "--data", project.data)
            _, err = process.communicate(timeout=60)
            assert process.returncode == 1
            assert "cannot be read" in err
            assert f"icdi release verify {release.name}" in err


def rmtree(release: Path) -> None:
    shutil.rmtree(release / "tables")


def test_a_framework_that_is_edited_during_a_run_is_not_the_one_that_is_published(small: Project) -> None:
    """The run computes by what it read when it began; that is what its release carries, and computes it again."""
    definition = small.framework / "framework.yaml"
    before = definition.read_bytes()
    stray = small.framework / "indicator" / "stray.yaml"

    def edit(step: str, _: int) -> None:
        if step == "rankings":
            definition.write_bytes(before.replace(b"patent_grants: 1", b"patent_grants: 9") + b"# edited\n")
            stray.write_text("id: stray\n", encoding="utf-8")

    outcome = run(small.framework, small.data, None, latest=None, on_step=edit)

    assert stray.exists()
    assert (outcome.release / "framework/framework.yaml").read_bytes() == before
    assert not (outcome.release / "framework/indicator/stray.yaml").exists()
    assert verify(outcome.release) == []
    provenance = json.loads((outcome.release / "datapackage.json").read_text(encoding="utf-8"))["provenance"]
    assert provenance["framework_digest"] == f"sha256:{load(outcome.release / 'framework').digest}"
    assert outcome.quality


def test_a_framework_that_did_not_compute_the_release_is_found(project: Project) -> None:
    """Even where every file is what the description says, and the identifier follows from them."""
    release = release_of(project)
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    package["provenance"]["framework_digest"] = "sha256:" + "0" * 64
    files = {item["path"]: item["hash"].removeprefix("sha256:") for item in package["resources"]}
    name = identifier(package["version"], files, package["provenance"])
    (release / "datapackage.json").write_text(as_json(package), encoding="utf-8")

    (fault,) = verify(release.rename(release.with_name(name)))

    assert "framework/ is not the framework that it was computed with" in fault


def test_acknowledgements_are_carried_and_are_no_part_of_the_digest(small: Project) -> None:
    before = load(small.framework)
    (small.framework / "acknowledgements.yaml").write_text("[]\n", encoding="utf-8")

    after = load(small.framework)

    assert after.digest == before.digest
    assert after.files.keys() - before.files.keys() == {"acknowledgements.yaml"}


def test_a_program_that_is_changed_while_it_computes_publishes_nothing(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "STARTED", {**program.STARTED, "code_digest": "sha256:" + "0" * 64})

    with pytest.raises(Exception, match="the program's files were changed while it computed"):
        run(small.framework, small.data, None, latest=None, on_step=lambda *_: None)

    assert listing(small.data / "releases") == []


def test_everyone_can_read_a_release_and_all_of_it_is_flushed(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the umask; DuckDB flushes its file itself."""
    flushed: set[int] = set()
    true_sync = os.fsync

    def noted(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        true_sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    before = os.umask(0o077)
    try:
        release = run(small.framework, small.data, None, latest=None, on_step=lambda *_: None).release
    finally:
        os.umask(before)

    found = [release.parent, release, *release.rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in found}
    assert {path for path, mode in modes.items() if mode != (0o755 if path.is_dir() else 0o644)} == set()
    assert {path.name for path in found if path.stat().st_ino not in flushed} == set()


def test_a_damaged_release_is_never_gone_while_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails at any of its steps, what was there is there still."""
    final, calls = tmp_path / "one-0", 0
    final.mkdir()
    (final / "old").write_text("old", encoding="utf-8")
    true_rename, true_chmod = Path.rename, Path.chmod

    for failing in range(12):
        stage = tmp_path / ".staging"
        shutil.rmtree(stage, ignore_errors=True)
        (stage / "inner").mkdir(parents=True)
        (stage / "inner" / "new").write_text("new", encoding="utf-8")
        calls = 0

        def counted(true: Callable[..., object], failing: int = failing) -> Callable[..., object]:
            def call(*given: object) -> object:
                nonlocal calls
                calls += 1
                if calls == failing + 1:
                    raise OSError(5, "Input/output error")
                return true(*given)

            return call

        with monkeypatch.context() as failed:
            failed.setattr("index_pipeline.publication.publish.sync_folder", counted(sync_folder))
            failed.setattr("index_pipeline.publication.publish.exchange", counted(exchange))
            failed.setattr(Path, "rename", counted(true_rename))
            failed.setattr(Path, "chmod", counted(true_chmod))
            try:
                _put_in_place(stage, final)
            except OSError:
                assert (final / "old").exists() or (final / "inner" / "new").exists()
                continue
        assert (final / "inner" / "new").exists()
        break
    assert failing > 4


@pytest.mark.parametrize("supported", [True, False])
def test_two_folders_change_places(tmp_path: Path, supported: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that cannot do it at once, by three renames, undone where the second fails."""
    if not supported:
        monkeypatch.setattr("index_pipeline.files._EXCHANGE", 1 << 20)  # a flag that no system knows: EINVAL
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / folder.name).touch()

    exchange(one, other)

    assert (one / "other").exists()
    assert (other / "one").exists()
    if not supported:
        with pytest.raises(OSError, match="No such file"):
            exchange(tmp_path / "absent", other)
        assert (other / "one").exists()
