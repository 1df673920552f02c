"""Rows of tasks, goals and indicators as offices set them: read right, or marked."""

from collections.abc import Sequence

import pytest
from makers.grid import Layout, Table
from makers.page import write_page

from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source
from perf_report.recognize.notes import NoteKind

Rows = Sequence[Sequence[str]]
TITLE = "2025年部门整体支出绩效目标表"
NAME = ["部门名称", "示例市档案局", "<", "<", "<", "<"]
FUNDS = [
    ["序号", "主要工作任务", "预算资金（万元）", "<", "<", "<"],
    ["^", "^", "总额", "财政资金", "<", "其他资金"],
    ["^", "^", "^", "基本支出", "项目支出", "^"],
]
TASKS = [
    ["1", "保管档案", "300.00", "200.00", "100.00", ""],
    ["2", "开放档案", "106.00", "", "", "106.00"],
]
GOALS = [["1", "保管好档案", "1"], ["2", "开放更多档案", "2"]]
LEVELS = ["绩效目标", "一级指标", "二级指标", "三级指标", "<", "年度指标值"]
INDICATORS = [
    ["目标1", "产出指标", "数量指标", "整理档案数量", "<", "≥5000卷"],
    ["目标2", "满意度指标", "服务对象满意度指标", "查档人员满意度", "<", "≥95%"],
]


def rows_of(
    tasks: Rows = TASKS, goals: Rows = GOALS, indicators: Rows = INDICATORS
) -> list[list[str]]:
    return [
        NAME, *FUNDS, *map(list, tasks),
        ["序号", "年度绩效目标", "<", "<", "对应工作任务", "<"],
        *([number, text, "<", "<", links, "<"] for number, text, links in goals),
        ["年度绩效指标", "<", "<", "<", "<", "<"],
        LEVELS, *map(list, indicators),
    ]  # fmt: skip


def plans_of(*tables: Table) -> tuple[Imported, ...]:
    data = write_page(Layout(name="", tables=list(tables), directions={}))
    source = Source(name="page.html", data=data)
    return run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=())).imported


def plan_of(rows: list[list[str]]) -> Imported:
    (imported,) = plans_of(Table(above=[TITLE], rows=rows))
    return imported


def marks_of(imported: Imported) -> list[str]:
    return [note.id for note in imported.notes if note.kind is NoteKind.MARKED]


def links_of(imported: Imported) -> list[list[int]]:
    """The tasks of each goal, as their places in the list."""
    ids = [task["id"] for task in imported.content["tasks"]]
    return [[ids.index(id_) for id_ in goal.get("tasks", ())] for goal in imported.content["goals"]]


FIVE = [[str(number), f"任务之{word}", "1.00", "", "", "1.00"] for number, word in [
    (1, "甲"), (2, "乙"), (3, "丙"), (5, "丁"),
]]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("1-3", [0, 1, 2]), ("1至3", [0, 1, 2]), ("①③", [0, 2]), ("①—③", [0, 1, 2]),
        ("一、三", [0, 2]), ("（一）（三）", [0, 2]), ("全部", [0, 1, 2, 3]), ("5", [3]),
        ("3-5", [2, 3]), ("1\\n3", [0, 2]), ("任务1；任务5", [0, 3]), ("任务之乙", [1]),
        ("2.任务之乙、1.任务之甲", [1, 0]), ("4", None), ("13", None), ("1、4", None),
        ("2.任务之甲", None), ("1等", None), ("3-1", None), ("", []),
    ],
)  # fmt: skip
def test_tasks_of_a_goal_go_by_their_numbers(text: str, tasks: list[int] | None) -> None:
    imported = plan_of(rows_of(tasks=FIVE, goals=[["1", "保管好档案", text], ["2", "再开放", "1"]]))
    assert links_of(imported) == [tasks or [], [0]]
    assert marks_of(imported) == (["import-tasks-unread"] if tasks is None else [])
    assert ("import-tasks-unread" in marks_of(imported)) is (
        "对应的工作任务" in imported.data.decode()
    )


