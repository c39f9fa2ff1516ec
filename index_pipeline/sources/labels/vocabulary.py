"""Labels as publishers write them, matched to the codes of regions, units and series."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index_pipeline.characters import CHINESE, HAN
from index_pipeline.framework.codes import CodeLists, Region, Unit
from index_pipeline.sources.labels.forms import (
    bare_name,
    candidates,
    chinese,
    english,
    region_form,
    region_forms,
    series_form,
    title_forms,
    unit_form,
    without_publication,
)
from index_pipeline.sources.labels.known import (
    areas_left_out,
    labels_of_regions,
    labels_of_series,
    labels_of_units,
    parts_left_out,
    resembling_regions,
    resembling_series,
)
from index_pipeline.sources.labels.qualifiers import left_over, limit
from index_pipeline.sources.workbooks.grids import clean

MOST_SUGGESTED = 20
"""Unknown labels of a file for which known ones are looked for that resemble them: the search is slow."""

LONGEST_SUGGESTED = 500
"""Characters of such a label."""

_DATES = re.compile(
    r"[(\[]?(?<!\d)(19|20)\d\d(年(?![末底]))?\s*([-—–~至]\s*(19|20)\d\d)?\s*(年?度|年(?![末底])|年[末底](?=[)\]]))?"
    r"(([1一]月?[-—–~至到])?(12|十二)月份?[末底]?)?[)\]]?"
)
_CURRENT_PRICES = re.compile(r"[、;/]?(?:按?(?:当年|现行)价格?|现价)(?:计算)?[、;/]?")
"""Words in a unit by which the figures are at prices of their own year, as all are that name no others."""

_AT_YEAR_END = re.compile(r"^(截[至止]到?)?(年[末底])?")
"""What is left before a title of its date: (2023)年末, 截至(2023)年底."""

_NUMBERING = re.compile(r"^[\d\-—.、\s]+|^(附?表|图)\s*[\d\-.一二三四五六七八九十]+\s*|^[一二三四五六七八九十]+、")


@dataclass(frozen=True)
class Match:
    """Series that a heading may mean, and the text of its unit.

    `limit` are words of a group heading, title or name of a sheet by which the figures are of a part of what the
    heading says, or of something else: then it means no series, and `unlimited` are those without these words.
    """

    series: tuple[str, ...] = ()
    unit: str | None = None
    limit: str | None = None
    unlimited: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The labels of one framework's code lists."""

    codes: CodeLists
    _matches: dict[tuple[str, tuple[str, ...]], Match] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[str, Region | None] = field(default_factory=dict, repr=False, compare=False)
    _near: dict[tuple[str, str], list[str]] = field(default_factory=dict, repr=False, compare=False)

    def region(self, text: str) -> Region | None:
        """Return the region that `text` names, by code or label; blanks within a name do not matter."""
        if text not in self._known:
            self._known[text] = self._region(text) if len(text) <= 80 else None
        return self._known[text]

    def _region(self, text: str) -> Region | None:
        found = next((region for form in region_forms(text) if (region := self._regions.get(form))), None)
        if found or text.isascii():
            return found
        if including := re.fullmatch(r"(.+)\((?:含|包括|包含)([^()]+)\)", bare_name(text)):
            whole, part = (self._regions.get(region_form(name)) for name in including.groups())
            return whole if whole and part and part.parent == whole.ref_area and part.role == "merged" else None
        if (said := self.region_and_more(text)) is None:
            return None
        region, more = said
        return region if not more or self._regions.get(region_form(more)) == region else None

    def region_and_more(self, text: str) -> tuple[Region, str] | None:
        """Return the region that the Chinese of a text names, and the Latin text beside it; None if it names none.

        `region` takes such a text for the region only where the Latin text is another name of it.
        """
        text = bare_name(text)
        if not re.fullmatch(rf"[{HAN}A-Za-z][{HAN}A-Za-z\s.,'’\-/()]*", text):
            return None
        region = self._regions.get("".join(CHINESE.findall(text)))
        more = " ".join(CHINESE.sub(" ", text).split()).strip(" .,'’-/()")
        return (region, more) if region else None

    def part_left_out(self, text: str) -> Region | None:
        """Return the area, part of a region by its `role`, that a text says is left out: 新疆(不含兵团), 除深圳外."""
        found = self._left_out.search(region_form(clean(text)))
        return self._regions[next(filter(None, found.groups()))] if found else None

    def unit(self, text: str) -> Unit | None:
        """Return the unit that `text` names, in brackets or not, with a translation, or with 当年价, or None."""
        form = unit_form(text)
        if form in self._units or form.isascii():
            return self._units.get(form)
        named, _, translation = _CURRENT_PRICES.sub("", form).removesuffix(")").partition("(")
        found = self._units.get(named)
        return found if not translation or self._units.get(translation) == found else None

    def includes(self, whole: str, series_id: str, label: str) -> bool:
        """Return whether a series is another one, a part of it, or has its name within a heading: 人均地区生产总值."""
        found = self.codes.series[whole]
        is_within = any(series_form(name) in series_form(label) for name in (found.title_zh, *found.labels) if name)
        return whole == series_id or is_within or whole in self.codes.wholes(series_id)

    def has_unit(self, text: str) -> bool:
        """Return whether a text has the name of a unit in it: as a word, if it is in English; one sign after a number.

        Chinese names of one sign (人, 件) are also the ends of words, and are units behind 千, 百万 and the like.
        """
        form, english_words = unit_form(text), map(unit_form, re.findall(r"[A-Za-z$]{2,}", text))
        times = re.fullmatch(r"(?:(?:计量)?单位[:为])?[十百千万亿]+(.+)", form)
        if times and times[1] in self._units:
            return True
        return any(word in self._units for word in english_words) or any(
            len(unit) > 1 and unit in form for unit in self._units if not unit.isascii()
        )

    def looks_like_unit(self, text: str) -> bool:
        """Return whether a text may be a unit: it ends in a known one, or has one of several signs, a digit or /."""
        form = unit_form(text)
        known = any(form.endswith(unit) or (len(unit) > 1 and unit in form) for unit in self._units if unit)
        return known or bool(re.search(r"[\d/%‰]", form))

    def match(self, heading: str, contexts: Sequence[str] = ()) -> Match:
        """Find the series that a heading means.

        `heading` may have several lines, group headings first; `contexts` are the titles above the table. A label
        that the heading completes together with a context or a group heading (规上工业企业 + 技术改造经费支出) comes
        before one that it equals alone. A unit in brackets at the end is separated from the label. Each word of a group
        heading has to be one of the label's or neutral; those of contexts must not limit the figures (城镇, 不变价).
        """
        heading = without_publication(clean(heading))
        key = (heading, tuple(contexts))
        if key not in self._matches:
            self._matches[key] = self._match(heading, contexts)
        return self._matches[key]

    def named_by(self, title: str) -> Match:
        """Find the series whose label a title consists of, apart from years, numbering and words such as 各地区.

        English before or behind Chinese is passed over, unless it is the label of another series.
        """
        first, _, rest = _DATES.sub("", without_publication(title)).partition("\n")
        bare = chinese(first) or first.strip()
        found = self._named(bare)
        translated = (
            self.named_by(f"{first.replace(bare, '', 1)}\n{rest}".strip()) if rest or bare != first else Match()
        )
        return Match(unit=found.unit) if set(translated.series) - set(found.series) else found

    def _named(self, title: str) -> Match:
        bare = _NUMBERING.sub("", title)
        bare = re.sub(r"\s*(?:计量)?单位:\s*([^\s()]+)$", r"(\1)", re.sub(r"(?<=\))\s*(统计)?表$", "", bare))
        bare, unit = self._part_unit(bare)
        unit = unit if unit and self.unit(unit) else None
        titles = dict.fromkeys((bare, _AT_YEAR_END.sub("", bare)))
        found = (self._series[form] for text in titles for form in title_forms(text) if form in self._series)
        return Match(next(found, ()), unit)

    def limited(self, match: Match, texts: Iterable[str]) -> Match:
        """Return a match without its series if texts around the table limit the figures in other words than theirs."""
        found = self.limit(texts, match.series) if match.series else None
        return Match((), match.unit, found, match.series) if found else match

    def limit(self, texts: Iterable[str], series: Sequence[str] = ()) -> str | None:
        """Return the first word of `texts` that limits figures and is in no label of `series`; regions do not."""
        return limit("\n".join(self._absent.sub("", series_form(text)) for text in texts), self._own(series))

    def units_in(self, title: str) -> list[str]:
        """Return the units that are in brackets in a title or note, after 单位: or 单位为, or in 以…为单位."""
        inside = re.findall(r"[(\[【](?:(?:计量)?单位:)?([^()\[\]【】]*)[)\]】]", title)
        stated = re.findall(r"单位(?::|均?为|是)\s*([^\s()，,;；。.]+)|以([^\s()，,;；。.]+)为(?:计量)?单位", title)
        return [text for text in (*inside, *(a or b for a, b in stated)) if self.unit(text)]

    def near_series(self, text: str) -> list[str]:
        """Return the identifiers of series whose labels resemble `text`; none after `MOST_SUGGESTED` texts."""
        return self._suggested("series", text, self._resembling_series)

    def near_regions(self, text: str, held: Iterable[str] = ()) -> list[str]:
        """Return the names of regions that resemble `text`; none after `MOST_SUGGESTED` texts.

        `held` are the codes of regions that have a line of their own: they come last, whatever they resemble.
        """
        others = set(held)
        resembling = self._suggested("region", text, lambda text: resembling_regions(text, self._regions))
        codes = sorted(resembling, key=lambda code: code in others)
        found = [self.codes.regions[code] for code in codes[:2]]
        return [region.title_zh or region.ref_area for region in found]

    def _suggested(self, kind: str, text: str, resembling: Callable[[str], list[str]]) -> list[str]:
        if (kind, text) not in self._near and len(self._near) < MOST_SUGGESTED and len(text) <= LONGEST_SUGGESTED:
            self._near[kind, text] = resembling(text)
        return self._near.get((kind, text), [])

    def _resembling_series(self, text: str) -> list[str]:
        return resembling_series(self._part_unit(chinese(text) or text)[0], self._series)

    # --- the labels, in the form in which they are compared -----------------------------------------------------------

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return labels_of_regions(self.codes)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return labels_of_units(self.codes)

    @cached_property
    def _series(self) -> dict[str, tuple[str, ...]]:
        return labels_of_series(self.codes)

    @cached_property
    def _left_out(self) -> re.Pattern[str]:
        return parts_left_out(self._regions)

    @cached_property
    def _absent(self) -> re.Pattern[str]:
        return areas_left_out(self.codes)

    def _match(self, heading: str, contexts: Sequence[str]) -> Match:
        if heading in self.codes.series:
            return Match((heading,))
        around = series_form(" ".join(contexts))
        unit = None
        for label, groups in candidates(heading):
            bare, found = self._part_unit(label)
            unit = unit or found
            for form in dict.fromkeys((series_form(label), series_form(bare))):
                series = self._qualified(form, around + series_form(" ".join(groups))) or self._series.get(form, ())
                series = series or self._inserted(form, contexts)
                if series and self._translated_otherwise(heading, series):
                    return Match(unit=unit)
                if series:
                    unused = self._unused(groups, series)
                    return Match((), unit, unused, series) if unused else self.limited(Match(series, unit), contexts)
        return Match(unit=unit)

    def _translated_otherwise(self, heading: str, series: Sequence[str]) -> bool:
        """Return whether the English of a heading is the name of another series, and not of a whole of it."""
        named = self.named_by(english(heading)).series
        return bool(named) and not any(self.includes(one, own, chinese(heading)) for one in named for own in series)

    def _unused(self, groups: Sequence[str], series: Sequence[str]) -> str | None:
        """Return the group heading that limits the labels of `series`, or has words that they do not use up.

        One that is the label of another series is the whole of the column: 地区生产总值 over 第二产业增加值.
        """
        own = self._own(series)
        for group in groups:
            for unit in self.units_in(group):
                group = group.replace(unit, "")
            form = self._absent.sub("", series_form(group))
            if limit(form, own) or (form not in self._series and left_over(form, own)):
                return group
        return None

    def _own(self, series: Sequence[str]) -> str:
        """Return the labels of series, one a line, in the form in which they are compared."""
        known = (self.codes.series[code] for code in series)
        return "\n".join(series_form(text) for s in known for text in (s.title_zh, s.title_en, *s.labels))

    def _qualified(self, form: str, around: str) -> tuple[str, ...]:
        """Return the series of the longest label that `form` completes with words that are in `around`."""
        if len(form) < 3 or not around:
            return ()
        completed = [
            label
            for label in self._series
            if len(label) > len(form) and label.endswith(form) and label[: -len(form)].rstrip("中的") in around
        ]
        longest = max((len(label) for label in completed), default=0)
        return tuple(
            dict.fromkeys(code for label in completed if len(label) == longest for code in self._series[label])
        )

    def _inserted(self, form: str, titles: Sequence[str]) -> tuple[str, ...]:
        """Return the series whose label is that of a title with `form` in it: 发明 below 国内专利申请授权量."""
        titled = {code for title in titles for code in self.named_by(title).series}
        if len(form) < 2 or not titled:
            return ()
        wholes = {label for label, codes in self._series.items() if titled & {*codes}}
        found = (
            codes for label, codes in self._series.items() if form in label and label.replace(form, "", 1) in wholes
        )
        return tuple(dict.fromkeys(code for codes in found for code in codes if code not in titled))

    def _part_unit(self, label: str) -> tuple[str, str | None]:
        """Separate a unit in brackets, or after a comma or slash at the end, from a label."""
        found = re.fullmatch(r"(.*?)[(\[【]([^()\[\]【】]*(?:\([^()]*\))?)[)\]】]\s*", label, re.DOTALL)
        if found:
            unit = found[2].strip().removeprefix("单位:").strip()
            if self.unit(unit) or not self._series.get(series_form(label)):
                return found[1].rstrip(), unit
        for place in (at for at, sign in enumerate(label) if sign in ",/: "):  # the longest that is a unit
            unit = label[place + 1 :].strip()
            if label[:place].strip() and self.unit(unit):
                return label[:place].rstrip(), unit
        return label, None
