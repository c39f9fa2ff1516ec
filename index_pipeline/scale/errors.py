"""Errors of registers in parts, and of the workers that count them."""

from pathlib import Path

from index_pipeline.errors import UserError
from index_pipeline.language import messages

MESSAGES = messages(Path(__file__).with_name("messages.toml"))


class PartitionError(UserError):
    """A partitioned register cannot be read or written; the message names it."""


class EngineError(UserError):
    """The workers cannot be reached or used; nothing was computed."""
