"""The budget of a report is that of its plan.

The initial budget is that of the table, where the table was not adjusted; the adjusted budget is
that of the table’s last adjustment (`revision_kind: adjustment`), which is the initial one where
`adjusted` is left out. The initial budget of an adjusted table is in none of the specs any more; it
is the same in all reports on the table, and those before the adjustment were compared with it then.
`publish` compares it with the table as it was disclosed before the adjustment. A task or a row with
money in the table has amounts in the report, too: the rate would be that of the others alone. A
report by sources on a table by tasks has the sum of the tasks as its total.

中文：年初预算数应与未调整的目标表一致，全年预算数应与最近一次调整后的目标表一致（调整写作
`revision_kind: adjustment`）；未写 `adjusted` 的，以年初预算数为全年预算数。目标表调整后，年初预算
数不再见于数据源文件，应与同一张表的其他监控、自评一致（调整之前的监控当时已与目标表核对）；`publish`
再与调整前已公开的目标表核对。目标表中有资金的任务、资金各行，监控、自评都应填写金额，否则执行率只是其余
各行的执行率。目标表按任务、监控和自评按资金来源列示的，总额应等于各任务之和。

Passes: `initial: 409.60` for a task with funds of 409.60.
Fails: `initial: 406.90` for the same task.
符合：任务的预算资金为409.60，`initial: 409.60`。
不符合：任务的预算资金为409.60，`initial: 406.90`。
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import add_amounts, format_amount
from perf_report.model.plan import Plan
from perf_report.model.source_tree import SourceTree
from perf_report.model.vocabulary import Vocabulary
from perf_report.score.planned_funds import planned_amounts
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with another budget than the plan, or than other reports on an adjusted one."""
    if context.plan is None or context.vocabulary is None:
        return
    is_adjusted = context.plan.is_adjusted
    if is_adjusted:
        yield from _unlike_others(context)
        if context.is_monitoring:
            return
    planned = _planned(context, context.plan, context.vocabulary)
    yield from _left_out(context, planned)
    for id_, row in context.report.funds.items():
        key = "adjusted" if is_adjusted and row.adjusted is not None else "initial"
        written, amount = row.budget if is_adjusted else row.initial, planned.get(id_)
        if written is not None and amount is not None and written != amount:
            yield Finding(
                rule=RULE.id,
                message="report-budget-adjusted" if is_adjusted else "",
                route=("funds", id_, key),
                arguments={"written": format_amount(written), "planned": format_amount(amount)},
            )


def _planned(context: ReportContext, plan: Plan, vocabulary: Vocabulary) -> Mapping[str, Decimal]:
    """The amounts of the plan by the rows of the report: all tasks are its total by sources."""
    amounts = planned_amounts(plan, vocabulary.form)
    if context.tree is None or not plan.tasks:
        return amounts
    return {context.tree.total: add_amounts(amounts.values())} if amounts else {}


def _left_out(context: ReportContext, planned: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Rows with money in the plan of which the report has no amount, nor of their parts or sum."""
    rows, tree = context.report.funds, context.tree
    told = {id_ for id_, row in rows.items() if row.budget is not None or row.executed}
    for id_, amount in planned.items() if rows else ():
        if amount and told.isdisjoint(_line_of(tree, id_) if tree else {id_}):
            yield Finding(
                rule=RULE.id,
                message="report-budget-none",
                route=("funds", id_) if id_ in rows else ("funds",),
                on_key=True,
                arguments={"row": id_, "planned": format_amount(amount)},
            )


def _line_of(tree: SourceTree, id_: str) -> set[str]:
    """A row with the sums that it is in, and with its parts; all rows for one that has no place."""
    if id_ not in tree.ids:
        return set(tree.ids)
    sums = {row for row in tree.parts if id_ in _all_parts(tree, row)}
    return {id_, *sums, *_all_parts(tree, id_)}


def _all_parts(tree: SourceTree, row: str) -> Iterator[str]:
    for part in tree.parts.get(row, ()):
        yield part
        yield from _all_parts(tree, part)


def _unlike_others(context: ReportContext) -> Iterator[Finding]:
    """Rows whose initial budget is another one in another report, the first by its id."""
    others = sorted(context.others, key=lambda each: each.id)
    for id_, row in context.report.funds.items():
        told = ((other.id, other.funds[id_].initial) for other in others if id_ in other.funds)
        unlike = (each for each in told if each[1] not in {None, row.initial})
        report, initial = next(unlike, ("", None))
        if row.initial is not None and initial is not None:
            yield Finding(
                rule=RULE.id,
                message="report-budget-others",
                route=("funds", id_, "initial"),
                arguments={
                    "written": format_amount(row.initial),
                    "planned": format_amount(initial),
                    "report": report,
                },
            )


RULE = ReportRule(id="report-budget", severity=Severity.WARNING, check=check)
