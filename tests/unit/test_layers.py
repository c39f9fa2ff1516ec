"""The layers of the program: a package imports from lower layers only, and each tool is imported in one place."""

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "index_pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

BASE = [
    *("errors", "files", "locks", "sql", "parquet", "tables", "alerts", "channels", "places", "unknown_names", "clock"),
    *("characters", "rounding", "language", "causes", "keeping", "postponing", "program_files", "loopback"),
]
LAYER = {
    **dict.fromkeys(BASE, 0),
    "framework": 1,
    **dict.fromkeys(["kernel", "steps"], 2),
    **dict.fromkeys(["sources", "methods", "analysis", "quality", "publication"], 3),
    **dict.fromkeys(["robustness", "fetch", "scale"], 4),
    **dict.fromkeys(["defs", "judgement"], 5),
    **dict.fromkeys(["definitions", "cli", "interface"], 6),
}
OWNERS = {
    "dask": {"scale"},
    "distributed": {"scale"},
    "dagster": {"defs", "definitions"},
    "dagster_webserver": {"defs"},
    "great_expectations": {"quality"},
    "plotly": {"publication"},
    "requests": {"fetch"},
    "yaml": {"framework"},
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_package_imports_from_lower_layers_only(path: Path) -> None:
    package = _package(path.relative_to(PACKAGE).with_suffix("").parts)
    if package is None:
        return
    for line, name in _imports(path):
        top, *rest = name.split(".")
        if top in OWNERS:
            assert package in OWNERS[top], (
                f"line {line}: {package} imports {top}, which belongs to {sorted(OWNERS[top])}"
            )
        if top != "index_pipeline" or not rest or rest[0] == package:
            continue
        lower = LAYER[rest[0]] < LAYER[package] or LAYER[rest[0]] == 0
        assert lower, f"line {line}: {package} imports {rest[0]}"


@pytest.mark.parametrize("package", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_the_parts_of_a_package_do_not_import_each_other_in_a_circle(package: str) -> None:
    parts: dict[str, set[str]] = {}
    for path in (PACKAGE / package).rglob("*.py"):
        part = path.relative_to(PACKAGE / package).with_suffix("").parts[0]
        names = [name.split(".") for _, name in _imports(path)]
        own = {name[2] for name in names if name[:2] == ["index_pipeline", package] and len(name) > 2}
        parts.setdefault(part, set()).update(own - {part})

    TopologicalSorter(parts).prepare()


def _package(parts: tuple[str, ...]) -> str | None:
    return None if parts == ("__init__",) else parts[0]


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}, line {node.lineno}: an import is written in full"
            assert not node.level, f"{path}, line {node.lineno}: an import is written in full"
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((node.lineno, name) for name in (named if node.module.count(".") < 2 else [node.module]))


def test_no_two_classes_have_one_name() -> None:
    names = Counter(
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert [name for name, count in names.items() if count > 1] == []
