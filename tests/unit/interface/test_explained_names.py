"""Methods have Chinese names where `icdi explain` names them."""

from collections.abc import Iterator
from importlib import import_module
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from index_pipeline.cli.language import METHODS, VARIABLE, method_name

STEPS = ("aggregation", "normalisation", "treatment", "preparation")


def methods_of(step: str) -> Iterator[str]:
    for record in vars(import_module(f"index_pipeline.framework.methods.{step}")).values():
        if isinstance(record, type) and issubclass(record, BaseModel) and "method" in record.model_fields:
            stated = record.model_fields["method"].annotation
            yield from get_args(stated) if get_origin(stated) is Literal else ()


@pytest.mark.parametrize("step", STEPS)
def test_every_method_has_a_chinese_name(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set(methods_of(step)) - {"gamma_poisson"}  # is said in words, not by its name

    assert found
    assert found - METHODS.keys() == set()
    monkeypatch.setenv(VARIABLE, "zh")
    assert method_name("carry") == "沿用前值（carry）"
    monkeypatch.setenv(VARIABLE, "en")
    assert method_name("carry") == "carry"
