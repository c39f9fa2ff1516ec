"""`icdi experts`: weights by experts' judgement."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import MESSAGES, headings, phrase
from index_pipeline.places import framework_folder

if TYPE_CHECKING:
    from index_pipeline.judgement.experts.answers import Answers
    from index_pipeline.judgement.experts.concordance import Concordance
    from index_pipeline.judgement.experts.group import Group, Judged
    from index_pipeline.judgement.experts.triads import Triad
    from index_pipeline.judgement.forms import FormFault

app = typer.Typer(
    help="专家赋权：预算分配法或两两比较（AHP） · Weights by experts: budget allocation or pairwise comparison (AHP).",
    no_args_is_help=True,
)

SHOWN = 3
"""Inconsistent triads of a component that are shown."""


class Vary(StrEnum):
    """What the uncertainty analysis draws."""

    experts = "experts"
    spread = "spread"


class Method(StrEnum):
    """How experts are asked."""

    budget_allocation = "budget_allocation"
    ahp = "ahp"


@app.command()
def sheet(
    method: Annotated[
        Method, typer.Option(help="预算分配（100分）或层次分析（1—9标度） · 100 points, or pairs on the 1–9 scale")
    ],
    file: Annotated[Path, typer.Option("--out", help="输出文件 · file to write, .xlsx")],
    framework: console.FrameworkFolder = None,
) -> None:
    """生成专家工作簿，每名专家一份副本 · Make the workbook for the framework's tree; give each expert a copy.

    例 Example: icdi experts sheet --method ahp --out 专家赋权.xlsx
    """
    from index_pipeline.files import write_bytes
    from index_pipeline.framework.load import load
    from index_pipeline.judgement.experts.sheet import SheetError, workbook

    if file.exists():
        raise SheetError(MESSAGES["exists"].with_details(path=file))
    write_bytes(file, workbook(load(framework_folder(framework)), method.value))
    console.say(phrase("workbook", path=file))


@app.command()
def read(
    folder: Annotated[Path, typer.Argument(help="专家工作簿所在目录 · folder of the experts' workbooks")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只显示改动，不写入 · show the diff, write nothing")
    ] = False,
    limit: Annotated[
        float,
        typer.Option(help="一致性比率的上限，达到即为过大 · consistency ratio that is too large", min=0.01, max=1.0),
    ] = 0.1,
    vary: Annotated[
        Vary | None,
        typer.Option(
            help="不确定性分析抽取整位专家，或按其离散程度抽取，默认不变 · draw whole experts in the uncertainty "
            "analysis, or from their spread [default: as it is]"
        ),
    ] = None,
    framework: console.FrameworkFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """读入专家工作簿，把全组权重写入 framework.yaml ·
    Read the experts' workbooks; write the weights to framework.yaml.

    任一专家的一致性比率达到上限时不写入；姓名只留在工作簿 · Nothing is written while an expert's consistency ratio
    reaches the limit. Names stay in the workbooks.

    例 Example: icdi experts read 专家回收/ --framework indicators --dry-run
    """
    from index_pipeline.files import write_bytes
    from index_pipeline.framework.load import load
    from index_pipeline.judgement.experts.answers import read_folder
    from index_pipeline.judgement.experts.group import group_of
    from index_pipeline.judgement.experts.weights import difference, weighted
    from index_pipeline.judgement.forms import FormError

    place = framework_folder(framework)
    found = load(place)
    answers = read_folder(folder, found)
    group = group_of(answers, found)
    if not as_json:
        _show(answers, group)
    if faults := _inconsistent(answers, group, limit):
        raise FormError(faults)
    path = place / "framework.yaml"
    before, after = weighted(path, group, answers[0].method, len(answers), vary.value if vary else None)
    changed = difference(before, after, str(path))
    if not dry_run and changed:
        write_bytes(path, after.encode("utf-8"))
    if as_json:
        console.answer(_as_dict(answers, group) | {"diff": changed, "written": bool(changed) and not dry_run})
        return
    console.say("")
    console.say(changed or phrase("same_weights", path=path))
    if changed:
        console.say(phrase("not_written") if dry_run else phrase("written", path=path))


def _show(answers: "tuple[Answers, ...]", group: "Group") -> None:
    console.say(phrase("experts", count=len(answers), method=phrase(f"method_{answers[0].method}")))
    if answers[0].method == "ahp":
        console.say("\n" + phrase("consistency"))
        console.table(
            (phrase("head_component"), *(answer.expert for answer in answers), phrase("head_group")),
            [
                (one.node.component_id, *(f"{ratio:.4f}" for ratio in one.ratios), f"{one.group_ratio:.4f}")
                for one in group.judged
                if one.group_ratio is not None
            ],
        )
    console.say("\n" + phrase("weights_of_experts"))
    console.table(
        (*headings("component", "child"), *(answer.expert for answer in answers), phrase("head_group")),
        [
            (one.node.component_id, name, *(f"{100 * s:.2f}" for s in one.shares[:, place]), f"{100 * share:.2f}")
            for one in group.judged
            for place, (name, share) in enumerate(one.group.items())
        ],
    )
    console.say("\n" + phrase("kendall"))
    rows = [(one.node.component_id, one.concordance) for one in group.judged]
    console.table(
        headings("component", "w", "chi_squared", "degrees", "p"),
        [
            (
                name,
                *(("", "", "", "") if w is None else (f"{w.w:.4f}", f"{w.chi_squared:.2f}", w.degrees, f"{w.p:.4f}")),
            )
            for name, w in [*rows, (phrase("all_indicators"), group.concordance)]
        ],
    )


def _inconsistent(answers: "tuple[Answers, ...]", group: "Group", limit: float) -> "list[FormFault]":
    """Return a sentence for each expert and component whose consistency ratio reaches the limit, the worst triads."""
    from index_pipeline.judgement.experts.triads import triads
    from index_pipeline.judgement.forms import FormFault
    from index_pipeline.language import Both

    faults = []
    for one in group.judged:
        name = one.node.component_id
        for answer, ratio in zip(answers, one.ratios, strict=bool(one.ratios)):
            if ratio < limit:
                continue
            worst = triads(one.node, answer.values[name])[:SHOWN]
            cells = tuple(dict.fromkeys(cell for triad in worst for cell in _cells(answer, name, triad)))
            said = Both(
                f"the consistency ratio of {name} is {ratio:.4f}, not below {limit:g}; "
                + "; ".join(_triad(triad)[0] for triad in worst)
                + ": ask the expert to look at these again, or take the workbook out of the folder",
                f"{name}的一致性比率为{ratio:.4f}，不低于{limit:g}；"
                + "；".join(_triad(triad)[1] for triad in worst)
                + "：请专家复核，或将该工作簿移出目录",
            )
            faults.append(FormFault(answer.file, said, answer.sheet, cells))
    return faults


def _cells(answer: "Answers", component: str, triad: "Triad") -> list[str]:
    """Return the cells of the three comparisons; any of them may be wrong."""
    three = {triad.a, triad.b, triad.c}
    return [cell for pair, cell in answer.cells[component].items() if three.issuperset(pair)]


def _triad(triad: "Triad") -> tuple[str, str]:
    from index_pipeline.judgement.experts.triads import STRONGEST

    a, b, c = triad.a, triad.b, triad.c
    ab, bc, ac, follows = (_degree(x) for x in (triad.ab, triad.bc, triad.ac, triad.follows))
    en_end, zh_end = "", ""
    if not 1 / STRONGEST <= triad.follows <= STRONGEST:
        en_end, zh_end = f" (the scale ends at {STRONGEST:g})", f"（标度最大为{STRONGEST:g}）"
    return (
        f"{a} is {ab} times {b} and {b} {bc} times {c}, so {a} would be {follows} times {c}{en_end}, but is {ac} times",
        f"{a}是{b}的{ab}倍，{b}是{c}的{bc}倍，则{a}应为{c}的{follows}倍{zh_end}，而所填为{ac}倍",
    )


def _degree(value: float) -> str:
    return f"{value:.3g}" if value >= 1 else f"1/{1 / value:.3g}"


def _as_dict(answers: "tuple[Answers, ...]", group: "Group") -> dict[str, Any]:
    return {
        "method": answers[0].method,
        "experts": [answer.expert for answer in answers],
        "components": {one.node.component_id: _component(one) for one in group.judged},
        "kendall": _kendall(group.concordance),
    }


def _component(one: "Judged") -> dict[str, Any]:
    return {
        "weights": one.group,
        "of_experts": {name: one.shares[:, place].tolist() for place, name in enumerate(one.node.names)},
        "consistency_ratios": list(one.ratios),
        "group_consistency_ratio": one.group_ratio,
        "kendall": _kendall(one.concordance),
    }


def _kendall(found: "Concordance | None") -> dict[str, float] | None:
    return vars(found) if found is not None else None
