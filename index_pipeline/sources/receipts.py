"""What happens to a file: a receipt if it was imported, a rejection if it was not."""

from dataclasses import asdict, dataclass
from typing import Any

from index_pipeline.characters import shortened, visible
from index_pipeline.language import Both, Language
from index_pipeline.sources.problems import AND_MORE, SHOWN_PLACES, Cause, Problem, Refusal, causes

KNOWN = Both(
    "{file}: {read} {read:figure|figures} of {names} read as {source}; the store has them all already",
    "{file}：按来源 {source} 读取 {names} 的数据 {read} 条，库中均已有",
)
ADDED = Both(
    "{file}: {read} {read:figure|figures} of {names} read as {source}, published by {released}: "
    "{new} new, {revised} revised, {unchanged} unchanged",
    "{file}：按来源 {source} 读取 {names} 的数据 {read} 条，公布日期不晚于 {released}："
    "新增 {new} 条，修订 {revised} 条，未变 {unchanged} 条",
)
MOVED, LEFT = Both("; moved to {folder}", "；已移至 {folder}"), Both("; left in the inbox", "；留在接收目录")


@dataclass(frozen=True)
class Receipt:
    """A file that was imported completely.

    Attributes:
        file: Its name.
        digest: SHA-256 of its bytes.
        format: As found by content.
        source_id: The source of its figures.
        released: The day by which they were public, `YYYY-MM-DD`.
        batch: The file of the store that was written, relative to the data folder; None if nothing was new.
        series: The series that it holds.
        read: Figures that it holds.
        new: Figures that the store did not have.
        revised: Figures that differ from the store's.
        unchanged: Figures that the store has already.
        left_out: What in the file was not imported, and why.
        warnings: What a person should look at.
        revisions: The largest revisions: series, region, year, old value, new value, percent.
        accepted_cells: Cells imported although a check objected to them, with the reason.
        document: The document that announces the revision, if it was stated and the file revises figures.
    """

    file: str
    digest: str
    format: str
    source_id: str
    released: str
    batch: str | None
    series: tuple[str, ...]
    read: int
    new: int
    revised: int
    unchanged: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    revisions: tuple[str, ...] = ()
    accepted_cells: tuple[str, ...] = ()
    document: str | None = None

    def sentence(self, language: Language = "en") -> str:
        """Say in one sentence what was imported."""
        more = AND_MORE.filled(language, {"count": len(self.series) - 4}) if len(self.series) > 4 else ""
        names = (", " if language == "en" else "、").join(self.series[:4]) + more
        counts = {name: f"{getattr(self, name):,}" for name in ("read", "new", "revised", "unchanged")}
        facts = {"file": self.file, "names": names, "source": self.source_id, "released": self.released, **counts}
        return (KNOWN if self.batch is None else ADDED).filled(language, facts)

    def as_dict(self) -> dict[str, Any]:
        """Return the receipt as plain data."""
        return {**asdict(self), "accepted": True}


@dataclass(frozen=True)
class Rejection:
    """A file of the inbox that was refused; `moved_to` is its present path, relative to the data folder.

    It is None if the file was left in the inbox, to be tried again. `more` counts the problems beyond `problems`.
    """

    file: str
    problems: tuple[Problem, ...]
    moved_to: str | None
    more: int = 0
    batch: None = None

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The problems by their cause."""
        return causes(self.problems)

    def sentence(self, language: Language = "en") -> str:
        """Say in one sentence why it was refused, and where it is."""
        where = (MOVED if self.moved_to else LEFT).filled(language, {"folder": self.moved_to})
        return Refusal(self.file, self.problems, self.more).sentence(language) + where

    def as_dict(self) -> dict[str, Any]:
        """Return the rejection as plain data, each cause and each problem in English and Chinese."""
        return {
            "file": self.file,
            "accepted": False,
            "moved_to": self.moved_to,
            "more": self.more,
            "causes": [{"count": cause.count, **_said(cause.problems[0], cause)} for cause in self.causes],
            "problems": [_said(problem, problem) for problem in self.problems],
        }

    def markdown(self) -> str:
        """Return a report for a person: every cause with its places, values, reason and what to do."""
        lines = [
            f"# {_plain(self.file)}",
            "",
            "未导入；未改动任何数据。Refused; no figure was changed.",
            "",
            "| 工作表 sheet | 单元格 cell | 值 value | 原因 reason | 处理 what to do |",
            "| --- | --- | --- | --- | --- |",
            *(_row(cause) for cause in self.causes),
        ]
        for cause in self.causes:
            if cause.count > SHOWN_PLACES:
                heading = f"{cause.count} 处 places: {cause.reason('zh')} {cause.reason()}"
                lines += ["", f"{_plain(heading)}", "", _plain(cause.places(cause.count), longest=100_000)]
        if self.more:
            lines += ["", f"另有 {self.more:,} 处未列出。{self.more:,} more are not listed."]
        lines += [
            "",
            "改正后放回接收目录；或用 `icdi ingest` 加上所需选项。选项也可写在文件旁的 `<文件名>.options.json` 中，"
            '如 `{"series": "gdp", "year": 2024}`。',
            "",
            "Put it back into the inbox when it is corrected, or give `icdi ingest` the options. They may also be in "
            '`<name of the file>.options.json` beside it, such as `{"series": "gdp", "year": 2024}`.',
            "",
        ]
        return "\n".join(lines)


def _said(problem: Problem, by: Problem | Cause) -> dict[str, Any]:
    """Return a problem as plain data, its reason and remedy as `by` says them."""
    return {
        "kind": problem.kind,
        "sheet": problem.sheet and visible(problem.sheet),
        "cell": problem.cell,
        "value": problem.value and visible(problem.value),
        "reason": {"en": by.reason("en"), "zh": by.reason("zh")},
        "remedy": {"en": by.remedy("en"), "zh": by.remedy("zh")},
    }


def _row(cause: Cause) -> str:
    """Return the line of a cause in the table of a report, with its first places."""
    first = cause.problems[:SHOWN_PLACES]
    more = f" … ({cause.count})" if cause.count > SHOWN_PLACES else ""
    texts = (
        ", ".join(dict.fromkeys(problem.sheet or "" for problem in first)),
        ", ".join(problem.cell for problem in first if problem.cell) + more,
        ", ".join(dict.fromkeys(shortened(problem.value) for problem in first if problem.value)),
        f"{cause.reason('zh')}<br>{cause.reason('en')}",
        f"{cause.remedy('zh')}<br>{cause.remedy('en')}",
    )
    return "| " + " | ".join(map(_plain, texts)) + " |"


def _plain(text: str, longest: int = 300) -> str:
    """Return `text` on one line, with nothing in it that Markdown or HTML would interpret, except our line breaks."""
    safe = " ".join(visible(text).split())[:longest].replace("&", "&amp;").replace("<br>", "\0").replace("<", "&lt;")
    return safe.replace("\0", "<br>").replace("|", "\\|").replace("`", "'").replace("[", "\\[")
