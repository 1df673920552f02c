"""A declared total is the sum of its parts.

A task's `total` is compared with its sources, each column of `budget` with the tasks, and
`budget.total` with the budget's own sources, to the last fen. On any other form, each source is
compared with those of its parts that have amounts. Amounts are exact decimals, so there is no
tolerance.

中文：申报的总额须等于各项之和：任务的总额、合计行的每一列、合计行自身的总额，均核对到分；其他表样，
各项与其已填写的各部分之和核对。

Passes: `funds: {total: 409.60, basic: 396.60, project: 13.00}`.
Fails: `funds: {total: 409.60, basic: 396.60, project: 12.00}`.
符合：`funds: {total: 409.60, basic: 396.60, project: 13.00}`。
不符合：`funds: {total: 409.60, basic: 396.60, project: 12.00}`，相差1.00。
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Column, Form, FundsBlock, FundsNode, ValueType
from perf_report.model.form_label import fill_years
from perf_report.model.funds import Funds
from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.model.source_funds import declared_amount, sum_of_parts
from perf_report.model.text import Text, uncapitalized
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Declared totals that differ from the sum of their parts."""
    labels = context.form.source_labels() if context.form else {}
    for index, task in enumerate(context.plan.tasks):
        yield from _check_row(("tasks", index, "funds"), task.funds, labels)
    if context.form:
        yield from _check_sources(context.plan, context.form)
    if context.plan.budget:
        yield from _check_row(("budget",), context.plan.budget, labels)
        yield from _check_columns(context.plan, context.plan.budget, labels)


def _check_columns(plan: Plan, budget: Funds, labels: Mapping[str, Text]) -> Iterator[Finding]:
    """The columns of the budget that differ from the sums of the tasks."""
    sums = plan.column_totals()
    for column in budget.sources.ids if all(task.funds.is_known for task in plan.tasks) else ():
        declared, summed = budget.get(column), sums.get(column) or Decimal(0)
        if declared is not None and declared != summed:
            yield Finding(
                rule=RULE.id,
                message="funds-total-column",
                route=("budget", column),
                arguments={
                    "column": uncapitalized(labels.get(column) or Text(zh=column)),
                    **_figures(declared, summed),
                },
            )


def _check_row(route: Route, funds: Funds, labels: Mapping[str, Text]) -> Iterator[Finding]:
    # A source that the form does not have may be a part of one that it has.
    for source, parts in funds.sources.parts.items() if funds.is_known else ():
        declared, summed = funds.get(source), funds.sum_of(source)
        if declared is not None and summed is not None and declared != summed:
            is_total = source == funds.sources.total
            yield Finding(
                rule=RULE.id,
                message="funds-total" if is_total else "funds-total-source",
                route=(*route, source),
                arguments={
                    "label": labels.get(source) or Text(zh=source),
                    "parts": _list_labels(labels.get(part) or Text(zh=part) for part in parts),
                    **_figures(declared, summed),
                },
            )


def _check_sources(plan: Plan, form: Form) -> Iterator[Finding]:
    """The sources of a form's rows that differ from the sums of their parts."""
    if plan.funds.keys() - form.funds_columns().keys():
        # A row that the form does not have may be a part of one that it has.
        return
    for block in form.blocks_of(FundsBlock):
        columns = [each for each in block.columns if each.type is ValueType.MONEY]
        for column in columns if block.rows == "sources" else ():
            cells = (amounts.get(column.id) for amounts in plan.funds.values())
            if all(cell is None or isinstance(cell, Decimal) for cell in cells):
                for node in block.amounts():
                    yield from _check_source(plan, node, column, is_only=len(columns) == 1)


def _check_source(
    plan: Plan, node: FundsNode, column: Column, *, is_only: bool
) -> Iterator[Finding]:
    declared = declared_amount(plan.funds, node.id, column.id)
    summed = sum_of_parts(plan.funds, node, column.id)
    if declared is not None and summed is not None and declared != summed:
        yield Finding(
            rule=RULE.id,
            message="funds-total-source" if is_only else "funds-total-source-column",
            route=("funds", node.id, column.id),
            arguments={
                "label": node.label,
                "column": fill_years(column.label, plan.year),
                "parts": _list_labels(part.label for part in node.parts),
                **_figures(declared, summed),
            },
        )


def _list_labels(labels: Iterable[Text]) -> Text:
    listed = list(labels)
    return Text(
        zh="、".join(label.zh or "" for label in listed),
        en=", ".join(label.en or label.zh or "" for label in listed),
    )


def _figures(declared: Decimal, summed: Decimal) -> dict[str, object]:
    return {
        "declared": format_amount(declared),
        "sum": format_amount(summed),
        "difference": f"{declared - summed:+f}",
    }


RULE = Rule(
    id="funds-total",
    severity=Severity.ERROR,
    check=check,
    reads=("budget", "tasks.*.funds"),
    reads_by_message={
        "funds-total": ("@^",),
        "funds-total-source": ("@^", "form", "funds"),
        "funds-total-source-column": ("form", "funds"),
    },
)
