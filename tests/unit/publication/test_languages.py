"""An index in one language publishes the texts of that one; where it has none, what the other one says."""

import pyarrow as pa

from index_pipeline.publication.languages import in_languages


def test_a_text_is_left_out_where_the_language_of_the_index_has_one():
    table = pa.table({"title_zh": ["甲", "乙", "丙"], "title_en": ["A", None, ""], "note_zh": ["注", None, ""]})

    found = in_languages(table, ["en"])

    assert found["title_zh"].to_pylist() == [None, "乙", "丙"]
    assert found["title_en"].to_pylist() == ["A", None, ""]
    assert found["note_zh"].to_pylist() == ["注", None, ""]


def test_an_index_in_both_languages_keeps_all():
    table = pa.table({"title_zh": ["甲"], "title_en": ["A"]})

    assert in_languages(table, ["zh", "en"]).equals(table)
