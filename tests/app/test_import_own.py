"""`import` of Word and Excel files that a build made: their spec, unless people edited them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from edited_files import replace_in_document, replace_in_workbook
from paths import REPOSITORY

from perf_report.parse.source import read_source
from perf_report.parse.travelling_copy import travelling_copy

Runner = Callable[..., Any]

SPEC = "specs/2025-ccpit-tianjin.yaml"
OUTPUT = "output/ccpit-tianjin/2025"
TRAVELLING = travelling_copy(read_source(REPOSITORY / SPEC)).data.decode()
FILES = [f"table.{mode}.{ending}" for mode in ("zh", "en", "zh-en") for ending in ("docx", "xlsx")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, here: Runner) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "specs").mkdir()
    (folder / SPEC).write_bytes((REPOSITORY / SPEC).read_bytes())
    assert here("build", "--format", "docx", "--format", "xlsx", cwd=folder).code == 0
    return folder


@pytest.mark.parametrize("name", FILES)
def test_file_as_it_was_made_is_its_spec_without_comments(
    project: Path, here: Runner, name: str
) -> None:
    ran = here("import", f"{OUTPUT}/{name}", cwd=project)
    assert ran.code == 0
    assert ran.stdout == TRAVELLING


def test_file_that_a_program_saved_again_is_its_spec(project: Path, here: Runner) -> None:
    saved = project / "saved.docx"
    docx.Document(str(project / OUTPUT / "table.zh.docx")).save(str(saved))
    assert here("import", saved, cwd=project).stdout == TRAVELLING
    ran = here("import", saved, "--department", "demo", cwd=project)
    assert ran.stdout == TRAVELLING
    assert "department, project and year are its own" in ran.stderr


def test_the_summary_names_the_form_of_a_carried_spec(project: Path, here: Runner) -> None:
    arguments = ("import", f"{OUTPUT}/table.zh.docx", "--format", "json", "-o", "carried.yaml")
    [file] = json.loads(here(*arguments, cwd=project).stdout)["files"]
    assert (file["form"], file["read"]) == ("overall-2015", 0)


def test_what_people_see_goes_before_the_hidden_spec(project: Path, here: Runner) -> None:
    edited = replace_in_document(project / OUTPUT / "table.zh.docx", "≥17台", "≥12台")
    ran = here("import", edited, "--report", "report.txt", cwd=project)
    assert ran.code == 0
    assert ran.stdout.count("target: ≥12台\n") == 1
    assert "≥17台" not in ran.stdout
    assert "- id: hardware-maintained\n" in ran.stdout
    assert "--into SPEC" in (project / "report.txt").read_text("utf-8")


def test_edited_workbook_is_read(project: Path, here: Runner) -> None:
    edited = replace_in_workbook(project / OUTPUT / "table.zh.xlsx", "≥17台", "≥12台")
    ran = here("import", edited, "--department", "demo", cwd=project)
    assert ran.stdout.count("target: ≥12台\n") == 1
