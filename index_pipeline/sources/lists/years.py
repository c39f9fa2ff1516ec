"""The year of each entry of a list, by its columns, its batch or its titles; unclear cases become questions."""

import re

from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.batches import batch_in
from index_pipeline.sources.lists.faults import LONGEST_TITLE
from index_pipeline.sources.lists.items import List, ListItem
from index_pipeline.sources.lists.questions import Ask, ListQuestion

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?!版)")
_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_LIST = re.compile(r"名单|名录|目录|公布|公告|通知")


class ListYears:
    """Gives the entries of a list the years of their events; `announced` is that of the announcement."""

    def __init__(self, found: List, announced: int, ask: Ask):
        self._titles = found.titles
        self._announced = announced
        self._batches = {batch_of(item) for item in found.items} - {""}
        self._is_dated = any(item.text("year", "batch") for item in found.items)
        self._ask = ask

    def year(self, item: ListItem) -> int | None:
        """Return the year of its event."""
        columns = (item.text("year"), item.text("batch"))
        dated = next(((text, years) for text in columns if (years := _FOUR_DIGITS.findall(text))), None)
        if dated:
            return self._year_of(item, *dated)
        batch = batch_of(item)
        if self._is_dated and not batch:
            said = Bilingual(f"of which year is “{item.name}”, which has none?", f"“{item.name}”未写年份，应记为哪一年")
            return self._answer(f"year:{item.name}", item, said, ("YYYY",))
        if batch and len(self._batches) > 1:
            said = Bilingual(f"of which year is the batch “{batch}”?", f"批次“{batch}”是哪一年")
            return self._answer(f"batch:{batch}", item, said, ("YYYY",))
        return self._titled_year(item)

    def _year_of(self, item: ListItem, text: str, years: list[str]) -> int | None:
        """Return the year that an entry states; several, or one after that of the announcement, are asked about."""
        announced, years = str(self._announced), sorted(set(years))
        if len(years) == 1 and years[0] <= announced:
            return int(years[0])
        said = Bilingual(f"of which year is the entry with “{text}”?", f"写有“{text}”的条目应记为哪一年")
        return self._answer(f"year:{text}", item, said, tuple(dict.fromkeys([*years, announced])))

    def _titled_year(self, item: ListItem) -> int | None:
        """Return the year of the announcement; where the titles of the list name other years alone, it is asked."""
        announced = self._announced
        titles = [text for text in (item.heading, *self._titles) if len(text) <= LONGEST_TITLE and _LIST.search(text)]
        above = [section.text for section in reversed(item.sections)]
        title = next((text for text in (*above, *titles) if _YEAR.search(text)), "")
        years = sorted(set(_YEAR.findall(title)))
        if not years or str(announced) in years:
            return announced
        said = Bilingual(
            f"the title “{title}” names another year than {announced}, the year of --date: which one counts?",
            f"标题“{title}”所写年份与 --date 的年份 {announced} 不同，应记为哪一年",
        )
        return self._answer(f"year:{title}", item, said, (*years, str(announced)))

    def _answer(self, key: str, item: ListItem, said: str, answers: tuple[str, ...]) -> int | None:
        answer = self._ask(ListQuestion(key, item.place, said, answers))
        return int(answer) if answer else None


def batch_of(item: ListItem) -> str:
    """Return the batch of an entry: that of its column, or of the innermost text above it with one and no year."""
    above = (batch_in(text) for text in item.texts_above if not _YEAR.search(text))
    return item.text("batch") or next(filter(None, above), "")
