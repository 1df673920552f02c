"""Every task is served by a goal, if the form has a column for the tasks of a goal.

Nobody can be held to account for money that serves no goal.

中文：每项主要工作任务都应有目标与之对应，否则这笔资金无从考核。

Passes: a goal with `tasks: [it-security]`.
Fails: no goal with the task `it-security`.
符合：有目标写明 `tasks: [it-security]`。
不符合：没有目标写明任务 `it-security`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import GoalsBlock
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Tasks that no goal names."""
    form = context.form
    if form is None or not any(block.tasks for block in form.blocks_of(GoalsBlock)):
        return
    served = {task for goal in context.plan.goals for task in goal.tasks}
    for index, task in enumerate(context.plan.tasks):
        if task.id not in served:
            arguments = {"number": index + 1, "task": task.id}
            yield Finding(rule=RULE.id, route=("tasks", index, "id"), arguments=arguments)


RULE = Rule(
    id="task-without-goal",
    severity=Severity.WARNING,
    check=check,
    reads=("form", "tasks.#.id", "goals.*.tasks"),
)
