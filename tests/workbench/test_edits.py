"""Edits of a draft: what was not touched stays as it was, byte for byte."""

from decimal import Decimal
from typing import Any

import pytest
from cases import for_each
from paths import REAL_SPEC

from perf_report.app.workbench.edits import Draft, EditError

TEXT = """\
# Head
year: 2025  # this year
tasks:
  # First
  - id: one
    text: {zh: 甲, en: A}
    funds: {basic: 1.00}  # declared
  - id: two
    text: {zh: 乙}
    funds: {basic: 2.00}
goals:
  - id: goal
    tasks: [one, two]
    text: {zh: 丙}
    indicators:
      - id: first
        name: {zh: 丁}
        target: ≥17台
"""


@for_each(
    "route,value,old,new",
    [
        (("tasks", 0, "funds", "basic"), Decimal("1.50"), "basic: 1.00", "basic: 1.50"),
        (("tasks", 0, "funds", "other"), Decimal(3), "basic: 1.00}", "basic: 1.00, other: 3.00}"),
        (("tasks", 0, "text"), {"zh": "戊", "en": "A"}, "甲", "戊"),
        (("tasks", 0, "text"), {"zh": "甲"}, "{zh: 甲, en: A}", "{zh: 甲}"),
        (("tasks", 1, "text"), {"zh": "乙", "en": "B"}, "{zh: 乙}", "{zh: 乙, en: B}"),
        (
            ("goals", 0, "indicators", 0, "target"),
            {"zh": "年底前", "by": "2025-12-31"},
            "≥17台",
            "{zh: 年底前, by: 2025-12-31}",
        ),
        (("goals", 0, "tasks"), ["two"], "[one, two]", "[two]"),
    ],
)
def test_a_value_is_set_and_all_else_stays(
    route: tuple[str | int, ...], value: Any, old: str, new: str
) -> None:
    draft = Draft(TEXT).set(route, value)
    assert draft.value(route) == value
    assert draft.text == TEXT.replace(old, new, 1)


def test_a_value_is_put_into_containers_that_are_missing_and_these_go_with_it() -> None:
    before = Draft(TEXT)
    after = before.set(("budget", "basic"), Decimal("3.00"))
    assert after.data["budget"] == {"basic": Decimal("3.00")}
    assert after.set(("budget", "basic"), None).text == TEXT
    extra = before.set(("goals", 0, "indicators", 0, "extra", "level"), "x")
    assert extra.value(("goals", 0, "indicators", 0, "extra")) == {"level": "x"}
    assert extra.set(("goals", 0, "indicators", 0, "extra", "level"), None).text == TEXT


def test_the_same_value_is_no_edit() -> None:
    assert Draft(TEXT).set(("tasks", 0, "text"), {"zh": "甲", "en": "A"}).text is TEXT


def test_rows_are_added_copied_moved_and_removed() -> None:
    draft = Draft(TEXT)
    added = draft.add_row(("goals", 0, "indicators", 1), {"category": "output.quantity"})
    assert added.value(("goals", 0, "indicators", 1, "id")) == "indicator-1"
    copied = added.copy_row(("goals", 0))
    assert [each["id"] for each in copied.data["goals"]] == ["goal", "goal-2"]
    ids = [each["id"] for each in copied.value(("goals", 1, "indicators"))]
    assert ids == ["first-2", "indicator-2"]
    assert copied.remove_row(("goals", 1)).text == added.text
    moved = draft.move_row(("tasks", 0), 1)
    assert [each["id"] for each in moved.data["tasks"]] == ["two", "one"]
    assert moved.text.index("# First") > moved.text.index("- id: two")
    assert moved.move_row(("tasks", 1), -1).text == TEXT
    assert draft.move_row(("tasks", 0), -1) is draft


def test_a_removed_task_is_served_by_no_goal() -> None:
    removed = Draft(TEXT).remove_row(("tasks", 0))
    assert removed.value(("goals", 0, "tasks")) == ["two"]
    assert "# Head" in removed.text


def test_a_new_row_has_the_keys_of_its_siblings() -> None:
    draft = Draft("tasks: []\ngoals:\n  - id: a\n    text: {zh: 甲}\n")
    assert draft.add_row(("goals", 1)).value(("goals", 1)) == {"id": "goal-1", "text": {}}


@pytest.mark.parametrize("text", ["tasks: [\n", "", "a: &x 1\nb: *x\n"])
def test_a_text_that_is_no_sound_yaml_is_not_edited(text: str) -> None:
    assert not Draft(text).is_sound or Draft(text).data is not None


def test_the_real_table_keeps_its_comments() -> None:
    text = REAL_SPEC.read_text("utf-8")
    draft = Draft(text)
    for number in range(7):
        draft = draft.set(("tasks", number, "funds", "basic"), Decimal(number) + Decimal("0.5"))
    for line in (line for line in text.splitlines() if line.startswith("#")):
        assert line in draft.text


@for_each(
    "old,new",
    [
        ("a: 1  # 待核：沿用 / to review\n", "a: 1\n"),
        ("# 待核：全表\na: 1\n", "a: 1\n"),
        ("a: 1  # declared # 待核\n", "a: 1  # declared\n"),
        ("a: '# 待核'  # to review: b\n", "a: '# 待核'\n"),
    ],
)
def test_a_mark_is_removed_and_other_comments_stay(old: str, new: str) -> None:
    assert Draft(old).without_mark(1).text == new


def test_where_no_mark_is_nothing_is_removed() -> None:
    for line in (1, 2, 99):
        with pytest.raises(EditError):
            Draft("a: '# 待核'  # declared\nb: 2\n").without_mark(line)


def test_values_that_are_put_together_are_those_that_are_put_one_after_the_other() -> None:
    draft = Draft(TEXT)
    values: dict[tuple[str | int, ...], Any] = {
        ("tasks", 0, "funds", "basic"): Decimal("1.50"),
        ("tasks", 0, "funds", "project"): Decimal("2.00"),
        ("tasks", 1, "text"): {"zh": "己"},
        # Both make the place that is missing.
        ("budget", "basic"): Decimal("3.50"),
        ("budget", "project"): Decimal("4.00"),
        ("goals", 0, "text"): {"zh": "丙"},
    }
    single = draft
    for route, value in values.items():
        single = single.set(route, value)
    assert draft.set_all(values, lambda _: ()).text == single.text
    assert draft.set_all({}, lambda _: ()) is draft
    # Two new keys have their order, whichever is typed first.
    keys = ("basic", "project", "other")
    both: dict[tuple[str | int, ...], Any] = {
        ("tasks", 0, "funds", key): Decimal(1) for key in ("other", "project")
    }
    assert "{basic: 1.00, project: 1.00, other: 1.00}" in draft.set_all(both, lambda _: keys).text


def test_rows_that_are_added_together_have_ids_of_their_own() -> None:
    draft = Draft(TEXT)
    added = draft.add_rows(("tasks",), 3, {"text": {"zh": "新"}})
    assert [each["id"] for each in added.value(("tasks",))] == [
        "one", "two", "task-1", "task-2", "task-3",
    ]  # fmt: skip
    single = draft
    for number in (2, 3, 4):
        single = single.add_row(("tasks", number), {"text": {"zh": "新"}})
    assert added.text == single.text
    # A list that is not there yet, and the first of its rows.
    assert len(Draft("year: 2025\n").add_rows(("tasks",), 2, {}).value(("tasks",))) == 2
