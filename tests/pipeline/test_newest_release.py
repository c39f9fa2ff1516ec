"""From a run to the newest release: what is doubtful waits for a person, who decides and says why."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from running import icdi
from sharing import made_once
from small_project import Project

from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.releases.decisions import DecisionError, approve, discard, judge
from index_pipeline.publication.releases.folder import listing, newest
from index_pipeline.publication.releases.gate import NOTHING_LOST, raised_against, say
from index_pipeline.publication.releases.judgements import judgements, pending, state
from index_pipeline.publication.releases.verifying import verify

NOW = datetime(2026, 11, 28, tzinfo=UTC)
DOUBT = [say("as_of", day="2024-06-30")]
WAITS = 3


@pytest.fixture(scope="module")
def published(published: Project, small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with its first release, and one as of an earlier day."""

    def publish(folder: Path) -> None:
        made = small_project.copy(folder).with_kept(published)
        icdi("run", *made.options())
        icdi("run", *made.options(), "--as-of", "2024-06-30")

    folder = made_once(tmp_path_factory, "gate", publish)
    return Project(folder / "indicators", folder / "data")


@pytest.fixture
def project(published: Project, tmp_path: Path) -> Project:
    return published.copy(tmp_path / "copy")


def releases(project: Project) -> Path:
    return project.data / "releases"


def change(project: Project, line: str, other: str) -> None:
    """Change one figure in the store by hand."""
    path = project.store("patent_grants_total")
    text = path.read_text(encoding="utf-8")
    assert text.count(line) == 1
    path.write_text(text.replace(line, other), encoding="utf-8")


def a_line_of_2022(project: Project) -> str:
    lines = project.store("patent_grants_total").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("patent_grants_total,310000,2022,"))


def test_the_first_release_of_an_empty_folder_needs_no_approval(published: Project) -> None:
    release, earlier_day = listing(releases(published))

    assert newest(releases(published)) == release.name
    assert state(earlier_day, release.name) == "aside"
    assert pending(release) == ()
    assert verify(release) == []


def test_a_figure_changed_by_hand_waits_until_a_person_approves(project: Project) -> None:
    before = newest(releases(project))
    line = a_line_of_2022(project)
    value = line.split(",")[4]
    change(project, line, line.replace(value, str(float(value) * 1.5), 1))

    run = icdi("run", *project.options(), check=False)

    made = Path(run.stdout.splitlines()[-1])
    assert run.returncode == WAITS
    assert newest(releases(project)) == before
    assert state(made, before) == "waiting"
    assert "Shanghai 2022" in run.stderr
    assert f"icdi release approve {made.name}" in run.stderr

    approved = icdi("release", "approve", made.name, "--why", "公报第3页", "--by", "王芳", "--data", project.data)

    assert made.name in approved.stdout
    assert newest(releases(project)) == made.name
    assert verify(made) == []
    decision = judgements(made)[-1].decision
    assert decision is not None
    assert (decision.decision, decision.by, decision.why) == ("approved", "王芳", "公报第3页")


def test_figures_that_left_the_store_wait(project: Project) -> None:
    before = newest(releases(project))
    change(project, a_line_of_2022(project) + "\n", "")

    run = icdi("run", *project.options(), "--json", check=False)
    answer = json.loads(run.stdout)

    assert run.returncode == WAITS
    assert answer["newest"] == before
    assert "gone" in {raised["kind"] for raised in answer["raised"]}
    assert any("上海市2022年" in raised["zh"] for raised in answer["raised"])


def test_another_edition_waits(project: Project) -> None:
    definition = project.framework / "framework.yaml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("edition: small-1", "edition: small-2"), encoding="utf-8")

    run = icdi("run", *project.options(), "--json", check=False)

    assert run.returncode == WAITS
    assert [raised["kind"] for raised in json.loads(run.stdout)["raised"]] == ["other_edition"]


# --- decisions, on releases that are there ----------------------------------------------------------------------------


@pytest.fixture
def candidate(project: Project) -> Path:
    """The release as of an earlier day, put to the gate: it waits."""
    _, other = listing(releases(project))
    assert judge(other, NOW, lambda _: DOUBT) is not None
    return other


def test_a_release_that_waits_is_not_the_newest_and_says_what_was_raised(candidate: Path) -> None:
    assert newest(candidate.parent) != candidate.name
    assert pending(candidate) == tuple(DOUBT)
    shown = icdi("release", "gate", candidate.name, "--data", candidate.parent.parent).stdout
    assert "2024-06-30" in shown
    assert "waits for approval" in icdi("release", "list", "--data", candidate.parent.parent).stdout


def test_a_discarded_release_stays_discarded_until_a_person_approves_it(candidate: Path) -> None:
    first = newest(candidate.parent)
    discard(candidate.parent, candidate.name, "王芳", "文件有误", NOW)

    judge(candidate, NOW, lambda _: [])
    again = judge(candidate, NOW, lambda _: [])

    assert again is not None
    assert [raised.kind for raised in again.raised] == ["discarded"]
    assert "王芳" in again.raised[0].zh
    assert newest(candidate.parent) == first


