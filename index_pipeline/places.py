"""Default folders of framework and data."""

import os
from pathlib import Path

from index_pipeline.errors import UserError
from index_pipeline.language import Both

PROJECT = Path(__file__).resolve().parent.parent


def framework_folder(given: Path | None) -> Path:
    """Return the argument, or the folder of ICDI_FRAMEWORK, or `indicators` of the project."""
    return given or Path(os.environ.get("ICDI_FRAMEWORK", _nearest("indicators")))


def data_folder(given: Path | None) -> Path:
    """Return the argument, or the folder of ICDI_DATA, or `data` of the project."""
    return given or Path(os.environ.get("ICDI_DATA", _nearest("data")))


class NoStoreError(UserError):
    """A folder is not a data folder."""


def store_folder(given: Path | None) -> Path:
    """Return the data folder, as `data_folder` does, which must hold a store of figures.

    Raises:
        NoStoreError: it has no `observations/`: a wrong folder would look like an empty store.
    """
    folder = data_folder(given)
    if not (folder / "observations").is_dir():
        raise NoStoreError(
            Both(
                f"{folder}: this is not a data folder: it has no observations/; give the right one by --data or "
                f"ICDI_DATA (a new store begins with `mkdir -p {folder}/observations`)",
                f"{folder}：这不是数据目录，其中没有 observations/；请用 --data 或 ICDI_DATA 指明"
                f"（新建数据库用 mkdir -p {folder}/observations）",
            )
        )
    return folder


def _nearest(name: str) -> Path:
    """Prefer the project of the current folder to the one that is installed."""
    here = Path.cwd()
    return here / name if (here / "indicators" / "framework.yaml").exists() else PROJECT / name
