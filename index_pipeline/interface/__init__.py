"""The interface for researchers: open a release, take its tables, compute it another way. See docs/interface.md.

This package holds what a person imports; the computations are in the other packages.
"""

from index_pipeline.analysis.errors import AnalysisError as AnalysisError
from index_pipeline.errors import UserError as UserError
from index_pipeline.framework.framework import Framework as Framework
from index_pipeline.framework.load import FrameworkError as FrameworkError
from index_pipeline.interface.errors import InterfaceError as InterfaceError
from index_pipeline.interface.index import Index as Index
from index_pipeline.interface.index import Rescored as Rescored
from index_pipeline.interface.many import Change as Change
from index_pipeline.interface.many import Rescorings as Rescorings
from index_pipeline.interface.opening import Release as Release
from index_pipeline.interface.opening import open_folder as open_folder
from index_pipeline.interface.opening import open_release as open_release
from index_pipeline.interface.opening import score as score
from index_pipeline.interface.regional import Regional as Regional
from index_pipeline.interface.stated import Method as Method
from index_pipeline.kernel.errors import MethodError as MethodError
from index_pipeline.publication.lookups.asked import AskedError as AskedError
from index_pipeline.publication.lookups.explain import Explanation as Explanation
from index_pipeline.publication.maps.boundaries import BoundaryError as BoundaryError
from index_pipeline.publication.releases.folder import ReleaseError as ReleaseError
from index_pipeline.sources.tidy import TidyError as TidyError
from index_pipeline.tables import TableError as TableError
