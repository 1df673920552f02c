"""`import --into`: what an office changed in our Word or Excel file comes back into its spec."""

import codecs
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from edited_files import edit_document, replace_in_document, replace_in_workbook, replace_text
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
    # As editors on Windows save it, and one of Linux a part of it again.
    lines = (project / SPEC).read_bytes().replace(b"\n", b"\r\n")
    before = codecs.BOM_UTF8 + lines.replace(b"\r\n", b"\n", 5)
    (project / SPEC).write_bytes(before)
    edited = replace_in_document(project / OUTPUT / "table.zh.docx", "≥17台", "≥12台")
    ran = here("import", edited, "--into", SPEC, cwd=project)
    assert ran.code == 0
    assert "≥17 units → ≥12 units" in ran.stdout
    assert (project / SPEC).read_bytes() == before
    assert here("import", edited, "--into", SPEC, "--yes", cwd=project).code == 0
    after = (project / SPEC).read_bytes()
    assert changed_lines(before.decode(), after.decode()) == ["target: ≥12台  # 台账为准"]
    assert after.startswith(codecs.BOM_UTF8)
    assert after == before.replace("target: ≥17台".encode(), "target: ≥12台".encode())


def test_new_row_gets_an_id_and_a_row_that_is_gone_stays(project: Path, here: Runner) -> None:
    def change(row: Any) -> None:
        if "舆情分析报告数量" in "".join(text.text or "" for text in row.iter(qn("w:t"))):
            added = deepcopy(row)
            replace_text(added, "舆情分析报告数量", "网络安全培训场次")
            replace_text(added, "≥4份", "≥2场")
            row.addnext(added)
        if "系统故障率" in "".join(text.text or "" for text in row.iter(qn("w:t"))):
            replace_text(row, "系统故障率", "系统停机率")

    edited = edit_document(project / OUTPUT / "table.zh.docx", change)
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
    edited = replace_in_workbook(project / OUTPUT / "table.zh.xlsx", "≥17台", "≥20台")
    before = (project / SPEC).read_text("utf-8")
    assert here("import", edited, "--into", SPEC, "--yes", cwd=project).code == 0
    assert changed_lines(before, (project / SPEC).read_text("utf-8")) == [
        "target: ≥20台  # 台账为准"
    ]


def test_conflict_is_shown_and_nothing_is_written(project: Path, here: Runner) -> None:
    edited = replace_in_document(project / OUTPUT / "table.zh.docx", "≥17台", "≥12台")
    text = (project / SPEC).read_text("utf-8").replace("target: ≥17台", "target: ≥20台")
    (project / SPEC).write_text(text, "utf-8")
    ran = here("import", edited, "--into", SPEC, "--yes", cwd=project)
    assert ran.code == 1
    assert "hardware-maintained.target" in ran.stderr
    assert "≥20台" in ran.stderr
    assert "≥12台" in ran.stderr
    assert (project / SPEC).read_text("utf-8") == text


@pytest.mark.parametrize(
    ("written", "code", "said"), [("410.60", 1, "funds-total"), ("约409", 3, "约409")]
)
def test_amount_that_is_wrong_or_cannot_be_read_is_not_written(
    project: Path, here: Runner, written: str, code: int, said: str
) -> None:
    edited = replace_in_document(project / OUTPUT / "table.zh.docx", "409.60", written)
    before = (project / SPEC).read_bytes()
    ran = here("import", edited, "--into", SPEC, "--yes", cwd=project)
    assert ran.code == code
    assert said in ran.stderr
    assert (project / SPEC).read_bytes() == before


def test_file_from_elsewhere_is_refused(project: Path, here: Runner) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1)
    document.save(str(project / "other.docx"))
    ran = here("import", "other.docx", "--into", SPEC, cwd=project)
    assert ran.code == 3


def test_options_of_a_merge_belong_together(project: Path, here: Runner) -> None:
    assert here("import", f"{OUTPUT}/table.zh.docx", "--yes", cwd=project).code == 2
