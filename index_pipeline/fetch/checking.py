"""Try one series against the site, step by step, and say where the site is not as this program expects it.

Nothing is written. What only the live site can show is seen here before the first fetch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index_pipeline.fetch.bureau import Library
from index_pipeline.fetch.finding import find
from index_pipeline.fetch.places import CataloguePlace
from index_pipeline.fetch.series import Task
from index_pipeline.fetch.troubles import TroubleError, said
from index_pipeline.framework.fetching import BureauSeries
from index_pipeline.language import Bilingual, joined, side
from index_pipeline.sources.answers import Asked, read_answer, unspaced
from index_pipeline.sources.captures import Capture
from index_pipeline.sources.harmonise import harmonise
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.store.vintages import load_observations, newest

FIELDS = {"_id", "i_showname", "du_name", "catalogid", "area", "areaCode", "value"}
"""Fields of a figure that are read."""

EITHER = ({"area", "da_name"}, {"areaCode", "da"})
"""Fields of which one is enough. The indicator's own fields may be absent: the request knows them."""

EXAMPLES = 3

EMPTY, NONE = Bilingual("empty", "空"), Bilingual("none", "未找到")
FIGURES, READING = Bilingual("figures", "数值"), Bilingual("reading", "读取")


@dataclass(frozen=True)
class CheckedStep:
    """What was tried, whether it is as expected, and what was seen; a text without words is the same in both."""

    what: Bilingual
    as_expected: bool
    seen: str | Bilingual

    def sentence(self) -> Bilingual:
        """Say it in one line of each language."""
        mark = "✓" if self.as_expected else "✗"
        en, zh = (side(self.seen, "en"), side(self.seen, "zh"))
        return Bilingual(f"{mark} {self.what.en}: {en}", f"{mark} {self.what.zh}：{zh}")


def check(series_id: str, first: int, last: int, library: Library, task: Task) -> Iterator[CheckedStep]:
    """Try the calls for one series, in the order in which they are made.

    Yields:
        One step for each thing that is expected of the site; the last step is the one at which the site stops it.
    """
    wanted = library.fetch.series[series_id]
    try:
        yield from _tree(wanted, library)
        yield from _by_name(wanted, library)
        places = find(series_id, wanted, library, task.framework.codes)
        names = "; ".join(f"{p.indicator.name.strip()} [{p.indicator.unit}] cid {p.indicator.cid}" for p in places)
        known = all(p.indicator.cid == wanted.cid for p in places) if wanted.cid else True
        yield CheckedStep(Bilingual("indicator", "指标"), known, names if known else f"{names} (YAML cid {wanted.cid})")
        for place in places:
            begin, end = max(first, place.first), min(last, place.last)
            if begin <= end:
                yield from _figures(series_id, place, begin, end, library, task)
    except TroubleError as error:
        yield CheckedStep(Bilingual("answer", "应答"), False, said(error.problem))


def _tree(wanted: BureauSeries, library: Library) -> Iterator[CheckedStep]:
    roots = library.children("")
    is_root = any(node.id == library.fetch.root for node in roots)
    listed = ", ".join(f"{node.name.strip()} {node.id}" for node in roots) or EMPTY
    yield CheckedStep(Bilingual("root of the tree", "目录树根"), is_root, listed)
    pid = library.fetch.root
    for name in wanted.path:
        nodes = library.children(pid)
        found = next((node for node in nodes if unspaced(node.name).startswith(unspaced(name))), None)
        listed = "、".join(node.name.strip() for node in nodes[:40]) or EMPTY
        yield CheckedStep(
            Bilingual(f"category {name}", f"目录 {name}"), found is not None, found.id if found else listed
        )
        if found is None or found.is_leaf:
            return
        pid = found.id


