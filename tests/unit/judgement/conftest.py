"""A small framework of four regions, a survey of two items for it, and the workbooks of both kinds."""

import shutil
from pathlib import Path

import pytest
import small_project
from filling import Material

from index_pipeline.framework.load import load
from index_pipeline.judgement.experts import sheet as expert_sheet
from index_pipeline.judgement.surveys import sheet
from index_pipeline.judgement.surveys.declare import declare, find

ITEMS = """\
id: plans
title: {zh: 规划, en: Plans}
note: {zh: 只计省级文件, en: Documents of the region only}
least_alpha: 0.6
items:
  - id: plan
    question: {zh: 是否印发规划？, en: "Is there a plan?"}
  - id: rules
    question: {zh: 是否有管理办法？, en: "Are there rules?"}
    level: ordinal
    codes:
      - {value: 0, anchor: {zh: 没有}}
      - {value: 1, anchor: {zh: 综合文件}}
      - {value: 2, anchor: {zh: 专门文件}}
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judgement")
    project = small_project.make(folder)
    items = folder / "items.yaml"
    items.write_text(ITEMS, encoding="utf-8")
    survey, path = find("plans", items, project.framework)
    declare(survey, path, project.framework, load(project.framework))
    framework = load(project.framework)
    (folder / "coding.xlsx").write_bytes(sheet.workbook(survey, framework, 2023, ""))
    for method in ("ahp", "budget_allocation"):
        (folder / f"{method}.xlsx").write_bytes(expert_sheet.workbook(framework, method))
    return folder


@pytest.fixture
def material(made: Path, tmp_path: Path) -> Material:
    shutil.copytree(made, tmp_path / "project")
    return Material(tmp_path / "project" / "indicators", tmp_path / "project" / "data", tmp_path / "back")
