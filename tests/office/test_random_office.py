"""Any form, and any plan of it, as Word and Excel files: they say what the page says."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from html_pages import Page
from hypothesis import given, settings
from office_files import check_formulas, docx_tables, page_tables, page_texts, xlsx_texts
from random_forms import few, make_table, seeds
from sampling import tries

from perf_report.office.carried_spec import read_carried_spec

some = settings(few, max_examples=tries(6))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@some
@given(seed=seeds)
def test_a_word_file_says_what_the_page_says(seed: int, folder: Path) -> None:
    table = make_table(seed, folder)
    for mode in table.modes:
        data = table.make(f"table.{mode}.docx", mode)
        page = Page(table.make(f"table.{mode}.html", mode).decode())
        expected = [text for cells in page_tables(page) for text in cells]
        assert [text for cells in docx_tables(data) for text in cells] == expected
        for each in docx.Document(io.BytesIO(data)).tables:
            columns = len(each._tbl.tblGrid.gridCol_lst)
            assert {sum(cell.grid_span for cell in row.tc_lst) for row in each._tbl.tr_lst} == {
                columns
            }


@some
@given(seed=seeds)
def test_an_excel_file_says_what_the_page_says(seed: int, folder: Path) -> None:
    table = make_table(seed, folder)
    for mode in table.modes:
        data = table.make(f"table.{mode}.xlsx", mode)
        page = Page(table.make(f"table.{mode}.html", mode).decode())
        assert xlsx_texts(data) == page_texts(page)
        check_formulas(data)
        carried = read_carried_spec(data)
        assert carried is not None
        assert carried.data == table.table.source.data
        assert all(sheet.max_row for sheet in openpyxl.load_workbook(io.BytesIO(data)))
