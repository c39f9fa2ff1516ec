"""An explanation as a tree of lines: what was combined, how, and what it was read from."""

from collections.abc import Iterator
from typing import Any

from index_pipeline.publication.contents import Contents
from index_pipeline.publication.explain import Explanation
from index_pipeline.tables import SCORE_STATUSES, STATUSES, TOTAL_SOURCES


def lines(explanation: Explanation, contents: Contents) -> Iterator[str]:
    """Yield the lines of an explanation, drawn as a tree."""
    yield f"{contents.release_id} · {contents.framework.definition.title.get('zh')}"
    yield _head(explanation)
    yield from _below(explanation, contents, "")


def _below(explanation: Explanation, contents: Contents, indent: str) -> Iterator[str]:
    own = list(_indicator(explanation)) if explanation.identifier in contents.framework.indicators else []
    own += [_figure(figure) for figure in explanation.figures]
    own += [_stock(entry) if "stock" in entry else _entry(entry) for entry in explanation.entries]
    last = len(own) + len(explanation.parts) - 1
    for position, line in enumerate(own):
        yield f"{indent}{'└── ' if position == last else '├── '}{line}"
    for position, part in enumerate(explanation.parts, start=len(own)):
        yield f"{indent}{'└── ' if position == last else '├── '}{_head(part)}"
        yield from _below(part, contents, indent + ("    " if position == last else "│   "))


def _head(explanation: Explanation) -> str:
    facts = explanation.facts
    share = (
        "" if explanation.share is None else f" · 权重 {explanation.share:.2%}" if explanation.share else " · 权重 0"
    )
    head = f"{explanation.title_zh or explanation.title_en} ({explanation.identifier}){share}"
    score, status = facts.get("score"), facts.get("status")
    if score is None:
        why = SCORE_STATUSES[status][0] if status else STATUSES["M"][0]
        return f"{head} · {why}" + (f"：{facts['reason_zh']}" if facts.get("reason_zh") else "")
    head += f" · {score:.17g}"
    if facts.get("rank") is not None:
        head += (
            f" · 第{facts['rank']}位（共{facts['ranked']}个）· 覆盖度 {facts['coverage']:.0%} · {facts['aggregation']}"
        )
    return head


def _indicator(explanation: Explanation) -> Iterator[str]:
    facts = explanation.facts
    if facts["value"] is None:
        return
    for row in facts["operands"]:
        yield from _operands(row, facts)
    if facts["ratio"] is not None:
        formula = _number(facts["numerator"])
        if facts["denominator"] is not None:
            formula += f" / {_number(facts['denominator'])}"
        if facts["multiplier"] != 1:
            formula += f" × {_number(facts['multiplier'])}"
        yield f"{formula} = {_number(facts['ratio'])} [{facts['unit']}]"
    filled = f"，{facts['filled_by']}" if facts["filled_by"] else ""
    shrunk = "，小计数收缩" if facts["small_counts"] and facts["ratio"] is not None else ""
    yield f"取值 {_number(facts['value'])}（{STATUSES[facts['obs_status']][0]}{filled}{shrunk}）"
    treatment = facts["treatment"]
    if treatment.get("method", "none") != "none":
        limits = " ".join(
            f"{name} {_number(treatment[name])}" for name in ("lower", "upper") if treatment[name] is not None
        )
        yield f"处理 {treatment['method']} {limits} → {_number(facts['treated'])}".replace("  ", " ")
    posts = facts["goalposts"]
    if posts:
        ends = f"{_number(posts['lower'])} 至 {_number(posts['upper'])}"
        yield f"界值（{posts['method']}）{ends}，{posts['direction']} → {_number(facts['score'])} 分"


def _operands(row: dict[str, Any], facts: dict[str, Any]) -> Iterator[str]:
    """Say what numerator and denominator are made of: the region's figure, and the national total with its source."""
    for name, title in (("numerator", "分子"), ("denominator", "分母")):
        if row[name] is None:
            continue
        years = "" if row["years"] is None else f"（{facts['over']}年窗口内{row['years']}年平均）"
        line = f"{row['time_period']} {title} {_number(row[name])}{years}"
        if row[f"{name}_total"] is not None:
            sources = (TOTAL_SOURCES[source][0] for source in row[f"{name}_total_source"].split("|"))
            line += f"，全国合计 {_number(row[f'{name}_total'])}（{'、'.join(sources)}）"
        yield line
    if facts["formula"] == "location_quotient" and row["denominator_total"]:
        parts = (_number(row[name]) for name in ("numerator_total", "denominator", "denominator_total"))
        yield "按基数应有 {} × {} / {}".format(*parts)


def _figure(row: dict[str, Any]) -> str:
    where = " ".join(part for part in (row["source_file"], row["source_sheet"], row["source_cell"]) if part)
    value = "缺失" if row["obs_value"] is None else _number(row["obs_value"])
    unit = f" [{row['unit']}]" if row["unit"] else ""
    note = f" · {row['note']}" if row["note"] else ""
    return (
        f"{row['series_id']}{_region(row)} {row['time_period']} = {value}{unit} · {row['source_id']} · {where} · "
        f"{row['batch']} 第{row['batch_line']}行 · 版本 {row['vintage']}{note}"
    )


def _region(row: dict[str, Any]) -> str:
    return f"（{row['region']}）" if row.get("region") else ""


def _stock(row: dict[str, Any]) -> str:
    status = STATUSES[row["obs_status"]][0]
    category = "" if row["category"] == "_Z" else f" {row['category']}"
    of = f"{row['register_id']}{_region(row)}{category}"
    return f"{of} {row['time_period']} 年末 = {_number(row['stock'])} 项（{status}）"


def _entry(row: dict[str, Any]) -> str:
    parts = [row["register_id"], row["time_period"] or "年份不详", row["title"], row["category"], row["place"]]
    parts += [row["event"], row["document"], f"{row['batch']} 第{row['batch_line']}行"]
    return " · ".join(str(part) for part in parts if part)


def _number(value: float) -> str:
    return f"{value:.10g}"
