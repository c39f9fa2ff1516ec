"""Draws that are given as a table instead of drawn: an external run, repeated exactly."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.causes import cause
from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.kernel.errors import MethodError
from index_pipeline.language import Both
from index_pipeline.robustness.draws import CHOSEN, Draws, no_noise
from index_pipeline.robustness.space import Space

LABELS = ("draw", "left_out", "theme_left_out")
"""Columns that are neither a weight nor a choice."""


def read_design(design: pa.Table, space: Space) -> Draws:
    """Read draws from a table with one row per draw; anything without a column is as in the framework.

    Args:
        design: A column named as a component or indicator holds its weight, whatever the choice of `weighting`; a
            column named as one of `draws.CHOSEN` holds the number of the choice, 1 for the framework's own, 2 for the
            first alternative of `robustness`, and so on; `left_out` names the indicator and `theme_left_out` the
            component that a draw leaves out, empty for none. A weight of the index itself has no effect, nor does
            `draw`. Nothing carries noise.
        space: The tree, and how many choices there are.

    Raises:
        MethodError: a column is not known, a cell is empty or not a number, a choice does not exist, a weight is
            negative, or all weights of a component are zero; the message names column and draw.
    """
    tree = space.tree
    edge_of = tree.edges
    known = {*LABELS, *CHOSEN, *edge_of, tree.component_ids[-1]}
    unknown = [name for name in design.column_names if name not in known]
    if unknown:
        raise MethodError(
            Both(
                f"design: column {unknown[0]} is neither a component or indicator with weight nor one of "
                f"{', '.join((*CHOSEN, *LABELS))}",
                f"design：列 {unknown[0]} 既不是有权重的各级指标，也不是 {'、'.join((*CHOSEN, *LABELS))} 之一",
            )
        )
    if not design.num_rows:
        raise MethodError(Both("design: the table has no row", "design：没有抽样"))
    choices = {name: _choices(design, name, space.sizes[name]) for name in CHOSEN}
    weights = space.weightings[choices["weighting"]]
    for name in (each for each in design.column_names if each in edge_of):
        weights[:, edge_of[name]] = _numbers(design, name)
        _refuse(weights[:, edge_of[name]] < 0, name, Both("the weight is negative", "权重为负"))
    given = [node for node in tree.nodes if any(name in design.column_names for name, _ in tree.children(node))]
    for node in given:
        nothing = Both("all weights of its children are nothing", "下级权重全部为零")
        _refuse(~(weights[:, node.edges].sum(1) > 0), node.component_id, nothing)
    left_out = _left_out(design, "left_out", tree.indicator_ids)
    theme_left_out = _left_out(design, "theme_left_out", tree.component_ids[:-1])
    return Draws(weights, choices, left_out, theme_left_out, no_noise(design.num_rows))


def _choices(design: pa.Table, name: str, size: int) -> Integers:
    if name not in design.column_names:
        return np.zeros(design.num_rows, int)
    numbers = _numbers(design, name)
    known = (numbers >= 1) & (numbers <= size) & (numbers == np.round(numbers))
    _refuse(
        ~known,
        name,
        Both(
            f"choices are numbered from 1, the framework's own, to {size}",
            f"设定的编号为1（指标体系自身的设定）至{size}",
        ),
    )
    return numbers.astype(int) - 1


def _left_out(design: pa.Table, column: str, known: tuple[str, ...]) -> Integers:
    if column not in design.column_names:
        return np.full(design.num_rows, -1)
    names = design[column].to_pylist()
    is_indicator = column == "left_out"
    what = Both(
        f"the tree has no {'indicator' if is_indicator else 'component'} of this name",
        f"指标体系中没有这一{'指标' if is_indicator else '上级指标'}",
    )
    _refuse(np.array([bool(n) and n not in known for n in names]), column, what)
    return np.array([known.index(name) if name else -1 for name in names])


def _numbers(design: pa.Table, name: str) -> Floats:
    try:
        numbers: Floats = pc.cast(design[name], pa.float64()).to_numpy()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        why = cause(error)
        raise MethodError(
            Both(f"design: column {name} is not all numbers: {why.en}", f"design：列 {name} 不全是数字：{why.zh}")
        ) from error
    _refuse(~np.isfinite(numbers), name, Both("the cell is empty or not finite", "单元格为空或不是有限数"))
    return numbers


def _refuse(fault: np.ndarray, name: str, reason: Both) -> None:
    if fault.any():
        raise MethodError(
            Both(
                f"design: {name}, draw {int(np.argmax(fault)) + 1}: {reason.en}",
                f"design：{name}，第 {int(np.argmax(fault)) + 1} 次抽样：{reason.zh}",
            )
        )
