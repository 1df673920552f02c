"""`import --into` for reports: what an office fills in on each form is taken or reported."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from example_reports import NAMES, made, table_of
from paths import REPOSITORY

from perf_report.app.import_paper.into import Brought
from perf_report.app.import_paper.into_report import bring_file_into
from perf_report.app.project import Project
from perf_report.messages import load_catalogue
from perf_report.outputs.output_files import Format
from perf_report.render.localized_text import Mode

EXAMPLES = REPOSITORY / "perf_report/data/examples"
SAY = load_catalogue("en")
KINDS: tuple[Format, ...] = ("docx", "xlsx")

Texts = Mapping[str, str]


@cache
def office_file(form: str, kind: Format, mode: Mode) -> bytes:
    return made(table_of(form), mode, kind)


def bring(
    folder: Path, form: str, kind: Format, texts: Texts, mode: Mode = "zh", now: Texts | None = None
) -> Brought:
    """Bring a file of an example, with other texts in its cells, into the report."""
    report = folder / f"{form}.yaml"
    text = (EXAMPLES / "reports" / report.name).read_text("utf-8")
    for old, new in (now or {}).items():
        assert old in text
        text = text.replace(old, new)
    report.write_text(text, "utf-8")
    plan = EXAMPLES / Path(table_of(form).source.name).name
    (folder / plan.name).write_bytes(plan.read_bytes())
    file = folder / f"filled.{kind}"
    file.write_bytes(office_file(form, kind, mode))
    if texts:
        (edit_word if kind == "docx" else edit_excel)(file, texts)
    return bring_file_into(Project(root=folder), file, report, remove=False)


def edit_word(file: Path, texts: Texts) -> None:
    """Set the cells at `name@offset`: so many cells to the right of the one with the name."""
    document = docx.Document(str(file))
    for place, text in texts.items():
        name, _, offset = place.partition("@")
        rows = (row for table in document.tables for row in table.rows)
        cells, at = next(
            (cells, at)
            for row in rows
            for cells in [list(dict.fromkeys(row.cells))]
            for at, cell in enumerate(cells)
            if cell.text.split("\n")[0] == name
        )
        cell = cells[at + int(offset)]
        cell.paragraphs[0].text = text
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
    document.save(str(file))


def edit_excel(file: Path, texts: Texts) -> None:
    """As `edit_word`."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for place, text in texts.items():
        name, _, offset = place.partition("@")
        row, at = next(
            (row, at)
            for row in sheet.iter_rows()
            for at, cell in enumerate(row)
            if str(cell.value or "").split("\n")[0] == name
        )
        own = [cell for cell in row[at:] if not isinstance(cell, openpyxl.cell.cell.MergedCell)]
        own[int(offset)].value = text
    book.save(file)


def changes(brought: Brought) -> list[str]:
    """The lines that a file adds to the report."""
    old = brought.spec.data.decode().splitlines()
    return [line.strip() for line in brought.changed.data.decode().splitlines() if line not in old]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", NAMES)
def test_file_that_nobody_edited_changes_nothing(tmp_path: Path, form: str, kind: Format) -> None:
    for mode in ("zh", "zh-en"):
        brought = bring(tmp_path, form, kind, {}, mode)
        assert brought.changes_nothing
        assert list(brought.undecided(SAY)) == []
        assert brought.errors(SAY) == []
