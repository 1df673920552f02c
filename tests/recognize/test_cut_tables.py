"""A table that an office cut in two, of which the second part has no head."""

import pytest
from makers.grid import Layout, Table
from makers.page import write_page

from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source

FIRST = [
    ["专项名称", "<", "示例专项", "<", "<"],
    ["总体目标", "<", "完成建设。", "<", "<"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ["^", "实施效果指标", "产出指标", "新建站点", "≥4处"],
]
SAME = [["", "实施效果指标", "效益指标", "受益人口", "≥2万人"]]
OTHER = [["实施效果指标", "效益指标", "受益人口", "≥2万人"]]


def imported_of(rest: list[list[str]]) -> Imported:
    first = Table(above=["中央预算内投资计划绩效目标表", "（2025年度）"], rows=FIRST)
    layout = Layout(name="", tables=[first, Table(rows=rest)], directions={})
    source = Source(name="page.html", data=write_page(layout))
    outcome = run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=()))
    (imported,) = outcome.imported
    return imported


@pytest.mark.parametrize(("rest", "is_sure"), [(SAME, True), (OTHER, False)])
def test_part_with_other_columns_is_marked(rest: list[list[str]], *, is_sure: bool) -> None:
    imported = imported_of(rest)
    notes = {note.id for note in imported.notes}
    assert ("import-columns-differ" not in notes) is is_sure
    if is_sure:
        second = imported.content["indicators"][1]
        assert (second["name"], second["target"]) == ({"zh": "受益人口"}, "≥2万人")
