"""Industrial Culture Development Index: figures to scores to a published release.

For researchers: ``import index_pipeline as icdi; release = icdi.open_release()``; see docs/interface.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from index_pipeline import program_files as program_files  # first: it notes how the files of the others are

if TYPE_CHECKING:
    from index_pipeline.interface import *

    __version__: str

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
    "__version__",
    "open_folder",
    "open_release",
    "score",
]


def __getattr__(name: str) -> object:
    """Load the interface when something of it is first asked for, so that importing the package stays light."""
    if name == "__version__":
        return import_module("importlib.metadata").version("index-pipeline")
    if name in __all__:
        return getattr(import_module("index_pipeline.interface"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what `from index_pipeline import …` offers."""
    return sorted(__all__)
