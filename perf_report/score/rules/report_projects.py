"""The projects of a main task have no more in their reports than the task in the department’s.

Initial, adjusted and executed budget are compared each; where one of them was adjusted, the others
count as they began. A task may have more than its projects,
since not all of its money is that of projects.

中文：同一工作任务下各项目自评（监控）的年初预算数、全年预算数、执行数，各列之和不超过部门自评（监
控）中该任务的数额；有一项调整过的，其余按年初预算数计。任务还可以有项目以外的资金。

Passes: a task with 120.00 executed, and projects of it with 60.00 and 30.00.
Fails: a task with 80.00 executed, and the same projects.
符合：任务执行数120.00，其项目执行数60.00、30.00。
不符合：任务执行数80.00，其项目同上。
"""

from collections.abc import Collection, Iterator
from decimal import Decimal

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.funds import sum_amounts
from perf_report.model.money import add_amounts, format_amount, trim_amount
from perf_report.model.plan import Plan
from perf_report.model.plan_total import from_yuan, in_yuan
from perf_report.model.report import FundsReport
from perf_report.score.execution import rows_that_count, tree_of
from perf_report.score.rules.report_rule import ProjectReport, ReportContext, ReportRule
from perf_report.score.rules.report_sums import COLUMNS, column_key


def check(context: ReportContext) -> Iterator[Finding]:
    """Tasks that have less than their projects."""
    if context.plan is None or context.tree is not None:
        return
    for task, row in context.report.funds.items():
        projects = [each for each in context.projects if _task_of(each) == task]
        rows = [row, *(part for each in projects for part in _rows(each))]
        for column in COLUMNS:
            key = column_key(rows, column)
            limit = getattr(row, key)
            amounts = [_amount(each, key) for each in projects]
            if limit is not None and _exceeds(amounts, limit, context.plan):
                yield _finding(task, column, limit, _total(amounts, context.plan))


def _task_of(project: ProjectReport) -> str | None:
    return project.plan.project.task if project.plan.project else None


def _rows(project: ProjectReport) -> Collection[FundsReport]:
    tree = tree_of(project.plan, project.vocabulary.form, project.form)
    return rows_that_count(project.report.funds, tree).values()


def _amount(project: ProjectReport, key: str) -> Decimal | None:
    """What a project has in a column, in yuan."""
    amount = sum_amounts([getattr(row, key) for row in _rows(project)])
    return in_yuan(amount, project.plan.currency_unit)


def _total(amounts: list[Decimal | None], plan: Plan) -> Decimal:
    return from_yuan(add_amounts(amounts), plan.currency_unit)


def _exceeds(amounts: list[Decimal | None], limit: Decimal, plan: Plan) -> bool:
    return _total(amounts, plan) > limit


def _finding(task: str, column: str, limit: Decimal, total: Decimal) -> Finding:
    return Finding(
        rule=RULE.id,
        route=("funds", task, column),
        arguments={
            "task": task,
            "column": Term("funds-column", column),
            "sum": format_amount(trim_amount(total)),
            "limit": format_amount(limit),
        },
    )


RULE = ReportRule(id="report-projects", severity=Severity.WARNING, check=check)
