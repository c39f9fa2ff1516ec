"""The `evidence:` section of `framework.yaml`: by which rule the evidence behind a component is graded."""

from typing import Annotated

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record


class GradeRule(Record):
    """A grade, and what the weighted indicators of a component have to meet for it.

    Attributes:
        grade: Its name.
        indicators: Least number of indicators.
        direct: Least number of `direct` ones.
        indirect: Greatest number of those that are not.
        rank_correlation: Least rank correlation of an indicator with itself a year before (over: k, k years before).
        own_share: Least share of figures that are the regions' own: observed, neither filled nor estimated.
        reliability: Least reliability, in any scored year, of an indicator that counts a register; see
            `tables.RELIABILITY`.
        alpha: Least Cronbach's alpha in the newest year.
    """

    grade: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9+\-]*$", max_length=20)]
    indicators: int | None = Field(None, ge=1)
    direct: int | None = Field(None, ge=1)
    indirect: int | None = Field(None, ge=0)
    rank_correlation: float | None = Field(None, ge=-1, le=1)
    own_share: float | None = Field(None, ge=0, le=1)
    reliability: float | None = Field(None, le=1)
    alpha: float | None = Field(None, le=1)

    @property
    def conditions(self) -> dict[str, float]:
        """The bounds that are set."""
        return {name: value for name, value in self if name != "grade" and value is not None}


class Demand(Record):
    """What each indicator with weight has to reach; one that does not has a notice.

    Attributes:
        rank_correlation: Least rank correlation with itself a year before (over: k, k years before).
        reliability: Least reliability, in every scored year, of one that counts a register.
    """

    rank_correlation: float | None = Field(None, ge=-1, le=1)
    reliability: float | None = Field(None, le=1)


class Evidence(Record):
    """Grades, the best first: a component has the first whose conditions it meets. The last has no condition."""

    grades: Annotated[tuple[GradeRule, ...], Field(min_length=2)] = (
        GradeRule(grade="A", direct=2, indirect=0, rank_correlation=0.75, own_share=0.75, reliability=0.6, alpha=0.7),
        GradeRule(grade="B", direct=1, reliability=0.6),
        GradeRule(grade="C"),
    )
    demand: Demand = Demand()

    @model_validator(mode="after")
    def _every_component_has_one(self) -> "Evidence":
        names = [rule.grade for rule in self.grades]
        for name in names:
            if names.count(name) > 1:
                raise wrong("grade_twice", name=name, count=names.count(name))
        if self.grades[-1].conditions:
            raise wrong("last_grade", name=names[-1])
        for rule in self.grades[:-1]:
            if not rule.conditions:
                raise wrong("grade_of_all", name=rule.grade)
        return self
