"""Large papers: twice the rows, or twice the text in a cell, is at most twice the work."""

from collections.abc import Callable
from functools import partial

import pytest
from work import calls

from perf_report.app.import_paper.batch import ImportTask, Outcome, run_task
from perf_report.app.import_paper.run import Given
from perf_report.model.source import Source

GIVEN = Given(department="example-bureau", project="example", year=2026)
LEVELS = ["一级指标", "二级指标", "三级指标", "指标值"]
HEAD = [["部门名称", "示例局"], ["年度绩效目标", "做好工作"], LEVELS]
FUNDS = [["任务名称", "主要内容", "预算金额（万元）"], ["", "", "总额", "财政拨款", "其他资金"]]


def page(rows: list[list[str]]) -> Source:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    table = "".join(f"<tr>{each}</tr>" for each in cells)
    text = f"<h1>部门整体支出绩效目标表</h1><p>（2026年度）</p><table>{table}</table>"
    return Source(name="large.html", data=text.encode())


def read(source: Source) -> Outcome:
    return run_task(ImportTask(source=source, given=GIVEN, forms=(), frameworks=()))


def indicator(name: str, target: str) -> list[str]:
    return ["产出指标", "数量指标", name, target]


LARGE: dict[str, Callable[[int], list[list[str]]]] = {
    "rows": lambda n: [*HEAD, *(indicator(f"开展培训{each}", f"≥{each}场") for each in range(n))],
    "rows of one name": lambda n: [*HEAD, *[indicator("开展培训", "≥1场")] * n],
    "rows of words": lambda n: [*HEAD, *[indicator("开展培训", "有所提高, 或 #1: 不变")] * n],
    "tasks": lambda n: [
        *FUNDS,
        *([f"任务{each}", "内容", "1.00", "1.00", "0.00"] for each in range(n)),
        *HEAD[1:],
        indicator("开展培训", "≥1场"),
    ],
    "a name": lambda n: [*HEAD, indicator("提高" * 100 * n, "≥1场")],
    "a target": lambda n: [*HEAD, indicator("开展培训", "提高" * 100 * n)],
    "a figure": lambda n: [*HEAD, indicator("开展培训", "1" * 100 * n)],
    "a goal": lambda n: [["年度绩效目标", "提高。" * 100 * n], LEVELS, indicator("甲", "1")],
}


@pytest.mark.sampled
@pytest.mark.parametrize("kind", LARGE)
def test_twice_the_paper_is_at_most_twice_the_work(kind: str) -> None:
    assert read(page(LARGE[kind](2))).imported
    small, large = (calls(partial(read, page(LARGE[kind](size)))) for size in (250, 500))
    assert large <= 2.1 * small


def test_no_more_of_a_long_name_is_read_than_an_id_needs() -> None:
    small, large = (calls(partial(read, page(LARGE["a name"](size)))) for size in (150, 300))
    assert large <= 1.1 * small


def test_ids_of_rows_of_one_name_are_numbered() -> None:
    (imported,) = read(page(LARGE["rows of one name"](4))).imported
    ids = [each["id"] for each in imported.content["indicators"]]
    assert ids == ["kai-zhan-pei-xun", *(f"kai-zhan-pei-xun-{number}" for number in (2, 3, 4))]
