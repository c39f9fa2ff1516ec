"""The `gate:` section of `framework.yaml`: when a person has to approve a release."""

from pydantic import Field

from index_pipeline.framework.methods import Record


class Gate(Record):
    """How far a new release may differ from the newest one before a person has to approve it.

    `revised_share` is the largest share of the newest release's figures that may have another value; `score_change`,
    in points of the scale (a hundredth of the scale where it is not given), and `rank_change`, in places, are the
    largest changes of any component in a year that the newest release has scored.
    """

    revised_share: float = Field(0.02, ge=0, le=1)
    score_change: float | None = Field(None, ge=0)
    rank_change: int = Field(2, ge=0)
