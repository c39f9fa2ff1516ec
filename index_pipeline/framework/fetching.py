"""How the figures of a source are fetched: the method, the hosts that may be asked, and what is asked for."""

from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier
from index_pipeline.framework.years import Year

PORTS = {"http": 80, "https": 443}


def host_of(address: str) -> str:
    """Return the host of an address in small letters, with its port if that is not the usual one.

    Raises:
        PydanticCustomError: the address is not of http or https, names a user, or has no host.
    """
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise wrong("no_address", name=address)
    usual = parts.port in (None, PORTS[parts.scheme])
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return name if usual else f"{name}:{parts.port}"


def _checked(address: str) -> str:
    host_of(address)
    return address


Address = Annotated[str, AfterValidator(_checked)]
Host = Annotated[str, Field(pattern=r"^[a-z0-9.\-\[\]:]+$", max_length=253)]


class Polite(Record):
    """What every method says: the only hosts that are ever asked, and how slowly.

    `pause` are the seconds between two requests, and the measure of what is waited after a failure; `timeout` the
    seconds that an answer may take as a whole.
    """

    hosts: tuple[Host, ...] = Field(min_length=1)
    pause: float = Field(2.0, ge=0, le=600)
    timeout: float = Field(60.0, gt=0, le=600)


class BureauSeries(Record):
    """Where a series is in the Bureau's library: names to look for, path in the tree, identifiers where known.

    `names` are the indicator's names without the unit, the likeliest first. `path` are the names of categories from
    below the root to the catalogue; where only its beginning is known, only that. `cid` is the identifier of the
    catalogue, `id` that of the indicator; they are checked by name before they are used.
    """

    names: tuple[str, ...] = Field(min_length=1)
    path: tuple[str, ...] = ()
    cid: str | None = Field(None, pattern="^[0-9a-f]{32}$")
    id: str | None = Field(None, pattern="^[0-9a-f]{32}$")


class Bureau(Polite):
    """The interface of 国家数据 (data.stats.gov.cn) of 2026: annual data by province."""

    method: Literal["nbs"]
    address: Address = "https://data.stats.gov.cn/dg/website/publicrelease/web/external"
    root: str = Field("c4d82af16c3d4f0cb4f09d4af7d5888e", pattern="^[0-9a-f]{32}$")
    code: str = "6"
    series: dict[Identifier, BureauSeries] = Field(min_length=1)

    @property
    def fetched_series(self) -> frozenset[str]:
        """The series that are fetched."""
        return frozenset(self.series)

    @model_validator(mode="after")
    def _within_hosts(self) -> "Bureau":
        return _allowed(self, [self.address])


class TableAddress(Record):
    """A table at an address, and what it does not say itself, as for `icdi ingest`."""

    address: Address
    series: Identifier | None = None
    year: Year | None = None


class FetchedTables(Polite):
    """Tables at addresses: CSV, XLSX, XLS or HTML; read again where they have changed."""

    method: Literal["table"]
    tables: dict[Identifier, TableAddress] = Field(min_length=1)

    @property
    def fetched_series(self) -> frozenset[str]:
        """The series that tables are said to hold."""
        return frozenset(table.series for table in self.tables.values() if table.series)

    @model_validator(mode="after")
    def _within_hosts(self) -> "FetchedTables":
        return _allowed(self, [table.address for table in self.tables.values()])


Method = Annotated[Bureau | FetchedTables, Field(discriminator="method")]


Fetch = TypeVar("Fetch", bound=Polite)


def _allowed(fetch: Fetch, addresses: list[str]) -> Fetch:
    for address in addresses:
        if host_of(address) not in fetch.hosts:
            raise wrong("other_host", name=host_of(address), address=address)
    return fetch
