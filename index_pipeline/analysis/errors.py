"""What an analysis says when it has no defined result."""

from index_pipeline.errors import UserError


class AnalysisError(UserError):
    """An analysis cannot be made of what it was given; the message names the value, region or component."""
