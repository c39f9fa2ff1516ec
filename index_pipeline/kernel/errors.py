"""What a method says when it has no defined result."""

from index_pipeline.errors import UserError


class MethodError(UserError):
    """A method has no defined result; the message names the indicator or component, the region and the year."""
