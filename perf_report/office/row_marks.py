"""Marks of rows: the names of bookmarks by which a table that comes back knows its rows.

`pr_t3` is the third main task, `pr_g2` the second goal, `pr_i2_5` the fifth indicator of the second
goal and `pr_i0_5` the fifth under the table, in the order of the spec that the file carries. Word
admits letters, digits and `_` in the name of a bookmark, and 40 of them at most, which an id may
have more of. A row has a second bookmark of the same name and `_b`, in another cell.
"""

from collections.abc import Mapping

from perf_report.model.plan import Plan

PREFIX = "pr_"
# The end of the name of a second bookmark in the same row.
SECOND = "_b"


def row_marks(plan: Plan) -> Mapping[str, str]:
    """Return the marks of the items of a table: `task:ID`, `goal:ID` and `indicator:ID`."""
    tasks = {
        f"task:{task.id}": f"{PREFIX}t{number}" for number, task in enumerate(plan.tasks, start=1)
    }
    goals = {
        f"goal:{goal.id}": f"{PREFIX}g{number}" for number, goal in enumerate(plan.goals, start=1)
    }
    numbers = {goal.id: number for number, goal in enumerate(plan.goals, start=1)}
    indicators = {
        f"indicator:{indicator.id}": f"{PREFIX}i{numbers[goal.id] if goal else 0}_{number}"
        for _, goal, listed in plan.indicator_lists()
        for number, indicator in enumerate(listed, start=1)
    }
    return tasks | goals | indicators
