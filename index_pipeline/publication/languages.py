"""The languages of a release: an index whose title is in one language is published in that one alone."""

from collections.abc import Collection

import pyarrow as pa

from index_pipeline.publication.text import LANGUAGES, Language


def is_in(column: str, languages: Collection[Language]) -> bool:
    """Return whether a column is to be shown: it holds no text, or text of one of `languages`."""
    return all(not column.endswith(f"_{language}") or language in languages for language in LANGUAGES)


def in_languages(table: pa.Table, languages: Collection[Language]) -> pa.Table:
    """Empty the columns of other languages, where they may be empty."""
    for position, field in enumerate(table.schema):
        if field.nullable and not is_in(field.name, languages):
            table = table.set_column(position, field, pa.nulls(table.num_rows, field.type))
    return table
