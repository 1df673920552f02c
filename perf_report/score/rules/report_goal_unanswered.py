"""A report says of every goal what was achieved, if its form has a place for it.

On paper the cell would be blank beside the goal.

中文：表样有目标完成情况栏的，监控、自评须逐项填写各项目标的完成情况，否则打印出来是空白。

Passes: `goals: {rivers: {achieved: {zh: 河道保持整洁。, en: The rivers are clean.}}}`.
Fails: an evaluation without `goals` on `project-evaluation-2020`.
符合：`goals: {rivers: {achieved: {zh: 河道保持整洁。, en: The rivers are clean.}}}`。
不符合：表样为 `project-evaluation-2020`，自评没有 `goals`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Form, GoalsBlock
from perf_report.score.evaluation import evaluated_goals
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """The goals without what was achieved."""
    if context.plan is None or context.vocabulary is None:
        return
    if context.form is None or not prints_achieved(context.form):
        return
    for number, goal in evaluated_goals(context.plan, context.vocabulary):
        if goal.id not in context.report.goals:
            yield Finding(
                rule=RULE.id,
                route=("goals", goal.id),
                on_key=True,
                arguments={"id": goal.id, "number": str(number)},
            )


def prints_achieved(form: Form) -> bool:
    """Whether a form has a column or a field for what was achieved of goals."""
    has_column = any(block.achieved for block in form.blocks_of(GoalsBlock))
    return has_column or any(field.id == "report.achieved" for field in form.fields())


RULE = ReportRule(id="report-goal-unanswered", severity=Severity.WARNING, check=check)
