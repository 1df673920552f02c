"""A goal serves only tasks that exist, and an indicator belongs to a goal that exists.

中文：目标所对应的工作任务、指标所属的目标，必须存在。

Passes: `tasks: [it-security]` if a task has the id `it-security`.
Fails: `tasks: [it-secruity]`.
符合：`tasks: [it-security]`，有标识为 `it-security` 的任务。
不符合：`tasks: [it-secruity]`，没有这一标识的任务。
"""

from collections.abc import Iterator

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Severity
from perf_report.model.form import GoalsBlock
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """References to tasks and to goals that do not exist."""
    if context.form is None or context.form.has_tasks:
        yield from _unknown_tasks(context)
    yield from _unknown_goals(context)


def _unknown_goals(context: RuleContext) -> Iterator[Finding]:
    """References to goals; that a form has goals and the plan none is a finding of its own."""
    known = [goal.id for goal in context.plan.goals]
    if not known and context.form is not None and context.form.blocks_of(GoalsBlock):
        return
    for route, _, indicator in iter_indicators(context.plan):
        if indicator.goal is not None and indicator.goal not in known:
            close = close_match(indicator.goal, known)
            plain = "reference-unknown-goal" if known else "reference-unknown-goal-none"
            yield Finding(
                rule=RULE.id,
                message="reference-unknown-goal-close" if close else plain,
                route=(*route, "goal"),
                arguments={
                    "goal": indicator.goal,
                    "close": close,
                    "known": ", ".join(known),
                },
            )


def _unknown_tasks(context: RuleContext) -> Iterator[Finding]:
    """References to tasks; that there is no task at all is a finding of its own."""
    known = [task.id for task in context.plan.tasks]
    if not known:
        return
    for goal_index, goal in enumerate(context.plan.goals):
        for index, task in enumerate(goal.tasks):
            if task not in known:
                close = close_match(task, known)
                yield Finding(
                    rule=RULE.id,
                    message="reference-unknown-close" if close else "",
                    route=("goals", goal_index, "tasks", index),
                    arguments={"task": task, "close": close, "known": ", ".join(known)},
                )


RULE = Rule(
    id="reference-unknown",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("@", "tasks.*.id"),
    reads_by_message=dict.fromkeys(
        ("reference-unknown-goal", "reference-unknown-goal-close", "reference-unknown-goal-none"),
        ("@", "goals.*.id"),
    ),
)
