"""`icdi run`, `icdi score`, `icdi ui`: compute an index."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.cli import console
from index_pipeline.cli.gate import still_newest, waiting
from index_pipeline.cli.language import language, phrase
from index_pipeline.cli.notices import show_notices
from index_pipeline.cli.progress import Step, progress
from index_pipeline.cli.step_names import step_name
from index_pipeline.clock import past_day
from index_pipeline.errors import UserError
from index_pipeline.files import write_text
from index_pipeline.language import Both
from index_pipeline.places import PROJECT, data_folder, framework_folder, store_folder

if TYPE_CHECKING:
    from index_pipeline.defs.unchanged import Outcome
    from index_pipeline.publication.releases.gate import Raised

WAITS = 3
"""Exit code of a run whose release waits for a person's approval."""


class NoInterfaceError(UserError):
    """The web interface lacks its packages, or a place for its history."""


def run(
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_of: Annotated[
        str | None, typer.Option(help="只用该日及以前公布的数据 · use no figure published after this day: 2025-06-30")
    ] = None,
    latest: Annotated[
        bool | None,
        typer.Option(
            "--latest/--no-latest",
            help="是否提交审核，以成为最新发布；默认：未用 --as-of 时是 · put it to the gate, to become the "
            "newest release [default: without --as-of]",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="即使没有变化也重新计算 · compute even where nothing has changed")
    ] = False,
    tables: Annotated[
        bool,
        typer.Option(
            "--tables",
            help="只发布数据表；网页、简报、报告、图表和工作簿由 icdi serve 在首次打开时生成 · publish the tables "
            "alone; `icdi serve` makes pages, scorecards, report, charts and workbook when they are first opened",
        ),
    ] = False,
    as_json: console.AsJson = False,
) -> None:
    """由数据计算指数并发布；最后一行为发布的目录 ·
    Compute the index and publish it; the last line is its folder.

    没有问题的发布成为最新发布；否则等待 icdi release approve 或 discard，退出码为3。当日输入无变化时给出上次的发布 ·
    The release becomes the newest one where nothing is raised against it. Otherwise it waits for `icdi release approve`
    or `icdi release discard`, and the exit code is 3. Where nothing has changed since the last run of the same day, its
    release is compared with its description and named, and nothing is computed.

    例 Example: icdi run --as-of 2025-06-30
    """
    with progress(quiet=as_json) as step:
        step(phrase("starting"), 0)
        folder, store, known = framework_folder(framework), store_folder(data), past_day(as_of) if as_of else None
        from index_pipeline.defs.unchanged import unchanged
        from index_pipeline.publication.releases.folder import newest
        from index_pipeline.publication.releases.judgements import pending
        from index_pipeline.robustness.changed import sentences
        from index_pipeline.scale.engine import engine

        engine()  # refused before anything is computed
        releases = store / "releases"
        before = newest(releases)
        kept = None if again else unchanged(folder, store, known, latest=latest, with_products=not tables)
        outcome = kept or _computed(folder, store, known, latest, step, afresh=again, with_products=not tables)
        current = newest(releases)
        raised = pending(outcome.release)
        step(phrase("comparing"), 0)
        changed = [] if as_json else sentences(releases / before if before else None, outcome.release)
    if as_json:
        console.answer(_as_dict(outcome, raised, current))
    else:
        if kept:
            console.complain(phrase("unchanged"))
        _say(outcome, raised, current, changed)
    if raised:
        raise typer.Exit(WAITS)


def _as_dict(outcome: "Outcome", raised: "Sequence[Raised]", newest: str | None) -> dict[str, Any]:
    """Return what a run that was asked for JSON answers."""
    from index_pipeline.publication.releases.judgements import state

    return {
        "release": str(outcome.release),
        "state": state(outcome.release, newest),
        "raised": [asdict(each) for each in raised],
        "newest": newest,
        "known": outcome.known,
        "new": outcome.new,
        "warnings": outcome.warnings,
        "quality": str(outcome.quality) if outcome.quality else None,
    }


def _say(outcome: "Outcome", raised: "Sequence[Raised]", newest: str | None, changed: Sequence[Both]) -> None:
    """Say what was found, whether the release waits, what has changed, and last where the release is."""
    console.complain(phrase("checks", known=outcome.known, new=outcome.new))
    warnings = [line for line in outcome.warnings if not any(each.zh in line for each in raised)]
    console.complain(*(phrase("run_warning", line=line) for line in warnings))
    if raised:
        console.complain(*waiting(outcome.release.name, raised, newest))
    elif newest != outcome.release.name:
        console.complain(still_newest(newest))
    console.say("\n".join(each.get(language()) for each in changed))
    if outcome.quality:
        console.say(phrase("quality_report", page=outcome.quality))
    console.say(str(outcome.release))


