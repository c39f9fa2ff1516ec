"""Surveys and experts as a person uses them: commands, and workbooks filled in with a spreadsheet program."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from editions import copy_first
from filling import fill_coding, fill_pairs
from running import icdi
from small_project import Project, make

ITEMS = """\
id: plans
title: {zh: 规划, en: Plans}
items:
  - {id: plan, question: {zh: 是否印发规划？, en: "Is there a plan?"}}
  - {id: rules, question: {zh: 是否有管理办法？, en: "Are there rules?"}}
"""
OFFICE = shutil.which("soffice")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make(tmp_path)


def saved_by_an_office(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks as a spreadsheet program saves them."""
    environment = {**os.environ, "HOME": str(folder)}
    subprocess.run(
        [str(OFFICE), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, *paths],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    return [folder / path.name for path in paths]


def test_a_survey_from_new_to_store(project: Project, tmp_path: Path) -> None:
    items = tmp_path / "items.yaml"
    items.write_text(ITEMS, encoding="utf-8")
    made = icdi(
        "survey", "new", "plans", "--year", 2023, "--items", items, "--coder", "张三", "--coder", "李四",
        "--out", tmp_path, "--framework", project.framework, "--json",
    )  # fmt: skip
    one, other = map(Path, json.loads(made.stdout)["workbooks"])
    fill_coding(one, "张三", lambda area, _: int(area < "3"))
    fill_coding(other, "李四", lambda area, item: int(area < "3" or (area == "650000" and item == "plan")))

    differ = icdi("survey", "read", one, other, *project.options(), check=False)
    icdi("survey", "read", one, other, "--to-adjudicate", tmp_path / "裁定.xlsx", *project.options())
    decided = fill_coding(tmp_path / "裁定.xlsx", "王五", lambda area, _: int(area < "3"))
    dry = icdi("survey", "read", one, other, "--adjudicated", decided, "--dry-run", *project.options())
    taken = icdi("survey", "read", one, other, "--adjudicated", decided, "--json", *project.options())

    assert differ.returncode == 1
    assert "the coders differ in 1 codes" in differ.stderr
    assert differ.stderr.count("\n") == 1
    assert "nothing was written" in dry.stdout
    found = json.loads(taken.stdout)
    assert [row["percent"] for row in found["agreement"]] == [75.0, 100.0, 87.5, 75.0]
    assert found["disagreements"] == [{"ref_area": "650000", "item": "plan", "codes": [0, 1], "cells": ["F8", "F8"]}]
    assert found["receipt"]["new"] == 4
    assert icdi("framework", "check", project.framework).returncode == 0
    again = icdi("survey", "new", "plans", "--year", 2023, "--coder", "张三", "--out", tmp_path, "--framework",
                 project.framework, check=False)  # fmt: skip
    assert ": it exists already" in again.stderr


def test_experts_from_sheet_to_framework(project: Project, tmp_path: Path) -> None:
    sheet, folder = tmp_path / "专家.xlsx", tmp_path / "back"
    icdi("experts", "sheet", "--method", "ahp", "--out", sheet, "--framework", project.framework)
    folder.mkdir()
    fill_pairs(Path(shutil.copy(sheet, folder / "a.xlsx")), "赵六", lambda *_: 3)
    fill_pairs(Path(shutil.copy(sheet, folder / "b.xlsx")), "钱七", lambda left, _: 1 / 3 if left == "invention" else 3)
    before = (project.framework / "framework.yaml").read_text(encoding="utf-8")

    dry = icdi("experts", "read", folder, "--dry-run", "--framework", project.framework)
    assert (project.framework / "framework.yaml").read_text(encoding="utf-8") == before
    found = json.loads(icdi("experts", "read", folder, "--json", "--framework", project.framework).stdout)

    assert "+experts: {method: ahp, number: 2}" in dry.stdout
    assert found["components"]["small"]["weights"] == pytest.approx({"invention": 0.5, "heritage": 0.5})
    assert found["components"]["invention"]["weights"]["patent_grants"] == pytest.approx(0.75)
    assert found["components"]["small"]["kendall"]["w"] == 0
    assert found["written"] is True
    assert "weight: 50" in (project.framework / "framework.yaml").read_text(encoding="utf-8")
    again = icdi("experts", "read", folder, "--framework", project.framework)
    assert "the weights are as they were" in again.stdout


def test_inconsistent_judgements_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    framework = copy_first(tmp_path / "indicators")
    sheet, folder = tmp_path / "sheet.xlsx", tmp_path / "back"
    folder.mkdir()
    icdi("experts", "sheet", "--method", "ahp", "--out", sheet, "--framework", framework)
    cycle = {("support_services", "talent"): 1 / 5}  # the rest: each is three times the next
    fill_pairs(
        Path(shutil.copy(sheet, folder / "a.xlsx")),
        "赵六",
        lambda a, b: cycle.get((a, b), 3 if a == "support_services" else 1),
    )

    done = icdi("experts", "read", folder, "--framework", framework, check=False)

    assert done.returncode == 1
    (said,) = [line for line in done.stderr.splitlines() if "enabling_measures" in line]
    assert "a.xlsx, 两两比较 Pairs E" in said
    assert "not below 0.1" in said
    assert "would be 15 times fiscal_support (the scale ends at 9), but is 1 times" in said
    assert "ask the expert to look at these again" in said
    assert "experts:" not in (framework / "framework.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(OFFICE is None, reason="no spreadsheet program (soffice) is installed")
def test_workbooks_saved_by_a_spreadsheet_program(project: Project, tmp_path: Path) -> None:
    items = tmp_path / "items.yaml"
    items.write_text(ITEMS, encoding="utf-8")
    icdi(
        "survey", "new", "plans", "--year", 2023, "--items", items, "--out", tmp_path, "--framework", project.framework
    )
    sheet = tmp_path / "experts.xlsx"
    icdi("experts", "sheet", "--method", "ahp", "--out", sheet, "--framework", project.framework)
    filled = [
        *(fill_coding(tmp_path / f"plans_2023_{name}.xlsx", name, lambda area, _: int(area < "3")) for name in "AB"),
        fill_pairs(sheet, "赵六", lambda *_: 1 / 4),
    ]
    (tmp_path / "office").mkdir()

    *codings, pairs = saved_by_an_office(filled, tmp_path / "office")

    survey = json.loads(icdi("survey", "read", *codings, "--dry-run", "--json", *project.options()).stdout)
    assert survey["figures"] == {"110000": 100, "210000": 100, "310000": 0, "650000": 0}
    (tmp_path / "back").mkdir()
    shutil.move(pairs, tmp_path / "back")
    experts = icdi("experts", "read", tmp_path / "back", "--dry-run", "--json", "--framework", project.framework)
    assert json.loads(experts.stdout)["components"]["small"]["weights"] == pytest.approx(
        {"invention": 0.2, "heritage": 0.8}
    )
