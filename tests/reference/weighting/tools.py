"""Weights and scores of one table of 31 × 30 by public tools; run in this folder, see ../README.md for the versions."""

import csv
from pathlib import Path

import numpy as np
from pymcdm.methods import TOPSIS, WSM
from pymcdm.normalizations import minmax_normalization, vector_normalization
from skcriteria.preprocessing.weighters import critic_weights, entropy_weights


def write(name, columns):
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in zip(*columns.values(), strict=True):
            writer.writerow([cell if isinstance(cell, str) else f"{cell:.17g}" for cell in row])


with Path("input.csv").open(encoding="utf-8", newline="") as file:
    (_, *names), *rows = csv.reader(file)
regions = [row[0] for row in rows]
x = np.array([row[1:] for row in rows], dtype=float)
directions = np.where(np.arange(1, len(names) + 1) % 4 == 0, -1, 1)  # each fourth indicator: lower is better
scaled = (x - x.min(0)) / (x.max(0) - x.min(0))
scaled = np.where(directions == 1, scaled, 1 - scaled)
equal = np.full(len(names), 1 / len(names))
critic = critic_weights(x, directions)

write(
    "weights.csv",
    {
        "indicator": names,
        "direction": [str(direction) for direction in directions],
        "critic": critic,
        "entropy": entropy_weights(x),
        "entropy_min_max": entropy_weights(scaled),
        "entropy_min_max_above_0": entropy_weights(scaled + 0.01),
    },
)
write(
    "scores.csv",
    {
        "region": regions,
        "weighted_sum": WSM(minmax_normalization)(x, equal, directions),
        "topsis": TOPSIS(vector_normalization)(x, equal, directions),
        "topsis_critic": TOPSIS(vector_normalization)(x, critic, directions),
    },
)
