"""`import --into` for every form: an edit is taken or reported, and nothing else changes."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from paths import REPOSITORY

from perf_report.app.build.config import project_config
from perf_report.app.check.checker import open_checker
from perf_report.app.import_paper.into import Brought, bring_into
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import load_catalogue
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.parse.source import read_source

EXAMPLES = REPOSITORY / "perf_report/data/examples"
FORMS = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
SAY = load_catalogue("en")

Edit = Callable[[Any], None]


@cache
def office_file(form: str, kind: Format) -> bytes:
    """The Chinese Word or Excel file of an example."""
    project = Project(root=EXAMPLES)
    with open_checker(project) as checker:
        spec = checker.open(checker.check_one(read_source(EXAMPLES / f"{form}.yaml")))
    assert spec.valid_table is not None
    output = Output(format=kind, path=f"table.zh.{kind}", mode="zh")
    job = Job(table=spec.valid_table, output=output, config=project_config(project), identifier="")
    return make_output(job)


def bring(tmp_path: Path, form: str, kind: Format, edit: Edit | None = None) -> Brought:
    """Bring an edited file of an example into it."""
    spec, file = tmp_path / f"{form}.yaml", tmp_path / f"table.zh.{kind}"
    spec.write_bytes((EXAMPLES / spec.name).read_bytes())
    file.write_bytes(office_file(form, kind))
    if edit is not None:
        opened = docx.Document(str(file)) if kind == "docx" else openpyxl.load_workbook(file)
        edit(opened)
        opened.save(str(file))
    return bring_into(Project(root=tmp_path), file, spec, remove=False)


def changes(brought: Brought) -> list[str]:
    """The lines of a spec that an edited file adds."""
    old = brought.spec.data.decode().splitlines()
    return [line.strip() for line in brought.changed.data.decode().splitlines() if line not in old]


def said(brought: Brought) -> str:
    """What a person is told of a merge."""
    return "\n".join(brought.undecided(SAY))


# --- Edits ---


def in_cell(old: str, new: str | None, sheet: int = 0) -> Edit:
    """Another value in the cells of a sheet that have one."""

    def edit(book: Any) -> None:
        cells = [c for row in book.worksheets[sheet].iter_rows() for c in row if c.value == old]
        assert cells
        for cell in cells:
            cell.value = new

    return edit


def beside(row: int, text: str) -> Edit:
    """A text to the right of the form."""

    def edit(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.cell(row, sheet.max_column + 2).value = text

    return edit


def on_new_sheet(text: str) -> Edit:
    return lambda book: book.create_sheet("说明").append([text])


def with_comment(text: str) -> Edit:
    from openpyxl.comments import Comment

    def edit(book: Any) -> None:
        book.worksheets[0]["A3"].comment = Comment(text, "")

    return edit


def in_text(old: str, new: str) -> Edit:
    """Another text in the tables and headers of a Word file."""

    def edit(document: Any) -> None:
        parts = [document.element, *(each.header._element for each in document.sections)]
        texts = [each for part in parts for each in part.iter(qn("w:t")) if each.text == old]
        assert texts
        for each in texts:
            each.text = new

    return edit


def row_of(document: Any, text: str) -> Any:
    rows = (row for table in document.tables for row in table._tbl.tr_lst)
    return next(row for row in rows if any(text == each.text for each in row.iter(qn("w:t"))))


def moved(text: str, behind: str) -> Edit:
    return lambda document: row_of(document, behind).addnext(row_of(document, text))


def copied(text: str) -> Edit:
    def edit(document: Any) -> None:
        row = row_of(document, text)
        row.addnext(deepcopy(row))

    return edit


def paragraph(text: str) -> Edit:
    return lambda document: document.add_paragraph(text)


# A print takes a second: each form in one format, and one form in both.
UNEDITED = [*zip(FORMS, cycle(["docx", "xlsx"])), (FORMS[0], "xlsx")]


@pytest.mark.sampled
@pytest.mark.parametrize(("form", "kind"), UNEDITED)
def test_file_that_nobody_edited_changes_nothing(tmp_path: Path, form: str, kind: Format) -> None:
    brought = bring(tmp_path, form, kind)
    assert brought.changes_nothing
    assert said(brought) == ""


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("form", "kind", "edit", "lines", "report"),
    [
        # Values that a form prints in several columns, or in another way than the spec.
        ("overall-hunan", "xlsx", in_cell("35000", "36000"), ["target: ≥36000件"], ""),
        ("overall-hunan", "xlsx", in_cell("98", "≥99"), ["target: ≥99%"], ""),
        ("overall-hunan", "xlsx", in_cell("98", "99%"), ["target: ≥99%"], ""),
        ("overall-hunan", "xlsx", in_cell("35000", "≤5"), ["target: ≤5件"], ""),
        ("overall-hunan", "xlsx", in_cell("元/页", "元/幅"), ["target: 0.45元/幅"], ""),
        ("overall-hunan", "xlsx", in_cell("万人次", "万人"), ["target: 1.2万人以上"], ""),
        ("overall-hunan", "xlsx", in_cell("少于3场不得分", None), [], ""),
        # Its unit has an English of its own, which stays.
        ("overall-hunan", "xlsx", in_cell("万页", "万幅"), ["target: ≥120万幅"], ""),
        # A row under another goal, and one in another place under its own.
        (
            "overall-2015", "docx", moved("河道清淤量", "改造供水管网长度"),
            ["name:", "zh: 河道清淤量", "en: Silt removed"], "",
        ),
        (
            "overall-2015", "docx", moved("管网压力偏差", "改造供水管网长度"), [],
            "the row is in another place",
        ),
        # What the form prints by itself, or has no place for.
        ("overall-2015", "docx", in_text("目标1", "目标一（已调整）"), [], "目标一（已调整）"),
        ("overall-2015", "docx", in_text("年度绩效指标", "指标（修订）"), [], "指标（修订）"),
        ("overall-2015", "docx", paragraph("注：第二项经费待定"), [], "注：第二项经费待定"),
        ("overall-2015", "xlsx", beside(12, "此项请核"), [], "此项请核"),
        ("overall-2015", "xlsx", on_new_sheet("另有3项"), [], "另有3项"),
        ("overall-2015", "xlsx", with_comment("请改为12台"), [], "请改为12台"),
        # Sheets beside the form: the form counts.
        ("overall-2015", "xlsx", in_cell("≥46公里", "≥50公里", 1), [], "in place of “≥46公里”"),
        ("overall-2015", "xlsx", in_cell("≥46公里", "≥50公里", 4), [], "≥50公里"),
        ("overall-2015", "xlsx", in_cell("≥46公里", None, 1), [], "≥46公里"),
        ("overall-hunan", "xlsx", in_cell("定量", "定性"), [], "“定性” in place of “定量”"),
        # A target in words in place of a figure.
        ("overall-2015", "xlsx", in_cell("≥46公里", "全部"), ["target: {zh: 全部}"], ""),
    ],
)  # fmt: skip
def test_edit_is_taken_or_reported(
    tmp_path: Path, form: str, kind: Format, edit: Edit, lines: list[str], report: str
) -> None:
    brought = bring(tmp_path, form, kind, edit)
    text = said(brought)
    found = changes(brought)
    assert (found, "not taken" in text, report in text) == (lines, bool(report), True), text


@pytest.mark.parametrize(
    ("form", "kind", "edit", "text"),
    [
        ("overall-2015", "docx", in_text("产出指标", "甲类"), "数量指标"),
        ("overall-2015", "docx", in_text("940.00", "约940"), "约940"),
        ("overall-hunan", "xlsx", in_cell("35000", "优"), "件"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, form: str, kind: Format, edit: Edit, text: str
) -> None:
    with pytest.raises(SourceError) as raised:
        bring(tmp_path, form, kind, edit)
    assert text in str(raised.value.arguments["texts"])


def test_file_without_its_spec_is_said_to_be_compared_with_the_present_one(tmp_path: Path) -> None:
    # openpyxl drops parts that it does not know.
    brought = bring(tmp_path, "overall-2015", "xlsx", lambda _: None)
    assert brought.changes_nothing
    assert "no longer carries its spec" in said(brought)
