"""Why the system or a library did not do something, in both languages."""

import errno
import os
import tomllib
from json import JSONDecodeError
from pathlib import Path

from index_pipeline.errors import UserError
from index_pipeline.language import Bilingual, Both

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SYSTEM: dict[str, str] = _FILE["system"]
"""The system's reasons in Chinese, by the name of their number."""

LIBRARY = {kind: Both(**texts) for kind, texts in _FILE["library"].items()}
"""What libraries find wrong with a file, by kind."""


def cause(error: BaseException) -> Both:
    """Return why something failed: what the error says itself if it is meant for people, else its kind.

    The text of a library is in English; where its kind is not known, the Chinese sentence quotes it.
    """
    if isinstance(error, UserError):
        return error.both()
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, JSONDecodeError):
        return LIBRARY["not_json"].with_details(line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return LIBRARY["not_utf8"]
    if isinstance(error, RecursionError):
        return LIBRARY["too_deep"]
    return _other(error, error.args[0] if len(error.args) == 1 else str(error))


def _of_system(error: OSError) -> Both:
    said = error.strerror or str(error)
    chinese = SYSTEM.get(errno.errorcode.get(error.errno or 0, ""))
    if chinese is None or isinstance(said, Bilingual):
        return _other(error, said)
    return Both(os.strerror(error.errno or 0), chinese)  # without what a library adds to it


def _other(error: BaseException, said: object) -> Both:
    if isinstance(said, Both | Bilingual):
        return Both(said.en, said.zh)
    return LIBRARY["other"].with_details(text=str(said).partition("\n")[0] or type(error).__name__)
