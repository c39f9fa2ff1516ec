"""What editions of an index share: code lists and sources that lie in a folder above, named in `shared.yaml`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from index_pipeline.files import read_regular
from index_pipeline.framework.methods import Record
from index_pipeline.framework.yaml_files import LARGEST_FILE, read_model

FILE = "shared.yaml"
"""Name of the file in an edition's folder. It is not a part of the framework, but what it leads to is."""


class Shared(Record):
    """Where the files lie that an edition has in common with others: a folder above its own, such as `../..`.

    Code lists (`*.csv`) and sources (`source/*.yaml`) are read from there; a file of the same name in the edition's
    own folder takes the place of the shared one.
    """

    folder: Annotated[str, Field(pattern=r"^\.\.(/\.\.)*$")]

    def above(self, own: Path) -> Path:
        """Return the folder that is meant, seen from the edition's `own`."""
        return (own / self.folder).resolve()


def is_shared(name: str) -> bool:
    """Return whether a file, by its path within the folder, is one that editions share."""
    folder, _, file = name.rpartition("/")
    return (folder == "" and file.endswith(".csv")) or (folder == "source" and file.endswith(".yaml"))


def folders(folder: Path) -> list[Path]:
    """Return the folders that the framework in `folder` is read from: its own, and the one that it shares with others.

    Raises:
        OSError, YamlFileError: `shared.yaml` cannot be read.
    """
    shared = folder / FILE
    if not shared.is_file():
        return [folder]
    return [folder, read_model(read_regular(shared, LARGEST_FILE), Shared).above(folder)]


def place(folder: Path, name: str) -> Path:
    """Return where a file of the framework in `folder` lies: there, or in the folder that it shares with others."""
    own = folder / name
    return own if own.exists() else folders(folder)[-1] / name
