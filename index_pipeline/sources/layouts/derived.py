"""Columns that state the figures beside them once more, in another way: growth, a share, a rank, a sum of years."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from index_pipeline.sources.labels.forms import PUBLISHED, candidates
from index_pipeline.sources.labels.numbers import MARKS
from index_pipeline.sources.labels.sum_lines import is_sum
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.headings import ColumnHeading

CHANGE, SHARE, RANK, SUM, BEFORE, FURTHER = "change", "share", "rank", "sum", "before", "further"
"""How a column restates figures; two are not compared with them.

BEFORE has those of a year before (上年同期). FURTHER restates another such column (增速位次, 位次变动), adds up the
regions so far (累计占比), ranks those of a group (东部位次), says what each contributes, or is beside records that
state a vintage each, of which it may restate another.
"""

_YEAR = r"(?:19|20)\d\d年?[末底度]?"
_BEFORE = rf"(?:上年|去年|上一年|前一年|同期|{_YEAR})(?:年?[末底]|同期)?"
_CHANGED = r"(?:增长|增速|增幅|增减|增加|下降|减少|提高|提升|上升|回落|升降|变动|变化|涨跌|±)"
_RANKED = r"(?:排名|位次|名次|排序|位序|排位)"
_GROUP = r"(?:(?:[东中西]{1,3}部|东北|沿海|区域|片区|同类|同组)(?:地区|省份|省区市|省市)?[内中]?|[区组类][内中])"
_YEARLY = r"(?:[一二两三四五六七八九十\d]+年)?(?:(?:年均|年?平均|平均每年)(?:复合)?|复合)"
_PRICED = r"(?:名义|实际|按?(?:可比|不变)价?格?(?:计算)?的?)"
_PART = r"(?:比重|比例|份额|占比)"
_PERIOD = r"(?:本年|当年|全年|年|自?年初|1-12月)"
_FORMS = {
    FURTHER: re.compile(
        rf"(?:{_YEAR})?(?:名义|实际|同比)?(?:{_CHANGED}(?:率|速度|幅度)?|净?增[量额])(?:在?全国)?的?{_RANKED}"
        rf"|(?:占?全国的?)?{_PART}(?:[比较与]{_BEFORE})?(?:相比)?{_CHANGED}(?:情况)?"
        r"|(?:相当于|[为与])全国(?:总体|人均|平均)?(?:水平|值)?(?:之比|的?(?:比例|比值|倍数?|百分比))?"
        rf"|{_RANKED}(?:[比较与]{_BEFORE})?(?:相比)?{_CHANGED}(?:情况)?"
        rf"|(?:{_YEAR})?在?{_GROUP}的?{_RANKED}|累计{_PART}"
        rf"|(?:对?(?:全国|经济|总量)?(?:经济)?{_CHANGED}?的?)(?:贡献(?:率|度|份额)?|拉动(?:率|作用|百分点)?)"
        rf"|拉动(?:全国|总量)?(?:经济)?{_CHANGED}"
    ),
    CHANGE: re.compile(
        rf"(?:{_YEAR})?(?:累计)?{_PRICED}?(?:[比较与]{_BEFORE}|同比|环比|{_YEARLY})?(?:相比)?"
        rf"(?:名义|实际)?(?:{_CHANGED}(?:率|额|量|幅度?|速度|情况|倍数?|绝对[数额量])?|净?增[量额])"
        rf"|[比较与]{_BEFORE}(?:相比)?|(?:{_YEAR})?(?:为|是|相当于){_BEFORE}的?(?:倍数?|百分比)?"
        rf"|(?:{_YEAR})?(?:[比较]{_BEFORE})?(?:定基|环比)?(?:发展速度|指数)|(?:{_YEAR})?同比|{_BEFORE}=100"
        r"|cagr|yoy(?:growth|change)?(?:rate)?|(?:annual)?(?:growth|increase|change|index)(?:rate)?(?:(?:over|from|of).*)?"
    ),
    BEFORE: re.compile(r"(?:上年|去年|上一年|前一年)(?:同期|全年|年末)?(?:完成|实际)?[数值额]?"),
    SHARE: re.compile(
        rf"(?:{_YEAR})?占?(?:全国|总量|各?地区)?(?:总量|合计|总计)?的?(?:比重|比例|份额|占比|构成)"
        r"|(?:share|percentage|proportion|percent)(?:(?:in|of).*)?"
    ),
    RANK: re.compile(rf"(?:{_YEAR})?(?:总量|[在居]?(?:全国|各地区|各省)的?)?{_RANKED}|rank(?:ing)?(?:(?:in|of|by).*)?"),
}
"""Headings of such columns, as `_form` writes them."""

_TITLED = {
    CHANGE: r"(?:比?上年|同比|名义|实际|年均)?(?:增长|增速|增幅|增减|发展速度|指数)(?:率|额|速度|情况|幅度)?",
    SHARE: r"占?(?:全国|总量)?(?:的?(?:比重|占比|份额)|构成)",
    RANK: r"(?:在?全国)?(?:的?(?:排名|位次|名次|排序))(?:情况)?",
}
"""How titles name such columns beside the figures: 及增长速度, 及其占全国比重和位次."""

_STATED = re.compile(r"\d|持平|不变")
"""What each cell of such a column has: a number, also in words, or no change."""

_AND = "(?:及其?|和|与|、)"

_VALUE = re.compile(
    r"绝对[数值额量]|总量|实绩|实际[数值]|数值|指标值|完成[数额值]|金额|数量|本年|全年|当年"
    rf"|{PUBLISHED}|{_PERIOD}累计(?:完成)?[数值额]?|累计(?:值|完成[数值额]?)"
    r"|absolute(?:figure|value|number)s?|values?|amounts?|levels?"
)
"""Headings of a column with the figures that the table is of, beside such columns; they do not say of what.

