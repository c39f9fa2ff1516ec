"""Modules that are imported when they are first used, though a library imports them at once."""

import importlib
import sys
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

_ONE_AT_A_TIME = RLock()


def postpone(name: str) -> None:
    """Put a stand-in for a module in `sys.modules`, which imports it when an attribute is first asked for.

    A module that is imported already, or is not installed, is left as it is.
    """
    if name in sys.modules:  # of which one without a specification, such as __main__, could not be found
        return
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:  # the package that it is in
        return
    if spec is None:
        return
    stand_in = ModuleType(name)
    stand_in.__spec__, stand_in.__file__ = spec, spec.origin

    def attribute_of_module(attribute: str) -> Any:
        with _ONE_AT_A_TIME:
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]
            return getattr(importlib.import_module(name), attribute)

    vars(stand_in)["__getattr__"] = attribute_of_module
    sys.modules[name] = stand_in
