"""What happens to each series that is fetched."""

from dataclasses import dataclass
from typing import Any, Literal

from index_pipeline.fetch.troubles import TroubleError, said
from index_pipeline.language import Bilingual, joined
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.receipts import Receipt

Status = Literal["taken", "unchanged", "nothing", "known", "refused", "failed", "stopped"]

WORDS: dict[Status, tuple[str, str]] = {
    "taken": ("已入库", "taken"),
    "unchanged": ("与库中一致", "the store has them all already"),
    "nothing": ("网站尚无数值", "the site has no figure of it"),
    "known": ("中断前已取得，未再询问", "was fetched before the last fetch was broken off, not asked again"),
    "refused": ("未导入", "refused"),
    "failed": ("未取得", "not fetched"),
    "stopped": ("已停止", "stopped"),
}


@dataclass(frozen=True)
class FetchOutcome:
    """What happened to a series or a table: `archive` are the answers, `receipts` what of them was imported."""

    source_id: str
    item: str
    status: Status
    archive: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, source_id: str, item: str, status: Status, trouble: TroubleError) -> "FetchOutcome":
        """Return the outcome of a failure."""
        return cls(source_id, item, status, problems=(trouble.problem,))

    @property
    def changed(self) -> bool:
        """Whether the store was changed."""
        return any(receipt.batch for receipt in self.receipts)

    def sentence(self) -> Bilingual:
        """Say in one line, in both languages, what happened to it."""
        zh, en = WORDS[self.status]
        parts: list[str] = [self.item, _after_colon(Bilingual(en, zh))]
        if self.changed:
            new, revised, same = (
                sum(getattr(r, name) for r in self.receipts) for name in ("new", "revised", "unchanged")
            )
            en = f"{new:,} new, {revised:,} revised, {same:,} unchanged"
            parts.append(_after_colon(Bilingual(en, f"新增 {new:,}、修订 {revised:,}、未变 {same:,}")))
        if self.problems:
            parts.append(_after_colon(said(self.problems[0])))
        if len(self.problems) > 1:
            parts.append(f" (+{len(self.problems) - 1})")
        if self.status == "refused" and self.archive:
            parts.append(f" [data/{self.archive[-1]}]")
        return joined(parts, "")

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "source_id": self.source_id,
            "item": self.item,
            "status": self.status,
            "archive": list(self.archive),
            "receipts": [receipt.as_dict() for receipt in self.receipts],
            "problems": [
                {
                    "kind": problem.kind,
                    "cell": problem.cell,
                    "value": problem.value,
                    "reason": {"zh": problem.reason("zh"), "en": problem.reason()},
                    "remedy": {"zh": problem.remedy("zh"), "en": problem.remedy()},
                }
                for problem in self.problems
            ],
        }


def _after_colon(text: Bilingual) -> Bilingual:
    return Bilingual(f": {text.en}", f"：{text.zh}", f"：{text}")
