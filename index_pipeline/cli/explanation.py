"""An explanation as a tree of lines: what was combined, how, and what it was read from."""

from collections.abc import Iterator
from typing import Any

from index_pipeline.cli.language import in_language, language, phrase
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.explain import Explanation
from index_pipeline.tables import SCORE_STATUSES, STATUSES, TOTAL_SOURCES


def lines(explanation: Explanation, contents: Contents) -> Iterator[str]:
    """Yield the lines of an explanation, drawn as a tree."""
    yield f"{contents.release_id} · {contents.framework.definition.title.get(language())}"
    yield _head(explanation)
    yield from _below(explanation, contents, "")


def _below(explanation: Explanation, contents: Contents, indent: str) -> Iterator[str]:
    own = list(_indicator(explanation)) if explanation.identifier in contents.framework.indicators else []
    own += [_figure(figure, contents) for figure in explanation.figures]
    own += [_stock(entry) if "stock" in entry else _entry(entry) for entry in explanation.entries]
    last = len(own) + len(explanation.parts) - 1
    for position, line in enumerate(own):
        yield f"{indent}{'└── ' if position == last else '├── '}{line}"
    for position, part in enumerate(explanation.parts, start=len(own)):
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
        known = {name: facts[name] for name in ("rank", "ranked", "aggregation")}
        head += phrase("rank", coverage=f"{facts['coverage']:.0%}", **known)
    return head


def _indicator(explanation: Explanation) -> Iterator[str]:
    facts = explanation.facts
    if facts["value"] is None:
        return
    for row in facts["operands"]:
        yield from _operands(row, facts)
    if facts["ratio"] is not None:
        formula = _number(facts["numerator"])
        if facts["denominator"] is not None:
            formula += f" / {_number(facts['denominator'])}"
        if facts["multiplier"] != 1:
            formula += f" × {_number(facts['multiplier'])}"
        yield f"{formula} = {_number(facts['ratio'])} [{facts['unit']}]"
    yield phrase(
        "value",
        value=_number(facts["value"]),
        status=in_language(*STATUSES[facts["obs_status"]]),
        filled=phrase("filled_by", method=facts["filled_by"]) if facts["filled_by"] else "",
        shrunk=phrase("shrunk") if facts["small_counts"] and facts["ratio"] is not None else "",
    )
    treatment = facts["treatment"]
    if treatment.get("method", "none") != "none":
        limits = " ".join(
            f"{name} {_number(treatment[name])}" for name in ("lower", "upper") if treatment[name] is not None
        )
        said = phrase("treatment", method=treatment["method"], limits=limits, treated=_number(facts["treated"]))
        yield said.replace("  ", " ")
    posts = facts["goalposts"]
    if posts:
        numbers = {"lower": _number(posts["lower"]), "upper": _number(posts["upper"]), "score": _number(facts["score"])}
        yield phrase("goalposts", method=posts["method"], direction=posts["direction"], **numbers)


def _operands(row: dict[str, Any], facts: dict[str, Any]) -> Iterator[str]:
    """Say what numerator and denominator are made of: the region's figure, and the national total with its source."""
    for name in ("numerator", "denominator"):
        if row[name] is None:
            continue
        line = f"{row['time_period']} {phrase(name)} {_number(row[name])}"
        if row["years"] is not None:
            line += phrase("mean_of_years", over=facts["over"], years=row["years"])
        if row[f"{name}_total"] is not None:
            found = [in_language(*TOTAL_SOURCES[source]) for source in row[f"{name}_total_source"].split("|")]
            line += phrase("national_total", total=_number(row[f"{name}_total"]), sources=phrase("and").join(found))
        yield line
    if facts["formula"] == "location_quotient" and row["denominator_total"]:
        names = ("numerator_total", "denominator", "denominator_total")
        yield phrase("expected_by_base", **{name: _number(row[name]) for name in names})


def _figure(row: dict[str, Any], contents: Contents) -> str:
    """Return a figure: its official source first, then where it was read from."""
    where = " ".join(part for part in (row["source_file"], row["source_sheet"], row["source_cell"]) if part)
    value = phrase("missing") if row["obs_value"] is None else f"{row['obs_value']:.10g}"
    unit = f" [{row['unit']}]" if row["unit"] else ""
    note = f" · {row['note']}" if row["note"] else ""
    return (
        f"{row['series_id']}{_region(row)} {row['time_period']} = {value}{unit} · {_source(row, contents)} · "
        f"{phrase('vintage', vintage=row['vintage'])} · {where} · {_line(row)}{note}"
    )


def _source(row: dict[str, Any], contents: Contents) -> str:
    """Return publisher and publication of a figure, in the person's language; the identifier if nothing declares it."""
    source = contents.framework.sources.get(row["source_id"])
    if source is None:
        return str(row["source_id"])
    names = {name: getattr(source, name).get(language()) for name in ("publisher", "publication")}
    return f"{phrase('source_line', **names)} [{source.id}]"


def _region(row: dict[str, Any]) -> str:
    return f"（{row['region']}）" if row.get("region") else ""


def _stock(row: dict[str, Any]) -> str:
    return phrase(
        "stock",
        register=f"{row['register_id']}{_region(row)}",
        category="" if row["category"] == "_Z" else f" {row['category']}",
        year=row["time_period"],
        stock=_number(row["stock"]),
        status=in_language(*STATUSES[row["obs_status"]]),
    )


def _entry(row: dict[str, Any]) -> str:
    parts = [row["register_id"], row["time_period"] or phrase("year_unknown"), row["title"], row["category"]]
    parts += [row["place"], row["event"], row["document"], _line(row)]
    return " · ".join(str(part) for part in parts if part)


def _line(row: dict[str, Any]) -> str:
    return phrase("batch_line", batch=row["batch"], line=row["batch_line"])


def _number(value: float) -> str:
    return f"{value:.6g}"
