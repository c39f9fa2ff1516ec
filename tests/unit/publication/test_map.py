"""A map within boundaries of the user's own: what is drawn, what is refused, and that no region is left out."""

import json
import math
from dataclasses import replace
from xml.etree import ElementTree

import plotly.graph_objects
import pytest
from example_release import AREAS

from index_pipeline.publication.charts.svg import svg
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.maps.boundaries import BoundaryError, area, read_boundaries
from index_pipeline.publication.maps.chart import Classes, score_map
from index_pipeline.publication.maps.files import MapError, map_files
from index_pipeline.publication.maps.projection import albers, name_place, project, thin
from index_pipeline.publication.text import words

ALL = (*AREAS, "71")
"""Six assessed regions, and one that is listed as not assessed."""


def square(x, y, size=1.0):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code, x, **properties):
    geometry = {"type": "Polygon", "coordinates": [square(x, 30.0)]}
    return {"type": "Feature", "properties": {"adcode": code, **properties}, "geometry": geometry}


def collection(*more, leave_out=()):
    features = [feature(int(code), 100.0 + place) for place, code in enumerate(ALL) if code not in leave_out]
    return {"type": "FeatureCollection", "features": [*features, *more]}


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "边界.geojson"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def read(contents, path):
    return read_boundaries(path, contents.framework.codes.regions)


def test_regions_are_found_by_code_or_by_any_name(example, written):
    by_name = feature(None, 109.0, name="他省")

    found = read(example, written(collection(by_name, leave_out=("71",))))

    assert set(found.regions) == set(ALL)


def test_islands_of_a_region_are_drawn_with_it(example, written):
    found = read(example, written(collection(feature(11, 120.0))))

    assert len(found.regions["11"]) == 2


def test_what_is_of_no_region_is_kept_as_lines(example, written):
    line = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}

    assert read(example, written(collection(line))).lines == [[(1.0, 2.0), (3.0, 4.0)]]


def test_a_hole_runs_against_its_outer_ring(example, written):
    ring = {"type": "Polygon", "coordinates": [square(90, 20, 9)[::-1], square(92, 22)]}
    found = read(example, written(collection({"type": "Feature", "id": "11", "geometry": ring}, leave_out=("11",))))

    outer, hole = found.regions["11"]
    assert area(outer) == 81
    assert area(hole) == -1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("nothing", "no GeoJSON", id="no JSON"),
        pytest.param("[" * 100_000, "no GeoJSON", id="nested without end"),
        pytest.param({"type": "Topology", "objects": {}}, "TopoJSON", id="TopoJSON"),
        pytest.param(collection(leave_out=("12",)), "Province 12;", id="an assessed region left out"),
        pytest.param(collection(leave_out=("71",)), "for Other;", id="a region that is not assessed left out"),
        pytest.param(
            collection({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": ["@@encoded"]}}),
            "feature 8: @ is not a pair",
            id="encoded coordinates",
        ),
        pytest.param(
            collection({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[1, None]]]}}),
            "feature 8",
            id="no number",
        ),
        pytest.param('{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}', "nan", id="NaN"),
        pytest.param(collection({"type": "Feature", "geometry": {"type": "Circle"}}), "Circle", id="no geometry"),
    ],
)
def test_bad_boundaries_are_refused_in_a_sentence(example, written, content, message):
    with pytest.raises(BoundaryError, match=message):
        read(example, written(content))


def test_albers_against_the_worked_example_of_snyder():
    """Snyder (1987), page 291: parallels 29.5° and 45.5° N, origin 96° W 23° N, the point 75° W 35° N."""
    ((x, y),) = albers([(-75.0, 35.0)], (29.5, 45.5), (-96.0, 23.0))

    assert (x, y) == pytest.approx((0.2952720, 0.2416774), abs=5e-8)


@pytest.mark.parametrize("parallels", [(29.5, 45.5), (-30.0, 30.0)], ids=["conic", "cylindrical"])
def test_albers_keeps_areas(parallels):
    def cell(south, north):
        edge = [(100 + k / 200, south) for k in range(201)] + [(101 - k / 200, north) for k in range(201)]
        return area(albers(edge, parallels, (100.0, 30.0)))

    def on_the_sphere(south, north):
        return math.radians(1) * (math.sin(math.radians(north)) - math.sin(math.radians(south)))

    for south in (-10.0, 20.0, 50.0):
        assert cell(south, south + 0.1) == pytest.approx(on_the_sphere(south, south + 0.1), rel=1e-5)


def test_coordinates_of_a_plane_stay_as_they_are():
    ring = [(500_000.0, 3_400_000.0), (600_000.0, 3_500_000.0)]

    assert project([ring], [ring]) == [ring]


def test_thin_keeps_the_ends():
    assert thin([(0, 0), (0.1, 0), (1, 0), (1.05, 0)], 0.5) == [(0, 0), (1, 0), (1.05, 0)]


def test_a_name_stands_where_its_region_is_widest():
    x, y, distance = name_place([[(0, 0), (10, 0), (10, 1), (4, 1), (4, 6), (0, 6)]])

    assert 1.5 < x < 2.5
    assert 1.5 < y < 4.5
    assert distance == pytest.approx(2, abs=0.3)


def test_classes_have_round_borders_and_hold_every_score():
    classes = Classes.of([29.0, 45.2, 68.2])

    assert classes.borders == [20, 30, 40, 50, 60, 70]
    assert [classes.colours.index(classes.colour(score)) for score in (29.0, 30.0, 68.2)] == [0, 1, 4]
    assert len(Classes.of([5.0, 5.0]).colours) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_map_names_every_region_and_where_its_boundaries_are_from(example, written, language):
    boundaries = read(example, written(collection()))

    figure = score_map(Panel(example), words(language), boundaries, 2022, "culture", "GS(2024)0650号")

    plotly.graph_objects.Figure(figure.plot)
    texts = ["".join(node.itertext()) for node in ElementTree.fromstring(svg(figure)).iter()]
    drawn = set(texts)
    assert {Panel(example).area_short(code, words(language)) for code in ALL} <= drawn
    assert any("边界.geojson" in text and "GS(2024)0650号" in text for text in texts)


def test_a_region_without_a_score_is_grey(example, written):
    figure = score_map(Panel(example), words("zh"), read(example, written(collection())), 2023, "example")

    fills = dict(zip(ALL, (trace["fillcolor"] for trace in figure.plot["data"][: len(ALL)]), strict=True))
    assert {code for code, fill in fills.items() if fill == "#e9edf0"} == {"23", "71"}


def test_files_of_a_map(example, written):
    found = {f.path: f.content for f in map_files(example, written(collection()), None, "example", "", "zh")}

    assert set(found) == {*(f"map_example_2023.{kind}" for kind in ("json", "svg", "html")), "plotly.min.js"}
    assert "http" not in found["map_example_2023.html"].decode()


def test_a_year_without_scores_is_refused(example, written):
    with pytest.raises(MapError, match="1999; it has 2021 to 2023"):
        list(map_files(example, written(collection()), 1999, "example", "", "zh"))


def test_hostile_names_stay_text(example, written, tmp_path):
    path = tmp_path / "<script>alert(1)<.geojson"
    path.write_text(json.dumps(collection()), encoding="utf-8")
    found = replace(read(example, path), source=path.name)

    drawn = svg(score_map(Panel(example), words("zh"), found, 2023, "example", "</svg><script>"))

    assert "<script" not in drawn
    ElementTree.fromstring(drawn)
