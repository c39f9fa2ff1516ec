"""Read boundaries from the user's GeoJSON file, and find the region of each feature."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.framework.codes import Region
from index_pipeline.language import Both

Point = tuple[float, float]
Ring = list[Point]
LARGEST = 200 * 2**20
DRAWN = ("assessed", "separate")
"""Roles of regions that a map has to show."""


class BoundaryError(UserError):
    """A file of boundaries cannot be drawn; the message names the file, and the feature or region."""


@dataclass(frozen=True)
class Boundaries:
    """Rings of each region by code, outer ones and holes alike; `lines` are what belongs to no region."""

    source: str
    regions: dict[str, list[Ring]]
    lines: list[Ring]


def read_boundaries(path: Path, regions: Mapping[str, Region]) -> Boundaries:
    """Read GeoJSON (RFC 7946): polygons of the regions, and any further lines.

    A feature is of a region if its `id` or one of its properties is the region's code or one of its names; features
    of one region are drawn together. Any other feature is kept as lines.

    Raises:
        BoundaryError: the file is not GeoJSON, a coordinate is not a number, or a region that is assessed, or listed as
            not assessed, has no polygon.
        OSError: the file cannot be read.
    """
    names = {
        str(name): code
        for code, region in regions.items()
        if region.role in DRAWN
        for name in (code, region.attributes.get("iso_3166_2"), region.title_zh, region.title_en, *region.labels)
        if name
    }
    found: dict[str, list[Ring]] = {}
    lines: list[Ring] = []
    for position, feature in enumerate(_features(path), start=1):
        place = Both(f"{path.name}: feature {position}", f"{path.name}：第{position}个图形")
        code = next((names[text] for text in _texts(feature) if text in names), None)
        polygons, others = _rings(feature.get("geometry"), place)
        if code is None:
            lines += polygons + others
        else:
            found.setdefault(code, []).extend(polygons)
            lines += others
    absent = [region for code, region in regions.items() if region.role in DRAWN and not found.get(code)]
    if absent:
        en = ", ".join(region.title_en or region.title_zh or "" for region in absent)
        zh = "、".join(region.title_zh or region.title_en or "" for region in absent)
        raise BoundaryError(
            Both(
                f"{path.name}: no polygon is named for {en}; each has to be in the file, with its "
                "code or "
                "name as `id` or in a property",
                f"{path.name}：缺少 {zh} 的多边形；每个地区都须在文件中，以代码或名称为 `id` 或属性",
            )
        )
    return Boundaries(path.name, found, lines)


def _features(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_size > LARGEST:
        raise BoundaryError(
            Both(
                f"{path.name}: larger than {LARGEST // 2**20} MiB; simplify the boundaries",
                f"{path.name}：大于 {LARGEST // 2**20} MiB；请简化边界",
            )
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = cause(error)
        raise BoundaryError(
            Both(f"{path.name}: no GeoJSON: {why.en}", f"{path.name}：不是 GeoJSON：{why.zh}")
        ) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise BoundaryError(
            Both(
                f"{path.name}: no GeoJSON FeatureCollection; TopoJSON and shapefiles must be converted first",
                f"{path.name}：不是 GeoJSON FeatureCollection；TopoJSON 和 shapefile 须先转换",
            )
        )
    return features


def _texts(feature: dict[str, Any]) -> Iterator[str]:
    properties = feature.get("properties")
    values = [feature.get("id"), *(properties.values() if isinstance(properties, dict) else ())]
    yield from (str(value).strip() for value in values if isinstance(value, str | int))


def _rings(geometry: Any, place: Both) -> tuple[list[Ring], list[Ring]]:
    """Return the rings of polygons, and lines."""
    if geometry is None:
        return [], []
    described: dict[str, Any] = geometry if isinstance(geometry, dict) else {}
    kind, parts = described.get("type"), described.get("coordinates", ())
    try:
        if kind == "GeometryCollection":
            pairs = [_rings(part, place) for part in described["geometries"]]
            return [r for polygons, _ in pairs for r in polygons], [r for _, others in pairs for r in others]
        if kind == "Polygon":
            return _oriented(parts, place), []
        if kind == "MultiPolygon":
            return [ring for polygon in parts for ring in _oriented(polygon, place)], []
        if kind == "LineString":
            return [], [_ring(parts, place)]
        if kind == "MultiLineString":
            return [], [_ring(part, place) for part in parts]
    except (TypeError, KeyError, AttributeError):
        raise BoundaryError(
            Both(f"{place}: its coordinates are not those of a {kind}", f"{place.zh}：坐标不是 {kind} 的坐标")
        ) from None
    if kind in ("Point", "MultiPoint"):
        return [], []
    raise BoundaryError(
        Both(f"{place}: {kind} is not a geometry of GeoJSON", f"{place.zh}：{kind} 不是 GeoJSON 的几何类型")
    )


def _oriented(polygon: Iterable[Any], place: Both) -> list[Ring]:
    """Turn the outer ring counter-clockwise and holes clockwise, so that a fill by winding leaves holes out."""
    rings = [_ring(part, place) for part in polygon]
    return [ring if (area(ring) > 0) == (index == 0) else ring[::-1] for index, ring in enumerate(rings)]


def area(ring: Ring) -> float:
    """Signed area: positive if the ring runs counter-clockwise."""
    closed = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in closed) / 2


def _ring(points: Iterable[Any], place: Both) -> Ring:
    found: Ring = []
    for point in points:
        numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in point[:2])
        if not numeric or len(point) < 2 or not all(math.isfinite(value) for value in point[:2]):
            raise BoundaryError(
                Both(
                    f"{place}: {str(point)[:40]} is not a pair of coordinates",
                    f"{place.zh}：{str(point)[:40]} 不是一对坐标",
                )
            )
        found.append((float(point[0]), float(point[1])))
    if len(found) < 2:
        raise BoundaryError(Both(f"{place}: a line of fewer than two points", f"{place.zh}：线少于两点"))
    return found
