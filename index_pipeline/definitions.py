"""The only entry point for Dagster; `icdi ui` opens its web interface."""

import os
from pathlib import Path

import dagster as dg

from index_pipeline.defs.graph import build_definitions
from index_pipeline.places import data_folder, framework_folder


@dg.definitions
def defs() -> dg.Definitions:
    """Build the graph of the folders that `icdi ui` was given, else of those of every command."""
    given = {name: os.environ.get(f"ICDI_UI_{name}") for name in ("FRAMEWORK", "DATA")}
    framework, data = (Path(folder) if folder else None for folder in given.values())
    return build_definitions(framework_folder(framework), data_folder(data))
