"""What this room refuses."""

from index_pipeline.errors import UserError


class InterfaceError(UserError):
    """What was asked for is not there or cannot be computed; the message names it and says what there is."""
