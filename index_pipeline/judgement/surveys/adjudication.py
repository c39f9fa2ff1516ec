"""The workbook in which differences between coders are decided: agreed codes are filled in, the others are open."""

from collections.abc import Sequence

from index_pipeline.framework.framework import Framework
from index_pipeline.judgement.surveys.agreement import Disagreement, agreed
from index_pipeline.judgement.surveys.coding import Coding
from index_pipeline.judgement.surveys.sheet import FilledIn, workbook

ADJUDICATOR = "裁定 adjudicated"


def adjudication(codings: Sequence[Coding], differences: Sequence[Disagreement], framework: Framework) -> bytes:
    """Return a coder's workbook, filled in where the coders agree; elsewhere, remarks say what each gave."""
    given = {key: FilledIn(answer.code, answer.document, answer.address) for key, answer in agreed(codings).items()}
    for found in differences:
        said = "；".join(
            f"{coding.coder}：{answer.code:g} {answer.document} {answer.address}".strip()
            for coding, answer in zip(codings, found.answers, strict=True)
        )
        given[found.ref_area, found.item] = FilledIn(remark=said)
    return workbook(codings[0].survey, framework, codings[0].year, ADJUDICATOR, given)
