"""What the tests of publication share: an index of another framework."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest

from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.tables import REGISTER_STOCKS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def asem() -> Contents:
    """Another framework: 51 countries, one year, no Chinese names, no units, sources or zones."""
    folder = ROOT / "tests" / "framework" / "asem"
    framework = load(folder)
    observations = pyarrow.csv.read_csv(folder / "observations.csv")
    observations = observations.append_column("obs_status", pa.array(["A"] * observations.num_rows))
    built = vars(build(observations, REGISTER_STOCKS.empty(), framework))
    tables = {name: table for name, table in built.items() if isinstance(table, pa.Table)}
    return Contents("2018-0123456789ab", framework, tables | catalogue(framework, tables["weights"]))