def _by_name(wanted: BureauSeries, library: Library) -> Iterator[CheckedStep]:
    for name in wanted.names:
        hits = library.named(name)
        listed = "、".join(dict.fromkeys(hit.indicator.name.strip() for hit in hits[:10]))
        seen = Bilingual(f"{len(hits)} hits: {listed}", f"{len(hits)} 项：{listed}") if hits else NONE
        yield CheckedStep(Bilingual(f"by name {name}", f"按名称查找 {name}"), bool(hits), seen)
        if hits:
            complete = all(hit.indicator.id and hit.indicator.cid and hit.indicator.unit for hit in hits)
            names = "_id, catalogid, du_name"
            seen = Bilingual(names, names) if complete else Bilingual(f"{names}: not all", f"{names}：不全")
            yield CheckedStep(Bilingual("fields of an indicator", "指标字段"), complete, seen)
            return


def _figures(
    series_id: str, place: CataloguePlace, first: int, last: int, library: Library, task: Task
) -> Iterator[CheckedStep]:
    framework = task.framework
    regions = [(area, framework.codes.regions[area].title_zh or area) for area in framework.ref_areas]
    answer = library.figures(place.indicator, regions, first, last)
    rows = library.data(answer)
    size, count = f"HTTP {answer.status}, {len(answer.body):,} B", len(rows or [])
    yield CheckedStep(FIGURES, bool(rows), Bilingual(f"{size}, {count} rows", f"{size}，{count} 行"))
    yield from _layout(rows, first, last, len(regions))
    asked = Asked(series_id, place.indicator, framework.ref_areas, first, last)
    capture = Capture(
        task.source_id, series_id, "bureau", answer.body, answer.request, answer.at, answer.status, {}, asked.as_dict()
    )
    options = Options(task.today, series=series_id, source=task.source_id, released=capture.day)
    try:
        figures = harmonise(read_answer(capture, framework.codes), framework, options).figures
    except Refusal as refusal:
        yield CheckedStep(READING, False, joined((said(problem) for problem in refusal.problems[:EXAMPLES]), "; "))
        return
    yield CheckedStep(READING, True, Bilingual(f"{len(figures):,} figures", f"{len(figures):,} 个数值"))
    held = {
        (row["series_id"], row["ref_area"], row["time_period"]): row["obs_value"]
        for row in newest(load_observations(task.data)).to_pylist()
    }
    both = [figure for figure in figures if figure.key in held]
    other = [figure for figure in both if not figure.equals(held[figure.key])]
    shown = "; ".join(f"{f.ref_area} {f.time_period}: {f.text} ({held[f.key]})" for f in other[:EXAMPLES])
    equal, new = len(both) - len(other), len(figures) - len(both)
    seen = Bilingual(
        f"{equal:,} equal, {len(other):,} different, {new:,} new {shown}".strip(),
        f"一致 {equal:,}，不同 {len(other):,}，新 {new:,} {shown}".strip(),
    )
    yield CheckedStep(Bilingual("against the store", "与库比较"), not other, seen)


def _layout(rows: Any, first: int, last: int, regions: int) -> Iterator[CheckedStep]:
    """Compare rows and fields of an answer with what is expected."""
    rows = rows if isinstance(rows, list) else []
    rows = [row for row in rows if isinstance(row, dict)]
    codes = sorted(str(row.get("code")) for row in rows)
    expected = [f"{year}YY" for year in range(first, last + 1)]
    seen = f"{codes[:1]} … {codes[-1:]} ({len(codes)} / {len(expected)})"
    yield CheckedStep(Bilingual("years", "年份"), codes == expected, seen)
    values = [value for row in rows for value in row.get("values") or [] if isinstance(value, dict)]
    counts = sorted({len(row.get("values") or []) for row in rows} - {0})
    yield CheckedStep(Bilingual("regions of a year", "每年的地区"), counts == [regions], f"{counts} / {regions}")
    fields = {name for value in values for name in value}
    missing = FIELDS - fields - {name for pair in EITHER for name in pair}
    missing |= {name for pair in EITHER if not pair & fields for name in pair}
    absent, others = ", ".join(sorted(missing)), ", ".join(sorted(fields - FIELDS))
    listed = Bilingual(
        f"missing: {absent or 'none'}; others: {others or 'none'}", f"缺：{absent or '无'}；其他：{others or '无'}"
    )
    as_expected = "value" in fields and all(pair & fields for pair in EITHER)
    yield CheckedStep(Bilingual("fields of a figure", "数值字段"), as_expected, listed)
