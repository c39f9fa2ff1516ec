"""The languages of a release: an index whose title is in one language is published in that one alone."""

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.publication.text import LANGUAGES, Language


def is_in(column: str, languages: Collection[Language]) -> bool:
    """Return whether a column is to be shown: it holds no text, or text of one of `languages`."""
    return all(not column.endswith(f"_{language}") or language in languages for language in LANGUAGES)


def in_languages(table: pa.Table, languages: Collection[Language]) -> pa.Table:
    """Empty the columns of other languages where they may be empty, in the rows that have the text in `languages`."""
    for position, field in enumerate(table.schema):
        if field.nullable and not is_in(field.name, languages):
            said = _said(table, field.name[:-2], languages)
            table = table.set_column(position, field, pc.if_else(said, pa.scalar(None, field.type), table[field.name]))
    return table


def _said(table: pa.Table, name: str, languages: Collection[Language]) -> pa.ChunkedArray | pa.Array:
    """Return, per row, whether one of the columns `name` of `languages` has a text."""
    said = pa.array(np.zeros(table.num_rows, np.bool_))
    for column in (f"{name}{language}" for language in languages):
        if column in table.column_names:
            said = pc.or_(said, pc.fill_null(pc.greater(pc.utf8_length(table[column]), 0), False))
    return said
