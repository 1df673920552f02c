"""The table as a Word file: what it says, how it is merged, and the marks of its rows."""

import io
import re
from collections import Counter

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from office_files import NAMES, REAL, SPECS, docx_tables, page_tables, part, shown

from perf_report.office.read_docx import read_docx
from perf_report.office.row_marks import row_marks
from perf_report.render.localized_text import Mode

DOCUMENT = "word/document.xml"


def opened(name: str, mode: Mode = "zh"):  # type: ignore[no-untyped-def]  # noqa: ANN201  # python-docx has none
    return docx.Document(io.BytesIO(shown(name, mode).docx()))


@pytest.mark.sampled
@pytest.mark.parametrize(("name", "mode"), NAMES)
def test_every_cell_says_what_that_of_the_page_says(name: str, mode: Mode) -> None:
    each = shown(name, mode)
    of_page = [text for table in page_tables(each.page()) for text in table]
    assert [text for table in docx_tables(each.docx()) for text in table] == of_page


@pytest.mark.parametrize("name", SPECS)
def test_rows_fill_the_columns_of_their_table(name: str) -> None:
    for table in opened(name).tables:
        columns = len(table._tbl.tblGrid.gridCol_lst)
        widths = {sum(cell.grid_span for cell in row.tc_lst) for row in table._tbl.tr_lst}
        assert widths == {columns}


def test_cells_are_merged_as_in_the_page() -> None:
    indicators = opened(REAL).tables[-1]
    texts = [cell.text for cell in indicators.columns[0].cells]
    # Ten rows are beside the first goal; both rows of the header are one cell.
    assert texts[:13] == ["绩效目标", "绩效目标", *["目标1"] * 10, "目标2"]


@pytest.mark.parametrize("name", SPECS)
def test_the_rows_of_every_header_repeat_on_the_pages_that_follow(name: str) -> None:
    each = shown(name)
    heads = sum(len(grid.head) for grid in each.view.grids)
    rows = [row for table in opened(name).tables for row in table._tbl.tr_lst]
    repeated = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(repeated) == heads
    for table in opened(name).tables:
        marks = ["tblHeader" in row.xml for row in table._tbl.tr_lst]
        # Word repeats only rows at the top of a table.
        assert marks == sorted(marks, reverse=True)


def test_the_fonts_are_those_of_an_office() -> None:
    styles = part(shown(REAL).docx(), "word/styles.xml")
    assert 'w:eastAsia="宋体"' in styles
    assert 'w:eastAsia="黑体"' in styles


def test_the_page_is_that_of_the_pdf() -> None:
    upright, across = opened(REAL).sections[0], opened("project-sichuan").sections[0]
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (round(across.page_width.mm), round(across.page_height.mm)) == (297, 210)
    assert across.orientation == WD_ORIENT.LANDSCAPE
    assert round(upright.left_margin.mm) == shown(REAL).view.geometry.margin_side


def test_every_page_has_its_number_and_every_page_but_the_first_the_title_above() -> None:
    section = opened(REAL).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert re.findall(r'w:instr=" (\w+) "', footer._element.xml) == ["PAGE", "NUMPAGES"]
        texts = footer.paragraphs[0].text.split("\t")
        assert texts[0] == "中国国际贸易促进委员会天津市分会"
        assert texts[-1] == "金额单位：万元"
    assert section.header.paragraphs[0].text == "整体支出绩效目标表"
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    assert opened(REAL).paragraphs[0].text == "整体支出绩效目标表"


def test_lines_stand_above_and_below_the_table() -> None:
    document = opened("project-ningxiang")
    lines = [each for each in document.paragraphs if each.style.style_id == "FormLine"]
    texts = [text for text in shown("project-ningxiang").view.parts if hasattr(text, "texts")]
    assert len(lines) == len(texts)
    assert "填报单位（盖章）：示例市文化和旅游局" in [line.text for line in lines]


# --- Marks ---


@pytest.mark.parametrize("name", SPECS)
def test_every_task_goal_and_indicator_that_prints_has_one_bookmark(name: str) -> None:
    each = shown(name)
    marks = row_marks(each.table.plan)
    printed = {
        marks[cell.item]
        for grid in each.view.grids
        for line in grid.lines
        for cell in line.cells
        if cell.item
    }
    names = re.findall(r'<w:bookmarkStart[^>]* w:name="([^"]*)"', part(each.docx(), DOCUMENT))
    assert len(set(names)) == len(names)
    found = Counter(name for name in names if not name.endswith("_b"))
    assert found == Counter(printed)
    assert sum(mark.startswith("pr_i") for mark in found) == sum(
        1 for _ in each.table.plan.all_indicators()
    )
    # What Word takes as the name of a bookmark.
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in found)


def test_a_mark_stands_in_the_row_of_its_item() -> None:
    tables = read_docx(shown(REAL).docx()).tables
    plan = shown(REAL).table.plan
    for number, goal in enumerate(plan.goals, start=1):
        for place, indicator in enumerate(goal.indicators, start=1):
            ids = tables[-1].row_ids
            row = next(row for row, mark in ids.items() if mark == f"pr_i{number}_{place}")
            assert indicator.name.zh in {cell.text for cell in tables[-1].cells if cell.row == row}


def test_marks_are_numbered_in_the_order_of_the_spec() -> None:
    marks = row_marks(shown("project-2021").table.plan)
    assert marks["goal:river-2026"] == "pr_g2"
    assert marks["indicator:silt-all"] == "pr_i0_2"
    assert row_marks(shown(REAL).table.plan)["task:foreign-enterprises"] == "pr_t3"


def test_a_row_is_known_when_the_text_of_any_cell_is_replaced() -> None:
    """The bookmarks of a cell go with its text, in Word and in LibreOffice."""
    for column in (2, 3, 4):
        document = opened(REAL)
        for row in document.tables[-1]._tbl.tr_lst[2:]:
            cells = {cell.grid_offset: cell for cell in row.tc_lst}
            for mark in list(cells[column].iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
                mark.getparent().remove(mark)
        stream = io.BytesIO()
        document.save(stream)
        ids = read_docx(stream.getvalue()).tables[-1].row_ids
        assert len(set(ids.values())) == 79
        assert ids[2] == "pr_i1_1"
