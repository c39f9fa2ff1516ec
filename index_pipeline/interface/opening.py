"""Open a release, or compute your own index."""

from dataclasses import dataclass, fields, replace
from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.clock import today
from index_pipeline.framework.load import load
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.index import Index
from index_pipeline.language import Both, joined
from index_pipeline.methods.build import build
from index_pipeline.places import data_folder
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.releases.citing import apa, cited
from index_pipeline.publication.releases.contents import Contents, read_contents
from index_pipeline.publication.releases.folder import DESCRIPTION, ReleaseError, described, find, published
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.sources.tidy import read_tidy
from index_pipeline.tables import REGISTER_EVENTS, REGISTER_STOCKS


@dataclass(frozen=True, repr=False)
class Release(Index):
    """A published release, read from its folder."""

    folder: Path

    @property
    def published(self) -> str:
        """Time of publication, ISO 8601; empty if it is not recorded."""
        return published(self.folder)

    @property
    def citation(self) -> str:
        """How to cite it, in one line, as APA has it; `icdi cite` knows other forms."""
        return apa(cited(self.framework, self.name, self.published, today(), "en"))


def open_release(release_id: str | None = None, data: str | Path | None = None) -> Release:
    """Open a release: the newest, or the one named.

    Args:
        release_id: Identifier; the newest release if None.
        data: Data folder; that of ICDI_DATA, or `data` of the project, if None.

    Raises:
        ReleaseError: there is none of that name, or a file of it is missing or altered; the message names it.

    Example:
        >>> release = open_release(data=data)
        >>> release.frame("rankings").columns[:4].to_list()
        ['ref_area', 'time_period', 'component_id', 'score']
    """
    releases = data_folder(Path(data) if data is not None else None) / "releases"
    try:
        return open_folder(find(releases, release_id))
    except OSError as error:
        why = cause(error)
        raise ReleaseError(
            Both(
                f"{releases}: the list of releases cannot be read ({why.en}); name a release",
                f"{releases}：发布列表无法读取（{why.zh}）；请指明发布",
            )
        ) from error


def open_folder(folder: str | Path) -> Release:
    """Open the release in `folder`, at any location, such as a copy received from someone.

    Its identifier is that in its own description, whatever the name of the folder. Every table and every file of the
    framework is compared with the hash there, the identifier with these hashes, and each table with its schema.

    Raises:
        ReleaseError: there is no release in it, or a file is missing, altered or not part of it.
    """
    folder = Path(folder).resolve()
    if not (folder / DESCRIPTION).is_file():
        raise ReleaseError(
            Both(
                f"there is no {DESCRIPTION} in {folder}, so that it is not a release, or not the whole of one",
                f"{folder} 中没有 {DESCRIPTION}，不是发布或不完整",
            )
        )
    for fault in verify(folder, only=_read):
        said = joined([fault])
        raise ReleaseError(Both(f"{said.en}; get the release again", f"{said.zh}；请重新取得该发布"))
    return Release(replace(read_contents(folder), release_id=described(folder).name), folder)


def score(framework: str | Path, observations: str | Path) -> Index:
    """Compute any framework over any tidy table of figures.

    Args:
        framework: Folder with `framework.yaml` and `indicator/*.yaml`; see docs/framework.md.
        observations: CSV with `ref_area, time_period, series_id, obs_value` and optionally `obs_status`.

    Raises:
        FrameworkError, TidyError: with every fault found, each naming its file.
        InterfaceError: the table of figures cannot be read.
        MethodError: a step has no defined result.

    Example:
        >>> asem = score(asem_folder, asem_folder / "observations.csv")
        >>> asem.rankings.query("component_id == 'Index' and rank == 1").ref_area.item()
        'CHE'
    """
    found = load(Path(framework))
    try:
        figures = read_tidy(Path(observations))
    except OSError as error:
        why = cause(error)
        raise InterfaceError(
            Both(
                f"{observations}: the figures cannot be read ({why.en})",
                f"{observations}：数据无法读取（{why.zh}）",
            )
        ) from error
    made = build(figures, REGISTER_STOCKS.empty(), found)
    tables = {field.name: getattr(made, field.name) for field in fields(made)}
    tables |= {"observations": figures, "register_events": REGISTER_EVENTS.empty()}
    tables |= {"register_stocks": REGISTER_STOCKS.empty()} | catalogue(found, made.weights)
    return Index(Contents(f"{found.definition.edition} (computed)", found, tables))


def _read(path: str) -> bool:
    """Return whether a file is read when a release is opened."""
    return path.startswith("framework/") or (path.startswith("tables/") and path.endswith(".parquet"))
