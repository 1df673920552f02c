"""Word and Excel files of a build, as people change them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn


def edit_document(path: Path, change: Callable[[Any], None]) -> Path:
    """A Word file beside another, with a change of each row of its tables."""
    document = docx.Document(str(path))
    for table in document.tables:
        for row in list(table._tbl.tr_lst):
            change(row)
    edited = path.with_name("edited.docx")
    document.save(str(edited))
    return edited


def replace_text(row: Any, old: str, new: str) -> None:
    """Change a text in a row of a Word file."""
    for text in row.iter(qn("w:t")):
        if text.text == old:
            text.text = new


def replace_in_document(path: Path, old: str, new: str) -> Path:
    """A Word file beside another, with another text in its tables."""
    return edit_document(path, lambda row: replace_text(row, old, new))


def replace_in_workbook(path: Path, old: str, new: str) -> Path:
    """An Excel file beside another, with another value on its first sheet."""
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == old:
                cell.value = new
    edited = path.with_name("edited.xlsx")
    book.save(edited)
    return edited
