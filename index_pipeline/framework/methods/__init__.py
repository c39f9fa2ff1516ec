"""Models of the methods that a framework may choose: each a small frozen record, told apart by `method`.

Every record of the modules below is a name of this package.
"""

from index_pipeline.framework.methods.aggregation import *
from index_pipeline.framework.methods.normalisation import *
from index_pipeline.framework.methods.preparation import *
from index_pipeline.framework.methods.record import *
from index_pipeline.framework.methods.treatment import *
from index_pipeline.framework.methods.weighting import *
