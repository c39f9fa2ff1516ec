"""Sensitivity: which assumption moves the ranks most."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from index_pipeline.kernel.arrays import Axes, Floats, nullable
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.ranks import Ranks
from index_pipeline.language import Both
from index_pipeline.robustness.design import read_design
from index_pipeline.robustness.draws import NOISE, Draws, concatenate
from index_pipeline.robustness.model import Model
from index_pipeline.robustness.replicates import replicate
from index_pipeline.robustness.sobol import bootstrap, sobol_indices
from index_pipeline.robustness.streams import DESIGN
from index_pipeline.tables import SENSITIVITY

MEAN_SHIFT = "mean_absolute_rank_shift"


def sensitivity(
    model: Model,
    design: pa.Table | None = None,
    factors: Sequence[str] = (),
) -> pa.Table:
    """Estimate Sobol indices of the assumptions that vary, on the index's ranks in the newest year.

    Outputs are the mean absolute rank shift ``R̄ = (1/n) Σ|rank published − rank|`` and the rank of each region. The
    weights of one level of the tree are one factor, and so is all chance in counts. Interactions are the total
    indices minus the first-order ones. A discrete choice is determined by a uniform number.

    Args:
        model: The index, and what varies; `robustness.sensitivity` of its framework gives the size of the design.
        design: A design to use instead (see `design.read_design`), rows in the order A, B, AB_1 … AB_d.
        factors: The d factors of that design.

    Returns:
        `tables.SENSITIVITY`, with 5th and 95th bootstrap percentiles; null for an output that does not vary, or a
        region that is not ranked in every draw. Empty if nothing varies.

    Raises:
        MethodError: the rows of the design do not fit the factors.

    Source: Saisana, Saltelli and Tarantola (2005), JRSS A 168; Saltelli et al. (2010).
    """
    if design is None:
        names = model.space.factors
        if not names:  # as in an index of one indicator, whose weight has no alternative
            return SENSITIVITY.empty()
        draws = saltelli(model)
    else:
        names = tuple(factors)
        if not names or len(design) % (len(names) + 2) or len(design) < 2 * (len(names) + 2):
            raise MethodError(
                Both(
                    f"design: {len(design)} rows are not N × (d + 2), N of 2 or more, for its {len(names)} factors",
                    f"design：{len(design)} 行不等于 N × (d + 2)（N 至少为 2；共 {len(names)} 个因素）",
                )
            )
        draws = read_design(design, model.space)
    axes = Axes((model.framework.index_id,), model.axes.years[-1:], model.axes.ref_areas)
    ranks = replicate(model, draws, axes.indicator_ids, axes.years)[:, 0, 0]
    return _table(_outputs(ranks, model.published("rank", axes)[0, 0]), names, axes, model)


def saltelli(model: Model) -> Draws:
    """Return the design A, B, AB_1 … AB_d from a scrambled Sobol sequence."""
    from scipy.stats import qmc

    space, samples = model.space, model.robustness.sensitivity.samples
    rng = np.random.default_rng([model.robustness.seed, DESIGN])
    uniform = qmc.Sobol(2 * max(space.dimensions, 1), rng=rng).random(samples)
    a, b = uniform[:, : space.dimensions], uniform[:, space.dimensions : 2 * space.dimensions]
    mixed = []
    for factor, columns in space.columns().items():
        swapped = a.copy()
        swapped[:, columns] = b[:, columns]
        mixed.append(space.realise(swapped, {factor: samples}))
    return concatenate([space.realise(a), space.realise(b, dict.fromkeys(NOISE, samples)), *mixed])


def _outputs(ranks: Ranks, nominal: Floats) -> Floats:
    """Return the outputs (draw, output): mean absolute rank shift, and the rank of each region."""
    found = np.where(ranks > 0, ranks, np.nan)
    both = ~np.isnan(found) & ~np.isnan(nominal)
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = np.where(both, np.abs(found - nominal), 0.0).sum(1) / both.sum(1)
    return np.column_stack([shift, found])


def _table(outputs: Floats, factors: Sequence[str], axes: Axes, model: Model) -> pa.Table:
    centred = outputs - outputs.mean(0)  # avoids loss of precision from products of large numbers
    found = sobol_indices(centred, len(factors))
    resamples = model.robustness.sensitivity.resamples
    again = bootstrap(centred, len(factors), resamples, model.robustness.seed)
    columns: dict[str, pa.Array] = {}
    for name, value, resampled in (
        ("first_order", found.first_order, again.first_order),
        ("total", found.total, again.total),
    ):
        low, high = np.quantile(resampled, [0.05, 0.95], axis=0)
        columns |= {name: nullable(value), f"{name}_p05": nullable(low), f"{name}_p95": nullable(high)}
    number = outputs.shape[1]
    keys = {
        "output": pa.array([MEAN_SHIFT, *["rank"] * (number - 1)] * len(factors)),
        "ref_area": pa.array([None, *axes.ref_areas] * len(factors), pa.string()),
        "factor": pa.array([name for name in factors for _ in range(number)]),
    }
    return SENSITIVITY.conform(pa.table(keys | columns))
