"""Errors of an analysis that has no defined result."""

from numbers import Integral

from index_pipeline.errors import UserError
from index_pipeline.language import Both


class AnalysisError(UserError):
    """An analysis is not possible with the given data; the message names the value, region or component."""


def refuse_unless_whole(name: str, stated: object, least: int, most: int | None = None) -> None:
    """Refuse an argument that is not a whole number from `least` to `most`.

    Raises:
        AnalysisError: it names the argument and its bounds.
    """
    if isinstance(stated, Integral) and not isinstance(stated, bool):
        number = int(stated)
        if least <= number and (most is None or number <= most):
            return
    said = (
        "{name}: {stated} is not a whole number from {least} to {most}",
        "{name}：{stated} 不是 {least} 至 {most} 的整数",
    )
    if most is None:
        said = "{name}: {stated} is not a whole number from {least} on", "{name}：{stated} 不是 {least} 及以上的整数"
    raise AnalysisError(Both(*said).with_details(name=name, stated=stated, least=least, most=most))
