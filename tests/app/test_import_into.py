"""`import --into`: what an office changed in our Word or Excel file comes back into its spec."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from paths import REPOSITORY

Runner = Callable[..., Any]

SPEC = "specs/2025-ccpit-tianjin.yaml"
OUTPUT = "output/ccpit-tianjin/2025"


@pytest.fixture
def project(tmp_path: Path, here: Runner) -> Path:
    (tmp_path / "specs").mkdir()
    text = (REPOSITORY / SPEC).read_text("utf-8")
    (tmp_path / SPEC).write_text(
        text.replace("target: ≥17台", "target: ≥17台  # 台账为准"), "utf-8"
    )
    built = here("build", "--lang", "zh", "--format", "docx", "--format", "xlsx", cwd=tmp_path)
    assert built.code == 0
    return tmp_path


def edit_docx(path: Path, change: Callable[[Any], None]) -> Path:
    document = docx.Document(str(path))
    for table in document.tables:
        for row in list(table._tbl.tr_lst):
            change(row)
    edited = path.with_name("edited.docx")
    document.save(str(edited))
    return edited


def replace_text(row: Any, old: str, new: str) -> None:
    for text in row.iter(qn("w:t")):
        if text.text == old:
            text.text = new


def changed_lines(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line.strip() for line in after.splitlines() if line not in old]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_file_that_nobody_edited_changes_nothing(project: Path, here: Runner, ending: str) -> None:
    before = (project / SPEC).read_bytes()
    ran = here("import", f"{OUTPUT}/table.zh.{ending}", "--into", SPEC, "--yes", cwd=project)
    assert ran.code == 0
    assert "changes nothing" in ran.stderr
    assert (project / SPEC).read_bytes() == before


def test_edited_word_file_is_shown_first_and_keeps_comments(project: Path, here: Runner) -> None:
    before = (project / SPEC).read_text("utf-8")
    edited = edit_docx(
        project / OUTPUT / "table.zh.docx", lambda row: replace_text(row, "≥17台", "≥12台")
    )
    ran = here("import", edited, "--into", SPEC, cwd=project)
    assert ran.code == 0
    assert "≥17 units → ≥12 units" in ran.stdout
    assert (project / SPEC).read_text("utf-8") == before
    assert here("import", edited, "--into", SPEC, "--yes", cwd=project).code == 0
    after = (project / SPEC).read_text("utf-8")
    assert changed_lines(before, after) == ["target: ≥12台  # 台账为准"]


def test_new_row_gets_an_id_and_a_row_that_is_gone_stays(project: Path, here: Runner) -> None:
    def change(row: Any) -> None:
        if "舆情分析报告数量" in "".join(text.text or "" for text in row.iter(qn("w:t"))):
            added = deepcopy(row)
            replace_text(added, "舆情分析报告数量", "网络安全培训场次")
            replace_text(added, "≥4份", "≥2场")
            row.addnext(added)
        if "系统故障率" in "".join(text.text or "" for text in row.iter(qn("w:t"))):
            replace_text(row, "系统故障率", "系统停机率")

    edited = edit_docx(project / OUTPUT / "table.zh.docx", change)
    before = (project / SPEC).read_text("utf-8")
    ran = here("import", edited, "--into", SPEC, "--yes", cwd=project)
    assert ran.code == 0
    assert "system-failure-rate.name" in ran.stderr
    after = (project / SPEC).read_text("utf-8")
    new = changed_lines(before, after)
    assert "- id: wang-luo-an-quan" in new
    assert "target: ≥2场" in new
    # The file was made before the row was there: it is not one that the office removed.
    again = here("import", edited, "--into", SPEC, cwd=project)
    assert again.code == 0
    assert "changes nothing" in again.stderr


def test_workbook_that_a_program_saved_without_our_part_is_compared_with_the_spec(
    project: Path, here: Runner
) -> None:
    book = openpyxl.load_workbook(project / OUTPUT / "table.zh.xlsx")
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "≥17台":
                cell.value = "≥20台"
    book.save(project / "edited.xlsx")
    before = (project / SPEC).read_text("utf-8")
    assert here("import", "edited.xlsx", "--into", SPEC, "--yes", cwd=project).code == 0
    assert changed_lines(before, (project / SPEC).read_text("utf-8")) == [
        "target: ≥20台  # 台账为准"
    ]


def test_conflict_is_shown_and_nothing_is_written(project: Path, here: Runner) -> None:
    edited = edit_docx(
        project / OUTPUT / "table.zh.docx", lambda row: replace_text(row, "≥17台", "≥12台")
    )
    text = (project / SPEC).read_text("utf-8").replace("target: ≥17台", "target: ≥20台")
    (project / SPEC).write_text(text, "utf-8")
    ran = here("import", edited, "--into", SPEC, "--yes", cwd=project)
    assert ran.code == 1
    assert "hardware-maintained.target" in ran.stderr
    assert "≥20台" in ran.stderr
    assert "≥12台" in ran.stderr
    assert (project / SPEC).read_text("utf-8") == text


def test_change_that_makes_the_spec_wrong_is_not_written(project: Path, here: Runner) -> None:
    edited = edit_docx(
        project / OUTPUT / "table.zh.docx", lambda row: replace_text(row, "409.60", "410.60")
    )
    before = (project / SPEC).read_bytes()
    ran = here("import", edited, "--into", SPEC, "--yes", cwd=project)
    assert ran.code == 1
    assert "funds-total" in ran.stderr
    assert (project / SPEC).read_bytes() == before


def test_file_from_elsewhere_is_refused(project: Path, here: Runner) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1)
    document.save(str(project / "other.docx"))
    ran = here("import", "other.docx", "--into", SPEC, cwd=project)
    assert ran.code == 3


def test_options_of_a_merge_belong_together(project: Path, here: Runner) -> None:
    assert here("import", f"{OUTPUT}/table.zh.docx", "--yes", cwd=project).code == 2


def test_amount_that_cannot_be_read_is_not_taken_for_none(project: Path, here: Runner) -> None:
    edited = edit_docx(
        project / OUTPUT / "table.zh.docx", lambda row: replace_text(row, "409.60", "约409")
    )
    before = (project / SPEC).read_bytes()
    ran = here("import", edited, "--into", SPEC, "--yes", cwd=project)
    assert ran.code == 3
    assert "约409" in ran.stderr
    assert (project / SPEC).read_bytes() == before
