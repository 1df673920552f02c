"""What a file strikes out is not valid: it is in no value, and what it was in has a mark."""

from typing import Any

from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source
from perf_report.recognize.notes import NoteKind

TABLE = """<meta charset=utf-8><p>2025年部门整体支出绩效目标表</p><table>
<tr><td colspan=2>部门名称<td colspan=7>示例市档案局
<tr><td rowspan=3>序号<td colspan=4 rowspan=3>主要工作任务<td colspan=4>预算资金（万元）
<tr><td rowspan=2>总额<td colspan=2>财政资金<td rowspan=2>其他资金
<tr><td>基本支出<td>项目支出
<tr><td>1<td colspan=4>保管档案<td>¥300.00<td>200.00<td>100.00<td>
<tr><td>2<td colspan=4>开放档案<td>106.00<td><td><td>106.00
<tr><td colspan=5>合计<td>406.00<td>200.00<td>100.00<td>106.00
<tr><td>序号<td colspan=5>年度绩效目标<td colspan=3>对应工作任务
<tr><td>1<td colspan=5>保管好档案<td colspan=3>1
<tr><td>2<td colspan=5>开放更多档案<td colspan=3>2
<tr><td colspan=9>年度绩效指标
<tr><td>绩效目标<td>一级指标<td>二级指标<td colspan=4>三级指标<td colspan=2>年度指标值
<tr><td rowspan=2>目标1<td rowspan=2>产出指标
<td>数量指标<td colspan=4>整理档案数量<td colspan=2>≥5000卷
<tr><td>质量指标<td colspan=4>档案完好率<td colspan=2>≥98%
<tr><td>目标2<td>产出指标<td>数量指标<td colspan=4>开放档案数量<td colspan=2>≥300卷
</table>"""


def imported_of(page: str) -> Imported:
    source = Source(name="page.html", data=page.encode())
    outcome = run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=()))
    (imported,) = outcome.imported
    return imported


def marks_of(imported: Imported) -> list[Any]:
    return [
        note.route
        for note in imported.notes
        if note.kind is NoteKind.MARKED and note.id == "import-text-struck"
    ]


def targets_of(imported: Imported) -> list[Any]:
    return [item["target"] for goal in imported.content["goals"] for item in goal["indicators"]]


def test_nothing_is_struck_out_in_a_plain_table() -> None:
    imported = imported_of(TABLE)
    assert marks_of(imported) == []
    assert targets_of(imported) == ["≥5000卷", "≥98%", "≥300卷"]
    assert imported.content["tasks"][0]["funds"]["total"] == 300


def test_target_that_is_struck_out_in_part_is_the_rest_of_it() -> None:
    imported = imported_of(TABLE.replace("≥5000卷", "<s>≥5000卷</s>≥6000卷"))
    assert targets_of(imported)[0] == "≥6000卷"
    assert marks_of(imported) == [("goals", 0, "indicators", 0, "target")]


def test_row_that_is_struck_out_is_no_task_and_has_marks() -> None:
    row = "<tr style='text-decoration:line-through'><td>3<td colspan=4>旧任务<td>50.00<td><td><td>"
    imported = imported_of(TABLE.replace("<tr><td colspan=5>合计", f"{row}<tr><td colspan=5>合计"))
    tasks = [task["text"]["zh"] for task in imported.content["tasks"]]
    assert tasks == ["保管档案", "开放档案"]
    assert marks_of(imported) == [None, None, None]
