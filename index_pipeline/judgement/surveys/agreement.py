"""Agreement of the coders of a survey: item by item, over all codes, and of the resulting figures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from index_pipeline.framework.survey import Item, Survey
from index_pipeline.judgement.surveys import alpha as krippendorff
from index_pipeline.judgement.surveys.alpha import Level
from index_pipeline.judgement.surveys.coding import Answer, Coding, Key
from index_pipeline.kernel.arrays import Floats

ALL_CODES, SCORES = "all codes", "scores"


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha of an item, of `all codes` or of `scores`, with its 95 % interval, and percent agreement.

    `alpha`, `lower` and `upper` are None if alpha is not defined, i.e. if all codes are equal.
    `least` is the bound that alpha must reach; None if there is none.
    """

    of: str
    level: Level
    units: int
    alpha: float | None
    lower: float | None
    upper: float | None
    percent: float
    least: float | None

    @property
    def suffices(self) -> bool:
        """Whether alpha reaches its bound."""
        return self.least is None or (self.alpha is not None and self.alpha >= self.least)


@dataclass(frozen=True)
class Disagreement:
    """A region and item that the coders gave different codes; `answers` are in the order of the coders."""

    ref_area: str
    item: str
    answers: tuple[Answer, ...]


def agreement(codings: Sequence[Coding], ref_areas: Sequence[str]) -> tuple[Agreement, ...]:
    """Compare complete codings of one survey.

    Over all codes, each region and item is a unit: with the level of the items if all have the same codes, else as
    intervals of code / greatest code. Scores are the figures that each coder alone would give, as intervals. Samples
    of the bootstrap draw regions, with all of their items.

    Returns:
        One for each item, then `all codes` and `scores`.
    """
    survey = codings[0].survey
    codes = np.array(
        [[[coding.answers[area, item.id].code for area in ref_areas] for item in survey.items] for coding in codings]
    )
    shares = codes / np.array([item.greatest for item in survey.items])[:, None]
    alike = len({(item.level, tuple(code.value for code in item.codes)) for item in survey.items}) == 1
    together = (codes if alike else shares).reshape(len(codings), -1)
    level = _level(survey.items[0]) if alike else "interval"
    scores = 100 * shares.mean(1)
    return (
        *(
            _agreement(item.id, codes[:, place], _level(item), ref_areas, item.least_alpha)
            for place, item in enumerate(survey.items)
        ),
        _agreement(ALL_CODES, together, level, [*ref_areas] * len(survey.items), survey.least_alpha),
        _agreement(SCORES, scores, "interval", ref_areas, None),
    )


def disagreements(codings: Sequence[Coding], ref_areas: Sequence[str]) -> tuple[Disagreement, ...]:
    """Return each region and item that the coders do not agree on, in the order of the regions."""
    found = [
        Disagreement(area, item.id, tuple(coding.answers[area, item.id] for coding in codings))
        for area in ref_areas
        for item in codings[0].survey.items
    ]
    return tuple(one for one in found if len({answer.code for answer in one.answers}) > 1)


def score(codes: Sequence[float], survey: Survey) -> float:
    """Return the figure of a region: 100 times the mean over the items of code / greatest code."""
    return 100 * sum(code / item.greatest for code, item in zip(codes, survey.items, strict=True)) / len(survey.items)


def step(survey: Survey) -> Decimal:
    """Return the difference that figures are multiples of: what the codes of all items have in common.

    With three items of the codes 0 and 1, it is 100/3; if one of them has 0, 1 and 2, it is 100/6.
    """
    shares = [
        Fraction(repr(code.value)) / Fraction(repr(item.greatest)) for item in survey.items for code in item.codes
    ]
    parts = math.lcm(*(share.denominator for share in shares))
    common = math.gcd(*(int(share * parts) for share in shares))
    return Decimal(100 * common) / (parts * len(survey.items))


def agreed(codings: Sequence[Coding]) -> dict[Key, Answer]:
    """Return the answers of the first coding on which all agree; documents of others if it names none."""
    found: dict[Key, Answer] = {}
    for key, answer in codings[0].answers.items():
        answers = [coding.answers[key] for coding in codings]
        if len({other.code for other in answers}) == 1:
            named = next((other for other in answers if other.document), answer)
            found[key] = Answer(answer.code, answer.cell, named.document, named.address, answer.document_cell)
    return found


def _agreement(of: str, codes: Floats, level: Level, clusters: Sequence[str], least: float | None) -> Agreement:
    found = krippendorff.alpha(codes, level)
    ends = krippendorff.interval(codes, level, clusters) if found is not None else None
    lower, upper = ends or (None, None)
    share = krippendorff.percent(codes)
    return Agreement(of, level, codes.shape[1], found, lower, upper, 100 * (share or 0.0), least)


def _level(item: Item) -> Level:
    return "nominal" if item.level == "binary" else item.level
