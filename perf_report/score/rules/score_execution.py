"""A budget has an amount that was executed, be it 0, and the reverse.

Without them the execution rate and its points are not known.

中文：有预算的须填执行数，没有支出的填0；有执行数的须填预算数，没有预算的填0。否则算不出预算执行率及其得分。

Passes: `{initial: 100.00, executed: 0}`.
Fails: `{initial: 100.00}`.
符合：`{initial: 100.00, executed: 0}`。
不符合：`{initial: 100.00}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import FundsBlock
from perf_report.model.form_label import without_unit
from perf_report.model.plan_total import printed_total
from perf_report.model.report import FundsReport
from perf_report.model.text import Text
from perf_report.score.execution import lacks_budget, lacks_execution, rows_that_count
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with a budget alone, and a report without rows where the plan has money."""
    if context.plan is None or context.vocabulary is None:
        return
    if not context.report.funds and _counts_execution(context):
        has_money = bool(printed_total(context.plan, context.vocabulary.form))
        if has_money:
            yield Finding(rule=RULE.id, message="score-execution-none")
    for id_, row in rows_that_count(context.report.funds, context.tree).items():
        message = _what_lacks(row, context)
        if message is not None:
            arguments = {"id": id_, "label": _label(id_, context)}
            yield Finding(
                rule=RULE.id,
                message=message,
                route=("funds", id_),
                on_key=True,
                arguments=arguments,
            )


def _label(id_: str, context: ReportContext) -> Text:
    """The text of a task, or the label of a row of the form."""
    tasks = {task.id: task.text for task in context.plan.tasks} if context.plan else {}
    if context.tree is None:
        return tasks.get(id_) or Text(zh=id_)
    forms = (context.form, context.vocabulary.form if context.vocabulary else None)
    blocks = (block for form in forms if form for block in form.blocks_of(FundsBlock))
    nodes = (node for block in blocks for root in block.tree for node in root.walk())
    return next((without_unit(node.label) for node in nodes if node.id == id_), Text(zh=id_))


def _what_lacks(row: FundsReport, context: ReportContext) -> str | None:
    """The message about a row without one of its amounts; monitoring has no rate with points."""
    if lacks_budget(row) and not context.is_monitoring:
        return "score-execution-budget"
    return "" if lacks_execution(row) else None


def _counts_execution(context: ReportContext) -> bool:
    return context.evaluated is not None and bool(context.evaluated.scoring.execution.weight)


RULE = ReportRule(id="score-execution", severity=Severity.ERROR, check=check)
