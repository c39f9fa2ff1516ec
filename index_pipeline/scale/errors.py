"""Errors of registers in parts, and of the workers that count them."""

from index_pipeline.errors import UserError


class PartitionError(UserError):
    """A partitioned register cannot be read or written; the message names it."""


class EngineError(UserError):
    """The workers cannot be reached or used; nothing was computed."""
