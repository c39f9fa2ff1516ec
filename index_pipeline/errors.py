"""The error that a person can act on."""


class UserError(ValueError):
    """What went wrong, in sentences that name the place and say what to do: shown as it is, without a traceback."""
