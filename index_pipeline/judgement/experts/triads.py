"""Where a judgement matrix contradicts itself: three children whose comparisons do not follow from one another."""

import itertools
import math
from dataclasses import dataclass

from index_pipeline.judgement.experts.nodes import JudgedNode
from index_pipeline.kernel.arrays import Floats
from index_pipeline.rounding import ROUNDING

STRONGEST = 9.0
"""The greatest judgement of the scale; the least is its inverse."""


@dataclass(frozen=True)
class Triad:
    """Three children a, b, c: a is `ab` times b, b is `bc` times c, so a should be `ab·bc` times c, but is `ac`.

    `error` is |ln(ab·bc/ac)|: 0 if they are consistent.
    """

    a: str
    b: str
    c: str
    ab: float
    bc: float
    ac: float

    @property
    def error(self) -> float:
        """How far the three are from consistent."""
        return abs(math.log(self.ab * self.bc / self.ac))

    @property
    def follows(self) -> float:
        """What a over c would be if the other two are right; it may be beyond the scale, which ends at `STRONGEST`."""
        return self.ab * self.bc


def triads(node: JudgedNode, matrix: Floats) -> tuple[Triad, ...]:
    """Return the inconsistent triads of a judgement matrix, the worst first.

    Each is described from its strongest chain: a over b and b over c are 1 or more.

    Source: Koczkodaj (1993), Mathematical and Computer Modelling 18(7), 79–84.
    """
    found = []
    for three in itertools.combinations(range(len(node.names)), 3):
        a, b, c = _in_order(three, matrix)
        judgements = (float(matrix[a, b]), float(matrix[b, c]), float(matrix[a, c]))
        triad = Triad(node.names[a], node.names[b], node.names[c], *judgements)
        if triad.error > ROUNDING:
            found.append(triad)
    return tuple(sorted(found, key=lambda triad: -triad.error))


def _in_order(three: tuple[int, int, int], matrix: Floats) -> tuple[int, int, int]:
    i, j, k = three
    chains = [(i, j, k), (i, k, j), (j, i, k), (j, k, i), (k, i, j), (k, j, i)]
    return max(chains, key=lambda p: (matrix[p[0], p[1]] >= 1 and matrix[p[1], p[2]] >= 1, matrix[p[0], p[2]]))
