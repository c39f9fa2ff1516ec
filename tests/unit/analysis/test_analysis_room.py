"""The room as a whole: light to import, and every caveat worded in both languages with the same values."""

import string
import subprocess
import sys
from pathlib import Path

import pytest

import index_pipeline.analysis
from index_pipeline.analysis.caveats import TEXTS, Bilingual, caveat, columns

MODULES = sorted(path.stem for path in Path(index_pipeline.analysis.__file__).parent.glob("*.py"))


def test_importing_the_room_loads_nothing_heavy() -> None:
    imports = "; ".join(f"import index_pipeline.analysis.{name}" for name in MODULES if name != "__init__")
    code = f"import sys; {imports}; print([m for m in ('scipy', 'pandas', 'duckdb', 'dagster') if m in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("name", TEXTS)
def test_caveats_say_the_same_in_both_languages(name):
    zh, en = ({field for _, field, _, _ in string.Formatter().parse(text) if field} for text in _both(TEXTS[name]))

    assert zh <= en | {"n"}
    assert en <= zh


def test_several_caveats_follow_each_other() -> None:
    found = columns([caveat("ceiling"), caveat("few_ranked", n=4)])

    assert found["caveat_zh"] == "得分有共同上限，β为负可能部分由此而来。仅有4个地区，p值仅供参考。"
    assert (
        found["caveat_en"]
        == "Scores share a ceiling: a negative β may come partly from it. n = 4: p is indicative only."
    )
    assert columns([]) == {"caveat_zh": None, "caveat_en": None}


def _both(text: Bilingual) -> tuple[str, str]:
    return text.zh, text.en
