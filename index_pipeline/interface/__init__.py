"""The interface for researchers: open a release, take its tables, compute it another way. See docs/interface.md.

What belongs here is what a person imports; what is computed belongs to the rooms below.
"""

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import FrameworkError
from index_pipeline.interface.changes import Method
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.index import Index, Rescored
from index_pipeline.interface.many import Change, Rescorings
from index_pipeline.interface.opening import Release, open_folder, open_release, score
from index_pipeline.interface.regional import Regional
from index_pipeline.methods.errors import MethodError
from index_pipeline.publication.asked import AskedError
from index_pipeline.publication.explain import Explanation
from index_pipeline.publication.maps.boundaries import BoundaryError
from index_pipeline.publication.releases import ReleaseError
from index_pipeline.sources.tidy import TidyError
from index_pipeline.tables import TableError

__all__ = [
    "AnalysisError",
    "AskedError",
    "BoundaryError",
    "Change",
    "Explanation",
    "Framework",
    "FrameworkError",
    "Index",
    "InterfaceError",
    "Method",
    "MethodError",
    "Regional",
    "Release",
    "ReleaseError",
    "Rescored",
    "Rescorings",
    "TableError",
    "TidyError",
    "UserError",
    "open_folder",
    "open_release",
    "score",
]
