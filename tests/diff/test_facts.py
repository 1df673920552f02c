"""What is said of two tables: a small table, what is edited on either side, and every change."""

from typing import Any

import pytest
from change_rows import ROWS
from change_rows.parts import Row, matched, told
from change_rows.reasons import reasons_of_the_code

from perf_report.diff.change import COMBINED_KINDS, ChangeKind
from perf_report.diff.change_data import detail_data


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_changes_are_these_and_no_others(row: Row) -> None:
    comparison = row.compare()
    assert told(comparison) == list(row.changes)
    assert matched(comparison) == list(row.matches)


# The row, the kind, and the figures and names that go with the change of that kind.
DETAILS = [
    ("a floor that falls", "target-loosened", {"value": ("17", "12", "-5", "-29.4")}),
    (
        "a ceiling that falls, in another unit",
        "target-tightened",
        {"value": ("7200", "7140", "-60", "-0.8")},
    ),
    (
        "a figure to be met exactly, of which nothing tells what would be better",
        "target-tightened",
        {"value": ("6", "8", "2", "33.3"), "direction": "unknown"},
    ),
    (
        "more money in another unit for the same targets",
        "funds-changed",
        {
            "total": ("1200000.00", "1200000.01", "0.01", "0.0"),
            "project": ("200000.00", "200000.01", "0.01", "0.0"),
        },
    ),
    (
        "money of one source instead of another",
        "funds-changed",
        {
            "project": ("80.00", None, "-80.00", "-100.0"),
            "other": (None, "80.00", "80.00", None),
        },
    ),
    ("a goal that serves another task too", "coverage-rose", {"tasks": []}),
    ("an earlier day", "deadline-earlier", {"days": -184}),
    ("a date that moves on while the table's year stays", "deadline-later", {"days": 365}),
    (
        "a date that stays while the table's year moves on",
        "deadline-earlier",
        {"days": -365},
    ),
    (
        "the last day but one of a leap year, then the last of the next",
        "deadline-later",
        {"days": 1},
    ),
    (
        "the leap day, then the day after the end of February",
        "deadline-later",
        {"days": 1},
    ),
    (
        "English mended alone",
        "translation-changed",
        {"field": "text", "changed": ["en"]},
    ),
    (
        "Chinese changed alone",
        "translation-stale",
        {"field": "text", "changed": ["zh"], "stale": "en"},
    ),
    (
        "thousands separators in a text",
        "goal-reworded",
        {"field": "text", "changed": ["zh", "en"], "only": "punctuation"},
    ),
    ("what explains an indicator", "indicator-changed", {"field": "note", "changed": ["zh", "en"]}),
    ("another framework", "plan-changed", {"field": "framework"}),
    (
        "an indicator that was split",
        "indicator-added",
        {"parts": ["windows"], "claim": "equal"},
    ),
    ("a main task that was split, its goal serving both", "task-added", {"parts": ["training"]}),
    (
        "goals that were merged, one indicator less",
        "goal-removed",
        {"parts": ["skilled-staff"], "claim": "less"},
    ),
    ("an indicator more", "indicator-added", {}),
]


@pytest.mark.parametrize(("name", "kind", "expected"), DETAILS)
def test_a_change_says_by_how_much(name: str, kind: str, expected: dict[str, Any]) -> None:
    (row,) = [row for row in ROWS if row.name == name]
    changes = [item.change for item in row.compare().assessed if item.change.kind == kind]
    details = [detail_data(change.detail) for change in changes]
    assert [{key: figures(item) for key, item in detail.items()} for detail in details] == [
        expected
    ]


def figures(item: Any) -> Any:
    """A difference as before, after, difference and percent; anything else as it is."""
    return tuple(item.values()) if isinstance(item, dict) else item


def test_no_two_rows_have_one_name() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


def test_the_table_has_every_kind() -> None:
    kinds = {change[0] for row in ROWS for change in row.changes}
    assert kinds == {kind.value for kind in ChangeKind}
    assert {kind.value for kind in COMBINED_KINDS} <= kinds


def test_the_table_has_every_reason() -> None:
    reasons = {change[6] for row in ROWS for change in row.changes}
    assert len(reasons) > 30
    assert reasons == reasons_of_the_code() - {"policy"}
