"""A module whose import is postponed is imported when it is used, and only then."""

import subprocess
import sys
from pathlib import Path

import pytest

from index_pipeline.postponing import postpone


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name of a package with a submodule, neither of them imported."""
    folder = tmp_path / "rarely_used"
    folder.mkdir()
    (folder / "__init__.py").write_text("answer = 42\n", encoding="utf-8")
    (folder / "part.py").write_text("from rarely_used import answer\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("rarely_used", "rarely_used.part"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    postpone("rarely_used")
    return folder.name


def is_loaded(name: str) -> bool:
    return "answer" in vars(sys.modules[name])


def test_importing_alone_does_not_load_it(package: str) -> None:
    import rarely_used  # type: ignore[import-not-found]

    assert not is_loaded(package)
    assert rarely_used.answer == 42
    assert is_loaded(package)


def test_importing_a_name_loads_it(package: str) -> None:
    from rarely_used import answer

    assert answer == 42
    assert is_loaded(package)


def test_importing_a_submodule_loads_it(package: str) -> None:
    import rarely_used.part  # type: ignore[import-not-found]

    assert rarely_used.part.answer == 42
    assert is_loaded(package)


def test_what_is_loaded_or_not_installed_stays_so() -> None:
    pathlib, main = sys.modules["pathlib"], sys.modules["__main__"]

    postpone("pathlib")
    postpone("__main__")
    postpone("not_installed_anywhere")
    postpone("not_installed_anywhere.part")

    assert sys.modules["pathlib"] is pathlib
    assert sys.modules["__main__"] is main
    assert "not_installed_anywhere" not in sys.modules


def test_great_expectations_is_imported_without_what_no_check_uses() -> None:
    code = (
        "import sys; from index_pipeline.quality.expectations import NOT_USED_HERE, _great_expectations; "
        "_great_expectations(); sys.exit(any('__path__' in vars(sys.modules[name]) for name in NOT_USED_HERE))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
