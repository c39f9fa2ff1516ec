"""An explanation as a tree of lines: what was combined, how, and what it was read from."""

import re
from collections.abc import Iterator
from typing import Any

from index_pipeline.cli.console import rounded
from index_pipeline.cli.language import in_language, language, method_name, phrase, title_of
from index_pipeline.publication.lookups.explain import Explanation
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.sources.tidy import NO_SOURCE
from index_pipeline.tables import NOT_APPLICABLE, SCORE_STATUSES, STATUSES, TOTAL_SOURCES

COPY = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+):(?P<file>.+)")
"""A file of a public repository, as the store names it: `owner/repository:path`."""


def lines(explanation: Explanation, contents: Contents) -> Iterator[str]:
    """Yield the lines of an explanation, drawn as a tree."""
    yield f"{contents.release_id} · {contents.framework.definition.title.get(language())}"
    yield _head(explanation)
    yield from _below(explanation, contents, "")


def _below(explanation: Explanation, contents: Contents, indent: str) -> Iterator[str]:
    own = list(_indicator(explanation, contents)) if explanation.identifier in contents.framework.indicators else []
    own += [_stock(entry, contents) if "stock" in entry else _entry(entry) for entry in explanation.entries]
    figures = [_figure(figure, contents) for figure in explanation.figures]
    last = len(own) + len(figures) + len(explanation.parts) - 1
    for position, (line, *further) in enumerate([*((each,) for each in own), *figures]):
        yield f"{indent}{'└── ' if position == last else '├── '}{line}"
        yield from (f"{indent}{'    ' if position == last else '│   '}{more}" for more in further)
    for position, part in enumerate(explanation.parts, start=len(own) + len(figures)):
        yield f"{indent}{'└── ' if position == last else '├── '}{_head(part)}"
        yield from _below(part, contents, indent + ("    " if position == last else "│   "))


def _head(explanation: Explanation) -> str:
    facts = explanation.facts
    share = ""
    if explanation.share is not None:
        share = phrase("share", share=f"{explanation.share:.2%}") if explanation.share else phrase("no_weight")
    titles = (explanation.title_zh, explanation.title_en)
    head = f"{in_language(*titles)} ({explanation.identifier}){share}"
    score, status = facts.get("score"), facts.get("status")
    if score is None:
        why = in_language(*SCORE_STATUSES[status] if status else STATUSES["M"])
        reason = facts.get(f"reason_{language()}") or facts.get("reason_zh") or facts.get("reason_en")
        return f"{head} · {why}" + (phrase("reason", reason=reason) if reason else "")
    head += f" · {score:.2f}"
    if facts.get("rank") is not None:
        known = {name: facts[name] for name in ("rank", "ranked")} | {"aggregation": method_name(facts["aggregation"])}
        head += phrase("rank", coverage=f"{facts['coverage']:.0%}", **known)
    return head


def _indicator(explanation: Explanation, contents: Contents) -> Iterator[str]:
    facts = explanation.facts
    if facts["value"] is None:
        return
    for row in facts["operands"]:
        yield from _operands(row, facts)
    if facts["ratio"] is not None:
        formula = rounded(facts["numerator"])
        if facts["denominator"] is not None:
            formula += f" / {rounded(facts['denominator'])}"
        if facts["multiplier"] != 1:
            formula += f" × {rounded(facts['multiplier'])}"
        yield f"{formula} = {rounded(facts['ratio'])}{_unit(facts['unit'], contents)}"
    yield phrase(
        "value",
        value=rounded(facts["value"]),
        status=in_language(*STATUSES[facts["obs_status"]]),
        filled=phrase("filled_by", method=method_name(facts["filled_by"])) if facts["filled_by"] else "",
        shrunk=phrase("shrunk") if facts["small_counts"] and facts["ratio"] is not None else "",
    )
    treatment = facts["treatment"]
    if treatment.get("method", "none") != "none":
        limits = " ".join(
            f"{phrase(f'limit_{name}')} {rounded(treatment[name])}"
            for name in ("lower", "upper")
            if treatment[name] is not None
        )
        said = phrase(
            "treatment", method=method_name(treatment["method"]), limits=limits, treated=rounded(facts["treated"])
        )
        yield said.replace("  ", " ")
    posts = facts["goalposts"]
    if posts:
        numbers = {"lower": rounded(posts["lower"]), "upper": rounded(posts["upper"]), "score": rounded(facts["score"])}
        yield phrase("goalposts", method=method_name(posts["method"]), direction=phrase(posts["direction"]), **numbers)


