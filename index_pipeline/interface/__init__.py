"""The interface for researchers: open a release, take its tables, compute it another way. See docs/interface.md.

What belongs here is what a person imports; what is computed belongs to the rooms below.
"""

from index_pipeline.interface.changes import Method
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.index import Index, Rescored
from index_pipeline.interface.many import Change, Rescorings
from index_pipeline.interface.opening import Release, open_folder, open_release, score
from index_pipeline.interface.regional import Regional

__all__ = [
    "Change",
    "Index",
    "InterfaceError",
    "Method",
    "Regional",
    "Release",
    "Rescored",
    "Rescorings",
    "open_folder",
    "open_release",
    "score",
]
