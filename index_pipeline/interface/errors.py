"""Errors of this package."""

from collections.abc import Iterable

from index_pipeline.errors import UserError
from index_pipeline.framework.fault import Fault, FaultsError


class InterfaceError(UserError):
    """The request does not exist or cannot be computed; the message names it and lists what exists."""


def refusal(faults: Iterable[Fault]) -> InterfaceError:
    """Return the error that says what is wrong with a change, as it would be said of a framework's file."""
    return InterfaceError(FaultsError(faults).both())
