"""The one entrance for Dagster; `icdi ui` opens its web interface."""

import os
from pathlib import Path

import dagster as dg

from index_pipeline.defs.graph import build_definitions

PROJECT = Path(__file__).resolve().parent.parent


@dg.definitions
def defs() -> dg.Definitions:
    """Build the graph of this project, or of the folders that ICDI_FRAMEWORK and ICDI_DATA name."""
    return build_definitions(
        Path(os.environ.get("ICDI_FRAMEWORK", PROJECT / "indicators")),
        Path(os.environ.get("ICDI_DATA", PROJECT / "data")),
    )
