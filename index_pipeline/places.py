"""Where framework and data are, when nobody says."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def framework_folder(given: Path | None) -> Path:
    """Return the folder given, or that of ICDI_FRAMEWORK, or `indicators` of the project."""
    return given or Path(os.environ.get("ICDI_FRAMEWORK", _nearest("indicators")))


def data_folder(given: Path | None) -> Path:
    """Return the folder given, or that of ICDI_DATA, or `data` of the project."""
    return given or Path(os.environ.get("ICDI_DATA", _nearest("data")))


def _nearest(name: str) -> Path:
    """Prefer the project that one stands in to the one that is installed."""
    here = Path.cwd()
    return here / name if (here / "indicators" / "framework.yaml").exists() else PROJECT / name
