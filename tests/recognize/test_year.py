"""The year of a table is that of its headings; one that stands elsewhere is marked."""

import pytest
from makers.grid import Layout, Table
from makers.page import write_page

from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source

ROWS = [
    ["专项名称", "示例专项（2023年启动）"],
    ["下达地方或单位", "示例市"],
    ["总体目标", "完成建设。"],
]


def imported_of(above: list[str], below: list[str]) -> Imported:
    table = Table(above=["中央预算内投资计划绩效目标表", *above], rows=ROWS, below=below)
    data = write_page(Layout(name="", tables=[table], directions={}))
    source = Source(name="page.html", data=data)
    outcome = run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=()))
    (imported,) = outcome.imported
    return imported


@pytest.mark.parametrize(
    ("above", "below", "year", "is_marked"),
    [
        (["（2025年度）"], [], 2025, False),
        (["填报日期：2024年12月1日", "（2025年度）"], [], 2025, False),
        (["填报日期：2024年12月1日"], [], 2024, True),
        ([], ["注：2022年以前的项目不填。"], 2022, True),
        ([], [], 2023, True),
        (["根据2024年工作总结编制", "（2025年度）"], [], 2025, False),
        (["（2024年12月填报）", "2025年绩效目标表"], [], 2025, False),
        (["二〇二五年绩效目标表"], [], 2025, False),
        (["示例市2024年部门预算公开附件"], [], 2024, True),
    ],
)
def test_year_is_that_of_the_headings(
    above: list[str], below: list[str], year: int, *, is_marked: bool
) -> None:
    imported = imported_of(above, below)
    assert imported.content["year"] == year
    assert ("import-year-missing" in {note.id for note in imported.notes}) is is_marked


@pytest.mark.parametrize(
    ("above", "years"),
    [
        (["2025-2027年绩效目标表"], "2025、2027"),
        (["2024年绩效目标表", "（2025年度）"], "2024、2025"),
    ],
)
def test_titles_with_different_years_are_marked(above: list[str], years: str) -> None:
    notes = [note for note in imported_of(above, []).notes if note.id == "import-years-differ"]
    assert [note.arguments for note in notes] == [{"years": years}]
