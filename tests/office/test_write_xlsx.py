"""The table as an Excel file: the form to print, the inputs one by one, and sheets of data."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from office_files import (
    NAMES,
    REAL,
    SPECS,
    Shown,
    check_formulas,
    items_column,
    page_texts,
    part,
    shown,
    shown_text,
    xlsx_texts,
)
from openpyxl.utils import get_column_letter

from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.office.open_paper import open_paper
from perf_report.office.write_xlsx.entry_sheet import entries
from perf_report.outputs.process_cache import localizer_of
from perf_report.render.form_view import build_view
from perf_report.render.localized_text import Mode
from perf_report.render.table_csv import data_table, write_csv

FORM, ENTRY, FUNDS, GOALS, INDICATORS, CHOICES = (
    "绩效目标表",
    "填报",
    "资金",
    "目标",
    "指标",
    "选项",
)


def opened(name: str, mode: Mode = "zh", *, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(shown(name, mode).xlsx()), data_only=values)


@pytest.mark.sampled
@pytest.mark.parametrize(("name", "mode"), NAMES)
def test_the_form_says_what_the_page_says(name: str, mode: Mode) -> None:
    each = shown(name, mode)
    assert xlsx_texts(each.xlsx()) == page_texts(each.page())


def test_the_sheets_come_in_this_order_and_the_choices_are_hidden() -> None:
    book = opened(REAL)
    assert book.sheetnames == [FORM, ENTRY, FUNDS, GOALS, INDICATORS, CHOICES]
    assert book[CHOICES].sheet_state == "hidden"


# --- To print ---


def test_the_form_prints_on_the_page_of_the_pdf() -> None:
    sheet = opened(REAL)[FORM]
    assert sheet.print_title_rows == "$26:$27"
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    assert sheet.page_setup.fitToHeight == 0
    assert opened("project-sichuan")[FORM].page_setup.orientation == "landscape"
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    assert sheet.oddFooter.right.text == "金额单位：万元"
    assert sheet["A1"].font.name == "宋体"
    assert sheet["A3"].font.name == "黑体"


def test_the_rows_that_repeat_are_the_header_of_the_indicators() -> None:
    sheet = opened(REAL)[FORM]
    texts = [shown_text(cell) for row in sheet["26:27"] for cell in row]
    assert [text for text in texts if text][:2] == ["绩效目标", "年度绩效指标"]


def test_merged_cells_span_what_those_of_the_page_span() -> None:
    sheet = opened(REAL)[FORM]
    first = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "目标1")
    spans = {(each.min_row, each.min_col): each.size for each in sheet.merged_cells.ranges}
    assert spans[first.row, first.column]["rows"] == 10


# --- Figures ---


@pytest.mark.sampled
@pytest.mark.parametrize("name", SPECS)
def test_totals_are_formulas_that_say_what_prints(name: str) -> None:
    check_formulas(shown(name).xlsx())


def test_the_totals_of_the_real_table_are_sums() -> None:
    sheet = opened(REAL)[FORM]
    row = next(row for row in sheet.iter_rows() if row[0].value == "合计")
    formulas = [cell.value for cell in row if cell.data_type == "f"]
    assert len(formulas) == 4
    assert all(formula.startswith("=ROUND(SUM(") for formula in formulas)


def test_a_total_that_is_no_sum_is_a_figure() -> None:
    each = shown(REAL)
    plan = each.table.plan
    assert plan.budget is not None
    amounts = {**plan.budget.amounts, "basic": Decimal("1.00")}
    changed = replace(plan, budget=replace(plan.budget, amounts=amounts))
    view = build_view(changed, each.table.vocabulary, localizer_of("zh"))
    other = Shown(replace(each.table, plan=changed), view)
    sheet = openpyxl.load_workbook(io.BytesIO(other.xlsx()))[FORM]
    row = next(row for row in sheet.iter_rows() if row[0].value == "合计")
    assert 1 in [cell.value for cell in row]


def test_an_amount_with_more_digits_than_a_spreadsheet_keeps_is_a_text() -> None:
    each = shown(REAL)
    plan = each.table.plan
    long = Decimal("123456789012.123456")
    first = replace(
        plan.tasks[0],
        funds=replace(plan.tasks[0].funds, amounts={"basic": long}),
    )
    changed = replace(plan, tasks=(first, *plan.tasks[1:]), budget=None)
    view = build_view(changed, each.table.vocabulary, localizer_of("zh"))
    texts = xlsx_texts(Shown(replace(each.table, plan=changed), view).xlsx())
    assert "123456789012.123456" in texts


# --- Texts that look like formulas ---


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    each = shown(REAL)
    plan = each.table.plan
    bad = '=HYPERLINK("http://x")'
    task = replace(plan.tasks[0], text=Text(zh=bad, en=bad))
    changed = replace(plan, tasks=(task, *plan.tasks[1:]))
    view = build_view(changed, each.table.vocabulary, localizer_of("zh"))
    data = Shown(replace(each.table, plan=changed), view).xlsx()
    found = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == bad
    ]
    assert len(found) >= 3
    assert {cell.data_type for cell in found} == {"s"}
    # Also when somebody edits the cell.
    assert all(cell.quotePrefix for cell in found)
    assert "HYPERLINK" not in part(data, "xl/worksheets/sheet1.xml")


# --- Data ---


@pytest.mark.parametrize("name", SPECS)
def test_the_sheets_of_data_have_the_rows_of_the_csv_files(name: str) -> None:
    table = shown(name).table
    book = opened(name, "zh-en", values=True)
    for file, title in (("funds.csv", FUNDS), ("goals.csv", GOALS), ("indicators.csv", INDICATORS)):
        if title not in book.sheetnames:
            continue
        data = data_table(file, table.plan, table.vocabulary)
        rows = list(csv.reader(io.StringIO(write_csv(data).decode("utf-8-sig"))))
        shown_rows = [[shown_text(cell) for cell in row] for row in book[title].iter_rows()]
        assert len(shown_rows) == len(rows)
        assert shown_rows[1:] == [[cell.removeprefix("'") for cell in row] for row in rows[1:]]


def test_data_can_be_filtered_and_keeps_its_ids_where_nobody_sees_them() -> None:
    sheet = opened(REAL)[INDICATORS]
    assert sheet.auto_filter.ref == "A1:O80"
    assert sheet.freeze_panes == "A2"
    ids = [cell.value for cell in sheet["B"]]
    assert ids[:2] == ["标识", "hardware-maintained"]
    assert sheet.column_dimensions["B"].hidden


def test_levels_and_signs_are_chosen_from_lists() -> None:
    book = opened(REAL)
    rules = book[INDICATORS].data_validations.dataValidation
    assert {str(rule.sqref) for rule in rules} == {"D2:D80", "E2:E80", "H2:H80"}
    assert all(rule.formula1.startswith(f"'{CHOICES}'!$") for rule in rules)
    assert [cell.value for cell in book[CHOICES]["A"]][:3] == ["产出指标", "效益指标", "满意度指标"]


def test_the_choices_of_a_form_are_lists_in_its_cells() -> None:
    book = opened("project-sichuan")
    rules = book[FORM].data_validations.dataValidation
    lists = {
        tuple(cell.value for row in book[CHOICES][rule.formula1.partition("!")[2]] for cell in row)
        for rule in rules
    }
    assert ("≥", "≤", "＞", "＜", "＝", "定性") in lists
    assert ("正向指标", "反向指标") in lists


@pytest.mark.parametrize("name", SPECS)
def test_every_item_has_its_id_in_the_hidden_column_of_the_form(name: str) -> None:
    sheet = opened(name)[FORM]
    column = items_column(sheet)
    assert sheet.column_dimensions[get_column_letter(column)].hidden
    held = [
        item for row in range(2, sheet.max_row + 1)
        if (text := sheet.cell(row, column).value) for item in text.split()
    ]  # fmt: skip
    plan = shown(name).table.plan
    indicators = [item for item in held if item.startswith("indicator:")]
    assert sorted(indicators) == sorted(f"indicator:{each.id}" for each in plan.all_indicators())
    assert len(set(held)) == len(held)


@pytest.mark.parametrize("name", SPECS)
def test_a_workbook_of_ours_is_read_by_its_form_alone_and_knows_its_rows(name: str) -> None:
    each = shown(name)
    paper = open_paper(Source(name="table.xlsx", data=each.xlsx()))
    (table,) = paper.tables
    assert "perf-report:items" not in {cell.text for cell in table.cells}
    held = {item: row for row, text in table.row_ids.items() for item in text.split()}
    names = {f"indicator:{each.id}": each.name.zh for each in each.table.plan.all_indicators()}
    assert held.keys() >= names.keys()
    for item, words in names.items():
        assert words in {cell.text.split("\n")[0] for cell in table.cells if cell.row == held[item]}


# --- Entry ---


def test_the_inputs_stand_below_each_other_in_the_order_of_the_form() -> None:
    rows = [
        row[1:] for row in opened(REAL, values=True)[ENTRY].iter_rows(min_row=3, values_only=True)
    ]
    assert rows[0][-1] == "中国国际贸易促进委员会天津市分会"
    assert rows[1] == ("预算资金（万元）", "1", "主要工作任务", "开展网络安全和信息化工作。")
    assert rows[2][-2:] == ("预算资金（万元） / 财政资金 / 基本支出", 396.6)
    # A total is computed, and not entered.
    assert 5230.6 not in [row[-1] for row in rows]
    last = ("目标8 / 满意度指标 / 服务对象满意度", "年度绩效指标 / 三级指标")
    assert rows[-2][1:3] == last
    assert len(rows) == 1 + 7 * 4 + 8 * 2 + 79 * 2


def test_a_form_can_name_the_order_of_entry() -> None:
    view = shown("project-sichuan").view
    plain = [entry.column for entry in entries(view)][4:10]
    ordered = [entry.column for entry in entries(view, ("unit", "value"))][:10]
    assert plain[:3] == ["三级指标", "指标性质", "指标值"]
    assert ordered.index("度量单位") < ordered.index("指标值") < ordered.index("三级指标")
