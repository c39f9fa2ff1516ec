"""What is coded from documents: a survey's items, the codes that each may have, and the agreement that is asked for."""

import hashlib
from typing import Literal

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier, Text

Level = Literal["binary", "nominal", "ordinal", "interval"]
"""Level of measurement; `binary` is nominal with the codes 0 and 1."""


class Code(Record):
    """A code of an item: its `value`, which is also its points, and when it is given."""

    value: float = Field(ge=0)
    anchor: Text


NO_AND_YES = (Code(value=0, anchor=Text(zh="否", en="no")), Code(value=1, anchor=Text(zh="是", en="yes")))


class Item(Record):
    """A question that is answered for each region from a public document.

    `sentence` is what the guideline says about it. Codes are in ascending order; those of a `binary` item are 0 and 1.
    `least_alpha` is the least Krippendorff's alpha of this item alone; None where only that of all codes counts.
    """

    id: Identifier
    question: Text
    sentence: Text | None = None
    level: Level = "binary"
    codes: tuple[Code, ...] = NO_AND_YES
    least_alpha: float | None = Field(None, le=1)

    @model_validator(mode="after")
    def _codes_in_order(self) -> "Item":
        values = [code.value for code in self.codes]
        if values != sorted(set(values)) or len(values) < 2:
            raise wrong("codes_order", id=self.id)
        if self.level == "binary" and values != [0, 1]:
            raise wrong("binary_codes", id=self.id)
        return self

    @property
    def greatest(self) -> float:
        """The greatest code, which earns all points of the item."""
        return self.codes[-1].value


class Survey(Record):
    """A survey of documents, coded by two or more people for each assessed region and one year.

    The figure of a region is 100 times the mean over the items of code / greatest code. It is stored as the series of
    the survey's `id`, if Krippendorff's alpha over all codes is at least `least_alpha`. `theme` is the component that
    the figures are for; `note` is read by the coders.
    """

    id: Identifier
    title: Text
    theme: Identifier | None = None
    note: Text | None = None
    least_alpha: float = Field(0.667, le=1)
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _items_once(self) -> "Survey":
        names = [item.id for item in self.items]
        for name in names:
            if names.count(name) > 1:
                raise wrong("item_twice", name=name, count=names.count(name))
        return self

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any item, question, level or code."""
        items = "\n".join(item.model_dump_json(exclude={"least_alpha"}) for item in self.items)
        return hashlib.sha256(f"{self.id}\n{items}".encode()).hexdigest()[:12]
