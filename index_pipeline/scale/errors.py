"""Errors of this room: they also come out of a run of Dagster, which keeps nothing of an error but its text."""

from index_pipeline.errors import UserError
from index_pipeline.language import Both


class ScaleError(UserError):
    """Its text is in both languages; its sentences are in the reader's."""

    def __str__(self) -> str:
        """Return the text in both languages."""
        return f"{self.said.zh} · {self.said.en}" if isinstance(self.said, Both) else self.said


class PartitionError(ScaleError):
    """A partitioned register cannot be read or written; the message names it."""


class EngineError(ScaleError):
    """The workers cannot be reached or used; nothing was computed."""
