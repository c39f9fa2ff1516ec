"""What is remembered between two fetches: where series were found, what was asked and when, and what is allowed.

Where series are is data, kept with the archive: `archive/<source_id>/catalogue.json`. What was asked, and which hosts
the owner has allowed, belongs to this machine: `fetch/asked.json` and `fetch/allowed.json`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from index_pipeline.errors import UserError
from index_pipeline.fetch.finding import Place
from index_pipeline.files import read_regular, write_text
from index_pipeline.sources.captures import ARCHIVE

LARGEST = 5_000_000
FRESH = timedelta(hours=20)
"""Time in which what was asked completely is not asked again: a fetch that was interrupted goes on where it was."""


class MemoryFileError(UserError):
    """A file of what is remembered cannot be read."""


@dataclass(frozen=True)
class Done:
    """A series, or a table, that was asked for completely: when, for which years, and the marks of a table's state."""

    at: datetime
    first: int = 0
    last: int = 0
    marks: Mapping[str, str] | None = None

    def covers(self, first: int, last: int, now: datetime) -> bool:
        """Return whether it makes asking for these years superfluous now."""
        return self.first <= first and last <= self.last and timedelta(0) <= now - self.at < FRESH


class Memory:
    """What is remembered of one source; each change is on the disk before the next request."""

    def __init__(self, data: Path, source_id: str):
        self._catalogue = data / ARCHIVE / source_id / "catalogue.json"
        self._asked = data / "fetch" / "asked.json"
        self._source = source_id
        self.places = {
            series: tuple(Place.of(place) for place in entry["places"])
            for series, entry in _read(self._catalogue).items()
        }

    def remember(self, series_id: str, places: tuple[Place, ...]) -> None:
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

    def done(self, item: str) -> Done | None:
        """Return when an item was last asked for completely."""
        entry = _read(self._asked).get(self._source, {}).get(item)
        return Done(**{**entry, "at": datetime.fromisoformat(entry["at"])}) if entry else None

    def finish(self, item: str, done: Done) -> None:
        """Remember that an item was asked for completely."""
        content = _read(self._asked)
        entry = {**asdict(done), "at": done.at.isoformat(timespec="seconds")}
        content[self._source] = {**content.get(self._source, {}), item: entry}
        _write(self._asked, content)


def allowed_hosts(data: Path) -> frozenset[str]:
    """Return the hosts that the owner has allowed on this machine, when he was asked."""
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
            raise ValueError("it is no object")
    except (OSError, ValueError, RecursionError) as error:
        raise MemoryFileError(
            f"{path}: 无法读取（{error}），删除后将重新生成 · it cannot be read ({error}); taken away, it is made anew"
        ) from error
    return content


def _write(path: Path, content: Mapping[str, Any]) -> None:
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
