"""What other programs say of Word and Excel files: `make office` runs it, which installs them.

Apache POI validates each part, and LibreOffice opens and saves the files.
"""

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from office_files import (
    docx_tables,
    items_column,
    part,
    shown,
    write_all,
    xlsx_texts,
)
from paths import REPOSITORY
from random_forms import make_table

from perf_report.office.carried_spec import read_carried_spec

# A form in parts, and one that is a sheet with lines, small tables and blanks.
SAVED = ("overall-2015", "project-ningxiang")


def write_random(folder: Path) -> list[Path]:
    """The files of tables of forms that nobody made."""
    paths = []
    for seed in range(10):
        table = make_table(seed, folder)
        for ending in ("docx", "xlsx"):
            paths.append(folder / f"random{seed}.{ending}")
            paths[-1].write_bytes(table.make(paths[-1].name, table.modes[-1]))
    return paths


def test_every_part_is_valid_by_ecma_376_and_poi_opens_every_file(tmp_path: Path) -> None:
    files = [*write_all(tmp_path), *write_random(tmp_path)]
    ran = subprocess.run(
        [REPOSITORY / "scripts" / "check-office", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(re.findall(r"^/.*: [0-9]+ parts", ran.stdout, re.MULTILINE)) == len(files)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for ending, name in (("docx", "MS Word 2007 XML"), ("xlsx", "Calc MS Excel 2007 XML")):
        paths = []
        for each in SAVED:
            paths.append(folder / "ours" / f"{each}.{ending}")
            paths[-1].parent.mkdir(exist_ok=True)
            paths[-1].write_bytes(getattr(shown(each), ending)())
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
             "--convert-to", f"{ending}:{name}", "--outdir", folder, *paths],
            capture_output=True, check=True, timeout=120,
        )  # fmt: skip
    return folder


def row_marks_of(data: bytes) -> list[set[str]]:
    """The marks of each row of a Word file."""
    rows = part(data, "word/document.xml").split("<w:tr>")
    return [set(re.findall(r'<w:bookmarkStart[^>]* w:name="(pr_\w+)"', row)) for row in rows]


@pytest.mark.parametrize("name", SAVED)
def test_a_word_file_is_whole_after_a_save_by_libreoffice(saved: Path, name: str) -> None:
    ours, data = shown(name).docx(), (saved / f"{name}.docx").read_bytes()
    assert docx_tables(data) == docx_tables(ours)
    # LibreOffice turns two of one cell around, and repeats one of a cell that is merged.
    marks = [row_marks_of(each) for each in (ours, data)]
    assert marks[0] == marks[1]
    assert sum(map(len, marks[0])) > 5
    carried = read_carried_spec(data)
    assert carried is not None
    assert carried.is_whole
    assert carried.data == shown(name).table.source.data


@pytest.mark.parametrize("name", SAVED)
def test_an_excel_file_is_whole_after_a_save_by_libreoffice(saved: Path, name: str) -> None:
    ours, data = shown(name).xlsx(), (saved / f"{name}.xlsx").read_bytes()
    # LibreOffice reads the formulas again.
    assert xlsx_texts(data) == xlsx_texts(ours)
    items = []
    for each in (ours, data):
        sheet = openpyxl.load_workbook(io.BytesIO(each)).worksheets[0]
        column = items_column(sheet)
        items.append([sheet.cell(row, column).value for row in range(1, sheet.max_row + 1)])
    assert [each for each in items[0] if each] == [each for each in items[1] if each]
    carried = read_carried_spec(data)
    assert carried is not None
    assert carried.is_whole
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.sheet_state for sheet in book][-1] == "hidden"
    assert book.worksheets[-2].auto_filter.ref
