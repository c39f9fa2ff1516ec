"""The unit of an indicator, as it follows from the units of numerator and denominator and from the multiplier."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from index_pipeline.framework.codes import CodeLists, Unit
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.quantities import Growth, LocationQuotient, Quantity, RegisterQuantity, Share

PERCENT = Unit("percent", "%", "percent", "percent", 1.0, ())
PER_MILLE = Unit("per_mille", "‰", "per mille", "percent", 0.1, ())
ENTRIES = Unit("entries", "项", "entries", "count", 1.0, ())
"""What the entries of a register are counted in."""

POWERS_OF_TEN = {
    Decimal(10) ** power: names
    for power, names in enumerate(
        (
            *(("", "", ""), ("10_", "十", "10 "), ("100_", "百", "100 "), ("1k_", "千", "1,000 ")),
            *(("10k_", "万", "10,000 "), ("100k_", "十万", "100,000 "), ("1m_", "百万", "million ")),
            *(("10m_", "千万", "10 million "), ("100m_", "亿", "100 million "), ("1bn_", "十亿", "billion ")),
            *(("10bn_", "百亿", "10 billion "), ("100bn_", "千亿", "100 billion "), ("1trn_", "万亿", "trillion ")),
        )
    )
}
"""Powers of ten as an identifier, Chinese and English write them."""


def derived_unit(indicator: Indicator, codes: CodeLists) -> Unit | None:
    """Return the unit of an indicator's value; None if it does not follow.

    Shares and growth are in percent; a location quotient has none that follows.

    A series alone has its own unit, or the one that is `multiplier` times smaller. A ratio of two quantities of one
    unit is percent if the multiplier makes it so; any other ratio is `units per 10,000 persons` and the like, the
    unit of units.csv of that identifier if there is one.
    """
    if isinstance(indicator.formula, Share | Growth):
        return codes.units.get(PERCENT.unit, PERCENT)
    if isinstance(indicator.formula, LocationQuotient):
        return None
    top = _unit(indicator.numerator, codes)
    if indicator.denominator is None:
        return _scaled(indicator, top, codes)
    bottom = _unit(indicator.denominator, codes)
    per = _per(indicator, codes)
    if top is None or bottom is None or per is None:
        return None
    of, to = _base(top, codes), _base(bottom, codes)
    if of == to and per in (100, 1000):
        own = PERCENT if per == 100 else PER_MILLE
        return codes.units.get(own.unit, own)
    if per not in POWERS_OF_TEN:
        return None
    part, zh, en = POWERS_OF_TEN[per]
    one, one_en = (to.unit, to.title_en) if per > 1 else (to.unit.removesuffix("s"), to.title_en.removesuffix("s"))
    name = f"{of.unit}_per_{part}{one}"
    made = Unit(name, f"{of.title_zh}/{zh}{to.title_zh}", f"{of.title_en} per {en}{one_en}", name, 1.0, ())
    return codes.units.get(name, made)


def with_derived_units(indicators: Mapping[str, Indicator], codes: CodeLists) -> tuple[dict[str, Indicator], CodeLists]:
    """Give each indicator without a unit the one that follows, and list that unit, if the framework lists units."""
    found, units = dict(indicators), dict(codes.units)
    for name, indicator in indicators.items():
        unit = derived_unit(indicator, codes) if units and indicator.unit is None else None
        if unit is not None:
            found[name] = indicator.model_copy(update={"unit": unit.unit})
            units.setdefault(unit.unit, unit)
    return found, replace(codes, units=units)


def contradictions(indicator: Indicator, codes: CodeLists) -> Iterator[Unit]:
    """Yield the unit that follows if the unit that is stated has another multiple of the denominator."""
    stated, derived = codes.units.get(indicator.unit or ""), derived_unit(indicator, codes)
    if stated and derived and indicator.denominator is not None and indicator.is_ratio:
        per, said = _per(indicator, codes), _stated_per(stated, indicator, codes)
        if said is not None and said != per:
            yield derived


def _unit(quantity: Quantity, codes: CodeLists) -> Unit | None:
    """Return the unit of a quantity; None if it is not known, or its series are not of one unit."""
    if isinstance(quantity, RegisterQuantity):
        return ENTRIES if quantity.measure == "stock" else None
    units = {codes.series[name].unit if name in codes.series else "" for name in quantity.all_series}
    return codes.units.get(units.pop()) if len(units) == 1 else None


def _base(unit: Unit, codes: CodeLists) -> Unit:
    """Return the unit of which `unit` is a multiple: units, of units_10k; itself if none is listed."""
    known = [u for u in codes.units.values() if u.dimension == unit.dimension and u.factor == 1]
    return max((u for u in known if unit.unit.startswith(u.unit)), key=lambda u: len(u.unit), default=unit)


def _size(unit: Unit, codes: CodeLists) -> Decimal:
    """Return how many of its base unit a unit is."""
    return Decimal(1) if _base(unit, codes) == unit else Decimal(str(unit.factor))


def _per(indicator: Indicator, codes: CodeLists) -> Decimal | None:
    """Return per how many of the denominator's base unit the value counts base units of the numerator."""
    top = _unit(indicator.numerator, codes)
    bottom = _unit(indicator.denominator, codes) if indicator.denominator else None
    if top is None or bottom is None:
        return None
    return Decimal(str(indicator.multiplier)) * _size(bottom, codes) / _size(top, codes)


def _stated_per(stated: Unit, indicator: Indicator, codes: CodeLists) -> Decimal | None:
    """Return the same as a stated unit implies it: 10,000 of 件/万人, 100 of %; None if it does not imply it."""
    top = _unit(indicator.numerator, codes)
    bottom = _unit(indicator.denominator, codes) if indicator.denominator else None
    if top is None or bottom is None:
        return None
    of, to = _base(top, codes), _base(bottom, codes)
    if stated.dimension == PERCENT.dimension:
        return Decimal(100) / Decimal(str(stated.factor)) if of == to else None
    above, slash, below = stated.title_zh.rpartition("/")
    words = {zh: size for size, (_, zh, _) in POWERS_OF_TEN.items()}
    multiple = words.get(below.removesuffix(to.title_zh)) if slash and below.endswith(to.title_zh) else None
    if multiple is None or (above != of.title_zh and above[:1] in {*words} - {""}):
        return None
    return multiple


def _scaled(indicator: Indicator, own: Unit | None, codes: CodeLists) -> Unit | None:
    """Return the unit of a quantity without a denominator, `multiplier` times smaller than its own."""
    if isinstance(indicator.numerator, RegisterQuantity) and indicator.numerator.measure == "variety":
        return codes.units.get(PERCENT.unit, PERCENT) if indicator.multiplier == 100 else None
    if own is None or indicator.multiplier == 1:
        return own
    size = Decimal(str(own.factor)) / Decimal(str(indicator.multiplier))
    base = _base(own, codes)
    same = [u for u in codes.units.values() if u.dimension == own.dimension and Decimal(str(u.factor)) == size]
    return max(same, key=lambda unit: _base(unit, codes) == base, default=None)
