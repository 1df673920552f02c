"""Tables of the real spec and of the examples as Word and Excel files, beside their web pages."""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
from html_pages import Page, words
from openpyxl.cell.cell import MergedCell
from paths import REAL_SPEC

from perf_report import resources
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.project import Project
from perf_report.office.own_workbook import ITEMS
from perf_report.office.write_docx.document import write_docx
from perf_report.office.write_xlsx.workbook import write_xlsx
from perf_report.outputs.process_cache import localizer_of
from perf_report.outputs.table import Table
from perf_report.parse.source import read_source
from perf_report.render.form_view import FormView, build_view
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import MODES, Mode

EXAMPLES = sorted((resources.PACKAGE / "data/examples").glob("*.yaml"))
SPECS = {path.stem: path for path in (REAL_SPEC, *EXAMPLES)}
REAL = REAL_SPEC.stem
NAMES = [(name, mode) for name in SPECS for mode in MODES]


class Shown(NamedTuple):
    """A table in one language mode."""

    table: Table
    view: FormView

    def docx(self) -> bytes:
        return write_docx(self.view, self.table.plan, self.table.source)

    def xlsx(self) -> bytes:
        table = self.table
        return write_xlsx(self.view, table.plan, table.vocabulary, table.source)

    def page(self) -> Page:
        pages = TemplateRenderer(folders=(resources.templates_path(),))
        return Page(pages.render_table(self.view))


@cache
def table_of(name: str) -> Table:
    path = SPECS[name]
    standards = open_standards(Project(root=path.parent), ())
    table = check_source(read_source(path), standards).valid_table
    assert table is not None
    return table.public


@cache
def shown(name: str, mode: Mode = "zh") -> Shown:
    table = table_of(name)
    return Shown(table, build_view(table.plan, table.vocabulary, localizer_of(mode)))


# --- What each format says, cell by cell ---


def page_tables(page: Page) -> list[list[str]]:
    """The texts of the cells of each table, in order, a line a language; blanks left out."""
    return [list(filter(None, map(_page_cell, _cells(table)))) for table in page.tables()]


def page_texts(page: Page) -> list[str]:
    """The texts of all cells, and of what stands around the tables, in order."""
    main = page.root.find("body/main")
    assert main is not None
    found: list[str] = []
    for element in main.iter():
        if element.tag == "h1":
            found += [words(span) for span in element]
        elif element.tag == "p" and element.get("class") == "line":
            found += [_inline(span) for span in element]
        elif element.tag == "p" and element.get("class") not in {"changes", "back"}:
            found.append(_inline(element))
        elif element.tag in {"td", "th"}:
            found.append(_page_cell(element))
    return list(filter(None, found))


def _cells(table: Any) -> Iterator[Any]:
    return (element for element in table.iter() if element.tag in {"td", "th"})


def _inline(element: Any) -> str:
    return " ".join(map(_lines, element)).strip()


def _page_cell(cell: Any) -> str:
    inner = next((child for child in cell if child.tag == "a"), cell)
    blocks = [_lines(child) for child in inner if child.tag == "div"]
    notes = [_lines(item) for item in cell.iter("li")]
    return "\n".join([*(blocks or [_lines(cell)]), *notes])


def _lines(element: Any) -> str:
    """What an element says, with its breaks, without a list in it."""
    return _said(element).strip()


def _said(element: Any) -> str:
    text = element.text or ""
    for child in element:
        if child.tag != "ul":
            text += "\n" if child.tag == "br" else _said(child)
        text += child.tail or ""
    return text


def docx_tables(data: bytes) -> list[list[str]]:
    """The texts of the cells of each table of a Word file, in order; blanks left out."""
    return [
        [text for cell in _docx_cells(table) if (text := _docx_text(cell))]
        for table in docx.Document(io.BytesIO(data)).tables
    ]


def _docx_cells(table: Any) -> Iterator[Any]:
    for cell in table._tbl.iter_tcs():
        if cell.vMerge != "continue":
            yield cell


def _docx_text(cell: Any) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst).strip()


def xlsx_texts(data: bytes) -> list[str]:
    """What the cells of the form's sheet show, in order, without the hidden column."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    return [
        text
        for row in sheet.iter_rows(max_col=items_column(sheet) - 1)
        for cell in row
        if not isinstance(cell, MergedCell) and (text := shown_text(cell))
    ]


def items_column(sheet: Any) -> int:
    """The number of the hidden column."""
    return next(int(cell.column) for cell in sheet[1] if cell.value == ITEMS)


def shown_text(cell: Any) -> str:
    """What a cell shows: a figure with the decimals of its format."""
    if isinstance(cell.value, int | float):
        places = len(cell.number_format.partition(".")[2])
        return f"{cell.value:.{places}f}"
    return cell.value or ""


def check_formulas(data: bytes) -> None:
    """Every formula has the value that is kept beside it, and prints it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    kept = Decimal(shown_text(values[sheet.title][cell.coordinate]))
                    assert kept == evaluate(sheet, cell.value), cell.value


def evaluate(sheet: Any, formula: str) -> Decimal:
    """The value of a formula that rounds a sum of cells."""
    inside, places = formula.removeprefix("=ROUND(SUM(").removesuffix(")").split("),")
    total = Decimal(0)
    for piece in inside.split(","):
        found = sheet[piece]
        cells = [cell for row in found for cell in row] if ":" in piece else [found]
        for cell in cells:
            if cell.data_type == "f":
                total += evaluate(sheet, cell.value)
            elif cell.data_type == "n" and cell.value is not None:
                total += Decimal(str(cell.value))
    return round(total, int(places))


def part(data: bytes, name: str) -> str:
    """A part of a file, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def write_all(folder: Path) -> list[Path]:
    """The files of all tables and modes."""
    paths = []
    for name, mode in NAMES:
        for ending in ("docx", "xlsx"):
            path = folder / f"{name}.{mode}.{ending}"
            path.write_bytes(getattr(shown(name, mode), ending)())
            paths.append(path)
    return paths
