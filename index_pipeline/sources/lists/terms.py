"""What an entry of a list says about its event: kind, year, category, place, note; unclear cases become questions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index_pipeline.framework.source import Register
from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.places import SKIP
from index_pipeline.sources.lists.questions import ListQuestion
from index_pipeline.sources.lists.reading import List, ListItem

DESIGNATED, TAKE = "designated", "take"

EVENTS_OF_LISTS = (DESIGNATED, "confirmed", "revoked", "renamed")
"""Kinds of event that a list may be of."""

OUTCOMES = (
    ("revoked", re.compile(r"未通过|不通过|未能通过|不合格|撤销|移出|取消|退出|注销|除名|摘牌|终止|不予保留")),
    ("renamed", re.compile(r"更名|名称变更|变更名称|变更企业名称")),
    ("confirmed", re.compile(r"通过|合格|保留|有效|保持|延续")),
)
"""What the words of a review mean; the first that is found."""


@dataclass(frozen=True)
class Announcement:
    """What the user states about a list: its document, the year of its events, and the kind of event if it has one."""

    register_id: str
    document: str
    year: int
    event: str | None = None
    category: str | None = None
    total: int | None = None


Ask = Callable[[ListQuestion], str | None]
"""Returns the decision on a question, or keeps the question."""


class Terms:
    """Reads the events of one list."""

    def __init__(self, found: List, announced: Announcement, file: str, register: Register, ask: Ask):
        self._announced = announced
        self._file = file
        self._register = register
        self._titles: Sequence[str] = found.titles
        self._batches = {item.text("batch") for item in found.items} - {""}
        self._headings = {item.heading for item in found.items}
        self.ask = ask

    def is_taken(self, item: ListItem) -> bool | None:
        """Return whether an entry is of the list that is meant: a document of several lists is asked about each."""
        heading = item.heading
        if len(self._headings) < 2 or outcome_of(heading) or any(name in heading for name in self._register.categories):
            return True
        said = Bilingual(
            f"the document holds several lists: is “{heading}” taken?", f"文件含多份名单，是否导入“{heading}”"
        )
        answer = self.ask(ListQuestion(f"section:{heading}", item.place, said, (TAKE, SKIP)))
        return None if answer is None else answer == TAKE

    def event(self, item: ListItem) -> str | None:
        """Return the kind of its event."""
        if result := item.text("result"):
            outcome = outcome_of(result)
            said = Bilingual(f"what does the result “{result}” mean for the entry?", f"结果“{result}”是何事件")
            return outcome or self.ask(
                ListQuestion(f"result:{result}", item.place, said, ("confirmed", "revoked", SKIP))
            )
        if self._announced.event:
            return self._announced.event
        title = next((text for text in (item.section.text, item.heading) if outcome_of(text)), "")
        title = title or next((text for text in self._titles if len(text) <= 60 and outcome_of(text)), "")
        if not title:
            return DESIGNATED
        said = Bilingual(f"what happened to the entries under the title “{title}”?", f"标题“{title}”下的条目发生了何事")
        return self.ask(
            ListQuestion(f"event:{title}", item.place, said, (DESIGNATED, "confirmed", "revoked", "renamed", SKIP))
        )

    def year(self, item: ListItem) -> int | None:
        """Return the year of its event."""
        text = item.text("year")
        years = re.findall(r"(?:19|20)\d\d", text) or re.findall(r"(?:19|20)\d\d", item.text("batch"))
        if years:
            return int(years[0])
        batch = item.text("batch")
        if batch and len(self._batches) > 1:
            said = Bilingual(f"of which year is the batch “{batch}”?", f"批次“{batch}”是哪一年")
            answer = self.ask(ListQuestion(f"batch:{batch}", item.place, said, ("YYYY",)))
            return int(answer) if answer else None
        return self._announced.year

    def category(self, item: ListItem) -> str | None:
        """Return its category."""
        categories = self._register.categories
        text = item.text("category")
        if not categories:
            return text or None
        for given in (self._announced.category or "", text, item.section.text, item.text("product")):
            found = [name for name in categories if name and name in given]
            if len(found) == 1:
                return found[0]
        said = Bilingual(
            f"which category is “{text or item.section.text}”?", f"“{text or item.section.text}”属于哪一门类"
        )
        return self.ask(ListQuestion(f"category:{text or item.section.text}", item.place, said, (*categories, SKIP)))

    def place(self, item: ListItem) -> str | None:
        """Return the place as the list names it."""
        return item.text("place", "county", "city") or item.text("province") or item.section.place or None

    def note(self, item: ListItem) -> str:
        """Return its place in the document: file, row, serial number, product."""
        number = "" if item.serial is None else f"；序号{item.serial}"
        product = f"；{item.text('product')}" if item.text("product") else ""
        return f"据 {self._file}；{item.place.partition(' · ')[0]}{number}{product}"[:200]


def outcome_of(text: str) -> str | None:
    """Return the event that the words of a review name; None if they name none."""
    return next((event for event, words in OUTCOMES if words.search(text)), None)