def _operands(row: dict[str, Any], facts: dict[str, Any]) -> Iterator[str]:
    """Say what numerator and denominator are made of: the region's figure, and the national total with its source."""
    for name in ("numerator", "denominator"):
        if row[name] is None:
            continue
        line = f"{row['time_period']} {phrase(name)} {rounded(row[name])}"
        if row["years"] is not None:
            line += phrase("mean_of_years", over=facts["over"], years=row["years"])
        if row[f"{name}_total"] is not None:
            found = [in_language(*TOTAL_SOURCES[source]) for source in row[f"{name}_total_source"].split("|")]
            line += phrase("national_total", total=rounded(row[f"{name}_total"]), sources=phrase("and").join(found))
        yield line
    if facts["formula"] == "location_quotient" and row["denominator_total"]:
        names = ("numerator_total", "denominator", "denominator_total")
        yield phrase("expected_by_base", **{name: rounded(row[name]) for name in names})


def _figure(row: dict[str, Any], contents: Contents) -> tuple[str, str]:
    """Return a figure with its official source, and below it where it was read from and where the store keeps it."""
    value = phrase("missing") if row["obs_value"] is None else f"{row['obs_value']:.10g}"
    series = contents.framework.codes.series.get(row["series_id"])
    name = f"{title_of(series)} ({row['series_id']})" if series else row["series_id"]
    said = f"{name}{_region(row, contents)} {row['time_period']} = {value}{_unit(row['unit'], contents)}"
    vintage = phrase("vintage", vintage=row["vintage"]) if row["vintage"] else ""
    kept = _line(row) if row["batch"] != row["source_file"] else ""  # a tidy table was read, and is not kept
    return (
        " · ".join(part for part in (said, _source(row, contents), vintage, row["note"]) if part),
        " · ".join(part for part in (_read_from(row), kept) if part),
    )


def _unit(code: str | None, contents: Contents) -> str:
    unit = contents.framework.codes.units.get(code or "")
    title = in_language(unit.title_zh, unit.title_en) if unit else code
    return f" [{title}]" if title else ""


def _read_from(row: dict[str, Any]) -> str:
    """Say in which file a figure was read; a file of a public repository is a copy of what the source published."""
    where = [phrase("sheet", name=row["source_sheet"])] if row["source_sheet"] else []
    where += [phrase("cell", name=row["source_cell"])] if row["source_cell"] else []
    copies = [COPY.fullmatch(each) for each in row["source_file"].split("; ")]
    files = [
        phrase("public_copy", repository=copy["repository"], file=copy["file"]) if copy else each
        for copy, each in zip(copies, row["source_file"].split("; "), strict=True)
    ]
    return phrase("read_from", file=phrase("or").join(files), where="".join(where))


def _source(row: dict[str, Any], contents: Contents) -> str:
    """Return publisher and publication of a figure, in the person's language; the identifier if nothing declares it.

    A tidy table need not state a source.
    """
    source = contents.framework.sources.get(row["source_id"])
    if source is None:
        return phrase("no_source") if row["source_id"] == NO_SOURCE else str(row["source_id"])
    names = {name: getattr(source, name).get(language()) for name in ("publisher", "publication")}
    return f"{phrase('source_line', **names)} [{source.id}]"


def _region(row: dict[str, Any], contents: Contents) -> str:
    """Say of which region a row is, if that is not the one explained."""
    if not row.get("region"):
        return ""
    return phrase("of_region", region=title_of(contents.framework.codes.regions.get(row["ref_area"])) or row["region"])


def _stock(row: dict[str, Any], contents: Contents) -> str:
    return phrase(
        "stock",
        register=f"{row['register_id']}{_region(row, contents)}",
        category="" if row["category"] == NOT_APPLICABLE else f" {row['category']}",
        year=row["time_period"],
        stock=rounded(row["stock"]),
        status=in_language(*STATUSES[row["obs_status"]]),
    )


def _entry(row: dict[str, Any]) -> str:
    parts = [row["register_id"], row["time_period"] or phrase("year_unknown"), row["title"], row["category"]]
    parts += [row["place"], phrase(f"event_{row['event']}"), row["document"], _line(row)]
    return " · ".join(str(part) for part in parts if part)


def _line(row: dict[str, Any]) -> str:
    return phrase("batch_line", batch=row["batch"], line=row["batch_line"])
