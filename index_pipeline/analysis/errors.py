"""Errors of an analysis that has no defined result."""

from index_pipeline.errors import UserError


class AnalysisError(UserError):
    """An analysis is not possible with the given data; the message names the value, region or component."""
