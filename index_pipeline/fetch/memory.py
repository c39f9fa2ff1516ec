"""What is remembered between two fetches: where series were found, what was asked and when, and what is allowed.

Where series are is data, kept with the archive: `archive/<source_id>/catalogue.json`. The rest belongs to this machine:
the progress of an interrupted fetch (`fetch/unfinished.json`), the state of tables (`fetch/tables.json`), and which
hosts the owner has allowed (`fetch/allowed.json`).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.fetch.places import CataloguePlace
from index_pipeline.files import read_regular, write_text
from index_pipeline.language import Both, english_first
from index_pipeline.sources.captures import ARCHIVE

LARGEST = 5_000_000
FRESH = timedelta(hours=20)
"""Time in which a fetch that was broken off is continued; later, all is asked for again."""


AGED = timedelta(days=180)
"""Time after which a series is looked for again by name: a catalogue may have been cut into slices of years."""


class MemoryFileError(UserError):
    """A file of what is remembered cannot be read."""


class Memory:
    """What is remembered of one source; each change is on the disk before the next request."""

    def __init__(self, data: Path, source_id: str):
        self._catalogue = data / ARCHIVE / source_id / "catalogue.json"
        self._unfinished = data / "fetch" / "unfinished.json"
        self._tables = data / "fetch" / "tables.json"
        self._source = source_id
        oldest = (datetime.now(UTC) - AGED).date().isoformat()
        content = _read(self._catalogue)
        try:
            self.places = {
                series: tuple(CataloguePlace.of(place) for place in entry["places"])
                for series, entry in content.items()
                if entry["found"] >= oldest
            }
        except (KeyError, TypeError) as error:
            raise _unreadable(self._catalogue, error) from error

    def remember(self, series_id: str, places: tuple[CataloguePlace, ...]) -> None:
        """Remember where a series was found."""
        self.places[series_id] = places
        content = _read(self._catalogue)
        found = datetime.now(UTC).date().isoformat()
        content[series_id] = {"found": found, "places": [place.as_dict() for place in places]}
        _write(self._catalogue, content)

    def forget(self, series_id: str) -> None:
        """Forget where a series was: its identifiers answer nothing any more."""
        if self.places.pop(series_id, None) is not None:
            _write(
                self._catalogue, {name: entry for name, entry in _read(self._catalogue).items() if name != series_id}
            )

    def is_done(self, item: str, first: int, last: int) -> bool:
        """Return whether an interrupted fetch had these years of an item already."""
        try:
            entry = _read(self._unfinished).get(self._source, {}).get(item)
            if not entry:
                return False
            age = datetime.now(UTC) - datetime.fromisoformat(entry["at"])
            return bool(entry["first"] <= first and last <= entry["last"] and timedelta(0) <= age < FRESH)
        except MemoryFileError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise _unreadable(self._unfinished, error) from error

    def finish(self, item: str, first: int, last: int) -> None:
        """Remember that these years of an item are done, in case the fetch is interrupted."""
        content = _read(self._unfinished)
        entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "first": first, "last": last}
        content[self._source] = {**content.get(self._source, {}), item: entry}
        _write(self._unfinished, content)

    def end(self, items: Collection[str]) -> None:
        """Forget that items are done: the fetch has come to its end, the next one asks for all of them."""
        content = _read(self._unfinished)
        left = {item: entry for item, entry in content.get(self._source, {}).items() if item not in items}
        if left != content.get(self._source, {}):
            _write(self._unfinished, {**content, self._source: left})

    def marks(self, item: str) -> dict[str, str]:
        """Return the marks of a table's state when it was read last: ETag, date, SHA-256; empty if it never was."""
        return dict(_read(self._tables).get(self._source, {}).get(item, {}))

    def mark(self, item: str, marks: Mapping[str, str]) -> None:
        """Remember the state of a table that was read."""
        content = _read(self._tables)
        _write(self._tables, {**content, self._source: {**content.get(self._source, {}), item: dict(marks)}})


def allowed_hosts(data: Path) -> frozenset[str]:
    """Return the hosts that the owner has allowed on this machine, when asked."""
    return frozenset(_read(_allowed(data)))


def allow(data: Path, hosts: Iterable[str]) -> None:
    """Remember that the owner allows hosts to be asked."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _write(_allowed(data), {**_read(_allowed(data)), **dict.fromkeys(hosts, now)})


def _allowed(data: Path) -> Path:
    return data / "fetch" / "allowed.json"


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = json.loads(read_regular(path, LARGEST))
        if not isinstance(content, dict):
            raise ValueError(english_first("it is not a JSON object", "不是 JSON 对象"))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    return content


def _unreadable(path: Path, error: Exception) -> MemoryFileError:
    why = cause(error)
    return MemoryFileError(
        Both(
            f"{path}: it cannot be read ({why.en}); delete it, and it is made anew",
            f"{path}：无法读取（{why.zh}），删除后将重新生成",
        )
    )


def _write(path: Path, content: Mapping[str, Any]) -> None:
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
