"""The `evidence:` section of `framework.yaml`: by which rule the evidence behind a component is graded."""

from typing import Annotated

from pydantic import Field, model_validator

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
        reliability: Least reliability, in any scored year, of an indicator that counts a register; see `RELIABILITY`.
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
        """The bounds that are given."""
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
    """Grades, the best first; a component has the first whose conditions it meets, the last one has none."""

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
                raise ValueError(f"grade {name} is given {names.count(name)} times")
        if self.grades[-1].conditions:
            raise ValueError(
                f"the last grade, {names[-1]}, is that of components which meet no other: it takes no condition"
            )
        for rule in self.grades[:-1]:
            if not rule.conditions:
                raise ValueError(f"grade {rule.grade} has no condition, so that no component would have a later one")
        return self
