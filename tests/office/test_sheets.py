"""Values of spreadsheets as their formats show them, and what is hidden in a workbook."""

from datetime import datetime

import pytest

from office.read_layouts import FILES
from perf_report.model.source import Source
from perf_report.office.number_formats import ShownFigure, show_day, show_number
from perf_report.office.open_paper import open_paper


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1.0, "0%", "100%"),
        (0.985, "0%", "98.5%"),
        (0.07, "0.00%", "7%"),
        (0.625, "0.0%;[Red]-0.0%", "62.5%"),
        (1306.5, "#,##0.00", "1306.5"),
        (0.1 + 0.2, "", "0.3"),
        (62, '"≥"0"人"', "≥62人"),
        (12.5, '0.0"万元"', "12.5万元"),
        (3, "0_ ;[Red]\\-0\\ ", "3"),
        (5, "[>=100]0;General", "5"),
        (40, "@", "40"),
    ],
)
def test_figure_shows_its_format(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == ShownFigure(text=shown)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"d"日";@', "2025年11月1日"),
        ('yyyy"年"m"月";@', "2025年11月"),
        ('m"月"d"日"', "11月1日"),
        ("yyyy/m", "2025-11"),
        ("yyyy/m/d", None),
        ("", None),
    ],
)
def test_day_shows_its_format(code: str, shown: str | None) -> None:
    day = datetime(2025, 11, 1)  # noqa: DTZ001 -- a spreadsheet has no zones
    assert show_day(day, code) == shown


@pytest.mark.parametrize("ending", ["xls", "xlsx", "ods"])
def test_hidden_rows_and_columns_are_remarked_on(ending: str) -> None:
    path = FILES / f"project-hunan-hidden.{ending}"
    paper = open_paper(Source(name=path.name, data=path.read_bytes()))
    found = {each.id: dict(each.arguments) for each in paper.remarks}
    assert found == {
        "remark-hidden-rows": {"rows": "13"},
        "remark-hidden-columns": {"columns": "G"},
    }
