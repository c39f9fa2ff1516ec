"""The findings of the audit, as sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from index_pipeline.framework.answers import FILE, AuditAnswer, Question
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.text import Text
from index_pipeline.language import following
from index_pipeline.robustness.audit.correlations import WEAK
from index_pipeline.tables import AUDIT_FINDINGS

Row = dict[str, Any]
Sentence = tuple[Question, str, str]
"""What the finding is about (topic, an indicator, component or region, another one), in Chinese and in English."""


@dataclass(frozen=True)
class Names:
    """Titles of indicators, components and regions in both languages."""

    framework: Framework

    def __call__(self, name: str) -> tuple[str, str]:
        """Return the Chinese and the English title of a code; the code itself if it has none."""
        titles: dict[str, Text] = {i.id: i.title for i in self.framework.indicators.values()}
        titles |= {node.id: node.title for node in components(self.framework.definition.index)}
        if name in titles:
            return titles[name].get("zh"), titles[name].get("en")
        region = self.framework.codes.regions.get(name)
        return (region.title_zh, region.title_en) if region else (name, name)


def findings(found: dict[str, pa.Table], year: int, regions: int, framework: Framework) -> pa.Table:
    """Describe each flag in the tables of an audit in one sentence.

    Args:
        found: The audit's tables by name.
        year: The year of the scores audited.
        regions: Number of regions.
        framework: Gives titles and answers.

    Returns:
        `tables.AUDIT_FINDINGS` with the framework's answers; the first says how far so few regions can be interpreted,
        the last ones name answers without a matching finding.
    """
    names = Names(framework)
    sentences = [
        (
            Question("scope", None),
            f"本次审核以{regions}个地区{year}年得分为依据；样本量较小，相关系数、主成分分析等结果仅供描述，不用于统计推断。",
            f"The audit is of the scores of {regions} regions in {year}; with so few, correlations, principal "
            "components and importance are descriptive, and do not support inference.",
        ),
        *_indicators(found["audit_indicators"].to_pylist(), names),
        *_coverage(found["audit_coverage"].to_pylist(), year, names),
        *_correlations(found["audit_correlations"].to_pylist(), names),
        *_consistency(found["audit_consistency"].to_pylist(), names),
        *_importance(found["audit_importance"].to_pylist(), names),
        *_added_value(found["audit_added_value"].to_pylist(), names),
    ]
    answers = {answer.question: answer for answer in framework.answers}
    asked = {question for question, _, _ in sentences}
    sentences += [_idle(answer) for answer in framework.answers if answer.question not in asked]
    rows = [
        {
            "position": i,
            **question._asdict(),
            "finding_zh": _minus(zh),
            "finding_en": _minus(en),
            "answer_zh": answers[question].answer.get("zh") if question in answers else None,
            "answer_en": answers[question].answer.get("en") if question in answers else None,
        }
        for i, (question, zh, en) in enumerate(sentences, start=1)
    ]
    return AUDIT_FINDINGS.of_rows(rows)


def _idle(answer: AuditAnswer) -> Sentence:
    """Say that an answer has no finding: the audit has no such finding, or no longer has it."""
    question = answer.question
    return (
        Question("no_such_finding", question.subject, question.other),
        f"{FILE} 答复了“{question}”，但审核没有这项意见：请更正或删去。",
        f"{FILE} answers “{question}”, which the audit does not find: correct the entry, or take it out.",
    )


def _minus(sentence: str) -> str:
    """Write a number below zero with a true minus sign."""
    return re.sub(r"(?<![\w)-])-(?=[0-9])", "\N{MINUS SIGN}", sentence)


def _indicators(rows: list[Row], names: Names) -> Iterator[Sentence]:
    for row in rows:
        zh, en = names(row["indicator_id"])
        if row["flag"] == "missing":
            yield (
                Question("missing", row["indicator_id"]),
                f"“{zh}”只有{row['observed_share']:.0%}的数据。",
                f"“{en}” has {row['observed_share']:.0%} of its figures.",
            )
        elif row["flag"] == "outliers":
            yield (
                Question("outliers", row["indicator_id"]),
                f"“{zh}”处理后仍偏态（偏度{row['skew_after']:.1f}，峰度{row['kurtosis_after']:.1f}）。",
                f"“{en}” is skewed after treatment (skew {row['skew_after']:.1f}, kurtosis "
                f"{row['kurtosis_after']:.1f}).",
            )


def _coverage(rows: list[Row], year: int, names: Names) -> Iterator[Sentence]:
    for row in rows:
        if row["time_period"] == year and row["flag"] == "low":
            zh, en = names(row["ref_area"])
            yield (
                Question("coverage", row["ref_area"]),
                zh + following(zh, f"{year}年只有{row['observed_share']:.0%}的指标有数据。"),
                f"{en} has figures for {row['observed_share']:.0%} of the indicators in {year}.",
            )


def _correlations(rows: list[Row], names: Names) -> Iterator[Sentence]:
    """For a child that is closer to several other components, name only the closest one."""
    closest: dict[str, float] = {}
    for row in rows:
        if row["flag"] == "closer_to_other":
            closest[row["first_id"]] = max(row["pearson"], closest.get(row["first_id"], WEAK))
    for row in rows:
        (zh, en), (other_zh, other_en), r = names(row["first_id"]), names(row["second_id"]), row["pearson"]
        if row["flag"] == "redundant":
            yield (
                Question("redundant", row["first_id"], row["second_id"]),
                f"“{zh}”与“{other_zh}”高度相关（r={r:.2f}），信息重叠。",
                f"“{en}” and “{other_en}” say nearly the same (r = {r:.2f}).",
            )
        elif row["flag"] == "negative" and row["relation"] == "parent":
            yield (
                Question("negative", row["first_id"]),
                f"“{zh}”与其所属的“{other_zh}”负相关（r={r:.2f}），建议复核指标含义与正逆向。",
                f"“{en}” runs against its own component “{other_en}” (r = {r:.2f}): look at concept and direction.",
            )
        elif row["flag"] == "weak":
            yield (
                Question("weak", row["first_id"]),
                f"“{zh}”与其所属的“{other_zh}”相关很弱（r={r:.2f}）。",
                f"“{en}” hardly follows its own component “{other_en}” (r = {r:.2f}).",
            )
        elif row["flag"] == "closer_to_other" and r == closest[row["first_id"]]:
            yield (
                Question("closer_to_other", row["first_id"], row["second_id"]),
                f"“{zh}”与“{other_zh}”的相关性（r={r:.2f}）高于与所属上级指标的相关性。",
                f"“{en}” is closer to “{other_en}” (r = {r:.2f}) than to its own component.",
            )


def _consistency(rows: list[Row], names: Names) -> Iterator[Sentence]:
    for row in rows:
        zh, en = names(row["component_id"])
        if row["flag"] == "inconsistent":
            alpha, low, high = row["alpha"], row["alpha_p05"], row["alpha_p95"]
            zh_interval = "" if low is None else f"，90%区间：{low:.2f}～{high:.2f}"
            en_interval = "" if low is None else f", 90% interval {low:.2f} to {high:.2f}"
            yield (
                Question("inconsistent", row["component_id"]),
                f"“{zh}”下设{row['children']}项指标的内部一致性偏低（克朗巴赫α系数{alpha:.2f}{zh_interval}）。",
                f"The {row['children']} children of “{en}” are hardly consistent (alpha {alpha:.2f}{en_interval}).",
            )
        elif row["flag"] == "several_dimensions":
            yield (
                Question("several_dimensions", row["component_id"]),
                f"“{zh}”存在一个以上维度：第一主成分方差贡献率为{row['first_share']:.0%}，"
                f"特征值大于1的主成分有{row['eigenvalues_above_one']}个。",
                f"“{en}” has more than one dimension: its first principal component holds {row['first_share']:.0%}, "
                f"and {row['eigenvalues_above_one']} eigenvalues are above 1.",
            )


def _importance(rows: list[Row], names: Names) -> Iterator[Sentence]:
    for row in rows:
        if row["flag"] is None:
            continue
        (zh, en), (parent_zh, parent_en) = names(row["child_id"]), names(row["component_id"])
        more = row["flag"] == "outweighs"
        yield (
            Question(row["flag"], row["child_id"]),
            f"“{zh}”对“{parent_zh}”的实际贡献（{row['importance_share']:.0%}）"
            f"{'高于' if more else '低于'}名义权重（{row['share']:.0%}）。",
            f"“{en}” moves “{parent_en}” {'more' if more else 'less'} ({row['importance_share']:.0%}) than its weight "
            f"says ({row['share']:.0%}).",
        )


def _added_value(rows: list[Row], names: Names) -> Iterator[Sentence]:
    for row in rows:
        if row["flag"] == "repeats":
            zh, en = names(row["component_id"])
            yield (
                Question("repeats", row["component_id"]),
                f"“{zh}”的位次与总指数相差5位以上的地区只占{row['share_apart']:.0%}。",
                f"In “{en}” only {row['share_apart']:.0%} of the regions are 5 or more places from their rank in "
                "the index.",
            )
