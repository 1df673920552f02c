"""`import` of a filled-in form with several goals, or what was achieved of them, in one cell."""

from dataclasses import replace

import pytest
from example_reports import table_of
from filled_forms import DEPARTMENT, UNPRINTED, doubts, import_paper, paper_of

from perf_report.app.import_paper.report_values import ValueReader
from perf_report.model.paper import Paper, PaperCell
from perf_report.render.reported import Reported

COUNTY = "fund-evaluation-county"
FIRST, SECOND = (goal.text.zh or "" for goal in table_of(DEPARTMENT).plan.goals)
RIVERS, WATER = (goal.id for goal in table_of(DEPARTMENT).plan.goals)
UNDIVIDED, BY_LINES = "import-goals-undivided", "import-goals-by-lines"


def with_goals(*rows: tuple[str, str]) -> Paper:
    """The form with a row of goals for each pair of texts; a cell that has none is merged."""
    paper = paper_of(DEPARTMENT)
    (table,) = paper.tables
    old = [cell for cell in table.cells if cell.text in (f"1．{FIRST}", f"2．{SECOND}")]
    first, last = old[0].row, old[-1].row
    kept = [cell for cell in table.cells if not (first <= cell.row <= last and cell.column)]
    named = [cell for cell in table.cells if cell.row == first and cell.column]
    cells: list[PaperCell] = []
    for at, texts in enumerate(rows):
        for cell, text in zip(named, texts, strict=True):
            below = [row[named.index(cell)] for row in rows[at + 1 :]]
            span = 1 + len(below) if below and not any(below) else 1
            if text or not at:
                cells.append(replace(cell, text=text, row=first + at, rows=span))
    return replace(paper, tables=(replace(table, cells=(*kept, *cells)),))


@pytest.mark.parametrize(
    ("rows", "achieved", "marks"),
    [
        ([(f"1.{FIRST}\n2.{SECOND}", "1.加固。\n2.改造。")], ("加固。", "改造。"), set()),
        ([(f"1.{SECOND}\n2.{FIRST}", "1.改造。\n2.加固。")], ("加固。", "改造。"), set()),
        ([(f"1、{FIRST}2、{SECOND}", "（1）加固；（2）改造。")], ("加固；", "改造。"), set()),
        ([(f"{FIRST}\n{SECOND}", "加固。\n改造。")], ("加固。", "改造。"), {BY_LINES}),
        ([(f"1.{FIRST}\n2.{SECOND}", "都已完成。")], (), {UNDIVIDED}),
        ([(f"1.{FIRST}\n2.{SECOND}", "1.加固，投资\n2.5万元。")], (), {UNDIVIDED}),
        (
            [(f"1.堤防。\n2.{SECOND}", "1.加固。\n2.改造。")],
            ("加固。", "改造。"),
            {"import-goal-differs"},
        ),
        (
            [(f"1.{FIRST}\n2.{SECOND}\n3.绿化。", "1.加固。\n2.改造。\n3.绿化。")],
            (),
            {"import-row-unmatched", "import-row-missing"},
        ),
        # A row each, beside one merged cell for both.
        ([(FIRST, "1.加固。\n2.改造。"), (SECOND, "")], ("加固。", "改造。"), set()),
        ([(FIRST, "都已完成。"), (SECOND, "")], (), {UNDIVIDED}),
        # The number of a goal is no part of its text, that of a list is, and 2.5 is none.
        ([(FIRST, "1.左岸。\n2.右岸。"), (SECOND, "2.5公里。")],
         ("1.左岸。\n2.右岸。", "2.5公里。"), set()),
        ([(f"1．{FIRST}", "1．加固。"), (f"2．{SECOND}", "2．2.5公里。")],
         ("加固。", "2.5公里。"), set()),
    ],
)  # fmt: skip
def test_goals_in_one_cell_are_told_apart(
    rows: list[tuple[str, str]], achieved: tuple[str, ...], marks: set[str]
) -> None:
    read = import_paper(DEPARTMENT, with_goals(*rows))
    found = {id_: goal["achieved"]["zh"] for id_, goal in read.data.get("goals", {}).items()}
    assert found == dict(zip((RIVERS, WATER), achieved, strict=False))
    assert doubts(read) - UNPRINTED == marks


def test_goal_in_a_field_is_compared_with_the_plan() -> None:
    paper = paper_of(COUNTY)
    (table,) = paper.tables
    goal = table_of(COUNTY).plan.goals[0].text.zh
    cells = (replace(e, text="另一项目标。") if e.text == goal else e for e in table.cells)
    read = import_paper(COUNTY, replace(paper, tables=(replace(table, cells=tuple(cells)),)))
    assert doubts(read) - UNPRINTED == {"import-goal-differs"}
    assert read.data["goals"] == import_paper(COUNTY, paper).data["goals"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("2.5公里。", "2.5公里。"), ("2.改造。", "改造。"), ("2．2.5公里。", "2.5公里。")],
)
def test_figure_is_no_number_of_a_goal(text: str, wanted: str) -> None:
    reported = table_of(DEPARTMENT).reported
    assert isinstance(reported, Reported)
    reader = ValueReader(reported=reported, mode="zh", known={})
    path = ("goals", WATER, "achieved")
    assert reader.read_text(path, text) == {(*path, "zh"): wanted}
