"""Put boundaries on a plane: Albers' projection, which keeps areas, then fewer points, and a place for each name."""

import math
from collections.abc import Sequence

import numpy as np

from index_pipeline.publication.maps.boundaries import Ring, area

GRID = 24


def project(rings: Sequence[Ring], fitted_to: Sequence[Ring]) -> list[Ring]:
    """Project longitude and latitude in degrees by `albers`; coordinates outside that range are already plane and stay.

    The standard parallels lie a sixth of the height of `fitted_to` from its ends, the origin in its middle.
    """
    points = np.array([point for ring in fitted_to for point in ring])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        return [list(ring) for ring in rings]
    parallels = (south + (north - south) / 6, north - (north - south) / 6)
    return [albers(ring, parallels, ((west + east) / 2, (south + north) / 2)) for ring in rings]


def albers(ring: Ring, parallels: tuple[float, float], origin: tuple[float, float]) -> Ring:
    """Albers' equal-area conic on the unit sphere.

    With parallels φ1, φ2, origin (λ0, φ0), n = (sin φ1 + sin φ2)/2, C = cos² φ1 + 2n sin φ1 and
    ρ(φ) = √(C − 2n sin φ)/n: ``x = ρ(φ) sin n(λ − λ0)``, ``y = ρ(φ0) − ρ(φ) cos n(λ − λ0)``. If n = 0, the limit
    of it: Lambert's cylindrical equal-area projection with the standard parallel φ1.

    Source: Snyder, Map Projections: A Working Manual (1987), chapters 10 and 14.
    """
    (low, high), (middle, base) = np.radians(parallels), np.radians(origin)
    longitude, latitude = np.radians(np.array(ring)).T
    cone = (np.sin(low) + np.sin(high)) / 2
    if abs(cone) < 1e-9:
        x, y = (longitude - middle) * np.cos(low), (np.sin(latitude) - np.sin(base)) / np.cos(low)
    else:
        constant = np.cos(low) ** 2 + 2 * cone * np.sin(low)
        radius, radius_of_origin = (
            np.sqrt(np.maximum(constant - 2 * cone * np.sin(phi), 0.0)) / cone for phi in (latitude, base)
        )
        angle = cone * (longitude - middle)
        x, y = radius * np.sin(angle), radius_of_origin - radius * np.cos(angle)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def thin(ring: Ring, step: float) -> Ring:
    """Drop points nearer than `step` to the last one kept; the first and the last point stay."""
    kept = [ring[0]]
    for point in ring[1:-1]:
        if math.dist(point, kept[-1]) >= step:
            kept.append(point)
    return [*kept, ring[-1]]


def name_place(rings: Sequence[Ring]) -> tuple[float, float, float]:
    """Return the point of a grid within the largest ring that lies farthest from any edge, and how far that is.

    Holes are edges too.
    """
    outer = max(rings, key=area)
    edges = [np.array([*ring, ring[0]]) for ring in rings]
    (left, bottom), (right, top) = np.min(outer, axis=0), np.max(outer, axis=0)
    x, y = np.meshgrid(np.linspace(left, right, GRID + 2)[1:-1], np.linspace(bottom, top, GRID + 2)[1:-1])
    points = np.column_stack([x.ravel(), y.ravel()])
    inside = np.zeros(len(points), bool)
    nearest = np.full(len(points), np.inf)
    for edge in edges:
        start, end = edge[:-1], edge[1:]
        inside ^= _crossings(points, start, end) % 2 == 1
        nearest = np.minimum(nearest, _distances(points, start, end))
    if not inside.any():
        x, y = np.mean(outer, axis=0)
        return float(x), float(y), 0.0
    best = int(np.argmax(np.where(inside, nearest, -1.0)))
    return float(points[best, 0]), float(points[best, 1]), float(nearest[best])


def _crossings(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Count the edges that a ray to the right of each point crosses."""
    x, y = points[:, :1], points[:, 1:]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(end[:, 1] == start[:, 1], 1.0, end[:, 1] - start[:, 1])
    at = start[:, 0] + (y - start[:, 1]) * (end[:, 0] - start[:, 0]) / rise
    crossed: np.ndarray = (spans & (x < at)).sum(axis=1)
    return crossed


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of each point to the nearest edge."""
    along = end - start
    length = np.maximum((along**2).sum(axis=1), 1e-300)
    offset = points[:, None, :] - start[None, :, :]
    share = np.clip((offset * along).sum(axis=2) / length, 0.0, 1.0)
    nearest: np.ndarray = np.sqrt(((offset - share[..., None] * along) ** 2).sum(axis=2)).min(axis=1)
    return nearest
