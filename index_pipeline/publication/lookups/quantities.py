"""Names of the quantities that indicators are computed from."""

from index_pipeline.framework.quantities import DifferenceQuantity, Quantity, RegisterQuantity
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words


def quantity_title(panel: Panel, quantity: Quantity, words: Words) -> str:
    """Name a quantity by the titles of its registers or series; a series without title by its code."""
    if isinstance(quantity, RegisterQuantity):
        registers = panel.contents.framework.registers
        return words.join(list(dict.fromkeys(words.text(registers[p.register_id].title) for p in quantity.parts)))
    names = [words.name(panel.series.get(name, {})) or name for name in quantity.all_series]
    return (" − " if isinstance(quantity, DifferenceQuantity) else " + ").join(names)