累计 alone is not among them, but below a title of 1-12月: it may be since another day than the year's first.
"""


def derived_columns(
    headings: Mapping[int, ColumnHeading], figures: Iterable[int], titles: Sequence[str], words: Vocabulary
) -> dict[int, str]:
    """Return the columns that restate the figures of others, and how; none if no other column has figures.

    A column is not among them if its heading, completed by the titles, is the label of a series: 指数(上年=100) below
    地区生产总值; unless the others are headed by years alone. One of sums is among them beside these only.
    """
    figures = list(figures)
    bare_years = any(headings[c].year and not headings[c].measure for c in figures)
    found = {c: kind for c in figures if (kind := _kind(headings[c], titles, words, bare_years=bare_years))}
    return found if len(found) < len(figures) else {}


def _kind(heading: ColumnHeading, titles: Sequence[str], words: Vocabulary, *, bare_years: bool) -> str | None:
    measure = heading.measure or ""
    if bare_years and not heading.year and is_sum(measure):
        return SUM
    if not measure or (words.match(measure, titles).series and (heading.year or not bare_years)):
        return None
    return restates(measure)


def restates(measure: str) -> str | None:
    """Return how the heading of a column says that it restates figures; None if it does not."""
    forms = [_form(text) for text, _ in candidates(measure)]
    return next((kind for kind, pattern in _FORMS.items() if any(map(pattern.fullmatch, forms))), None)


def has_restated(measure: str, texts: Iterable[str]) -> bool:
    """Return whether a column restates figures, by its heading and its cells: below 构成, 第一产业 is a part."""
    return restates(measure) is not None and all(_STATED.search(text) for text in texts if text and text not in MARKS)


def of_the_table(
    heading: ColumnHeading, titles: Sequence[str], words: Vocabulary, whole: str | None = None
) -> ColumnHeading:
    """Return a heading without words such as 绝对数, by which its figures are of what title or group heading say.

    合计 beside columns that divide `whole` (`whole_of`) is of that.
    """
    if whole and _form(heading.measure or "") in {"合计", "总计", "total"}:
        return replace(
            heading, measure=whole, unit=heading.unit or next(iter(words.units_in(heading.measure or "")), None)
        )
    lines = (heading.measure or "").split("\n")
    of_twelve_months = any("1-12月" in title for title in titles)
    kept = [
        line
        for line in lines
        if not (_VALUE.fullmatch(form := _form(line)) or (of_twelve_months and form in {"累计", "累计数", "累计额"}))
    ]
    if kept == lines or words.match("\n".join(lines), titles).series:
        return heading
    units = [unit for line in lines for unit in words.units_in(line)]
    measure = "\n".join(line for line in kept if not words.unit(line))
    return replace(heading, measure=measure or None, unit=heading.unit or next(iter(units), None))


def whole_of(measures: Iterable[str], titles: Sequence[str], words: Vocabulary) -> str | None:
    """Return the name of the series that titles name and headings divide: 发明 below 国内专利申请授权量."""
    titled = {code for title in titles for code in words.named_by(title).series}
    named = {code for measure in measures for code in words.match(measure, titles).series}
    wholes = titled & {whole for code in named for whole in words.codes.wholes(code)}
    return words.codes.series[min(wholes)].title_zh if len(wholes) == 1 else None


def titled_without(titles: Iterable[str], kinds: Collection[str]) -> tuple[str, ...]:
    """Return titles without the end by which they name columns of these kinds as well: 地区生产总值及增长速度."""
    named = "|".join(pattern for kind, pattern in _TITLED.items() if kind in kinds)
    if not named:
        return tuple(titles)
    found = [re.sub(rf"(?:总量)?(?:{_AND}(?:{named}))+(?=$|\(|统计|情况|表)", "", title) for title in titles]
    if RANK in kinds:
        found = [re.sub(rf"(?:总量)?(?:{_TITLED[RANK]}|排行榜?)(?=$|表$)", "", title) for title in found]
    return tuple(found)


def _form(text: str) -> str:
    """Return a heading without blanks and without what is in brackets, or a sign of percent, at its end."""
    text = re.sub(r"\s", "", text).lower()
    return re.sub(r"(?:\([^()]*\)|[%‰]|个?百分点|,)+$", "", text)
