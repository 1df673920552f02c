"""What the cells of a sheet show beyond their values: formats, strikes, powers, comments."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from paths import REPOSITORY

from perf_report.model.paper import PaperCell
from perf_report.model.source import Source
from perf_report.office.number_formats import ShownFigure, show_number, show_text
from perf_report.office.open_paper import open_paper
from perf_report.office.shown_figures import exact_text

STRUCK, RAISED = "import-text-struck", "import-text-raised"
FORMAT, EMPTY, ERROR = "import-format-unread", "import-formula-empty", "import-formula-error"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (13065432, "0!.0,", "1306.5432"),
        (13065432, "0\\.0,", "1306.5432"),
        (13065432, '0"."0000', "1306.5432"),
        (13060000, "0.00,", "13060"),
        (13060000, "#,##0.00,,", "13.06"),
        (5000, 'General"卷"', "5000卷"),
        (5000, 'G/通用格式"卷"', "5000卷"),
        (5, "≥0", "≥5"),
        (5, "0人", "5人"),
        (95, "0\\%", "95%"),
        (3, '0"人"/"天"', "3人/天"),
        (0.5, "# ?/?", "0.5"),
        (123456, "0.00E+00", "123456"),
        (5000, "[DBNum1][$-804]General", "5000"),
        (500, '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ', "¥500"),
        (500, "[$¥-804]#,##0.00", "¥500"),
        (-5, "0_);(0)", "-5"),
        (-5, "0.00_ ;[Red]\\-0.00\\ ", "-5"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (-0.0, "0", "0"),
        (3, '[>=100]0"卷";0"件"', "3件"),
        (300, '[>=100]0"卷";0"件"', "300卷"),
        (123, "000000", "000123"),
    ],
)
def test_figure_shows_all_that_its_format_says(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == ShownFigure(text=shown)


@pytest.mark.parametrize("code", [";;;", '"有"', "0000-0000"])
def test_format_that_shows_something_else_is_doubtful(code: str) -> None:
    assert not show_number(88886666, code).is_sure


@pytest.mark.parametrize(
    ("code", "shown"),
    [('"≥"@', "≥5000"), ('0;-0;0;@"卷"', "5000卷"), ("General", "5000"), ("@", "5000")],
)
def test_text_shows_its_format(code: str, shown: str) -> None:
    assert show_text("5000", code) == shown


@pytest.mark.parametrize(
    ("shown", "value", "exact"),
    [
        ("≥5000卷", "5000", "≥5000卷"),
        ("1307", "1306.5", "1306.5"),
        ("1,306.50", "1306.5", "1306.5"),
        ("13060.00", "13060000", "13060"),
        ("1306.5", "13065432", "1306.5432"),
        ("99%", "0.985", "98.5%"),
        ("(5.00)", "-5", "-5"),
        ("000123", "123", "000123"),
        ("###", "130600", "130600"),
        ("-", "0", "0"),
        ("0", "0.2", None),
        ("8888-6666", "88886666", None),
        ("有", "5", None),
    ],
)
def test_shown_text_keeps_the_digits_of_the_value(
    shown: str, value: str, exact: str | None
) -> None:
    assert exact_text(shown, value) == exact


def part(text: str, **font: Any) -> TextBlock:
    return TextBlock(InlineFont(**font), text)


CELLS: list[tuple[Any, str, Font | None, str, str]] = [
    (date(2025, 11, 1), 'yyyy"年"m"月"', None, "2025年11月", ""),
    (date(2025, 11, 1), "yyyy/m/d", None, "2025-11-01", ""),
    (date(2025, 11, 1), "mmm-yy", None, "2025-11", ""),
    (date(2025, 11, 1), "yyyy", None, "2025", ""),
    ("=1/0", "0", None, "", EMPTY),
    ("#REF!", "0", None, "", ERROR),
    (13065432, "0!.0,", None, "1306.5432", ""),
    ("5000", '"≥"@', None, "≥5000", ""),
    (7, ";;;", None, "7", FORMAT),
    (CellRichText(part("≥5000卷", strike=True), "≥6000卷"), "General", None, "≥6000卷", STRUCK),
    (CellRichText("≥10", part("4", vertAlign="superscript"), "卷"), "General", None, "≥10⁴卷", ""),
    (CellRichText("300", part("1", vertAlign="superscript")), "General", None, "300¹", RAISED),
    (CellRichText(part("³", rFont="Symbol"), "98%"), "General", None, "≥98%", ""),
    ("R是 £否", "General", Font(name="Wingdings 2"), "☑是 □否", ""),
    ("100", "General", Font(strike=True), "", STRUCK),
    (100, "0.00", Font(strike=True), "", STRUCK),
    (100, "0.00", Font(strike=False), "100", ""),
    ("", "General", Font(strike=True), "", ""),
]


def read(data: bytes) -> list[PaperCell]:
    tables = open_paper(Source(name="去年", data=data)).tables
    return [cell for table in tables for cell in table.cells if cell.column == 0]


def test_cells_of_xlsx_have_the_text_that_excel_shows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, (value, code, font, *_) in enumerate(CELLS, start=1):
        cell = sheet.cell(number, 1, value)
        cell.number_format = code
        if font is not None:
            cell.font = font
        sheet.cell(number, 2, "旁边")
    stream = io.BytesIO()
    book.save(stream)
    found = [(cell.text, cell.doubt) for cell in read(stream.getvalue())]
    assert found == [(text, doubt) for *_, text, doubt in CELLS]


def test_cells_of_xls_have_the_text_that_excel_shows() -> None:
    """The file was saved by LibreOffice: the cells of the table for .xlsx, but some."""
    data = (REPOSITORY / "tests" / "office" / "looks.xls").read_bytes()
    assert [(cell.text, cell.doubt) for cell in read(data)] == [
        ("2025年11月", ""), ("≥5000卷", ""), ("", ERROR), ("≥6000卷", STRUCK), ("≥10⁴卷", ""),
        ("300¹", RAISED), ("≥98%", ""), ("☑是 □否", ""), ("", STRUCK), ("", STRUCK), ("97%", ""),
    ]  # fmt: skip


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS_CELLS = [
    ('office:value-type="float" office:value="5000"', "<text:p>≥5000卷</text:p>", "≥5000卷", ""),
    ('office:value-type="float" office:value="1306.5"', "<text:p>1,307</text:p>", "1306.5", ""),
    ('office:value-type="percentage" office:value="0.985"', "<text:p>99%</text:p>", "98.5%", ""),
    ('office:value-type="percentage" office:value="0.985"', "", "98.5%", ""),
    ('office:value-type="float" office:value="7"', "<text:p>有</text:p>", "有", FORMAT),
    ('office:value-type="date" office:date-value="2025-11-01"',
     "<text:p>2025年11月</text:p>", "2025年11月", ""),
    ('office:value-type="date" office:date-value="2025-11-01"',
     "<text:p>01/11/25</text:p>", "2025-11-01", ""),
    ('office:value-type="percentage" office:value="0.97"',
     "<office:annotation><text:p>去年为96</text:p></office:annotation><text:p>97%</text:p>",
     "97%", ""),
    ('office:value-type="string"',
     "<text:p>一般<office:annotation><text:p>批注</text:p></office:annotation></text:p>",
     "一般", ""),
    ('office:value-type="string"',
     '<text:p><text:span text:style-name="T1">≥5卷</text:span>≥6卷</text:p>', "≥6卷", STRUCK),
    ('office:value-type="string"',
     '<text:p>10<text:span text:style-name="T2">4</text:span>卷</text:p>', "10⁴卷", ""),
    ('office:value-type="float" office:value="5" table:style-name="C1"',
     "<text:p>5</text:p>", "", STRUCK),
    ('table:formula="of:=[.A2]*2"', "", "", EMPTY),
    ('table:formula="of:=[.A2]*2" office:value-type="float" office:value="0"',
     "<text:p>0</text:p>", "0", "import-formula-zero"),
    ('office:value-type="string" calcext:value-type="error"',
     "<text:p>#REF!</text:p>", "#REF!", ERROR),
    ('office:value-type="string"',
     '<text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p>', "甲  乙\n丙", ""),
]  # fmt: skip


def ods(tables: str) -> bytes:
    """A file with some tables."""
    names = " ".join(
        f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    content = (
        f'<office:document-content {names} xmlns:calcext="urn:org:documentfoundation:names:'
        'experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>'
        '<style:style style:name="T1">'
        '<style:text-properties style:text-line-through-type="single"/></style:style>'
        '<style:style style:name="T2">'
        '<style:text-properties style:text-position="33% 58%"/></style:style>'
        '<style:style style:name="C1"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
        "<office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return stream.getvalue()


def test_cells_of_ods_have_the_text_that_calc_shows() -> None:
    rows = "".join(
        f"<table:table-row><table:table-cell {values}>{inner}</table:table-cell></table:table-row>"
        for values, inner, *_ in ODS_CELLS
    )
    data = ods(f'<table:table table:name="表">{rows}</table:table>')
    found = [(cell.text, cell.doubt) for cell in read(data)]
    assert found == [(text, doubt) for *_, text, doubt in ODS_CELLS]


def test_workbook_of_ours_is_known_as_ods_too() -> None:
    rows = [["表样", "perf-report:items"], ["指标", "volumes"]]
    lines = "".join(
        f"<table:table-row>{''.join(map(ods_text, row))}</table:table-row>" for row in rows
    )
    other = f"<table:table-row>{ods_text('数据')}</table:table-row>"
    data = ods(
        f'<table:table table:name="甲">{lines}</table:table>'
        f'<table:table table:name="乙">{other}</table:table>'
    )
    (table,) = open_paper(Source(name="own.ods", data=data)).tables
    assert [cell.text for cell in table.cells] == ["表样", "指标"]
    assert table.row_ids == {1: "volumes"}


def ods_text(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )
