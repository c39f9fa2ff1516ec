"""The program that makes a release: its code and the libraries that may change a byte of a product."""

from importlib.metadata import version
from typing import Any

from index_pipeline import program_files
from index_pipeline.errors import UserError
from index_pipeline.framework import extensions
from index_pipeline.language import Bilingual

LIBRARIES = (
    *(
        "duckdb",
        "fonttools",
        "jinja2",
        "manimgx-fonts-cjk",
        "numpy",
        "pikepdf",
        "pyarrow",
        "pypinyin",
        "scipy",
        "segno",
    ),
    *("typst", "xlsxwriter"),
)
"""Libraries whose version may change a byte of a release."""


class ProgramChangedError(UserError):
    """The program on the disk is not the one that is running."""


def program() -> dict[str, Any]:
    """Return version and digest of the code, and the versions of the libraries, as they are on the disk now."""
    return {
        "code_version": version("index-pipeline"),
        "code_digest": f"sha256:{program_files.digest()}",
        "libraries": {name: version(name) for name in LIBRARIES} | extensions.versions(),
    }


def is_unchanged() -> bool:
    """Return whether nobody has written a file of the program, or of a package with an aggregation, since it began."""
    return program_files.is_unchanged() and all(program_files.stamp(path) == at for path, at in EXTENSIONS.items())


def ensure_unchanged() -> None:
    """Compare the program on the disk with the one that was started.

    Raises:
        ProgramChangedError: it was changed since, so it is unknown which code computed.
    """
    if not is_unchanged() or program() != STARTED:
        raise ProgramChangedError(
            Bilingual(
                "the program's files were changed while it computed: nothing was published; run again",
                "计算期间程序文件被改动，未发布；请重新运行",
            )
        )


STARTED = program()
"""The program as this process read it when it began."""

EXTENSIONS = {path: program_files.stamp(path) for path in extensions.files()}
"""The files of packages with aggregations, with their stamps at that time."""
