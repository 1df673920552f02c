"""Formulas whose saved result is 0 though a cell that they name is not."""

import io

import pytest
import xlsxwriter

from perf_report.model.source import Source
from perf_report.office.formula_inputs import Formula, SavedResults
from perf_report.office.open_paper import open_paper
from perf_report.office.sheet_addresses import cell_range


def doubted(**cells: str | tuple[str, str, str]) -> str:
    """The doubtful cells among values, and formulas with a value and the cell they are of."""
    saved = SavedResults()
    names = {}
    for name, cell in cells.items():
        place = cell_range(name) or ((0, 0), (0, 0))
        names[place[0]] = name
        value = cell if isinstance(cell, str) else cell[1]
        saved.values[place[0]] = value
        if not isinstance(cell, str):
            first = cell_range(cell[2]) or place
            saved.formulas[place[0]] = Formula(text=cell[0], written_for=first[0])
    return " ".join(sorted(names[each] for each in saved.doubtful_zeros()))


@pytest.mark.parametrize(
    ("formula", "value", "wanted"),
    [
        ("A1*2", "0", "C1"),
        ("A1*2", "10", ""),
        ("B1*2", "0", ""),
        ("SUM(A1:B9)", "0.00", "C1"),
        ("ROUND(SUM($B$1:B9),2)", "0", ""),
        # Blank cells add up to 0; one that is shown as 0 was never filled in.
        ("SUM(D1:D9)", "0", ""),
        ("D1", "0", "C1"),
        ('IF(E1="否",0,1)', "0", "C1"),
        ("B1/B2+D9", "0", ""),
        # Of another sheet, a name or a table, nothing is known.
        ("Sheet2!B1", "0", "C1"),
        ("'一 月'!B1", "0", "C1"),
        ("投资*2", "0", "C1"),
        ("[1]Sheet1!B1", "0", "C1"),
        ("of:=SUM([.A1:.B1])", "0", "C1"),
        ("of:=[.$B$1]*2", "0", ""),
        ("of:=[$Sheet2.B1]", "0", "C1"),
        ("0", "0", ""),
    ],
)  # fmt: skip
def test_zero_is_doubtful_beside_what_is_not(formula: str, value: str, wanted: str) -> None:
    cells = {"A1": "5", "B1": "0", "B2": "0", "E1": '"否"'}
    assert doubted(**cells, C1=(formula, value, "C1")) == wanted


def test_what_is_worked_out_of_a_doubtful_zero_is_one() -> None:
    assert doubted(A1="5", B1=("A1", "0", "B1"), C1=("B1+D1", "0", "C1"), D1="0") == "B1 C1"
    # C2 shares the formula of B1 and is of B2 then.
    assert doubted(A1="5", B2="0", B1=("A1", "0", "B1"), C2=("A1", "0", "B1")) == "B1"
    assert doubted(A1="0", B2="7", B1=("A1", "0", "B1"), C2=("A1", "0", "B1")) == "C2"
    assert doubted(A1="7", B2="0", B1="0", C2=("$A$1", "0", "B1")) == "C2"


def test_large_ranges_are_not_looked_through() -> None:
    assert doubted(A1="5", B1=("SUM(A1:A9999999)", "0", "B1")) == ""


def test_zero_that_a_program_saved_without_calculating_is_marked() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 12.8)
        sheet.write_formula(0, 1, "=A1")
        sheet.write_formula(1, 1, "=SUM(A2:A9)")
    (table,) = open_paper(Source(name="filled.xlsx", data=data.getvalue())).tables
    found = {(cell.text, cell.doubt) for cell in table.cells if cell.text}
    assert found == {("12.8", ""), ("0", "import-formula-zero"), ("0", "")}
