"""Arrow schemas of every table that passes between packages.

A package names its input and output tables; `conform` casts a table to its declared shape. Each column is described
once, in `columns.toml`. Missing is null, never NaN; each table has one row per combination of its key columns.
"""

from index_pipeline.tables.audit import *
from index_pipeline.tables.catalogue import *
from index_pipeline.tables.columns import COLUMNS as COLUMNS
from index_pipeline.tables.columns import DescribedColumn as DescribedColumn
from index_pipeline.tables.columns import column as column
from index_pipeline.tables.declare import DECLARED as DECLARED
from index_pipeline.tables.declare import NOT_APPLICABLE as NOT_APPLICABLE
from index_pipeline.tables.declare import SCORE_STATUSES as SCORE_STATUSES
from index_pipeline.tables.declare import STATUSES as STATUSES
from index_pipeline.tables.declare import TOTAL_SOURCES as TOTAL_SOURCES
from index_pipeline.tables.declare import Table as Table
from index_pipeline.tables.declare import TableError as TableError
from index_pipeline.tables.declare import finite as finite
from index_pipeline.tables.distribution import *
from index_pipeline.tables.figures import *
from index_pipeline.tables.index import *
from index_pipeline.tables.index_scores import *
from index_pipeline.tables.regions import *
from index_pipeline.tables.robustness import *
