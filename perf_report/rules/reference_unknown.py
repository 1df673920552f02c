"""A goal serves only tasks that exist.

中文：目标所对应的工作任务必须存在。

Passes: `tasks: [it-security]` where a task has the id `it-security`.
Fails: `tasks: [it-secruity]`.
"""

import difflib
from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """References to tasks that do not exist."""
    known = [task.id for task in context.plan.tasks]
    for goal_index, goal in enumerate(context.plan.goals):
        for index, task in enumerate(goal.tasks):
            if task not in known:
                close = difflib.get_close_matches(task, known, n=1)
                yield Finding(
                    rule=RULE.id,
                    message="reference-unknown-close" if close else "",
                    route=("goals", goal_index, "tasks", index),
                    arguments={"task": task, "close": "".join(close), "known": ", ".join(known)},
                )


RULE = Rule(
    id="reference-unknown",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("@", "tasks.*.id"),
)
