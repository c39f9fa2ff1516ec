"""The files of a release in open formats."""

import gzip
from collections.abc import Iterator

from index_pipeline.publication.files import File
from index_pipeline.publication.formats.citation import citation
from index_pipeline.publication.formats.dcat import dcat
from index_pipeline.publication.formats.sdmx_csv import observations_csv, scores_csv
from index_pipeline.publication.formats.sdmx_structure import structure
from index_pipeline.publication.releases.contents import Contents

LEVEL = 6
"""Of gzip: an eighth larger than at the highest level, in a fifth of the time."""


def format_files(contents: Contents) -> Iterator[File]:
    """Yield SDMX structure and data, DCAT metadata and the citation, the same bytes for the same contents."""
    yield File("sdmx/structure.xml", structure(contents))
    yield File("sdmx/scores.csv", scores_csv(contents))
    yield File("sdmx/observations.csv.gz", gzip.compress(observations_csv(contents), LEVEL, mtime=0))
    yield File("dcat.jsonld", dcat(contents))
    yield File("CITATION.cff", citation(contents))
