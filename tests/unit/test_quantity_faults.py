"""A quantity that cannot be computed is refused when the framework is read, by file and field."""

from pathlib import Path

import pytest

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import FrameworkError, load

SERIES = """series_id,unit,breaks
a,tonnes,
b,tonnes,
c,tonnes_10k,
d,persons,
e,tonnes,2019|2021
"""
UNITS = """unit,title_zh,title_en,dimension,factor
tonnes,吨,t,mass,1
tonnes_10k,万吨,10k t,mass,10000
persons,人,p,people,1
"""
FRAMEWORK = """id: x
edition: '1'
title: {en: X}
years: {first: 2018, last: 2021}
index: {id: x, title: {en: X}, indicators: {i: 1}}
"""
SOURCE = """id: lists
title: {en: Lists}
kind: register
publisher: {en: P}
publication: {en: P}
licence: {en: L}
citation: {en: C}
registers: [{register_id: r, title: {en: R}, first: 2018, last: 2021}]
"""


def framework(folder: Path, fields: str, more: str = "") -> Framework:
    (folder / "indicator").mkdir()
    (folder / "source").mkdir()
    for name, text in {
        "series.csv": SERIES,
        "units.csv": UNITS,
        "framework.yaml": FRAMEWORK + more,
        "source/lists.yaml": SOURCE,
        "indicator/i.yaml": f"id: i\ntitle: {{en: I}}\nunit: tonnes\n{fields}\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    "fields",
    [
        "numerator: {sum: [a, b]}",
        "numerator: {difference: [a, b]}\ndenominator: {sum: [a, b]}",
        "numerator: {series: a}\nover: 3",
        "numerator: {series: e}\nover: 4",
        "numerator: {parts: [{register: r}]}\nformula: {method: share}",
        "numerator: {series: a}\nformula: {method: share}\nmultiplier: 100",
        "numerator: {parts: [{register: r}]}\ndenominator: {series: d}\nformula: {method: location_quotient}\nover: 2",
        "numerator: {series: a}\ndenominator: {parts: [{register: r}]}\nformula: {method: location_quotient}",
        "numerator: {series: a}\nformula: {method: growth}",
        "numerator: {series: e}\nformula: {method: growth, years: 1}",
        "numerator: {parts: [{register: r}]}\ndenominator: {series: d}\nformula: {method: location_quotient}\n"
        "small_counts: {method: gamma_poisson}",
    ],
)
def test_a_quantity_is_taken(fields: str, tmp_path: Path) -> None:
    assert "i" in framework(tmp_path, fields).indicators


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param(
            "numerator: {sum: [a, c]}",
            "numerator: sum: the units of its series do not agree: a is in tonnes, c is in tonnes_10k",
            id="sum of units that only convert",
        ),
        pytest.param(
            "numerator: {series: a}\ndenominator: {difference: [a, d]}",
            "denominator: difference: the units of its series do not agree: a is in tonnes, d is in persons",
            id="difference of other things",
        ),
        pytest.param("numerator: {sum: [a, f]}", "numerator: series f is not in series.csv", id="unknown series"),
        pytest.param(
            "numerator: {sum: [a]}", "numerator.sum: a sum is of two series or more; it names 1", id="one series"
        ),
        pytest.param("numerator: {sum: a}", "numerator.sum: a list is wanted", id="sum of no list"),
        pytest.param("numerator: {sum: [a, b, a]}", "numerator.sum: series a is given 2 times", id="doubled series"),
        pytest.param(
            "numerator: {difference: [a, a]}",
            "numerator.difference: series a is given 2 times",
            id="difference of one series",
        ),
        pytest.param(
            "numerator: {difference: [a, b, e]}",
            "numerator.difference: a difference is of two series, the first less the second; it names 3",
            id="difference of three",
        ),
        pytest.param(
            "numerator: {series: a, sum: [a, b]}", "numerator.sum: this field is not known", id="two quantities"
        ),
        pytest.param("numerator: {total: [a, b]}", "numerator: a quantity is wanted: {series: …}", id="no quantity"),
        pytest.param("numerator: a", "numerator: a quantity is wanted: {series: …}", id="bare name"),
        pytest.param(
            "numerator: {sum: [a, b, {register: r}]}", "numerator.sum.2: a text is wanted", id="register in a sum"
        ),
        pytest.param("numerator: {series: a}\nover: 1", "over: a mean over 1 year is none", id="over one year"),
        pytest.param("numerator: {series: a}\nover: 0", "over: a mean over 0 years is none", id="over no year"),
        pytest.param("numerator: {series: a}\nover: -3", "over: a mean over -3 years is none", id="over minus three"),
        pytest.param(
            "numerator: {series: a}\nover: 2.5", "over: input should be a valid integer", id="over a fraction"
        ),
        pytest.param("numerator: {series: a}\nover: 1000", "over: input should be less than", id="over a thousand"),
        pytest.param(
            "numerator: {series: e}\nover: 7\nbreaks: [2018, 2020]",
            "over: no scored year has a mean over 7 years: it needs half of them, and does not cross the breaks of "
            "2018, 2019, 2020, 2021",
            id="over across breaks",
        ),
        pytest.param(
            "numerator: {series: a}\nformula: {method: growth, years: 4}\nbreaks: [2018]",
            "formula: no scored year has growth over 4 years: it does not cross the break of 2018",
            id="growth across a break",
        ),
        pytest.param(
            "numerator: {series: a}\nformula: {method: growth, years: 0}",
            "formula.growth.years: input should be greater than or equal to 1",
            id="growth over no year",
        ),
        pytest.param(
            "numerator: {series: a}\nformula: {method: share}\ndenominator: {series: b}",
            "denominator: a share is of the national total of its numerator",
            id="share with a denominator",
        ),
        pytest.param(
            "numerator: {series: a}\nformula: {method: location_quotient}",
            "denominator: a location quotient needs one, its base",
            id="quotient without a base",
        ),
        pytest.param(
            "numerator: {series: a}\nformula: {method: share}\nmultiplier: 1000",
            "multiplier: that of formula share is always 100: leave it out",
            id="share in per mille",
        ),
        pytest.param(
            "numerator: {parts: [{register: r}], measure: variety}\nformula: {method: share}",
            "formula share: a variety has no national total: count a stock",
            id="share of a variety",
        ),
        pytest.param(
            "numerator: {series: a}\nformula: share", "formula: a mapping of fields is wanted", id="bare formula"
        ),
        pytest.param("numerator: {series: a}\nformula: {years: 3}", "formula: it says no method", id="no method"),
        pytest.param("numerator: {series: a}\nformula: {method: shares}", "formula: input tag 'shares'", id="misspelt"),
        pytest.param(
            "numerator: {parts: [{register: r}]}\ndenominator: {series: d}\nover: 2\n"
            "small_counts: {method: gamma_poisson}",
            "small_counts needs counts of single years",
            id="shrunk means",
        ),
    ],
)
def test_a_quantity_that_cannot_be_is_refused(fields: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FrameworkError) as refused:
        framework(tmp_path, fields)

    assert len(refused.value.faults) == 1, refused.value.faults
    assert str(refused.value).startswith(f"indicator/i.yaml: {words}")


@pytest.mark.parametrize(
    ("fields", "other", "words"),
    [
        ("formula: {method: share}", "{series: b}", "indicator i is a share: it has none"),
        (
            "formula: {method: location_quotient}\ndenominator: {series: d}",
            "{series: b, multiplier: 10000}",
            "indicator i: the multiplier of formula location_quotient is always 1: leave it out",
        ),
    ],
)
def test_other_denominators_are_those_that_the_formula_takes(
    fields: str, other: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(FrameworkError) as refused:
        framework(tmp_path, f"numerator: {{series: a}}\n{fields}", f"robustness: {{denominators: [{{i: {other}}}]}}\n")

    assert refused.value.faults == [f"framework.yaml: robustness.denominators.0: {words}"]
