"""Columns that an office adds to a form are taken, or have one mark for all their rows."""

from decimal import Decimal
from typing import Any

import pytest
from makers.grid import read_layout
from makers.read_table import marks_of, read_plans, read_tables

UNREAD = {"import-row-unread", "import-cell-unread"}
VALUES = ["20", "30", "30", "10"]


def _with_column(head: str, values: list[str]) -> Any:
    """The table of a project in which the last column stands beside its indicators alone."""
    layout = read_layout("project-central-annual")
    rows, waiting = layout.tables[0].rows, iter(values)
    at = next(number for number, row in enumerate(rows) if "三级指标" in row)
    for number, row in enumerate(rows):
        row.append("<" if number < at else head if number == at else next(waiting))
    return read_tables(*layout.tables)


@pytest.mark.parametrize(
    ("head", "values", "key", "expected"),
    [
        ("权重", VALUES, "weight", [*map(Decimal, VALUES)]),
        ("分值", [f"{each}分" for each in VALUES], "weight", [*map(Decimal, VALUES)]),
        ("备注", ["含抽查", "", "", ""], "note", [{"zh": "含抽查"}, None, None, None]),
        ("指标解释", ["含抽查", "", "", ""], "definition", [{"zh": "含抽查"}, None, None, None]),
    ],
)
def test_known_column_of_a_form_of_two_horizons_is_taken(
    head: str, values: list[str], key: str, expected: list[Any]
) -> None:
    imported = _with_column(head, values)
    assert [each.get(key) for each in imported.content["indicators"]] == expected
    assert not marks_of(imported) & {"import-column-unread", "import-value-unread"}


@pytest.mark.parametrize(
    ("head", "values", "text"),
    [
        ("责任科室", ["执法科", "执法科", "", "办公室"], "责任科室 | 执法科 | 办公室"),
        ("调整后指标值", ["≥900家", "", "", ""], "调整后指标值 | ≥900家"),
    ],
)
def test_unknown_column_has_one_mark(head: str, values: list[str], text: str) -> None:
    imported = _with_column(head, values)
    told = [note.arguments for note in imported.notes if note.id == "import-column-unread"]
    assert told == [{"text": text}]
    assert imported.data.decode().count("该列内容未能识别") == 1
    targets = [each["target"] for each in imported.content["indicators"]]
    assert targets == ["≥800家", "≥98%", "≤1起", "≥85%"]


def test_column_of_other_years_is_not_the_amount_of_this_year() -> None:
    layout = read_layout("overall-hubei")
    heads = next(row for row in layout.tables[0].rows if row[-1] == "2024年")
    heads[-2:] = ["2022年", "2023年"]
    imported = read_tables(*layout.tables)
    assert imported.content["funds"]["income-fiscal"].keys() == {
        "amount", "share", "year-before-last",
    }  # fmt: skip
    assert "import-column-unread" in marks_of(imported)


def test_sheet_of_projects_has_their_sum_or_a_mark() -> None:
    layout = read_layout("project-sichuan")
    row = next(row for row in layout.tables[0].rows if row[2] == "1850000.00")
    assert not {note.id for plan in read_plans(*layout.tables) for note in plan.notes} & UNREAD
    row[2] = "1850001.00"
    assert {note.id for plan in read_plans(*layout.tables) for note in plan.notes} >= UNREAD


def test_table_with_goals_of_the_year_alone_is_one_of_the_year() -> None:
    layout = read_layout("project-central-annual")
    assert "import-horizon-unsure" not in marks_of(read_tables(*layout.tables))
    goals = next(row for row in layout.tables[0].rows if row[0] == "年度总体目标")
    layout.tables[0].rows.remove(goals)
    assert "import-horizon-unsure" in marks_of(read_tables(*layout.tables))
