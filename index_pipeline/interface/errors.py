"""Errors of this package."""

from index_pipeline.errors import UserError


class InterfaceError(UserError):
    """The request does not exist or cannot be computed; the message names it and lists what exists."""