def test_goals_and_tasks_go_by_printed_numbers_in_any_order() -> None:
    tasks = [["2", *TASKS[0][1:]], ["1", *TASKS[1][1:]]]
    goals = [["2", "保管好档案", "2"], ["1", "开放更多档案", "1"]]
    imported = plan_of(rows_of(tasks=tasks, goals=goals))
    assert links_of(imported) == [[0], [1]]
    names = [goal["indicators"][0]["name"]["zh"] for goal in imported.content["goals"]]
    assert names == ["查档人员满意度", "整理档案数量"]
    assert marks_of(imported) == []


TOTALS = ["406.00", "200.00", "100.00", "106.00"]


@pytest.mark.parametrize(
    ("tasks", "totals", "marks"),
    [
        ([*TASKS, ["", "小计", "406.00", "200.00", "100.00", "106.00"]], ["300.00", "106.00"], []),
        (
            [*TASKS, ["", "小计", "407.00", "200.00", "100.00", "106.00"]],
            ["300.00", "106.00"], ["import-row-unread"],
        ),
        (
            [TASKS[0], ["", "其中：修复", "50.00", "", "50.00", ""], TASKS[1]],
            ["300.00", "106.00"], ["import-row-unread"],
        ),
        (
            [["1", "保管档案", "200.00", "200.00", "", ""], ["^", "^", "100.00", "", "100.00", ""]],
            ["300.00"], ["import-task-rows"],
        ),
        ([TASKS[0], TASKS[0], TASKS[1]], ["300.00", "106.00"], ["import-row-repeated"]),
        ([TASKS[0], ["", *TASKS[1][1:]]], ["300.00", "106.00"], ["import-number-missing"]),
        (
            [["一", "业务类", "300.00", "200.00", "100.00", ""], *TASKS],
            ["300.00", "300.00", "106.00"], ["import-numbering-mixed"],
        ),
        ([*TASKS, ["共计", "<", "406.00", "200.00", "100.00", "106.00"]], ["300.00", "106.00"], []),
        ([["", "部门预算合计", *TOTALS], *TASKS], ["300.00", "106.00"], []),
        ([["", "整体支出总额", *TOTALS], *TASKS], ["300.00", "106.00"], []),
        (
            [["", "部门预算合计", "407.00", *TOTALS[1:]], *TASKS],
            ["300.00", "106.00"], ["import-row-sum", "import-column-sum"],
        ),
        (
            [["合计", "<", *TOTALS], *TASKS, ["", "下属单位合计", *TOTALS]],
            ["300.00", "106.00"], [],
        ),
        # A remark in the column of numbers.
        (
            [["1（重点）", *TASKS[0][1:]], TASKS[1]],
            ["300.00", "106.00"], ["import-row-unread"],
        ),
        ([*TASKS, ["注：含上年结转", *["<"] * 5]], ["300.00", "106.00"], []),
        (
            [*TASKS, ["以下从略", *["<"] * 5], TASKS[0]],
            ["300.00", "106.00", "300.00"], ["import-row-unread"],
        ),
    ],
)  # fmt: skip
def test_rows_that_are_no_task_count_once(tasks: Rows, totals: list[str], marks: list[str]) -> None:
    imported = plan_of(rows_of(tasks=tasks, goals=[["1", "保管好档案", ""], ["2", "开放", ""]]))
    found = [str(task["funds"]["total"]) for task in imported.content["tasks"]]
    assert (found, marks_of(imported)) == (totals, marks)


FIRST = INDICATORS[0]


