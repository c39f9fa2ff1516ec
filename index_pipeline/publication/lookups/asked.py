"""What a person asks for by a code, a name or a title: a region, a year, a component of a release."""

import re

from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework, components
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.unknown_names import unknown


class AskedError(UserError):
    """The region, year or component asked for is not in the release."""


def region_of(contents: Contents, asked: str) -> str:
    """Return the code of a scored region, asked for by code or by any of its names.

    Raises:
        AskedError: names the regions that are close to it.
    """
    regions = contents.framework.codes.regions
    scored = set(contents.tables["rankings"]["ref_area"].to_pylist())
    named = {code: regions[code] for code in scored if code in regions}
    names = {label: code for code, one in named.items() for label in (one.title_zh, one.title_en, *one.labels) if label}
    names |= {code: code for code in scored}
    for code, one in regions.items():
        if code not in scored and asked in (code, one.title_zh, one.title_en, *one.labels):
            name = contents.framework.codes.area_title(code)
            raise AskedError(
                Both(
                    f"{name.en} is not a region that is scored in this release", f"{name.zh}不在本次发布的评价地区之列"
                )
            )
    return _choose(asked, names, Both("region", "地区"))


def year_of(contents: Contents, asked: int | None) -> int:
    """Return the year that is asked for; if none is, the newest scored year.

    Raises:
        AskedError: the release has no scores of that year.
    """
    years = sorted(set(contents.tables["rankings"]["time_period"].to_pylist()))
    if asked is not None and asked not in years:
        first, last = years[0], years[-1]
        raise AskedError(
            Both(
                f"{asked} is not scored in this release; it holds {first} to {last}",
                f"本次发布没有 {asked} 年的得分，只有 {first}—{last} 年",
            )
        )
    return years[-1] if asked is None else asked


def component_of(contents: Contents, asked: str) -> str:
    """Return the identifier of a component, asked for by it or by its title.

    Raises:
        AskedError: names the components that are close to it.
    """
    return _choose(asked, _component_names(contents.framework), Both("component", "各级指标"))


def element_of(contents: Contents, asked: str) -> str:
    """Return the identifier of a component or an indicator, asked for by it or by its title.

    Raises:
        AskedError: names similar ones.
    """
    names = _component_names(contents.framework)
    for indicator in contents.framework.indicators.values():
        names |= {name: indicator.id for name in (indicator.title.zh, indicator.title.en, indicator.id) if name}
    return _choose(asked, names, Both("component or indicator", "各级指标"))


def _component_names(framework: Framework) -> dict[str, str]:
    return {
        name: node.id
        for node in components(framework.definition.index)
        for name in (node.title.zh, node.title.en, node.id)
        if name
    }


def _choose(asked: str, names: dict[str, str], kind: Both) -> str:
    if asked in names:
        return names[asked]
    part = re.compile(rf"(?<![a-z]){re.escape(asked.casefold())}")  # not in the middle of a word
    containing = {code for name, code in names.items() if len(asked) > 1 and part.search(name.casefold())}
    if len(containing) == 1:
        return containing.pop()
    raise AskedError(unknown(kind, asked, names, Both("this release", "本次发布"), names.__getitem__))
