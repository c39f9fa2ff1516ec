"""Models of weighting: where the weights of a component's children come from.

Weights drawn from data are fitted on the children's scores, over regions and years of the reference period together
or over one `year`, and then hold for every year. `cap` is the greatest share that one child may have.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods.record import Record, Weight, WeightOrNone


class Capped(Record):
    """A way to weigh the children of a component, with a bound on the share of each."""

    cap: float | None = Field(None, gt=0, le=1)


class FromScores(Capped):
    """Weights that are drawn from the children's scores."""

    year: int | None = None


class Given(Capped):
    """Weights as given in the tree."""

    method: Literal["given"]


class Equal(Capped):
    """The same weight for each child."""

    method: Literal["equal"]


class Entropy(FromScores):
    """熵值法: w ∝ 1 − e, e = −Σ p ln p / ln N, p = s/Σs over the N scores of a child.

    Over the years of the reference period together it is the panel entropy; over one `year`, the plain one.
    """

    method: Literal["entropy"]


class Critic(FromScores):
    """CRITIC: w_j ∝ s_j Σ_k (1 − r_jk), s with n − 1, r Pearson's correlation of pairwise complete scores."""

    method: Literal["critic"]


class CoefficientOfVariation(FromScores):
    """变异系数: w ∝ s/|x̄|, s with n − 1."""

    method: Literal["coefficient_of_variation"]


class PrincipalComponents(FromScores):
    """Weights from the correlation matrix of complete rows; a child that loads negatively on the first is refused.

    `first`: w ∝ loading on the first component. `squared`: w_j ∝ Σ_k λ_k a_jk², a the loadings' unit vectors, over
    the components with λ > 1, without rotation.
    """

    method: Literal["principal_components"]
    loadings: Literal["first", "squared"] = "first"


class ScatterDegree(FromScores):
    """纵横向拉开档次法: max w'Hw with ‖w‖ = 1 and w ≥ 0, H = Σ_t Z_t'Z_t over complete rows.

    Z are the scores standardised over the rows together, or with `standardise: false` as they are.
    """

    method: Literal["scatter_degree"]
    standardise: bool = True


class CorrelationOptimised(FromScores):
    """Weights w ≥ 0 under which each child's correlation with Σws is in proportion to its target importance.

    `targets` are relative, all equal where not given. Where no weights meet them, the sum of squared differences
    between target and attained shares of correlation is least.
    """

    method: Literal["correlation_optimised"]
    targets: dict[str, Weight] = Field(default_factory=dict)


def _number(value: object) -> object:
    """Read a fraction such as 1/3."""
    try:
        return float(Fraction(value)) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError):
        raise wrong("no_fraction", name=value) from None


Judgement = Annotated[float, BeforeValidator(_number), Field(gt=0)]


class Ahp(Capped):
    """AHP: principal eigenvector of the judgement matrix, refused where its consistency ratio reaches `limit`.

    `judgements` are one matrix or several (combined by their geometric mean), rows and columns in the order of
    `children`; entries may be fractions such as 1/3. CR = (λ − k)/(k − 1)/RI(k); `random_index` names the table.
    """

    method: Literal["ahp"]
    children: tuple[str, ...] = Field(min_length=2, max_length=9)
    judgements: tuple[tuple[tuple[Judgement, ...], ...], ...] = Field(min_length=1)
    random_index: Literal["saaty", "variant"] = "saaty"
    limit: float = Field(0.10, gt=0)

    @model_validator(mode="after")
    def _reciprocal(self) -> "Ahp":
        k = len(self.children)
        for number, matrix in enumerate(self.judgements, start=1):
            if len(matrix) != k or any(len(row) != k for row in matrix):
                raise wrong("matrix_size", number=number, k=k)
            for i in range(k):
                for j in range(i, k):
                    if abs(matrix[i][j] * matrix[j][i] - 1) > 0.01:
                        raise wrong(
                            "not_reciprocal",
                            number=number,
                            one=self.children[i],
                            other=self.children[j],
                            stated=f"{matrix[i][j]:g}",
                            reverse=f"{matrix[j][i]:g}",
                        )
        return self


class ByGrade(Capped):
    """w · f, w as it is in the tree, f the weight of the grade that the framework's `evidence` gives the child.

    f of a component that has no grade of its own is the mean of its children's, by their weights; of an indicator, 1.
    A grade of weight 0 takes its components out; if that takes out all children of a component, they have the
    weights of the tree, and the component itself has weight 0.
    """

    method: Literal["by_grade"]
    weights: dict[str, Annotated[WeightOrNone, BeforeValidator(_number)]] = Field(min_length=1)

    @field_validator("weights")
    @classmethod
    def _some_grade_counts(cls, weights: dict[str, float]) -> dict[str, float]:
        if not any(weights.values()):
            raise wrong("no_grade_counts")
        return weights


class BenefitOfTheDoubtShares(FromScores):
    """Mean over regions of the shares that each region's own benefit-of-the-doubt weights give to its children.

    For weights that differ by region choose the aggregation `benefit_of_the_doubt`; bounds are as there.
    """

    method: Literal["benefit_of_the_doubt"]
    least_share: float = Field(0.0, ge=0, lt=1)
    greatest_share: float = Field(1.0, gt=0, le=1)


class Combination(Capped):
    """组合赋权 of several ways to weigh.

    `additive`: Σ αw, α = `proportions` or equal. `multiplicative`: w ∝ Πw. `relative_entropy`: w ∝ (Πw)^(1/L).
    `game_theory`: Σ α*w with α* = |α|/Σ|α| and Σ_k α_k w_l·w_k = w_l·w_l.
    """

    method: Literal["combination"]
    rule: Literal["additive", "multiplicative", "relative_entropy", "game_theory"]
    of: tuple["Weighting", ...] = Field(min_length=2)
    proportions: tuple[Weight, ...] | None = None

    @model_validator(mode="after")
    def _one_proportion_each(self) -> "Combination":
        if self.proportions is not None and (self.rule != "additive" or len(self.proportions) != len(self.of)):
            raise wrong("proportions")
        return self


Weighting = Annotated[
    Given
    | Equal
    | Entropy
    | Critic
    | CoefficientOfVariation
    | PrincipalComponents
    | ScatterDegree
    | CorrelationOptimised
    | Ahp
    | ByGrade
    | BenefitOfTheDoubtShares
    | Combination,
    Field(discriminator="method"),
]

Combination.model_rebuild()
