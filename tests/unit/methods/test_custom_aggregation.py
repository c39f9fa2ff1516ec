"""An aggregation of another package is named in YAML and goes everywhere that the others go."""

from pathlib import Path

import numpy as np
import pytest
from example_index import example
from synthetic_index import framework_of, indicator_table, inputs_of, replicated

from index_pipeline.framework import extensions
from index_pipeline.framework.faults.methods import method_faults
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.errors import MethodError

CODE = """
import numpy as np

def least(scores, weights, share=1.0):
    known = ~np.isnan(scores)
    w = weights * known
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (w * np.where(known, scores, 0)).sum(0) / w.sum(0)
    return share * np.fmin.reduce(scores, 0) + (1 - share) * mean

def flat(scores, weights):
    return np.zeros(3)

def faulty(scores, weights):
    return {}["x"]

def endless(scores, weights):
    return np.full(scores.shape[1:], np.inf)
"""
VALUES = {"x": [1.0, 2, 9, None], "y": [4.0, 3, 2, None]}


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "least_package.py").write_text(CODE, encoding="utf-8")
    info = tmp_path / "least_package-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: least-package\nVersion: 1.2\n", encoding="utf-8")
    points = "".join(f"{name} = least_package:{name}\n" for name in ("least", "flat", "faulty", "endless"))
    (info / "entry_points.txt").write_text(f"[{extensions.AGGREGATIONS}]\n{points}", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)


def scored(function: str, **options: object) -> list[float | None]:
    rule = {"method": "custom", "function": function, "options": options}
    goalposts = {"method": "goalposts", "lower": 0, "upper": 10}
    return example(VALUES, tree={"aggregation": rule}, normalisation=goalposts, scale=(0, 10)).scores()


def test_its_function_scores_the_component():
    assert scored("least") == [1, 2, 2, None]
    assert scored("least", share=0.5) == pytest.approx([1.75, 2.25, 3.75, None])


@pytest.mark.parametrize("options", [{}, {"share": 0.5}])
def test_a_replicate_scores_as_the_published_index(options):
    rule = {"method": "custom", "function": "least", "options": options}
    framework = framework_of({"p": {"a": 1.0, "b": 2.0}, "c": 1.0}, nodes={"p": {"aggregation": rule}}, coverage=0.0)
    values = np.random.default_rng(3).lognormal(size=(3, 1, 6))
    values[0, 0, 2] = np.nan
    inputs = inputs_of(indicator_table(values, "abc", [2020]), framework)

    scores, axes = replicated(inputs, framework)

    np.testing.assert_allclose(scores, dense(inputs.rankings, "score", axes, of="component_id"), rtol=1e-12)


@pytest.mark.parametrize(
    ("function", "options", "message"),
    [
        ("lesat", {}, "component index: its aggregation lesat is not offered by any installed package"),
        ("least", {"shar": 1}, "component index: its aggregation least fails: TypeError"),
        ("faulty", {}, "component index: its aggregation faulty fails: KeyError: 'x'"),
        ("flat", {}, r"component index: its aggregation flat returns an array of the shape \(3,\)"),
        ("endless", {}, "component index: its aggregation endless returns scores that are not finite"),
    ],
)
def test_a_function_that_does_not_do_is_refused_by_name(function, options, message):
    with pytest.raises(MethodError, match=message):
        scored(function, **options)


def test_the_loader_names_a_function_that_is_not_installed():
    rule = {"method": "custom", "function": "lesat"}
    framework = framework_of({"a": 1.0}, aggregation=rule)
    nodes, indicators = [framework.definition.index], list(framework.indicators.values())

    faults = list(map(str, method_faults(framework.definition, nodes, indicators, framework.codes, ())))

    assert faults == [
        "framework.yaml: component index: aggregation: no installed package offers lesat in the group "
        "icdi.aggregations; did you mean least?"
    ]


def test_a_release_records_the_package():
    (name, version), *_ = extensions.versions().items()
    assert name == "least-package"
    assert version.startswith("1.2 sha256:")


def test_every_file_of_every_package_that_a_distribution_offers_counts(tmp_path: Path) -> None:
    def write(name: str, content: str) -> str:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
        return extensions.versions()["two-packages"]

    info = tmp_path / "two_packages-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: two-packages\nVersion: 1.0\n", encoding="utf-8")
    points = ("one = first_of_two:one", "two = second_of_two.part:two", "three = shared_name.third:three")
    (info / "entry_points.txt").write_text("\n".join([f"[{extensions.AGGREGATIONS}]", *points]), encoding="utf-8")

    versions = [
        write("first_of_two/__init__.py", "from first_of_two.core import one"),
        write("first_of_two/core.py", "one = 1"),
        write("second_of_two/__init__.py", ""),
        write("second_of_two/part.py", "two = 2"),
        write("shared_name/third.py", "three = 3"),
        write("shared_name/third.py", "three = 4"),
        write("first_of_two/core.py", "one = 3"),
    ]

    assert len(set(versions)) == len(versions)
    assert write("first_of_two/core.py", "one = 1") == versions[-2]
    (tmp_path / "first_of_two" / ".#core.py").symlink_to("nowhere")
    (tmp_path / "shared_name" / "of_another.py").touch()
    assert extensions.versions()["two-packages"] == versions[-2]
    assert tmp_path / "first_of_two" / "core.py" in extensions.files()