def _computed(
    framework: Path,
    data: Path,
    as_of: date | None,
    latest: bool | None,
    step: Step,
    *,
    afresh: bool,
    with_products: bool,
) -> "Outcome":
    """Run the graph: its packages take seconds to import, so not before something has changed."""
    from index_pipeline.defs.run import run as run_graph

    _use_project_history()
    return run_graph(
        framework,
        data,
        as_of,
        latest=latest,
        on_step=lambda name, steps: step(step_name(name), steps),
        afresh=afresh,
        with_products=with_products,
    )


def score(
    framework: Annotated[Path, typer.Option(help="指标体系目录 · folder of the framework")],
    observations: Annotated[
        Path,
        typer.Option(
            help="CSV 长表：ref_area, time_period, series_id, obs_value[, obs_status] · "
            "a tidy CSV: ref_area, time_period, series_id, obs_value[, obs_status]"
        ),
    ],
    out: Annotated[Path, typer.Option(help="输出目录 · folder for scores.csv")],
    as_json: console.AsJson = False,
) -> None:
    """以长表计算任意指标体系：scores.csv，各步骤的表在 tables/ ·
    Score any framework over any tidy table: scores.csv and tables/.

    数值保留全部位数（scores.csv 为17位有效数字），缺失为空 · tables/ has every step. Numbers have all their digits (17
    significant ones in scores.csv); missing values are empty.

    例 Example: icdi score --framework my_index --observations my_index/observations.csv --out scores
    """
    from dataclasses import fields

    from index_pipeline.cli.scores import write_scores
    from index_pipeline.framework.load import load
    from index_pipeline.methods.build import build
    from index_pipeline.methods.notices import sentences
    from index_pipeline.parquet import write_csv
    from index_pipeline.sources.tidy import read_tidy
    from index_pipeline.tables import REGISTER_STOCKS

    console.refuse_file(out)
    found = load(framework)
    made = build(read_tidy(observations, found.codes.regions), REGISTER_STOCKS.empty(), found)
    path = write_scores(made.scores, made.rankings, out)
    for field in fields(made):
        write_csv(getattr(made, field.name), out / "tables" / f"{field.name}.csv")
    notices = sentences(made.notices)
    if as_json:
        console.answer({"scores": str(path), "rows": made.scores.num_rows, "warnings": notices})
        return
    show_notices(notices, out / "tables")
    console.say(str(path))


def ui(
    port: Annotated[int, typer.Option(help="端口 · port", min=1, max=65535)] = 3000,
    with_daemon: Annotated[
        bool,
        typer.Option(
            "--daemon/--no-daemon",
            help="兼执行运行、定时、接收目录与提醒；否则运行排队等候 · "
            "execute runs, schedules, inbox and alerts too; else runs wait",
        ),
    ] = True,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
) -> None:
    """打开 Dagster 网页界面（仅本机），Ctrl+C 关闭 ·
    Open Dagster's web interface on this machine; Ctrl+C closes it.

    例 Example: icdi ui --port 3000
    """
    from index_pipeline.framework.load import load

    load(framework_folder(framework))  # whose faults Dagster would show as a trace
    os.environ["ICDI_UI_FRAMEWORK"] = str(framework_folder(framework).resolve())
    os.environ["ICDI_UI_DATA"] = str(store_folder(data).resolve())
    if not os.environ.get("DAGSTER_HOME"):
        os.environ.pop("DAGSTER_HOME", None)
    _use_project_history()
    if "DAGSTER_HOME" not in os.environ:
        raise NoInterfaceError(
            Both(
                "the web interface needs a history: set DAGSTER_HOME to a folder with a dagster.yaml",
                "网页界面需要运行历史：请将 DAGSTER_HOME 设为含 dagster.yaml 的目录",
            )
        )
    if find_spec("dagster_webserver") is None:
        raise NoInterfaceError(
            Both(
                "the web interface is not installed: pip install 'index-pipeline[ui]'",
                "未安装网页界面：pip install 'index-pipeline[ui]'",
            )
        )
    from index_pipeline.defs.web import serve

    serve(port, store_folder(data).resolve(), ready=console.say, with_daemon=with_daemon)


def _use_project_history() -> None:
    """Record runs in the project's own Dagster instance, unless DAGSTER_HOME names another.

    Its folder is that of ICDI_STATE, else `dagster` in the data folder; it gets the project's settings.
    """
    settings = PROJECT / "dagster.yaml"
    if settings.exists() and os.environ.get("DAGSTER_HOME", str(PROJECT)) == str(PROJECT):
        state = Path(os.environ.get("ICDI_STATE") or data_folder(None) / "dagster").resolve()
        state.mkdir(parents=True, exist_ok=True)
        write_text(state / settings.name, settings.read_text(encoding="utf-8"))
        os.environ["DAGSTER_HOME"] = str(state)
