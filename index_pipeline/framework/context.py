"""Context: figures that are printed beside a region's scores and enter none of them."""

from collections.abc import Iterable

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier, Text


class ContextFigure(Record):
    """A series as it is published or, with `over`, its ratio to another series times `multiplier`, in `unit`.

    Without `title` it has that of its series. A ratio needs a title and may have a unit. With `predictor`, the score
    that would be expected at this figure is computed too.
    """

    series: Identifier
    title: Text | None = None
    over: Identifier | None = None
    multiplier: float = Field(1.0, gt=0)
    unit: Identifier | None = None
    predictor: bool = False

    @model_validator(mode="after")
    def _a_ratio_has_a_title(self) -> "ContextFigure":
        if self.over is not None and self.title is None:
            raise wrong("no_context_title", series=self.series)
        return self

    @property
    def all_series(self) -> tuple[str, ...]:
        """The series that it reads."""
        return (self.series,) if self.over is None else (self.series, self.over)


def predictor_of(context: Iterable[ContextFigure]) -> ContextFigure | None:
    """Return the figure that scores are expected from; None if no figure is."""
    return next((figure for figure in context if figure.predictor), None)