@pytest.mark.parametrize(
    ("indicators", "names", "marks"),
    [
        ([FIRST, ["^", "^", "质量指标", "", "<", "≥98%"]], ["整理档案数量"], ["import-row-unread"]),
        ([FIRST, ["^", "^", "^", "^", "^", "≥600件"]], ["整理档案数量"], ["import-row-unread"]),
        ([[*FIRST[:3], "1", "整理档案数量", "≥5000卷"]], ["整理档案数量"], []),
        ([[*FIRST[:3], "指标1：", "整理档案数量", "≥5000卷"]], ["整理档案数量"], []),
        ([FIRST, [*FIRST[:3], "指标2：", "<", ""]], ["整理档案数量"], []),
        ([FIRST, ["注：指标应当量化。", "<", "<", "<", "<", "<"]], ["整理档案数量"], []),
        (
            [["以下为质量要求", "<", "<", "<", "<", "<"], FIRST],
            ["整理档案数量"], ["import-row-unread"],
        ),
    ],
)  # fmt: skip
def test_row_of_indicators_is_read_or_marked(
    indicators: Rows, names: list[str], marks: list[str]
) -> None:
    imported = plan_of(rows_of(indicators=indicators))
    found = [each for goal in imported.content["goals"] for each in goal["indicators"]]
    assert [each["name"]["zh"] for each in found] == names
    assert [each["category"] for each in found] == ["output.quantity"]
    assert marks_of(imported) == marks
    assert imported.data.decode().count("该处内容未能识别") == len(marks)


@pytest.mark.parametrize(
    ("first", "second", "years", "marks"),
    [
        ("2024年整体支出绩效目标表", TITLE, [2024, 2025], []),
        (TITLE, "2024年三公经费预算表", [2025, 2024], []),
        (TITLE, TITLE, [2025, 2025], ["import-plan-repeated"]),
    ],
)
def test_tables_of_one_name_are_plans_of_their_own(
    first: str, second: str, years: list[int], marks: list[str]
) -> None:
    plans = plans_of(Table(above=[first], rows=rows_of()), Table(above=[second], rows=rows_of()))
    assert [len(plan.content["tasks"]) for plan in plans] == [2, 2]
    assert [plan.content["year"] for plan in plans] == years
    assert marks_of(plans[0]) == marks


def test_indicators_without_a_goal_share_one_that_is_marked() -> None:
    indicators = [["", *row[1:]] for row in INDICATORS]
    imported = plan_of(rows_of(indicators=indicators))
    assert [len(goal["indicators"]) for goal in imported.content["goals"]] == [0, 0, 2]
    assert marks_of(imported) == ["import-goal-unlisted"]


@pytest.mark.parametrize(
    ("above", "below", "marks"),
    [
        ("≥120", "家", ["import-line-goes-on"]), ("120", "次", ["import-line-goes-on"]),
        ("≥120家", "优", []), ("≥98%", "提升", []), ("≥120", "有所提升", []), ("≥120", "20", []),
    ],
)  # fmt: skip
def test_unit_alone_below_a_target_without_one_is_marked(
    above: str, below: str, marks: list[str]
) -> None:
    indicators = [[*FIRST[:5], above], [*FIRST[:3], "续行", "<", below]]
    assert marks_of(plan_of(rows_of(indicators=indicators))) == marks


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [
        ("1OO%", True), ("2O次", True), ("≥l00%", True), ("≥9O%", True), ("1o0家", True),
        ("5oz", False), ("≤5mg/L", False), ("100km", False), ("5L", False), ("≥3Ω", False),
    ],
)  # fmt: skip
def test_letter_typed_for_a_figure_is_marked(text: str, *, is_marked: bool) -> None:
    imported = plan_of(rows_of(indicators=[[*FIRST[:5], text]]))
    assert ("import-letter-in-figure" in marks_of(imported)) is is_marked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("示例市档案局（盖章）", None), ("示例市档案局(公章)", None),
        ("[301]示例市档案局", "301"), ("301-示例市档案局", "301"), ("示例市档案局（301）", "301"),
    ],
)  # fmt: skip
def test_name_of_a_department_has_no_code_and_no_stamp(text: str, code: str | None) -> None:
    rows = [["部门名称", text, *["<"] * 4], *rows_of()[1:]]
    department = plan_of(rows).content["department"]
    assert department["name"]["zh"] == "示例市档案局"
    assert code is None or department["code"] == code