def test_judging_again_replaces_a_judgement_that_waits(candidate: Path) -> None:
    judge(candidate, NOW, lambda _: [])

    assert len(judgements(candidate)) == 1
    assert newest(candidate.parent) == candidate.name


def test_an_earlier_release_is_restored_by_the_same_command(candidate: Path, project: Project) -> None:
    first = newest(candidate.parent)
    judge(candidate, NOW, lambda _: [])
    assert first is not None
    assert state(candidate.parent / first, candidate.name) == "earlier"

    approve(candidate.parent, first, "王芳", "新版有误", NOW)

    assert newest(candidate.parent) == first
    assert judgements(candidate.parent / first)[-1].raised[0].kind == "restored"


def test_what_would_replace_a_restored_release_waits(candidate: Path) -> None:
    first = newest(candidate.parent)
    assert first is not None
    judge(candidate, NOW, lambda _: [])
    approve(candidate.parent, first, "王芳", "新版有误", NOW)

    judge(candidate, NOW, lambda _: [])

    assert newest(candidate.parent) == first
    (raised,) = pending(candidate)
    assert raised.kind == "after_restored"
    assert "新版有误" in raised.zh


def test_the_same_figures_under_another_name_are_discarded_too(candidate: Path) -> None:
    discard(candidate.parent, candidate.name, "王芳", "文件有误", NOW)
    other = candidate.with_name("small-1-000000000000")
    shutil.copytree(candidate, other)
    (other / "gate.json").write_text('{"judgements": []}', encoding="utf-8")

    judge(other, NOW, lambda _: [])

    assert [raised.kind for raised in pending(other)] == ["discarded"]


def test_an_approval_of_what_was_not_put_to_the_gate_says_so(candidate: Path) -> None:
    (candidate / "gate.json").write_text('{"judgements": []}', encoding="utf-8")

    approve(candidate.parent, candidate.name, "王芳", "已核对", NOW)

    assert [raised.kind for raised in judgements(candidate)[-1].raised] == ["unjudged"]


def test_a_newest_release_that_cannot_be_read_lets_no_other_pass(candidate: Path) -> None:
    before = candidate.parent / str(newest(candidate.parent))
    (before / "tables" / "rankings.parquet").unlink()

    raised = list(raised_against(read_contents(candidate), before, lambda _: NOTHING_LOST))

    assert "newest_damaged" in {each.kind for each in raised}


def test_where_the_newest_release_is_lost_the_next_one_waits(candidate: Path) -> None:
    (candidate.parent / "latest.json").unlink()

    judged = judge(candidate, NOW, lambda _: [])

    assert judged is not None
    assert [raised.kind for raised in judged.raised] == ["no_newest"]


def test_an_approval_rests_on_a_comparison_with_the_newest_release(candidate: Path) -> None:
    record = candidate / "gate.json"
    record.write_text(record.read_text(encoding="utf-8").replace(str(newest(candidate.parent)), "small-1-0"), "utf-8")

    with pytest.raises(DecisionError, match="compared with small-1-0"):
        approve(candidate.parent, candidate.name, "王芳", "因为", NOW)


@pytest.mark.parametrize(
    ("by", "why", "said"),
    [("王芳", "  ", "--why"), ("", "因为", "--by")],
)
def test_a_decision_needs_a_person_and_a_reason(candidate: Path, by: str, why: str, said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        approve(candidate.parent, candidate.name, by, why, NOW)
    assert state(candidate, newest(candidate.parent)) == "waiting"


def test_what_cannot_be_decided_is_said(candidate: Path) -> None:
    first = newest(candidate.parent)
    assert first is not None
    with pytest.raises(DecisionError, match="the newest release already"):
        approve(candidate.parent, first, "王芳", "因为", NOW)
    with pytest.raises(DecisionError, match="the newest release already"):
        discard(candidate.parent, first, "王芳", "因为", NOW)
    (candidate / "tables" / "scores.csv").unlink()
    with pytest.raises(DecisionError, match=r"scores\.csv"):
        approve(candidate.parent, candidate.name, "王芳", "因为", NOW)


@pytest.mark.parametrize("record", ["{", "[]", '{"judgements": [{}]}', "[" * 100_000, '{"judgements": {}}'])
def test_a_release_whose_record_is_damaged_waits(candidate: Path, record: str) -> None:
    first = newest(candidate.parent)
    (candidate / "gate.json").write_text(record, encoding="utf-8")

    judge(candidate, NOW, lambda _: [])

    assert [raised.kind for raised in pending(candidate)] == ["record_damaged"]
    assert newest(candidate.parent) == first
    approve(candidate.parent, candidate.name, "王芳", "已核对", NOW)
    assert newest(candidate.parent) == candidate.name
