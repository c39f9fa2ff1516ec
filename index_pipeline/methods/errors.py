"""What a method says when it has no defined result."""


class MethodError(ValueError):
    """A method has no defined result; the message names the indicator or component, the region and the year."""
